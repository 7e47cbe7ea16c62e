"""Every call comes to exactly one thing; small stories, each with what it comes to."""

from datetime import datetime, timedelta

import pytest

from ivr.clock import HELSINKI
from ivr.figures.names import BEYOND, NAMES, OUTCOMES, difference_of, edge_of
from ivr.figures.story import Story, Turn, Wait
from ivr.figures.sums import hour_of, parts_of, summed

AT = datetime(2026, 11, 23, 12, 0, tzinfo=HELSINKI)
LATER = AT + timedelta(hours=5)
SECOND = timedelta(seconds=1)


def turn(after: float, step: str, verb: str, given: str = "", refused: str = "") -> Turn:
    return Turn(AT + after * SECOND, "customer-service", step, given, verb, refused)


GREETED = turn(0, "notices", "keys")
MENU = turn(20, "main", "keys", "1")
QUEUED = turn(30, "person", "enqueue", "2")


def waited(seconds: float, why: str = "hung_up", told: int | None = None) -> Wait:
    joined = AT + 30 * SECOND
    return Wait(joined, "left", why, joined + seconds * SECOND, told)


def story(*turns: Turn, after: float = 60, **rest: object) -> Story:
    """A call that ends so many seconds after it began."""
    given = {"known": True, "ended_at": AT + after * SECOND, **rest}
    return Story("customer-service", AT, turns, **given)  # type: ignore[arg-type]


def counted(*stories: Story, now: datetime = LATER) -> dict[str, int]:
    """What they come to in all, without the details."""
    found: dict[str, int] = {}
    for key, one in summed(part for told in stories for part in parts_of(told, now)).items():
        found[key.name] = found.get(key.name, 0) + one.count
    return found


@pytest.mark.parametrize(
    ("call", "outcome"),
    [
        (story(GREETED, QUEUED, met_at=AT + 40 * SECOND, wait=waited(10, "served")), "answered"),
        (story(GREETED, QUEUED, wait=waited(40)), "abandoned"),
        (story(GREETED, QUEUED, wait=waited(9)), "abandoned_short"),
        (story(GREETED, QUEUED, turn(90, "bye", "hangup"), wait=waited(60)), "abandoned"),
        (story(GREETED, QUEUED, wait=waited(40, "callback"), callback=True), "callback"),
        (story(GREETED, QUEUED, callback=True, voicemail=True), "callback"),
        (story(GREETED, QUEUED, voicemail=True), "voicemail"),
        (story(GREETED, turn(30, "person", "dial service-fi"), after=90), "abandoned"),
        (story(GREETED, turn(30, "person", "dial service-fi"), after=35), "abandoned_short"),
        (story(QUEUED, turn(50, "bye", "hangup"), wait=waited(20, "nobody")), "unserved"),
        (story(QUEUED, turn(50, "offer", "keys"), wait=waited(20, "nobody")), "abandoned"),
        (story(GREETED, MENU), "left"),
        (story(GREETED, turn(9, "bye", "hangup")), "finished"),
        (story(), "left"),
    ],
)
def test_a_call_comes_to_one_thing(call: Story, outcome: str) -> None:
    assert call.outcome(LATER) == outcome
    found = counted(call)
    assert found["calls"] == 1
    assert [name for name in OUTCOMES if found.get(name)] == [outcome]
    assert set(found) <= set(NAMES)


def test_a_call_goes_on_until_its_end_is_told_or_nothing_is_heard_of_it() -> None:
    on = story(GREETED, MENU, ended_at=None)
    assert on.outcome(AT + 5 * 60 * SECOND) == "ongoing"
    assert on.outcome(AT + 11 * 60 * SECOND) == "left"
    in_line = story(GREETED, QUEUED, ended_at=None, wait=Wait(AT, "waiting"))
    assert in_line.outcome(AT + timedelta(minutes=50)) == "ongoing"


def test_who_takes_a_callback_has_not_abandoned_and_has_no_wait_that_counts() -> None:
    found = counted(story(QUEUED, wait=waited(300, "callback"), callback=True))
    assert found == {"calls": 1, "callback": 1, "again_judged": 1, "step": 1}


def test_a_wait_is_from_asking_for_a_person_and_not_from_the_greeting() -> None:
    met = story(GREETED, MENU, QUEUED, met_at=AT + 47 * SECOND, wait=waited(17, "served"))
    sums = summed(parts_of(met, LATER))
    waits = {key.detail: one for key, one in sums.items() if key.name == "wait_answered"}
    assert {detail: (one.count, one.amount) for detail, one in waits.items()} == {
        "0000020": (1, 17.0)
    }


@pytest.mark.parametrize(
    ("seconds", "edge"), [(0, 5), (5, 5), (5.1, 10), (20, 20), (20.5, 30), (9000, BEYOND)]
)
def test_a_wait_counts_to_the_first_edge_that_it_does_not_pass(seconds: float, edge: int) -> None:
    assert int(edge_of(seconds)) == edge


def test_a_difference_is_kept_in_minutes_within_a_day() -> None:
    assert [difference_of(given) for given in (-90, 29, 3600, 10**9)] == ["-2", "0", "60", "1440"]


HEARD = {"noticed": True}


@pytest.mark.parametrize(
    ("call", "judged"),
    [
        (story(GREETED, **HEARD), (1, 1)),
        (story(GREETED, turn(9, "bye", "hangup"), **HEARD), (1, 1)),
        (story(GREETED, next_at=AT + timedelta(minutes=30), **HEARD), (1, 0)),
        (story(GREETED, next_at=AT + timedelta(minutes=32), **HEARD), (1, 1)),
        (story(GREETED, QUEUED, wait=waited(9), **HEARD), (1, 0)),
        (story(GREETED, turn(9, "closed", "keys", "0"), **HEARD), (1, 0)),
        (story(GREETED, known=False, **HEARD), (0, 0)),
        (story(GREETED), (0, 0)),
    ],
)
def test_satisfied_is_who_hears_a_notice_wants_nobody_and_stays_away(
    call: Story, judged: tuple[int, int]
) -> None:
    found = counted(call)
    assert (found.get("notice_judged", 0), found.get("notice_satisfied", 0)) == judged


def test_until_half_an_hour_has_passed_nobody_is_judged() -> None:
    call, soon = story(GREETED, **HEARD), AT + timedelta(minutes=30)
    assert counted(call, now=soon) == {
        "calls": 1,
        "left": 1,
        "noticed": 1,
        "step": 1,
        "step_left": 1,
    }
    assert counted(call, now=soon + 60 * SECOND)["notice_satisfied"] == 1
    back = story(GREETED, next_at=AT + timedelta(minutes=5))
    assert "again_judged" not in counted(back, now=soon)
    assert counted(back, now=soon + 60 * SECOND)["again"] == 1


def test_only_a_zero_before_anybody_is_waited_for_skips_to_a_person() -> None:
    zero = turn(30, "person", "enqueue", "0")
    assert story(GREETED, zero).pressed_zero
    assert not story(GREETED, QUEUED, turn(60, "question", "keys", "0")).pressed_zero


@pytest.mark.parametrize(
    ("told", "took", "kept", "minutes"),
    [(240, 290, "in", "1"), (240, 320, "longer", "1"), (240, 60, "shorter", "-3")],
)
def test_what_was_told_of_the_wait_is_compared_with_the_wait(
    told: int, took: float, kept: str, minutes: str
) -> None:
    met_at = AT + 30 * SECOND + took * SECOND
    call = story(QUEUED, met_at=met_at, wait=waited(took, "served", told))
    found = {key.name: key.detail for key in summed(parts_of(call, LATER))}
    assert (found["wait_kept"], found["wait_told"]) == (kept, minutes)


def test_wrong_keys_and_silence_count_to_the_prompt_that_asked() -> None:
    call = story(
        turn(0, "main", "keys"),
        turn(9, "main", "keys", "7", "wrong"),
        turn(20, "main", "keys", refused="silent"),
        turn(30, "person", "enqueue", refused="silent"),
    )
    found = {
        (key.name, key.detail): one.count for key, one in summed(parts_of(call, LATER)).items()
    }
    place = "customer-service/main"
    assert found["step_asked", place] == 3
    assert (found["step_wrong", place], found["step_silent", place]) == (1, 2)


def test_where_callers_leave_is_the_last_step_of_a_flow() -> None:
    call = story(GREETED, MENU, Turn(AT + 30 * SECOND, "rescue", "", verb="dial service-fi"))
    assert call.left_at_place(LATER) == "customer-service/main"
    assert story(GREETED, turn(9, "bye", "hangup")).left_at_place(LATER) == ""


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI), 0),
        (datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=HELSINKI), 1),
        (datetime(2026, 3, 29, 4, 30, tzinfo=HELSINKI), 1),
    ],
)
def test_an_hour_that_comes_twice_is_two_hours(local: datetime, utc: int) -> None:
    assert hour_of(local).hour == utc
