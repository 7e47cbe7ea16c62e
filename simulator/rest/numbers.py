"""Numbers of the account: where they lead, and leading them elsewhere."""

from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, jsonify, request

from simulator.exchange import Exchange
from simulator.leg import Addresses
from simulator.parameters import API_VERSION
from simulator.rest.errors import missing
from simulator.rest.rendering import listed

FIELDS = {
    "VoiceUrl": "voice",
    "VoiceMethod": "method",
    "VoiceFallbackUrl": "fallback",
    "StatusCallback": "status",
    "SmsUrl": "sms",
}


def add_numbers(routes: Blueprint, exchange: Exchange) -> None:
    """Serve them. Where no number is named, every number is the account's."""

    @routes.get("/IncomingPhoneNumbers.json")
    def list_numbers(account_sid: str) -> Response:
        del account_sid
        wanted = request.args.get("PhoneNumber", "")
        kept = [number for number in exchange.numbers if wanted in number]
        if not exchange.numbers and wanted:
            kept = [wanted]
        bodies = [_body(exchange, number) for number in kept]
        return jsonify(listed("incoming_phone_numbers", bodies))

    @routes.post("/IncomingPhoneNumbers/<sid>.json")
    def change_number(account_sid: str, sid: str) -> Response:
        del account_sid
        number = next((one for one in exchange.numbers if _sid(one) == sid), "")
        if not number:
            raise missing()
        given: dict[str, Any] = {
            name: request.form[field] for field, name in FIELDS.items() if field in request.form
        }
        exchange.numbers[number] = replace(exchange.numbers[number], **given)
        return jsonify(_body(exchange, number))


def _sid(number: str) -> str:
    return f"PN{uuid5(NAMESPACE_URL, f'tel:{number}').hex}"


def _body(exchange: Exchange, number: str) -> dict[str, Any]:
    to: Addresses = exchange.addresses(number)
    path = f"{API_VERSION}/Accounts/{exchange.account_sid}/IncomingPhoneNumbers/{_sid(number)}"
    return {
        "sid": _sid(number),
        "account_sid": exchange.account_sid,
        "api_version": API_VERSION,
        "phone_number": number,
        "friendly_name": number,
        "voice_url": to.voice,
        "voice_method": to.method,
        "voice_fallback_url": to.fallback,
        "voice_fallback_method": "POST",
        "voice_application_sid": "",
        "status_callback": to.status,
        "status_callback_method": "POST",
        "sms_url": to.sms,
        "sms_method": "POST",
        "sms_application_sid": "",
        "trunk_sid": None,
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "uri": f"/{path}.json",
    }
