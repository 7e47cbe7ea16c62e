"""CAP alerts: what an outage system says in one, and what it means."""

import pytest

from outage_feed.cap.options import Options
from tests.outage_feed.formats.alerts import (
    AREA,
    ELECTRICITY,
    ESTIMATE,
    HEAD,
    SENDER,
    alert,
    errors,
    geocodes,
    info,
    kept,
    read_cap,
)
from tests.outage_feed.made import at


def test_an_alert_is_an_outage_in_its_postcode() -> None:
    told = f"<parameter>{ESTIMATE.format('2026-11-22T19:00:00+02:00')}</parameter>"
    outage = kept(alert(info(told, onset="2026-11-22T14:00:00+02:00")))
    assert (outage.id, outage.status, outage.kind) == (f"{SENDER},F-1", "active", "unplanned")
    assert (outage.service, outage.areas) == ("electricity", ("29900",))
    assert (outage.starts_at, outage.updated_at) == (at("14:00"), at("14:10"))
    assert (outage.estimated_restoration, outage.expires_at) == (at("19:00"), at("20:00"))
    assert (outage.ends_at, outage.messages, outage.supersedes) == (None, {}, ())


def test_what_else_it_says_is_kept_for_people() -> None:
    words = "<headline>Puu linjalla</headline><parameter><valueName>a</valueName><value>b</value>"
    circle = "<circle>61.8,21.5 4</circle><polygon>61,21 62,21 62,22 61,21</polygon>"
    outage = kept(alert(info(f"{words}</parameter>", area=AREA.format(circle))))
    assert outage.details["headline"] == "Puu linjalla"
    assert outage.details["parameter"] == "a=b"
    assert outage.details["circle"] == "61.8,21.5 4"
    assert outage.details["polygon"] == "61,21 62,21 62,22 61,21"
    assert outage.details["areaDesc"] == "Merikarvia"


def test_an_area_without_a_geocode_that_we_know_is_kept_in_its_own_words() -> None:
    assert kept(alert(info(area=geocodes(("EMMA_ID", "FI012"))))).areas == (
        {"place": "Merikarvia"},
    )


def test_municipalities_and_ranges_are_read_and_each_area_counts_once() -> None:
    area = geocodes(
        ("FI-kuntanumero", "484"),
        ("Postcode", "29901-29909, FI-29910"),
        ("postcode", "29910"),
        ("ISO 3166-2", "FI-17"),
    )
    swedish = info(language="sv-FI", event="Elavbrott", area=area)
    outage = kept(alert(info(area=area), swedish))
    assert outage.areas == ({"municipality": "484"}, "29901-29909", "FI-29910", "29910")


def test_the_names_of_geocodes_and_of_the_estimate_are_settings() -> None:
    options = Options(
        service="water",
        postcode_geocodes=["PLZ"],
        municipality_geocodes=["Gemeinde"],
        estimate_parameter="ETR",
    )
    told = (
        "<parameter><valueName>etr</valueName><value>2026-11-22T19:00:00+02:00</value></parameter>"
    )
    area = geocodes(("plz", "29900"), ("gemeinde", "484"), ("postcode", "00100"))
    outage = kept(alert(info(told, area=area)), options)
    assert outage.areas == ("29900", {"municipality": "484"})
    assert (outage.service, outage.estimated_restoration) == ("water", at("19:00"))


@pytest.mark.parametrize("order", [("fi-FI", "sv-FI", "en-GB"), ("en-GB", "fi-FI", "sv-FI")])
def test_languages_come_in_any_order(order: tuple[str, ...]) -> None:
    options = Options(service="electricity", messages="headline")
    infos = [info(f"<headline>{tag}</headline>", language=tag) for tag in order]
    outage = kept(alert(*infos), options)
    assert outage.messages == {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
    assert outage.areas == ("29900",)


def test_texts_are_spoken_only_if_the_settings_say_so() -> None:
    told = alert(info(f"<headline>a</headline><description>{'x' * 501}</description>"))
    assert kept(told).messages == {}
    assert kept(told, Options(service="mail", messages="headline")).messages == {"fi": "a"}
    long = kept(told, Options(service="mail", messages="description"))
    assert (long.messages, len(long.details["description"])) == ({}, 500)


def test_no_language_is_american_english() -> None:
    told = alert(info("<headline>a</headline>", language=None))
    assert kept(told, Options(service="mail", messages="headline")).messages == {"en": "a"}


def test_expires_is_never_the_estimate_nor_the_end() -> None:
    outage = kept(alert())
    assert (outage.expires_at, outage.estimated_restoration) == (at("20:00"), None)
    assert not outage.over(at("21:00"))


def test_without_expires_its_life_is_bounded() -> None:
    assert kept(alert(info(expires=None))).expires_at == at("14:10", 23)
    short = Options(service="electricity", life_hours=2)
    assert kept(alert(info(expires=None)), short).expires_at == at("16:10")


def test_where_infos_differ_the_latest_estimate_and_the_latest_expiry_hold() -> None:
    told = [
        info(
            f"<parameter>{ESTIMATE.format(f'2026-11-22T{hour}:00:00+02:00')}</parameter>",
            expires=f"2026-11-22T2{n}:00:00+02:00",
        )
        for n, hour in enumerate((18, 19, 17))
    ]
    outage = kept(alert(*told))
    assert (outage.estimated_restoration, outage.expires_at) == (at("19:00"), at("22:00"))


def test_an_empty_estimate_is_none() -> None:
    assert (
        kept(alert(info(f"<parameter>{ESTIMATE.format('')}</parameter>"))).estimated_restoration
        is None
    )


def test_what_is_told_before_it_begins_is_planned() -> None:
    outage = kept(alert(info(onset="2026-11-23T09:00:00+02:00", expires=None)))
    assert (outage.status, outage.kind) == ("scheduled", "planned")
    assert (outage.starts_at, outage.expires_at) == (at("09:00", 23), at("09:00", 24))


def test_planned_work_that_has_begun_is_planned_by_the_settings() -> None:
    options = Options(service="electricity", kind="planned")
    outage = kept(alert(info(onset="2026-11-22T14:00:00+02:00")), options)
    assert (outage.status, outage.kind) == ("active", "planned")


def test_effective_is_a_beginning_only_when_it_is_ahead() -> None:
    assert kept(alert(info(effective="2026-11-22T14:10:00+02:00"))).starts_at is None
    ahead = kept(alert(info(effective="2026-11-23T09:00:00+02:00")))
    assert (ahead.status, ahead.starts_at) == ("scheduled", at("09:00", 23))


def test_every_problem_is_said_at_once_with_its_place() -> None:
    area = geocodes(("ISO", "x"), ("postcode", "2990"), ("FI-kuntanumero", "x" * 101))
    told = f"<parameter>{ESTIMATE.format('tonight')}</parameter>"
    bad = info(told, onset="2026-11-22T14:00:00", expires="1.1.2027", area=area)
    places = [
        place for place, _ in errors(alert(info(), bad, scope="", sent="now", identifier=" "))
    ]
    assert places == [
        "identifier",
        "scope",
        "info[1].onset",
        "info[1].expires",
        "info[1].parameter[0].value",
        "info[1].area[0].geocode[1]",
        "info[1].area[0].geocode[2]",
        "sent",
    ]


@pytest.mark.parametrize("name", sorted(HEAD))
def test_what_cap_requires_is_required(name: str) -> None:
    ((place, _),) = errors(alert(**{name: None}))
    assert place == name


@pytest.mark.parametrize(
    "sent",
    [
        "2026-11-22T12:10:00Z",
        "2026-11-22T12:10:00-00:00",
        " 2026-11-22T14:10:00.000+02:00\n",
        "2026-11-22T12:10:00+00:00",
    ],
)
def test_offsets_are_read_however_they_are_written(sent: str) -> None:
    assert kept(alert(sent=sent)).updated_at == at("14:10")


@pytest.mark.parametrize(
    "sent",
    [
        "2026-11-22T14:10:00",
        "0001-01-01T00:00:00+02:00",
        "2026-11-22T15:11:00+02:00",
        "22.11.2026",
    ],
)
def test_a_time_that_cannot_be_is_refused(sent: str) -> None:
    assert [place for place, _ in errors(alert(sent=sent))] == ["sent"]


def test_it_is_read_alike_at_any_time() -> None:
    told = alert(info(onset="2026-11-22T14:40:00+02:00"))
    before, after = (read_cap(told, now=at(clock)) for clock in ("14:20", "23:00"))
    assert before == after


def test_settings_with_a_name_that_nobody_knows_are_refused() -> None:
    with pytest.raises(ValueError, match="extra"):
        Options.model_validate({"servise": "water"})
    assert ELECTRICITY.messages == "none"
