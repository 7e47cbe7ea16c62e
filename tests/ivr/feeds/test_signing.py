"""Signatures of pushes by themselves: what we sign, and what is refused."""

import pytest
from werkzeug.datastructures import Headers

from ivr.feeds.signatures import (
    BadSignature,
    Signed,
    check,
    sign,
    signed_in,
)
from ivr.services import Services
from tests.ivr.feeds.test_signatures import of

THEIRS = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, SENT_AT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
PUBLISHED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
"""The example of the Standard Webhooks libraries."""


def test_we_sign_as_the_libraries_do() -> None:
    assert sign(THEIRS, MESSAGE, SENT_AT, BODY) == PUBLISHED


@pytest.mark.parametrize(
    "signature",
    [PUBLISHED, f"v1,AAAA {PUBLISHED}", f"v1a,AAAA v2,x {PUBLISHED} v1,!!", f" {PUBLISHED}"],
)
def test_one_good_signature_among_several_is_enough(signature: str, services: Services) -> None:
    good, other = of(THEIRS, services), of("whsec_AAAA", services)
    signed = Signed(MESSAGE, str(SENT_AT), signature)
    assert check(signed, BODY, [other, good], SENT_AT + 299) is good


@pytest.mark.parametrize(
    ("id_", "timestamp", "signature", "late", "said"),
    [
        ("", str(SENT_AT), PUBLISHED, 0, "webhook-id is missing"),
        ("m" * 257, str(SENT_AT), PUBLISHED, 0, "webhook-id is missing, or longer"),
        (MESSAGE, "", PUBLISHED, 0, "webhook-timestamp must be the seconds"),
        (MESSAGE, "-1", PUBLISHED, 0, "webhook-timestamp must be the seconds"),
        (MESSAGE, "٣", PUBLISHED, 0, "webhook-timestamp must be the seconds"),
        (MESSAGE, str(SENT_AT), PUBLISHED, 301, "more than 300 seconds"),
        (MESSAGE, str(SENT_AT), PUBLISHED, -301, "more than 300 seconds"),
        (MESSAGE + "x", str(SENT_AT), PUBLISHED, 0, "by none of the secrets"),
        (MESSAGE, str(SENT_AT + 1), PUBLISHED, 0, "by none of the secrets"),
        (MESSAGE, str(SENT_AT), PUBLISHED.replace("v1,", "v2,"), 0, "by none of the secrets"),
        (MESSAGE, str(SENT_AT), PUBLISHED.replace("v1,", ""), 0, "by none of the secrets"),
        (MESSAGE, str(SENT_AT), "v1,", 0, "by none of the secrets"),
        (MESSAGE, str(SENT_AT), "", 0, "by none of the secrets"),
    ],
)
def test_anything_else_is_refused_and_says_why(
    id_: str, timestamp: str, signature: str, late: int, said: str, services: Services
) -> None:
    with pytest.raises(BadSignature, match=said):
        check(Signed(id_, timestamp, signature), BODY, [of(THEIRS, services)], SENT_AT + late)


def test_a_body_that_was_changed_is_refused(services: Services) -> None:
    signed = Signed(MESSAGE, str(SENT_AT), PUBLISHED)
    with pytest.raises(BadSignature, match="over this body"):
        check(signed, BODY + b" ", [of(THEIRS, services)], SENT_AT)


def test_the_names_of_the_headers_may_be_written_in_any_case() -> None:
    given = Headers({"Webhook-Signature": "v1,x", "WEBHOOK-ID": "1"})
    assert signed_in(given) == Signed("1", "", "v1,x")
    assert signed_in(Headers()) is None
