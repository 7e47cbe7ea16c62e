"""Read a telephone number from whatever a network, a person or a spreadsheet wrote."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

REGION = "FI"
LONGEST = 100
EXTENSION = "has an extension"

_WITHHELD_WORDS = frozenset(
    {
        "",
        "anonymous",
        "blocked",
        "none",
        "null",
        "private",
        "restricted",
        "unavailable",
        "unknown",
        "withheld",
    }
)
_WITHHELD_KEYS = frozenset(
    {
        "266696687",  # ANONYMOUS
        "7378742833",  # RESTRICTED
        "737874883",  # the same with a letter missing
        "86282452253",  # UNAVAILABLE
        "8656696",  # UNKNOWN
        "2562533",  # BLOCKED
        "7748283",  # PRIVATE
    }
)
_SHARED_TYPES = frozenset(
    {
        PhoneNumberType.UAN,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
    }
)
_PLAIN = re.compile(r"\+[1-9][0-9]{6,14}")
"""As Twilio writes nearly every caller: there is nothing around it to take away."""
_NUMBER = re.compile(r"\(?\+?[0-9(][0-9()\s.\u2010-\u2015\u2212-]*")


@dataclass(frozen=True, slots=True)
class Number:
    """
    A valid number in E.164.

    `shared` is true for company and service numbers (010, 020, 0800 …): behind one there is a
    switchboard, never one person.
    """

    e164: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """The caller or the network hid the number. Not an error, and not one person."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Neither a number nor hidden. `why` never repeats what was given."""

    why: str


def read_number(raw: str | None) -> Number | Withheld | Unreadable:
    """
    Read a number, Finnish unless it says otherwise. Compare by `e164`: Åland has its own region.

    Hidden callers come first: some of their spellings look like valid Finnish numbers
    (Twilio changelog, 16 November 2022: words in place of keypad spellings; both still arrive).
    """
    if raw is None:
        return Withheld()
    if len(raw) > LONGEST:
        return Unreadable("is too long for a telephone number")
    if _PLAIN.fullmatch(raw) and not _is_withheld(raw):
        return _parse(raw)
    text = _shown(raw)
    scheme, address = _address(text)
    user = address.split(";")[0].strip()
    if _is_withheld(user):
        return Withheld()
    why = _refusal(text, scheme, address)
    return Unreadable(why) if why else _parse(user)


def _shown(raw: str) -> str:
    """Full-width digits become plain; direction marks pasted from an address book go."""
    normal = unicodedata.normalize("NFKC", raw)
    return "".join(c for c in normal if unicodedata.category(c) != "Cf").strip()


def _address(text: str) -> tuple[str, str]:
    """`"Shown" <sip:user;ext=5@host>` -> `sip`, `user;ext=5`."""
    bracketed = re.search(r"<([^<>]*)>", text)
    inner = bracketed[1] if bracketed else text
    found = re.fullmatch(r"(?:(sips?|tel|client):)?(.*)", inner, re.IGNORECASE | re.DOTALL)
    scheme, rest = found.groups() if found else ("", inner)
    return (scheme or "").lower(), rest.split("@")[0].strip()


def _is_withheld(user: str) -> bool:
    word = re.sub(r"[\s_-]+", " ", user).casefold().removesuffix(" number")
    keys = re.sub(r"^(\+|00)", "", user)
    return word in _WITHHELD_WORDS or bool({keys, keys.removeprefix("1")} & _WITHHELD_KEYS)


def _refusal(text: str, scheme: str, address: str) -> str:
    if any(unicodedata.category(c) == "Cc" for c in text):
        return "has control characters"
    if re.search(r"(?:ext|x|#)[\s.=:]*\d+$", address, re.IGNORECASE):
        return EXTENSION
    if scheme == "client" or not _NUMBER.fullmatch(address.split(";", maxsplit=1)[0]):
        return "is not a telephone number"
    return ""


def _parse(user: str) -> Number | Unreadable:
    try:
        parsed = phonenumbers.parse(user, REGION)
    except phonenumbers.NumberParseException:
        return Unreadable("is not a telephone number")
    kind = phonenumbers.number_type(parsed)
    if kind == PhoneNumberType.UNKNOWN:  # phonenumbers: exactly when it is not valid
        return Unreadable("is not a valid telephone number")
    e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return Number(e164, shared=kind in _SHARED_TYPES)
