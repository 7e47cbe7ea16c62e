"""The floor: the least that a webhook of Twilio's costs with Flask and Twilio's own library."""

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator

from bench.webhooks import PUBLIC, TOKEN

DOCUMENT = '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hyvää päivää.</Say></Response>'

app = Flask("floor")
validator = RequestValidator(TOKEN)


@app.post("/voice/incoming")
def incoming() -> Response:
    """Check the signature and say good day."""
    signature = request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(PUBLIC + request.path, request.form, signature):
        abort(403)
    return Response(DOCUMENT, mimetype="text/xml")
