"""The parameters that every voice webhook carries (Twilio: "TwiML voice: request parameters")."""

COUNTRIES = {"+358": "FI", "+46": "SE", "+47": "NO", "+372": "EE", "+44": "GB", "+1": "US"}
API_VERSION = "2010-04-01"


def call_parameters(from_: str, to: str) -> dict[str, str]:
    """Numbers with their old twins, and the geographic sets, mostly empty outside the US."""
    found = {"ApiVersion": API_VERSION}
    for name, number in (("From", from_), ("Caller", from_), ("To", to), ("Called", to)):
        found[name] = number
        found |= {f"{name}{part}": "" for part in ("City", "State", "Zip")}
        found[f"{name}Country"] = _country(number)
    return found


def _country(number: str) -> str:
    for prefix, country in COUNTRIES.items():
        if number.startswith(prefix):
            return country
    return ""
