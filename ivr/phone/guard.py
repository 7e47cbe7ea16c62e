"""Who may use the page: this machine's own browser, from the page itself."""

from urllib.parse import urlsplit

from flask import Request, Response

OURS = frozenset({"127.0.0.1", "localhost", "::1"})
WRITES = frozenset({"POST", "PUT", "DELETE"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def refusal(request: Request) -> str:
    """
    Say why a request is not answered, or nothing.

    Another name for this machine may be somebody else's, pointed at us (DNS rebinding). Writing
    needs a browser's word that the page itself asks (Sec-Fetch-Site, else Origin).
    """
    if urlsplit(f"//{request.host}").hostname not in OURS:
        return "Open this page as http://127.0.0.1, on the machine itself."
    if request.method in WRITES and not _from_the_page(request):
        return "Only the page itself may do this."
    return ""


def protect(answer: Response) -> Response:
    """Let the answer run and load nothing but our own files, and be kept by nobody."""
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _from_the_page(request: Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return request.headers.get("Origin", "") == request.host_url.rstrip("/")
