"""Is this process alive, and can it answer calls?"""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, jsonify
from sqlalchemy import Engine, text

from ivr.calls.conversation import Conversation
from ivr.calls.kept_flows import KeptFlows
from ivr.calls.ports import READ_SECONDS, Threads

OK = "ok"
TOLD = frozenset({"fallback", "feeds"})
SELECT_ONE = text("SELECT 1")


def health_blueprint(
    engine: Engine,
    threads: Threads,
    conversation: Conversation,
    fallback: str,
    feeds: Callable[[], str],
) -> Blueprint:
    """Return `/health/live` and `/health/ready`; `feeds` says which sources are not fresh."""
    health = Blueprint("health", __name__, url_prefix="/health")

    @health.get("/live")
    def live() -> Response:
        return jsonify(status=OK)

    @health.get("/ready")
    def ready() -> tuple[Response, int]:
        checks = {
            "database": _database(engine, threads),
            **_memory(conversation),
            "fallback": OK if fallback else "LINJA_FALLBACK_NUMBER is not set",
            "feeds": feeds(),
        }
        return jsonify(status=status_of(checks), checks=checks), code_of(checks)

    return health


def status_of(checks: Mapping[str, str]) -> str:
    """Return `ok`, or `degraded`. What is only `TOLD` is no fault of this machine."""
    needed = (value for name, value in checks.items() if name not in TOLD)
    return OK if all(value == OK for value in needed) else "degraded"


def code_of(checks: Mapping[str, str]) -> int:
    """Return 503 when a caller could reach nobody: neither a line nor a fallback number."""
    return 200 if OK in {checks["lines"], checks["fallback"]} else 503


def _database(engine: Engine, threads: Threads) -> str:
    def ask() -> None:
        with engine.connect().execution_options(readonly=True) as connection:
            connection.execute(SELECT_ONE)

    try:
        threads.reads.run(ask, READ_SECONDS)
    except Exception as problem:  # noqa: BLE001 -- whatever it is, it is away
        return f"away: {type(problem).__name__}"
    return OK


def _memory(conversation: Conversation) -> dict[str, str]:
    lines = conversation.configured.newest().configuration.lines
    return {
        "lines": OK if lines else "none: see `linja config apply`",
        "flows": _flows(conversation.flows, {line.flow for line in lines.values()}),
    }


def _flows(flows: KeptFlows, wanted: set[str]) -> str:
    missing = sorted(wanted - set(flows.live_names()))
    if missing:
        return f"not published: {', '.join(missing)}"
    aside = sorted(flows.set_aside())
    return f"failing, the version before answers: {', '.join(aside)}" if aside else OK
