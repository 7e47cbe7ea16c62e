"""Twilio's JSON for calls, recordings, queues, and lists of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from flask import request

from simulator.exchange import Exchange
from simulator.leg import ENDED, Leg
from simulator.parameters import API_VERSION
from simulator.queues import Member, Queue
from simulator.recordings import Recording
from simulator.texts import Text


def rfc2822(instant: float | None) -> str | None:
    """Twilio's dates."""
    return None if instant is None else format_datetime(datetime.fromtimestamp(instant, UTC))


def listed(name: str, items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One page of a list, everything on it."""
    return {
        name: list(items),
        "start": 0,
        "end": max(0, len(items) - 1),
        "page": 0,
        "page_size": max(50, len(items)),
        "uri": request.full_path.rstrip("?"),
        "first_page_uri": request.full_path.rstrip("?"),
        "next_page_uri": None,
        "previous_page_uri": None,
    }


def call_body(leg: Leg) -> dict[str, Any]:
    """A call."""
    return _common(leg, f"Calls/{leg.sid}") | {
        "to": leg.to,
        "to_formatted": leg.to,
        "from": leg.from_,
        "from_formatted": leg.from_,
        "status": leg.status,
        "direction": leg.direction,
        "date_created": rfc2822(leg.created_at),
        "date_updated": rfc2822(leg.plant.clock.seconds),
        "start_time": rfc2822(leg.answered_at),
        "end_time": rfc2822(leg.ended_at),
        "duration": str(leg.duration_seconds) if leg.status in ENDED else None,
        "parent_call_sid": leg.parent.sid if leg.parent else None,
        "phone_number_sid": "PN" + "0" * 32,
        "queue_time": "0",
        "price": None,
        "price_unit": "USD",
        "answered_by": None,
        "forwarded_from": None,
        "caller_name": None,
        "group_sid": None,
        "trunk_sid": None,
        "annotation": None,
        "subresource_uris": {},
    }


def _common(leg: Leg, path: str) -> dict[str, Any]:
    return {
        "sid": leg.sid,
        "account_sid": leg.plant.account_sid,
        "api_version": API_VERSION,
        "uri": f"/{API_VERSION}/Accounts/{leg.plant.account_sid}/{path}.json",
    }


def recording_body(exchange: Exchange, recording: Recording) -> dict[str, Any]:
    """A recording."""
    made = rfc2822(recording.made_at)
    return {
        "sid": recording.sid,
        "account_sid": exchange.account_sid,
        "api_version": API_VERSION,
        "call_sid": recording.call_sid,
        "status": "completed",
        "source": "RecordVerb",
        "channels": 1,
        "duration": str(recording.seconds),
        "date_created": made,
        "date_updated": made,
        "start_time": made,
        "price": None,
        "price_unit": "USD",
        "media_url": exchange.plant.recordings.url(recording),
        "uri": f"/{API_VERSION}/Accounts/{exchange.account_sid}/Recordings/{recording.sid}.json",
    }


def text_body(exchange: Exchange, text: Text) -> dict[str, Any]:
    """A text message."""
    path = f"/{API_VERSION}/Accounts/{exchange.account_sid}/Messages/{text.sid}.json"
    waits = text.status == "queued"
    return {
        "sid": text.sid,
        "account_sid": exchange.account_sid,
        "api_version": API_VERSION,
        "to": text.to,
        "from": text.from_,
        "body": text.body,
        "status": text.status,
        "direction": text.direction,
        "date_created": rfc2822(text.created_at),
        "date_updated": rfc2822(text.created_at),
        "date_sent": None if waits else rfc2822(text.created_at),
        "error_code": text.error_code,
        "error_message": None,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(-(-len(text.body) // 160)),
        "price": None,
        "price_unit": "USD",
        "subresource_uris": {},
        "uri": path,
    }


def queue_body(exchange: Exchange, queue: Queue) -> dict[str, Any]:
    """A queue."""
    return {
        "sid": queue.sid,
        "account_sid": exchange.account_sid,
        "friendly_name": queue.name,
        "current_size": len(queue.members),
        "max_size": queue.most,
        "average_wait_time": queue.average_seconds,
        "date_created": rfc2822(queue.created_at),
        "date_updated": rfc2822(exchange.clock.seconds),
        "uri": f"/{API_VERSION}/Accounts/{exchange.account_sid}/Queues/{queue.sid}.json",
    }


def member_body(exchange: Exchange, queue: Queue, member: Member) -> dict[str, Any]:
    """One who waits in a queue."""
    return {
        "call_sid": member.leg.sid,
        "queue_sid": queue.sid,
        "date_enqueued": rfc2822(member.since),
        "position": queue.position(member.leg),
        "wait_time": int(exchange.clock.seconds - member.since),
    }
