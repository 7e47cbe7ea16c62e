"""What every answer tells browsers, whoever asked and whatever came of it."""

from flask import Flask, Response

NOTHING = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
"""For what is no page: if a browser opens it all the same, it runs, loads and frames nothing."""
YEAR_SECONDS = 365 * 24 * 3600
ONLY_HTTPS = f"max-age={YEAR_SECONDS}; includeSubDomains"
CAUTIOUS = {
    "Content-Security-Policy": NOTHING,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def protect_answers(app: Flask, *, https: bool) -> None:
    """Add what an answer does not say by itself. `https`: browsers ask by nothing else."""

    @app.after_request
    def protected(answer: Response) -> Response:
        for name, value in CAUTIOUS.items():
            answer.headers.setdefault(name, value)
        if https:
            answer.headers["Strict-Transport-Security"] = ONLY_HTTPS
        return answer
