"""The cookie that holds a sign-in, over https under a name that only this host can have set."""

from flask import current_app, request
from werkzeug.wrappers import Response

HTTPS = "LINJA_HTTPS"
HOST_ONLY, PLAIN = "__Host-linja", "linja"
LEFT_BEHIND = '"cache", "storage"'


def name() -> str:
    """Return its name; on one machine without https no browser would take the first."""
    return HOST_ONLY if current_app.config[HTTPS] else PLAIN


def held() -> str:
    """Return the secret that this browser holds, nothing if it holds none."""
    return request.cookies.get(name(), "")


def give(answer: Response, secret: str) -> None:
    """Let the browser hold a secret until it is closed."""
    https = current_app.config[HTTPS]
    answer.set_cookie(name(), secret, httponly=True, secure=https, samesite="Lax")


def take(answer: Response) -> None:
    """Take it back, with what pages left in the browser (over https: Clear-Site-Data)."""
    https = current_app.config[HTTPS]
    answer.delete_cookie(name(), httponly=True, secure=https, samesite="Lax")
    answer.headers["Clear-Site-Data"] = LEFT_BEHIND
