"""Log lines as JSON on standard error, with every telephone number masked."""

import logging
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from typing import Any

import structlog

MASK = "[number]"
_NUMBER = re.compile(
    r"""
      (?:\+|%2[Bb])\d[\d\ ().-]{4,}\d          # +358 40 111 0001, and as it stands in an address
    | (?<![\w.:-])(?:00)?\d{7,15}(?![\w.:-])   # 358401110001, 0401110001
    | (?<![\w.:-])0\d{1,3}[ -]\d{3,4}[ -]?\d{3,5}(?![\w.:-])   # 040 111 0001
    """,
    re.VERBOSE,
)

Processor = Callable[[Any, str, MutableMapping[str, Any]], MutableMapping[str, Any]]


def without_numbers(text: str) -> str:
    """Return the text with whatever looks like a telephone number masked."""
    return _NUMBER.sub(MASK, text)


def mask_numbers(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Mask every value of a log event (a structlog processor)."""
    return {key: _masked(value) for key, value in event.items()}


class Lines:
    """Writes to standard error, and never fails: a full disk must not cost a caller the call."""

    def msg(self, line: str) -> None:
        """Write one line."""
        with suppress(OSError, ValueError):
            print(line, file=sys.stderr, flush=True)  # noqa: T201 -- this is where logs go

    log = debug = info = warning = error = critical = exception = fatal = msg


def about_call(form: Mapping[str, str]) -> None:
    """
    Name the call in every log line from here on, whatever writes it, until `about_nothing`.

    `form` is that of a webhook. A leg that a call has made names that call as its `parent_sid`.
    """
    named = {"call_sid": form.get("CallSid"), "parent_sid": form.get("ParentCallSid")}
    structlog.contextvars.bind_contextvars(**{key: sid for key, sid in named.items() if sid})


def about_nothing(_problem: BaseException | None = None) -> None:
    """Name no call any more: the thread goes on to another one."""
    structlog.contextvars.clear_contextvars()


def configure_logs(level: int = logging.INFO) -> None:
    """Send structlog's and the standard library's events the same way."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        mask_numbers,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: Lines(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)


def _masked(value: Any) -> Any:
    match value:
        case str():
            return without_numbers(value)
        case dict():
            return {key: _masked(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_masked(inner) for inner in value]
        case _:
            return value
