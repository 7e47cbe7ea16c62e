"""CAP alerts that take the place of others, or take them back."""

import pytest

from outage_feed.cap.options import Options
from tests.outage_feed.formats.alerts import (
    EARLIER,
    HEAD,
    SENDER,
    alert,
    errors,
    geocodes,
    info,
    kept,
    read_cap,
    why,
)


@pytest.mark.parametrize("clear", [{"responseType": "AllClear"}, {"urgency": "Past"}])
@pytest.mark.parametrize("kind", ["Alert", "Update"])
def test_an_all_clear_is_repaired_and_takes_the_place_of_what_it_names(
    clear: dict[str, str], kind: str
) -> None:
    outage = kept(alert(info(**clear), msgType=kind, references=EARLIER))
    assert (outage.status, outage.expires_at) == ("restored", None)
    assert outage.supersedes == (f"{SENDER},F-0",)


def test_an_all_clear_for_one_area_leaves_the_other_going_on() -> None:
    over = info(responseType="AllClear", area=geocodes(("postcode", "00100")))
    outage = kept(alert(over, info(), msgType="Update", references=EARLIER))
    assert (outage.status, outage.areas) == ("active", ("29900",))


def test_an_update_takes_the_place_of_every_alert_that_it_names_and_not_of_itself() -> None:
    two = f"{EARLIER} {SENDER},F-00,2026-11-22T12:00:00-00:00 {SENDER},F-1,{HEAD['sent']}"
    outage = kept(alert(msgType="Update", references=two))
    assert (outage.status, outage.supersedes) == ("active", (f"{SENDER},F-0", f"{SENDER},F-00"))


def test_who_refers_to_himself_by_another_name_is_understood() -> None:
    named = "POHJOLA,F-0,2026-11-22T13:00:00+02:00"
    outage = kept(alert(msgType="Update", references=named))
    assert outage.supersedes == ("POHJOLA,F-0", f"{SENDER},F-0")


def test_an_alert_that_is_no_update_closes_nothing() -> None:
    assert kept(alert(references=EARLIER)).supersedes == ()
    assert kept(alert(references="")).supersedes == ()


@pytest.mark.parametrize("infos", [(" ",), (info(event="Peruttu", category="Met"),), (info(),)])
def test_a_cancel_takes_back_and_says_nothing_of_a_repair(infos: tuple[str, ...]) -> None:
    outage = kept(alert(*infos, msgType="Cancel", references=EARLIER))
    assert (outage.status, outage.supersedes) == ("cancelled", (f"{SENDER},F-0",))
    assert (outage.service, outage.ends_at, outage.expires_at) == ("electricity", None, None)


@pytest.mark.parametrize("kind", ["Update", "Cancel"])
@pytest.mark.parametrize("references", ["", None])
def test_without_references_an_update_is_refused(kind: str, references: str | None) -> None:
    assert errors(alert(msgType=kind, references=references)) == [
        ("references", f"required: which alerts this {kind} is about")
    ]


@pytest.mark.parametrize("references", ["F-0", "a b", ",,", f"{EARLIER} F-0"])
def test_references_that_name_nothing_are_refused(references: str) -> None:
    ((place, problem),) = errors(alert(msgType="Update", references=references))
    assert (place, "sender,identifier,sent" in problem) == ("references", True)


def test_too_many_references_are_refused() -> None:
    ((place, problem),) = errors(alert(msgType="Update", references=f"{EARLIER} " * 251))
    assert (place, problem) == ("references", "more than 250 references")
    assert kept(alert(msgType="Update", references=f"{EARLIER} " * 250)).supersedes


def test_spaces_and_commas_in_names_find_their_reference() -> None:
    old = kept(alert(identifier="Vika 7, osa 2"))
    named = f"{SENDER},Vika 7, osa 2,2026-11-22T14:10:00+02:00 {EARLIER}"
    outage = kept(alert(msgType="Update", references=named))
    assert outage.supersedes == (old.id, f"{SENDER},F-0")


def test_a_long_name_is_cut_in_the_same_way_wherever_it_stands() -> None:
    long = [f"{'x' * 300}{end}" for end in "ab"]
    first, second = (kept(alert(identifier=name)).id for name in long)
    references = " ".join(f"{SENDER},{name},2026-11-22T14:10:00+02:00" for name in long)
    assert len(first) < 200
    assert kept(alert(msgType="Update", references=references)).supersedes == (first, second)
    assert first != second


def test_an_update_without_info_is_refused_and_an_alert_without_is_ignored() -> None:
    ((place, problem),) = errors(alert(" ", msgType="Update", references=EARLIER))
    assert (place, problem.partition(":")[0]) == ("info", "required")
    assert why(alert(" ")) == "no info: it says neither what nor where"


def test_alerts_of_one_incident_are_versions_of_one_outage_if_the_settings_say_so() -> None:
    options = Options(service="electricity", identity="incident")
    first = kept(alert(incidents="I-9"), options)
    second = kept(alert(identifier="F-2", incidents="I-9"), options)
    assert first.id == second.id == f"{SENDER},I-9"
    assert kept(alert(incidents="I-9")).id == f"{SENDER},F-1"
    assert kept(alert(incidents="I-9 I-10"), options).id == f"{SENDER},F-1"


def test_an_all_clear_that_comes_as_a_new_alert_without_expiry_is_heard_as_a_repair() -> None:
    text = "Faran över<Type>x</Type><Polygon>1,2</Polygon>"
    told = info(f"<description>{text}</description>", expires=None, responseType="AllClear")
    outage = kept(alert(told))
    assert (outage.status, outage.expires_at) == ("restored", None)


def test_an_all_clear_that_names_no_service_of_ours_ends_what_it_refers_to_in_silence() -> None:
    over = info(event="Faran över", category="Safety", responseType="AllClear")
    outage = kept(alert(over, references=EARLIER))
    assert (outage.status, outage.supersedes) == ("cancelled", (f"{SENDER},F-0",))
    assert read_cap(alert(over)).items == ()
    going_on = info(event="Viktigt meddelande", category="Safety")
    assert read_cap(alert(going_on, msgType="Update", references=EARLIER)).items == ()
