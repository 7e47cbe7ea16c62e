"""X-Twilio-Signature (Twilio: "Webhooks security")."""

import base64
import hmac
from collections.abc import Mapping


def sign(token: str, url: str, form: Mapping[str, str]) -> str:
    """
    HMAC-SHA1 over the address and the form's names and values sorted by name, in base64.

    The address is as it was configured, without `#…`; a GET has its parameters in the address
    and an empty form.
    """
    signed = url.split("#", 1)[0] + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(token.encode(), signed.encode(), "sha1").digest()
    return base64.b64encode(digest).decode()
