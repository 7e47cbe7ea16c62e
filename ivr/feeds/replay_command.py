"""`linja feed replay`: what a caller would have heard, and when."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from flows.asks import Notice
from flows.source import read_source
from flows.speech import Place, Words, speak
from flows.wording import wording
from ivr.bundles.library import shipped_prompts
from ivr.clock import HELSINKI
from ivr.feeds.replay import Came, Heard, Played, replay
from ivr.feeds.replay_files import NoTime, read_series
from ivr.feeds.settings import BadSourceSettings
from ivr.feeds.sources import BadSource

LANGUAGES = ("fi", "sv", "en")
FILES = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="replay")
@click.option("--source", required=True, help="As whose deliveries to play them.")
@click.option("--postcode", required=True, help="Where the caller is.")
@click.option("--language", type=click.Choice(LANGUAGES), default="fi", show_default=True)
@click.option("--settings", type=FILES, help="The source's settings, as `feed apply` reads them.")
@click.argument("files", nargs=-1, required=True, type=FILES)
def command(
    source: str, postcode: str, language: str, settings: Path | None, files: Sequence[Path]
) -> None:
    """Play FILES with their own clock; nothing of it is stored."""
    try:
        played = Played(source, postcode, _settings(settings, source))
        for event in replay(played, read_series(list(files))):
            at = f"{event.at.astimezone(HELSINKI):%d.%m. %H.%M}"
            for line in _lines(event, language):
                click.echo(f"{at}  {line}")
    except (NoTime, BadSource, BadSourceSettings, OSError, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem


def _settings(path: Path | None, source: str) -> Mapping[str, Any]:
    if path is None:
        return {}
    read = read_source(path.read_text("utf-8"))
    if read.problems:
        raise click.ClickException("\n".join(map(str, read.problems)))
    given = dict(read.document).get("sources", {}).get(source)
    if not isinstance(given, Mapping):
        raise click.ClickException(f"{path} has nothing under sources: {source}:")
    return given


def _lines(event: Came | Heard, language: str) -> list[str]:
    if isinstance(event, Came):
        return [f"<- {event.name}: {_answer(event.answer)}"]
    said = [_said(notice, event, language) for notice in event.place.notices]
    return [f"   {language}  {text}" for text in said if text] or [f"   {language}  (nothing)"]


def _answer(answer: Mapping[str, Any]) -> str:
    counted = [f"{name} {len(ids)}" for name, ids in answer.items() if ids]
    return ", ".join(counted) or "nothing new"


def _said(notice: Any, event: Heard, language: str) -> str:
    place = Place(event.place.postcode, registered=True)
    asked = Notice(
        notice.key,
        notice.service,
        notice.state,
        notice.at,
        notice.until,
        notice.since,
        notice.message,
    )
    worded = wording(asked, place, event.at)
    if worded is None:
        return ""
    key, values = worded
    own = notice.message.get(language, "")
    spoken = speak(key, shipped_prompts()[key].text[language], language, values).text
    words = speak("notice.message", "{message}", language, {"message": Words(own)}).text
    return " ".join(filter(None, [" ".join(spoken.split()), own and words]))
