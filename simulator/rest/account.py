"""The account, the numbers of others that it may show, and the countries that it may call."""

from flask import Blueprint, Response, jsonify, request

from simulator.exchange import REST_PATH, Exchange
from simulator.rest.errors import Refusal, check_credentials
from simulator.rest.rendering import listed


def add_account(routes: Blueprint, exchange: Exchange) -> None:
    """Serve the caller ids, below the account's address."""

    @routes.get("/OutgoingCallerIds.json")
    def list_caller_ids(account_sid: str) -> Response:
        wanted = request.args.get("PhoneNumber", "")
        bodies = [
            {"sid": f"PN{index:032x}", "account_sid": account_sid, "phone_number": number}
            for index, number in enumerate(sorted(exchange.account.caller_ids))
            if wanted in {"", number}
        ]
        return jsonify(listed("outgoing_caller_ids", bodies))


def account_routes(exchange: Exchange) -> Blueprint:
    """Serve what has an address of its own (Twilio: Account, DialingPermissions Country)."""
    routes = Blueprint("account", __name__)

    @routes.get(f"{REST_PATH}/<account_sid>.json")
    def fetch_account(account_sid: str) -> Response:
        check_credentials(exchange, account_sid)
        told = exchange.account
        return jsonify(
            sid=account_sid,
            friendly_name="A pretend account",
            owner_account_sid=account_sid,
            status=told.status,
            type=told.kind,
        )

    @routes.get("/v1/DialingPermissions/Countries/<country>")
    def fetch_country(country: str) -> Response:
        check_credentials(exchange, exchange.account_sid)
        return jsonify(
            iso_code=country,
            name=country,
            low_risk_numbers_enabled=country in exchange.account.countries,
            high_risk_special_numbers_enabled=False,
            high_risk_tollfraud_numbers_enabled=False,
        )

    @routes.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> Response:
        return refusal.response()

    return routes
