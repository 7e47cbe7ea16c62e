"""Queues and those who wait in them."""

from flask import Blueprint, Response, jsonify, request

from simulator.exchange import Exchange
from simulator.messages import Goto, Redirected
from simulator.queues import Member, Queue
from simulator.rest.errors import bad, missing
from simulator.rest.rendering import listed, member_body, queue_body


def add_queues(routes: Blueprint, exchange: Exchange) -> None:
    """Serve them."""

    @routes.get("/Queues.json")
    def list_queues(account_sid: str) -> Response:
        del account_sid
        return jsonify(listed("queues", [queue_body(exchange, q) for q in exchange.queues.all()]))

    @routes.get("/Queues/<sid>.json")
    def fetch_queue(account_sid: str, sid: str) -> Response:
        del account_sid
        return jsonify(queue_body(exchange, _find(exchange, sid)))

    @routes.get("/Queues/<sid>/Members.json")
    def list_members(account_sid: str, sid: str) -> Response:
        del account_sid
        queue = _find(exchange, sid)
        bodies = [member_body(exchange, queue, member) for member in queue.members]
        return jsonify(listed("queue_members", bodies))

    @routes.get("/Queues/<sid>/Members/<who>.json")
    def fetch_member(account_sid: str, sid: str, who: str) -> Response:
        del account_sid
        queue = _find(exchange, sid)
        return jsonify(member_body(exchange, queue, _member(queue, who)))

    @routes.post("/Queues/<sid>/Members/<who>.json")
    def dequeue_member(account_sid: str, sid: str, who: str) -> Response:
        del account_sid
        queue = _find(exchange, sid)
        found = _member(queue, who)
        if not request.form.get("Url"):
            raise bad(21205, "Url is required")
        body = member_body(exchange, queue, found)
        goto = Goto(request.form["Url"], request.form.get("Method", "POST"))
        found.leg.post(Redirected(goto))
        return jsonify(body)


def _find(exchange: Exchange, key: str) -> Queue:
    queue = exchange.queues.find(key)
    if queue is None:
        raise missing()
    return queue


def _member(queue: Queue, who: str) -> Member:
    for member in queue.members:
        if who in {member.leg.sid, "Front"}:
            return member
    raise missing()
