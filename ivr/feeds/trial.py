"""What would be read from a file by a source's settings, in lines for people."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.clock import HELSINKI
from outage_feed.areas import CODES
from outage_feed.outage import Given, Outage
from outage_feed.push import Push, Refused

SHOWN = 10
TIMES = ("starts_at", "estimated_restoration", "ends_at", "expires_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Trial:
    """`push` has its postcodes; `unseen` are fields of the mapping that no record has."""

    push: Push
    unseen: Sequence[str] = ()
    most: int = SHOWN


def lines(trial: Trial) -> Iterator[str]:
    """Tell everything that an engineer wants to see of a mapping before it goes live."""
    yield from _summary(trial.push)
    if trial.unseen:
        yield f"No record has {', '.join(trial.unseen)}: are the names right?"
    for item in trial.push.items[: trial.most]:
        yield ""
        yield from _item(item.outage)
    yield from _more(len(trial.push.items), trial.most)
    yield from _refused(trial.push.refused, trial.most)
    for why, count in Counter(left.why for left in trial.push.ignored).items():
        yield from ("", f"left out: {count}, {why}")


def _summary(push: Push) -> Iterator[str]:
    read, refused, left = len(push.items), len(push.refused), len(push.ignored)
    yield f"{read} read, {refused} refused, {left} left out."
    if push.snapshot and push.as_of:
        yield f"It is a complete list of {_time(push.as_of)}: what it no longer lists is closed."
    elif push.partial:
        yield "It is a part of the list: nothing is closed by it."
    else:
        yield "It is no complete list: nothing is closed by it."
    if push.undated:
        yield "It does not say when an outage changed: what is alike is no news."
    bare = sum(not item.outage.postcodes for item in push.items)
    if bare:
        yield f"{bare} of those read lie in no postcode that we know: nobody hears of them."
    crowded = _crowded(push)
    if crowded:
        yield (
            f'"{crowded}" holds a postcode, but is read as one place: say in the settings of the '
            "areas what stands between them, or what one looks like."
        )


def _crowded(push: Push) -> str | None:
    """Return the first unmatched area with a postcode and more in it."""
    unmatched = (_area(area) for item in push.items for area in item.outage.unmatched)
    names = (area.partition(" ")[2] for area in unmatched)
    return next((name for name in names if CODES.search(name) and not CODES.fullmatch(name)), None)


def _item(outage: Outage) -> Iterator[str]:
    yield f"{outage.id}: {outage.service}, {outage.kind}, {outage.status}"
    named = ", ".join(map(_area, outage.areas)) or "none"
    count = len(outage.postcodes)
    yield f"    areas: {named} ({count} postcode{'' if count == 1 else 's'})"
    if outage.unmatched:
        yield f"    unmatched: {', '.join(map(_area, outage.unmatched))}"
    for name in TIMES:
        time = getattr(outage, name)
        if time:
            yield f"    {name}: {_time(time)}"
    for name in ("cause", "messages", "details"):
        yield from _texts(name, getattr(outage, name))


def _texts(name: str, texts: Mapping[str, str]) -> Iterator[str]:
    for key, text in texts.items():
        yield f"    {name} {key}: {text}"


def _refused(refused: Sequence[Refused], most: int) -> Iterator[str]:
    for one in refused[:most]:
        yield from ("", f"refused: index {one.index}, {one.id or 'no id'}")
        for problem in one.errors:
            yield (
                f"    {problem.at}: {problem.problem}" if problem.at else f"    {problem.problem}"
            )
    yield from _more(len(refused), most)


def _more(count: int, most: int) -> Iterator[str]:
    if count > most:
        yield from ("", f"… and {count - most} more; --all shows them")


def _area(area: Given) -> str:
    return area if isinstance(area, str) else " ".join(next(iter(area.items())))


def _time(time: datetime) -> str:
    return f"{time.astimezone(HELSINKI):%d.%m.%Y %H.%M}"
