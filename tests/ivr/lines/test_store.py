"""The applied configuration."""

from typing import Any

import pytest
from sqlalchemy import Engine, event

from ivr.lines.store import ConfigurationStore, apply, sections, version
from routing.configuration import BadConfiguration, Configuration
from tests.routing.configured import small_sections


def stored(engine: Engine) -> tuple[int, dict[str, Any]]:
    with engine.connect().execution_options(readonly=True) as connection:
        return version(connection), sections(connection)


def test_nothing_applied_is_an_empty_configuration(engine: Engine) -> None:
    assert ConfigurationStore(engine).current() == Configuration()
    assert stored(engine) == (0, {})


def test_a_section_replaces_that_section_whole_and_others_stay(engine: Engine) -> None:
    apply(engine, small_sections())
    company = {"en": "Nordic Grid"}
    assert apply(engine, {"company": company}).company == company
    assert stored(engine) == (2, small_sections() | {"company": company})


def test_what_is_wrong_with_the_merged_whole_is_refused_and_changes_nothing(
    engine: Engine,
) -> None:
    apply(engine, small_sections())
    with pytest.raises(BadConfiguration, match="no team takes its calls"):
        apply(engine, {"company": {"fi": "Uusi"}, "teams": {}})
    assert stored(engine) == (1, small_sections())


def test_flows_are_checked_against_those_that_are_published(engine: Engine) -> None:
    with pytest.raises(BadConfiguration, match="no published flow service"):
        apply(engine, small_sections(), {"other"})
    apply(engine, small_sections(), {"service"})


def test_what_another_process_applied_counts_from_the_next_call(engine: Engine) -> None:
    store = ConfigurationStore(engine)
    assert store.held() is None
    apply(engine, small_sections())
    first = store.current()
    assert store.current() is first
    apply(engine, {"company": {"fi": "Uusi"}})
    assert store.held() is first
    assert store.current().company == {"fi": "Uusi"}
    assert store.held() is store.current()


def test_what_is_applied_while_it_is_read_is_read_the_next_time(engine: Engine) -> None:
    apply(engine, small_sections())
    store = ConfigurationStore(engine)

    def meanwhile(*_: object) -> None:
        apply(engine, {"company": {"fi": "Uusi"}})

    event.listen(engine, "after_cursor_execute", meanwhile, once=True)
    store.current()
    assert store.current().company == {"fi": "Uusi"}
