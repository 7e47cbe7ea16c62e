"""The public address, as Twilio and strangers meet it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from twilio.request_validator import RequestValidator

from ivr.doctor.finding import Finding, Patient

TIMEOUT_SECONDS = 5.0
HARMLESS = "/voice/status"
"""A signed report of a call that nobody knows changes nothing."""
REPORT = {"CallSid": "CA" + "0" * 32, "CallStatus": "completed"}
PRIVATE = ("/metrics", "/health/ready", "/desk/", "/admin/", "/api/v1/description")
FORBIDDEN, DONE = 403, range(200, 300)


def address(patient: Patient) -> Iterator[Finding]:
    """Is PUBLIC_URL reached, with https?"""
    url = patient.settings.public_url
    answer = _post(patient, {})
    if answer.status_code == FORBIDDEN:
        yield Finding("address", "ok", f"{url} answers, and refuses what is not signed")
    else:
        mend = "Let the proxy pass /voice/ on as it came, to the port of `linja serve`."
        found = f"{url}{HARMLESS} answers {answer.status_code} to what is not signed"
        yield Finding("address", "problem", found, mend)
    if urlsplit(url).scheme != "https" and not patient.pretended:
        mend = "Put a proxy with TLS before it, and say https in PUBLIC_URL."
        yield Finding("address", "problem", f"{url} is not https", mend)


def signature(patient: Patient) -> Iterator[Finding]:
    """Is a request let in that is signed as Twilio signs it, with each token?"""
    for which, token in zip(
        ("", " (the second token)"), patient.settings.auth_tokens, strict=False
    ):
        validator = RequestValidator(token)
        signed = validator.compute_signature(patient.settings.public_url + HARMLESS, REPORT)
        answer = _post(patient, {"X-Twilio-Signature": signed})
        if answer.status_code in DONE:
            yield Finding("signature", "ok", f"a signed request is let in{which}")
            continue
        mend = (
            "The server must have the same PUBLIC_URL and TWILIO_AUTH_TOKEN as this command, and "
            "the proxy must leave path, query and X-Twilio-Signature alone. Its log says more: "
            "`webhook refused`."
        )
        found = f"a signed request is answered {answer.status_code}{which}"
        yield Finding("signature", "problem", found, mend)


def private(patient: Patient) -> Iterator[Finding]:
    """Is what is ours alone kept off the public address?"""
    if patient.pretended:
        return
    base = patient.settings.public_url.rstrip("/")
    seen = [path for path in PRIVATE if _is_open(base + path)]
    if seen:
        mend = "Let the proxy pass only /voice/, /sms/ and /feeds/: see docs/operations.md."
        yield Finding("private pages", "problem", f"anybody reaches {', '.join(seen)}", mend)
    else:
        yield Finding("private pages", "ok", "not to be reached from outside")


def _post(patient: Patient, headers: dict[str, str]) -> requests.Response:
    return requests.post(
        patient.settings.public_url.rstrip("/") + HARMLESS,
        data=REPORT,
        headers=headers,
        timeout=TIMEOUT_SECONDS,
        allow_redirects=False,
    )


def _is_open(url: str) -> bool:
    answer = requests.get(url, timeout=TIMEOUT_SECONDS, allow_redirects=False)
    return answer.status_code not in {requests.codes.not_found, FORBIDDEN}


CHECKS = (address, signature, private)
