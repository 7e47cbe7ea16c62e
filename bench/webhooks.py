"""Webhooks as Twilio sends them, and what must be in the answer to each."""

from dataclasses import dataclass
from urllib.parse import urlencode

from bench.company import LINE
from bench.residents import Resident
from simulator.signature import sign

PUBLIC = "https://ivr.example.fi"
TOKEN = "bench-token"  # noqa: S105 -- made up
ACCOUNT = "AC" + "0" * 32

DIGITS = {
    "fi": [
        "nolla",
        "yksi",
        "kaksi",
        "kolme",
        "neljä",
        "viisi",
        "kuusi",
        "seitsemän",
        "kahdeksan",
        "yhdeksän",
    ],
    "sv": ["noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"],
}
HOURS = {
    "fi": [
        "kaksitoista",
        "kolmetoista",
        "neljätoista",
        "viisitoista",
        "kuusitoista",
        "seitsemäntoista",
    ],
    "sv": ["tolv", "tretton", "fjorton", "femton", "sexton", "sjutton"],
}
FIRST_HOUR = 12
TAGS = {"fi": '"fi-FI"', "sv": '"sv-SE"'}
AT = {"fi": "tänään kello {}.", "sv": "i dag klockan {}."}
MENU = {"fi": "Laskuasioissa", "sv": "fakturor"}


@dataclass(frozen=True, slots=True)
class Webhook:
    """One request, byte for byte, and what its answer must contain."""

    request: bytes
    needed: tuple[bytes, ...]


def floor_call(one: Resident) -> Webhook:
    """Return what is sent to the floor."""
    return Webhook(_post("/voice/incoming", form_of(one)), (b"<Say>",))


def first_turn(one: Resident) -> Webhook:
    """Return a call that comes in: its postcode and notice are heard in its language."""
    needed = words_of(one)
    if one.is_quiet:
        hour = HOURS[one.language][one.back_at_hour - FIRST_HOUR]
        needed += _bytes(AT[one.language].format(hour))
    return Webhook(incoming(form_of(one)), needed)


def incoming(form: dict[str, str]) -> bytes:
    """Return the request of a call that comes in."""
    return _post("/voice/incoming", form)


def pressed(form: dict[str, str], path: str, key: str) -> bytes:
    """Return the request of a key that is pressed."""
    return _post(path, {**form, "Digits": key, "msg": "Gather End"})


def words_of(one: Resident) -> tuple[bytes, ...]:
    """Return what a caller with a notice hears whatever it says: their language and postcode."""
    words = DIGITS[one.language]
    digits = [words[int(digit)] for digit in one.postcode]
    return _bytes(TAGS[one.language], " ".join(digits[:3]), " ".join(digits[3:]))


def menu_turn(one: Resident, path: str) -> Webhook:
    """Return a caller's key after the notice: something else, so the menu is heard."""
    return Webhook(
        pressed(form_of(one), path, "3"), _bytes(TAGS[one.language], MENU[one.language])
    )


def form_of(one: Resident) -> dict[str, str]:
    """Return the 24 parameters or so that Twilio sends with every webhook of a call."""
    place = {
        f"{whose}{part}": value
        for whose in ("From", "To", "Caller", "Called")
        for part, value in (("City", "HELSINKI"), ("State", ""), ("Zip", ""), ("Country", "FI"))
    }
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": f"CA{one.index:032d}",
        "CallStatus": "in-progress",
        "Direction": "inbound",
        "From": one.phone,
        "Caller": one.phone,
        "To": LINE,
        "Called": LINE,
        **place,
    }


def _bytes(*words: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words)


def _post(path: str, form: dict[str, str]) -> bytes:
    body = urlencode(form).encode()
    head = [
        f"POST {path} HTTP/1.1",
        "Host: ivr.example.fi",
        "User-Agent: TwilioProxy/1.1",
        "Accept: */*",
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8",
        f"Content-Length: {len(body)}",
        f"X-Twilio-Signature: {sign(TOKEN, PUBLIC + path, form)}",
        "Connection: close",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body
