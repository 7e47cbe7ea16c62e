"""The oracle of the storm: it knows what may be heard, and what may not."""

import pytest

from bench.residents import Resident, postcodes
from bench.tempest.callers import Caller, affected, callers
from bench.tempest.hearing import Heard, Storm
from bench.tempest.plan import Plan
from bench.tempest.report import is_kept
from bench.tempest.run import at_times
from bench.tempest.sentences import SAID, besides, sentence
from bench.tempest.source import broken_at
from bench.tempest.truth import Message, Told, Truth

CODE = postcodes()[0]
SMALL = Plan(0.01)


def told(*hours: int | None) -> list[Told]:
    return [Told(hour, withdrawn=False) for hour in hours]


def truth(*outages: str) -> Truth:
    """Each of them is in one postcode, and nobody knows when it ends."""
    known = Truth()
    known.tell(Message(0, 0), dict.fromkeys(outages))
    known.places[CODE].extend(outages)
    return known


def hours(known: Truth, began: float, ended: float) -> set[tuple[int | None, ...]]:
    worlds = known.worlds(CODE, began, ended)
    return {tuple(one.hour for one in world) for world in worlds}


def test_while_a_message_is_under_way_both_are_true_and_then_one() -> None:
    known = truth("A")
    message = Message(10.0)
    known.tell(message, {"A": 14})
    assert hours(known, 5, 9) == {(None,)}
    assert hours(known, 9, 11) == {(None,), (14,)}
    message.taken = 12.0
    assert hours(known, 11, 13) == {(None,), (14,)}
    assert hours(known, 12, 13) == {(14,)}


def test_a_list_is_taken_whole_or_not_at_all() -> None:
    known = truth("A", "B")
    known.tell(Message(10.0), {"A": 14, "B": 15})
    assert hours(known, 9, 11) == {(None, None), (14, 15)}


def test_an_estimate_that_was_taken_back_is_remembered() -> None:
    known = truth("A")
    known.tell(Message(1, 2), {"A": 14})
    known.tell(Message(3, 4), {"A": None})
    assert list(known.worlds(CODE, 5, 6)) == [(Told(None, withdrawn=True),)]


@pytest.mark.parametrize(
    ("outages", "said"),
    [
        (told(14), "Arvioitu korjausaika on tänään kello neljätoista."),
        (told(8), "Arvio oli tänään kello kahdeksan, eikä uutta ole."),
        (told(None), "Korjausajasta ei ole vielä arviota."),
        ([Told(None, withdrawn=True)], "Aiempi arvio ei enää pidä paikkaansa."),
        (told(14, 16), "Viimeinen päättyy arviolta tänään kello kuusitoista, osa aiemmin."),
        (told(14, None), "Osa päättyy arviolta tänään kello neljätoista, muista ei ole arviota."),
        (told(8, 16), "Osa päättyy arviolta tänään kello kuusitoista, muista ei ole arviota."),
        (told(8, None), "Korjausajoista ei ole vielä arviota."),
    ],
)
def test_it_has_its_own_words(outages: list[Told], said: str) -> None:
    assert said in sentence(outages, "fi")


@pytest.mark.parametrize("language", SAID)
def test_no_sentence_is_a_part_of_another(language: str) -> None:
    for words in SAID[language].values():
        said = words.format("tänään kello neljätoista")
        assert (besides(said, said), len(besides("nothing", said))) == ([], 1)


@pytest.mark.parametrize(
    "lie", [sentence(told(15), "fi"), sentence(told(None), "fi"), sentence(told(14), "sv")]
)
def test_another_hour_another_sentence_and_another_language_are_heard_besides(lie: str) -> None:
    true = sentence(told(14), "fi")
    assert besides(true, f"Hei. {true} Painakaa nolla.") == []
    assert besides(true, f"Hei. {true} {lie}")


def test_it_hears_what_is_wrong() -> None:
    known = truth("A")
    answer = b"HTTP/1.1 200 OK\r\n\r\n<Response><Say>Hei</Say></Response>"
    assert Caller(4, Resident(0)).mishears(answer, known, (1, 2))
    assert Caller(0, None).mishears(answer, known, (1, 2)) == ""
    assert Caller(0, None).mishears(b"HTTP/1.1 500 ", known, (1, 2))
    notice = "sähkönjakelun häiriö".encode()
    assert Caller(0, None).mishears(answer + notice, known, (1, 2))


def test_who_is_asked_for_their_language_goes_without_and_who_is_told_a_lie_does_not() -> None:
    asked = b"HTTP/1.1 200 OK\r\n\r\nSuomeksi painakaa yksi. " + "På svenska, tryck två.".encode()
    assert Caller(4, Resident(0)).goes_without(asked)
    assert not Caller(4, Resident(0)).goes_without(asked + "sähkönjakelun häiriö".encode())
    assert not Caller(4, Resident(0)).goes_without(b"HTTP/1.1 200 OK\r\n\r\nHei")


def test_nobody_goes_without_their_notice_unless_the_log_says_why() -> None:
    quiet = Storm([Heard(0, 0, (0.1,), without=True)], workers_before=[1], workers_after=[2])
    assert not is_kept(quiet)
    quiet.late_reads = 1
    assert is_kept(quiet)


def test_nobody_calls_twice_and_a_third_is_unknown() -> None:
    places = set(affected(SMALL))
    who = callers(len(SMALL.calls()), SMALL, places)
    known = [one.resident.index for one in who if one.resident]
    assert len(known) == len(set(known)) == round(len(who) * 0.7)
    off = [one for one in who if one.resident and one.resident.postcode in places]
    assert len(off) == round(len(who) * 0.6)


def test_every_postcode_without_power_has_an_outage_and_none_over_25() -> None:
    plan = Plan()
    counted = dict.fromkeys(affected(plan), 0)
    for _, codes in broken_at(affected(plan), plan.outages):
        for code in codes:
            counted[code] += 1
    assert len(counted) == plan.postcodes
    assert min(counted.values()) >= 1
    assert max(counted.values()) <= 25


@pytest.mark.parametrize(
    "call",
    [Heard(0, 0, (0.1,), wrong="untrue"), Heard(0, 0, (), failed="nobody answered")],
)
def test_one_untrue_word_or_one_failed_call_breaks_the_promise(call: Heard) -> None:
    good = Storm([Heard(0, 0, (0.1,))], workers_before=[1], workers_after=[2])
    assert is_kept(good)
    good.calls.append(call)
    assert not is_kept(good)


def test_a_source_that_fails_goes_on_and_breaks_the_promise() -> None:
    storm = Storm([Heard(0, 0, (0.1,))], workers_before=[1], workers_after=[2])
    pushed = []

    def push(number: int) -> None:
        pushed.append(number)
        raise ConnectionError("reset by peer")

    for thread in at_times([0.0, 0.0], push, 1, storm.refused):
        thread.join()
    assert (pushed, len(storm.refused), is_kept(storm)) == ([0, 1], 2, False)
