"""
Drafts as they are kept: one for each flow, every save a revision with its author.

A save names the revision that its author saw. If somebody else has saved since, or another
version went live before the draft was begun, nothing is overwritten, and Conflict tells whose
it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ivr.audit.log import note
from ivr.bundles.store import live_hash
from ivr.db.tables.drafts import draft_revisions, drafts

MOST_KEPT = 500
"""Revisions of a flow; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft as it was last saved. `base`: the hash that was live when it was begun, if any."""

    flow: str
    base: str | None
    first: int
    revision: int
    source: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """One save. `restores`: it was an undo to what that revision had."""

    revision: int
    source: str
    author: str
    at: datetime
    restores: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wants to keep; `revision` is what they saw, 0 when there was no draft."""

    flow: str
    revision: int
    base: str | None
    source: str
    author: str


class Conflict(Exception):
    """Somebody else was quicker; nothing was changed. None: it went live, or was thrown away."""

    def __init__(self, theirs: Saved | None) -> None:
        super().__init__("the draft has changed meanwhile")
        self.theirs = theirs


class NothingToUndo(Exception):
    """This is how the draft began."""


def find(connection: Connection, flow: str) -> Saved | None:
    """Read a flow's draft; None when it has none."""
    row = connection.execute(_DRAFTS.where(drafts.c.flow == flow)).first()
    return _saved(row) if row else None


def listed(connection: Connection) -> Sequence[Saved]:
    """Read all drafts, by flow."""
    return [_saved(row) for row in connection.execute(_DRAFTS.order_by(drafts.c.flow))]


def revisions(connection: Connection, draft: Saved) -> Sequence[Revision]:
    """Read the revisions of a draft, newest first."""
    columns = draft_revisions.c
    of_draft = select(draft_revisions).where(
        columns.flow == draft.flow, columns.revision >= draft.first
    )
    rows = connection.execute(of_draft.order_by(columns.revision.desc()))
    return [Revision(row.revision, row.source, row.author, row.at, row.restores) for row in rows]


def save(engine: Engine, edit: Edit, now: datetime, restores: int | None = None) -> Saved:
    """Keep an edit as the newest revision. Raises Conflict; equal text is no new revision."""
    try:
        with engine.begin() as connection:
            draft = find(connection, edit.flow)
            if draft is not None and draft.source == edit.source:
                return draft
            if (draft.revision if draft else 0) != edit.revision:
                raise Conflict(draft)
            return _keep(connection, edit, draft, now, restores)
    except IntegrityError as error:  # another machine saved at the same moment
        with engine.connect() as connection:
            raise Conflict(find(connection, edit.flow)) from error


def undo(engine: Engine, flow: str, revision: int, author: str, now: datetime) -> Saved:
    """Take back the newest save; repeated, the one before. Raises Conflict, NothingToUndo."""
    with engine.connect().execution_options(readonly=True) as connection:
        draft = find(connection, flow)
        past = revisions(connection, draft) if draft else []
    if draft is None or draft.revision != revision:
        raise Conflict(draft)
    target = _before(past)
    if target is None:
        raise NothingToUndo
    edit = Edit(flow, revision, draft.base, target.source, author)
    return save(engine, edit, now, restores=target.restores or target.revision)


def discard(connection: Connection, flow: str, revision: int) -> None:
    """Let a draft go; its revisions stay. Raises Conflict when it is another by now."""
    this = delete(drafts).where(drafts.c.flow == flow, drafts.c.revision == revision)
    if connection.execute(this).rowcount != 1:
        raise Conflict(find(connection, flow))


def rebase(connection: Connection, flow: str, revision: int, base: str | None) -> None:
    """Go on from what is live now, having seen the difference. Raises Conflict."""
    this = update(drafts).where(drafts.c.flow == flow, drafts.c.revision == revision)
    if connection.execute(this.values(base=base)).rowcount != 1:
        raise Conflict(find(connection, flow))


_DRAFTS = select(
    drafts, draft_revisions.c.source, draft_revisions.c.author, draft_revisions.c.at
).join(
    draft_revisions,
    (draft_revisions.c.flow == drafts.c.flow) & (draft_revisions.c.revision == drafts.c.revision),
)


def _saved(row: Row[tuple[object, ...]]) -> Saved:
    return Saved(row.flow, row.base, row.first, row.revision, row.source, row.author, row.at)


def _keep(
    connection: Connection, edit: Edit, draft: Saved | None, now: datetime, restores: int | None
) -> Saved:
    if draft is None and edit.base != live_hash(connection, edit.flow):
        raise Conflict(None)
    newest = select(func.max(draft_revisions.c.revision)).where(
        draft_revisions.c.flow == edit.flow
    )
    revision = (connection.execute(newest).scalar() or 0) + 1
    _point(connection, edit, draft, revision)
    row = {"revision": revision, "source": edit.source, "author": edit.author, "at": now}
    connection.execute(insert(draft_revisions).values(flow=edit.flow, restores=restores, **row))
    old = draft_revisions.c.revision <= revision - MOST_KEPT
    connection.execute(delete(draft_revisions).where(draft_revisions.c.flow == edit.flow, old))
    base, first = (draft.base, draft.first) if draft else (edit.base, revision)
    if draft is None:
        note(
            connection,
            who=edit.author,
            what="flow.begun",
            about=edit.flow,
            before={"live": edit.base} if edit.base else None,
            at=now,
        )
    return Saved(edit.flow, base, first, revision, edit.source, edit.author, now)


def _point(connection: Connection, edit: Edit, draft: Saved | None, revision: int) -> None:
    if draft is None:
        row = {"flow": edit.flow, "base": edit.base, "first": revision, "revision": revision}
        connection.execute(insert(drafts).values(row))
        return
    this = update(drafts).where(drafts.c.flow == edit.flow, drafts.c.revision == draft.revision)
    if connection.execute(this.values(revision=revision)).rowcount != 1:
        raise Conflict(find(connection, edit.flow))


def _before(past: Sequence[Revision]) -> Revision | None:
    """Find what was there before the newest, through undos; `past` is newest first."""
    if not past:
        return None
    origin = past[0].restores or past[0].revision
    earlier = [one for one in past if one.revision < origin]
    return earlier[0] if earlier else None
