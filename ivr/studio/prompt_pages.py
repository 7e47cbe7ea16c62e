"""The sentences of a flow, side by side in its languages, with how long they take to say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for

from flows.definition import Flow, read_flow
from flows.editing import NoSuchPlace, put
from flows.problems import Problem
from flows.prompts import Prompt
from flows.speech.length import whole_seconds
from ivr.accounts.guard import allow
from ivr.bundles.publishing import Draft
from ivr.sounds.store import lengths
from ivr.studio.drafts import Conflict
from ivr.studio.recordings import Recorded, recorded
from ivr.studio.studio import READERS, Open, Page, Studio
from ivr.web.words import LANGUAGES, word

MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Sentence:
    """One prompt. `own`: the flow has words of its own for it; else those of the library."""

    key: str
    steps: Sequence[str]
    texts: Mapping[str, str]
    own: bool
    seconds: Mapping[str, int]
    problems: Sequence[Problem]
    recorded: Mapping[str, Recorded] = field(default_factory=dict)


def add_prompts(pages: Blueprint, studio: Studio) -> None:
    """Add them."""

    @pages.get("/<flow>/prompts")
    @allow(*READERS)
    def prompts(flow: str) -> str:
        return prompts_page(studio, studio.open(flow))

    @pages.post("/<flow>/prompts/save")
    @allow("editor")
    def save_prompt(flow: str) -> Page:
        opened, key = studio.open(flow), request.form.get("key", "")
        if opened.revision != request.form.get("revision", 0, int):
            page = prompts_page(studio, opened, word("studio.changed_meanwhile"), _given(key))
            return page, HTTPStatus.CONFLICT
        try:
            studio.save(opened, _with_prompt(opened, key, studio.library()))
        except (Conflict, NoSuchPlace):
            page = prompts_page(studio, opened, word("studio.changed_meanwhile"), _given(key))
            return page, HTTPStatus.CONFLICT
        address = url_for("studio.prompts", flow=flow, _anchor=f"prompt-{key}")
        return redirect(address, HTTPStatus.SEE_OTHER)

    @pages.post("/seconds")
    @allow(*READERS)
    def spoken() -> str:
        language = request.args.get("language", "")
        text = request.form.get(language, "")[:MOST_CHARACTERS]
        length = whole_seconds(text, language) if language in LANGUAGES else 0
        return word("studio.prompts.seconds", n=length)


def sentences(
    flow: Flow, problems: Sequence[Problem], library: Mapping[str, Prompt]
) -> list[Sentence]:
    """Give the prompts that the steps say, in their order, and the flow's others."""
    said: dict[str, dict[str, None]] = {}
    for name, step in flow.steps.items():
        for key in step.prompt_keys():
            said.setdefault(key, {})[name] = None
    keys = [*said, *(key for key in flow.prompts if key not in said)]
    about = {key: [one for one in problems if one.message.startswith(f"{key} ")] for key in keys}
    return [
        _sentence(flow, key, list(said.get(key, ())), about[key], library.get(key)) for key in keys
    ]


def _with_recordings(studio: Studio, flow: Flow, checked: Draft) -> list[Sentence]:
    ids = {one.sound for each in flow.recordings.values() for one in each.values()}
    found = lengths(studio.engine, ids) if ids else {}
    return [
        replace(one, recorded=recorded(flow, one.key, found))
        for one in sentences(flow, checked.problems, checked.library)
    ]


def _sentence(
    flow: Flow, key: str, steps: Sequence[str], about: Sequence[Problem], shared: Prompt | None
) -> Sentence:
    own = flow.own_prompts.get(key)
    chosen = own or shared
    texts = dict(chosen.text) if chosen else {}
    shown = {str(language): texts.get(language, "") for language in flow.languages}
    lengths = {language: whole_seconds(text, language) for language, text in shown.items()}
    return Sentence(key, steps, shown, own is not None, lengths, about)


def _with_prompt(opened: Open, key: str, library: Mapping[str, Prompt]) -> str:
    flow = read_flow(opened.source).flow
    if flow is None or key not in {one.key for one in sentences(flow, [], library)}:
        raise NoSuchPlace(("prompts", key))
    text = opened.source
    for language, words in _changes(flow, key, library.get(key)):
        text = put(text, ("prompts", key, language), words)
    return text


def _changes(flow: Flow, key: str, shared: Prompt | None) -> Iterator[tuple[str, str]]:
    """What is written: the languages that differ, or all when the flow has no words of its own."""
    own = flow.prompts.get(key)
    given = {language: _one_line(language) for language in flow.languages}
    if own is None and shared and all(given[one] == shared.text.get(one) for one in given):
        return
    for language, words in given.items():
        if words and (own is None or own.get(language) != words):
            yield language, words


def _one_line(language: str) -> str:
    return " ".join(request.form.get(language, "")[:MOST_CHARACTERS].split())


def _given(key: str) -> Mapping[str, Mapping[str, str]]:
    """What somebody wrote and could not save: it is shown again."""
    return {key: {language: request.form.get(language, "") for language in LANGUAGES}}


def prompts_page(
    studio: Studio,
    opened: Open,
    problem: str = "",
    given: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """Draw them; `given` is what somebody wrote that could not be saved."""
    checked = studio.check(opened)
    flow = checked.reading.flow
    return render_template(
        "studio_prompts.html",
        flow=opened.flow,
        opened=opened,
        sentences=_with_recordings(studio, flow, checked) if flow else None,
        given=given or {},
        problem=problem,
    )
