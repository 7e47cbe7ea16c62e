"""A prompt that was changed in one language and not in another may no longer say the same."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from flows.definition import Bundle, Flow
from ivr.db.tables.drafts import fresh_translations


@dataclass(frozen=True, slots=True)
class Stale:
    """A prompt whose `changed` languages are new; callers hear the `unchanged` ones already."""

    key: str
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    texts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Name exactly these texts: a word more and they are to be looked at again."""
        return digest_of(self.texts)


def digest_of(texts: Mapping[str, str]) -> str:
    """Name the texts of a prompt in all languages."""
    whole = "\n".join(f"{language} {texts[language]}" for language in sorted(texts))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]


def stale_prompts(before: Bundle | None, flow: Flow) -> Iterator[Stale]:
    """Find them in a draft, held against what is live."""
    if before is None:
        return
    for key, texts in flow.prompts.items():
        own = {str(language): text for language, text in texts.items()}
        one = stale(key, _was(before, key), own)
        if one:
            yield one


def confirmed(connection: Connection, flow: str) -> set[tuple[str, str]]:
    """Read which texts somebody has said to mean the same: prompt and digest."""
    columns = fresh_translations.c
    found = select(columns.prompt, columns.digest).where(columns.flow == flow)
    return {(row.prompt, row.digest) for row in connection.execute(found)}


def confirm(
    connection: Connection, flow: str, one: tuple[str, str], author: str, now: datetime
) -> None:
    """Keep somebody's word that these texts mean the same."""
    if one in confirmed(connection, flow):
        return
    prompt, digest = one
    row = {"flow": flow, "prompt": prompt, "digest": digest, "author": author, "at": now}
    connection.execute(insert(fresh_translations).values(row))


def _was(before: Bundle, key: str) -> Mapping[str, str]:
    own = before.flows[before.start].own_prompts.get(key) or before.prompts.get(key)
    return own.text if own else {}


def stale(key: str, was: Mapping[str, str], now: Mapping[str, str]) -> Stale | None:
    """Tell whether a prompt was changed in one language and not in another."""
    common = [language for language in now if language in was]
    changed = tuple(one for one in common if _plain(now[one]) != _plain(was[one]))
    unchanged = tuple(one for one in common if one not in changed)
    return Stale(key, changed, unchanged, now) if changed and unchanged else None


def _plain(text: str) -> str:
    return " ".join(text.split())
