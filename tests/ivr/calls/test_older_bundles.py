"""What was published with an earlier version of Linja goes on working with this one."""

from dataclasses import replace

from sqlalchemy import Engine

from flows.definition import Bundle
from ivr.calls.ports import Ports
from ivr.clock import StoppedClock
from tests.ivr.house import FIRST, LINE, open_house

CALLER = "+358401110001"


def test_words_that_a_bundle_was_published_without_are_those_that_ship(
    demo: Engine, clock: StoppedClock
) -> None:
    def older(ports: Ports) -> Ports:
        def load(digest: str) -> Bundle:
            bundle = ports.load(digest)
            words = {key: text for key, text in bundle.prompts.items() if key != "transfer.person"}
            return replace(bundle, prompts=words)

        return replace(ports, load=load)

    call = open_house(demo, clock, broken=older).telephone.calls(CALLER, LINE)
    call.presses("0").hears("Yhdistämme teidät asiakaspalvelijalle").is_with(FIRST)
