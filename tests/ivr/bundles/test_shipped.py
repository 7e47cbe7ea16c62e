"""What ships with Linja is published where nothing has been published yet."""

from importlib import resources

import pytest
from sqlalchemy import Engine

from flows.problems import BadFlow
from flows.steps import STEP_TYPES
from ivr.bundles.library import shipped_bundle, shipped_flows, shipped_prompts
from ivr.bundles.shipped import publish_shipped
from ivr.bundles.store import history, live, publish
from ivr.clock import StoppedClock
from ivr.services import Services
from ivr.settings import Settings


@pytest.fixture
def services(engine: Engine, clock: StoppedClock) -> Services:
    return Services(Settings(), clock, engine)


def test_a_new_database_gets_every_shipped_flow(services: Services) -> None:
    assert publish_shipped(services) == sorted(shipped_flows())
    assert live(services.engine) == {name: shipped_bundle(name).hash for name in shipped_flows()}
    assert [each.note for each in history(services.engine, "delivery")] == ["Shipped with Linja"]


def test_a_second_start_publishes_nothing(services: Services) -> None:
    publish_shipped(services)
    assert publish_shipped(services) == []
    assert len(history(services.engine, "delivery")) == 1


def test_the_company_s_own_version_of_a_shipped_flow_stays(services: Services) -> None:
    flow = shipped_flows()["delivery"].model_copy(update={"languages": ["fi"]})
    bundle = type(shipped_bundle("delivery"))("delivery", {"delivery": flow}, shipped_prompts())
    publish(services.engine, bundle, "Ours", services.clock.now())
    publish_shipped(services)
    assert live(services.engine)["delivery"] == bundle.hash


@pytest.mark.parametrize("name", STEP_TYPES)
def test_what_a_step_type_says_is_in_the_library_in_every_language(name: str) -> None:
    prompts = shipped_prompts()
    for key in STEP_TYPES[name].speaks:
        assert set(prompts[key].text) == {"fi", "sv", "en"}, key


def test_there_is_no_bundle_of_a_flow_that_does_not_ship() -> None:
    with pytest.raises(BadFlow):
        shipped_bundle("unheard-of")


def test_a_shipped_flow_is_named_like_its_file() -> None:
    files = (resources.files("flows") / "library").iterdir()
    stems = {file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")}
    assert set(shipped_flows()) == stems
