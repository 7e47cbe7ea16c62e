"""One day's callbacks: what was promised, what became of each, and that it adds up."""

from datetime import date

from flask import Blueprint, render_template, request

from ivr.accounts.guard import allow
from ivr.callbacks.account import account_of, fates_of, states_of, today
from ivr.desk.board import Board, names_of, shown
from ivr.lines.store import ConfigurationStore

FIRST, LAST = date(1970, 1, 1), date(9998, 12, 31)
"""Days whose midnights are times on every database."""


def add_day(desk: Blueprint, board: Board) -> None:
    """Add the page of a day."""
    applied = ConfigurationStore(board.engine)

    @desk.get("/promised")
    @allow("agent", "viewer", "administrator")
    def promised() -> str:
        now = board.clock.now()
        day = read_day(request.args.get("day", "")) or today(now)
        with board.engine.connect().execution_options(readonly=True) as connection:
            account, fates = account_of(connection, day, now), fates_of(connection, day, now)
        return render_template(
            "promised.html",
            account=account,
            fates=fates,
            ended=states_of(account.ended),
            open=states_of(account.open),
            line_names=names_of(applied.current()),
            number=shown,
        )


def read_day(given: str) -> date | None:
    """Read the value of a `date` field; None if it is none."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None
