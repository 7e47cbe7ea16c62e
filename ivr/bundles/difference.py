"""What callers will hear differently, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.definition import Bundle, Flow
from flows.step import Step

WITHOUT = "(nothing)"


@dataclass(frozen=True, slots=True)
class Changed:
    """
    A text that differs, in one language; None: there was none, or is none any more.

    `flow` is the flow whose own prompt it is, empty for the one that is compared itself.
    """

    flow: str
    key: str
    language: str
    was: str | None
    now: str | None

    def __str__(self) -> str:
        where = f"{self.flow}: " if self.flow else ""
        words = f"{_said(self.now)}, was {_said(self.was)}"
        return f"{where}prompt {self.key} ({self.language}): {words}"


def differences(before: Bundle, after: Bundle) -> list[str]:
    """Compare two versions of a flow, with every flow that they go to. Empty: nothing differs."""
    return [
        *(line for name in _names(before, after) for line in _flow(name, before, after)),
        *(str(one) for one in _library(before, after)),
    ]


def changed_texts(before: Bundle, after: Bundle) -> Iterator[Changed]:
    """Give every text that callers hear differently."""
    for name in _names(before, after):
        yield from _own_texts(name, before, after)
    yield from _library(before, after)


def changed_ways(before: Bundle, after: Bundle) -> Iterator[str]:
    """Tell in plain words what is different besides the texts."""
    for name in _names(before, after):
        yield from _flow(name, before, after, texts=False)


def _names(before: Bundle, after: Bundle) -> list[str]:
    return sorted(before.flows.keys() | after.flows.keys())


def _flow(name: str, before: Bundle, after: Bundle, *, texts: bool = True) -> Iterator[str]:
    old, new = before.flows.get(name), after.flows.get(name)
    where = "" if name == after.start else f"{name}: "
    if old is None or new is None:
        yield f"{where}calls {'no longer' if new is None else 'can now'} go on in this flow"
        return
    yield from (where + line for line in _plain(old, new))
    if texts:
        yield from (str(one) for one in _own_texts(name, before, after))
    yield from (where + line for line in _recordings(old, new))
    yield from (where + line for line in _steps(old, new))


def _own_texts(name: str, before: Bundle, after: Bundle) -> Iterator[Changed]:
    old, new = before.flows.get(name), after.flows.get(name)
    if old is not None and new is not None:
        keys = list(dict.fromkeys([*old.prompts, *new.prompts]))
        texts = _texts(old, before, keys), _texts(new, after, keys)
        yield from _prompts("" if name == after.start else name, *texts)


def _recordings(old: Flow, new: Flow) -> Iterator[str]:
    was, now = _sounds(old), _sounds(new)
    for place in sorted(was.keys() | now.keys()):
        if was.get(place) == now.get(place):
            continue
        how = "spoken, was played"
        if place in now:
            how = "another recording is played" if place in was else "played, was spoken"
        yield f"prompt {place[0]} ({place[1]}): {how}"


def _sounds(flow: Flow) -> Mapping[tuple[str, str], str]:
    every = flow.own_prompts.items()
    return {(key, lang): sound for key, one in every for lang, sound in one.sounds.items()}


def _steps(old: Flow, new: Flow) -> Iterator[str]:
    for name in [*old.steps, *(name for name in new.steps if name not in old.steps)]:
        before, after = old.steps.get(name), new.steps.get(name)
        yield from (f"step {name}{line}" for line in _step(before, after))


def _plain(old: Flow, new: Flow) -> Iterator[str]:
    for name, words in (("start", "the call begins at"), ("human", "key 0 leads to")):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield f"{words} {now}, was {was}"
    for language in new.languages:
        if language not in old.languages:
            yield f"language {language}: new"
    for language in old.languages:
        if language not in new.languages:
            yield f"language {language}: taken away"
    if old.desk != new.desk:
        yield f"the words speak of the {new.desk} desk, was {old.desk}"


def _step(old: Step | None, new: Step | None) -> Iterator[str]:
    if old is not None and new is not None:
        yield from (f": {line}" for line in (*_ways(old, new), *_fields(old, new)))
    elif new is not None:
        yield f" ({new.model_dump()['type']}): new"
    elif old is not None:
        yield f" ({old.model_dump()['type']}): taken away"


def _ways(old: Step, new: Step) -> Iterator[str]:
    was, now = dict(old.edges()), dict(new.edges())
    for way in [*was, *(way for way in now if way not in was)]:
        if was.get(way) != now.get(way):
            yield f"{way} leads to {_to(now, way)}, was {_to(was, way)}"


def _to(ways: dict[str, str], way: str) -> str:
    return ways[way] or "the person" if way in ways else WITHOUT


def _fields(old: Step, new: Step) -> Iterator[str]:
    hidden = {"next", "exits", "keys"}
    was = old.model_dump(mode="json", by_alias=True, exclude=hidden)
    now = new.model_dump(mode="json", by_alias=True, exclude=hidden)
    for name in [*was, *(name for name in now if name not in was)]:
        if was.get(name) != now.get(name):
            yield f"{name} is {_shown(now.get(name))}, was {_shown(was.get(name))}"


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_shown(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{key} {_shown(each)}" for key, each in value.items() if each is not None
        )
    return WITHOUT if value is None else str(value)


Texts = Mapping[tuple[str, str], str]


def _texts(flow: Flow, bundle: Bundle, keys: list[str]) -> Texts:
    """Give what is said for these keys: the flow's own words, else those of the library."""
    own: Texts = {
        (key, lang): text for key in keys for lang, text in flow.prompts.get(key, {}).items()
    }
    library: Texts = {
        (key, lang): bundle.prompts[key].text[lang]
        for key in keys
        if key not in flow.prompts and key in bundle.prompts
        for lang in flow.languages
        if lang in bundle.prompts[key].text
    }
    return {**library, **own}


def _library(before: Bundle, after: Bundle) -> Iterator[Changed]:
    was = {(k, lang): text for k, p in before.prompts.items() for lang, text in p.text.items()}
    now = {(k, lang): text for k, p in after.prompts.items() for lang, text in p.text.items()}
    yield from _prompts("", was, now)


def _prompts(flow: str, was: Texts, now: Texts) -> Iterator[Changed]:
    for key, language in [*was, *(place for place in now if place not in was)]:
        old, new = was.get((key, language)), now.get((key, language))
        if old != new:
            yield Changed(flow, key, language, old, new)


def _said(text: str | None) -> str:
    return WITHOUT if text is None else f'"{" ".join(text.split())}"'
