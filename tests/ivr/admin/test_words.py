"""The shared sentences, as they would be said now."""

import re

from flows.prompts import LANGUAGES
from ivr.admin.wordings import groups, sentences
from ivr.clock import StoppedClock
from tests.ivr.admin.conftest import Opens

PAGE = "/admin/words/"


def test_every_notice_of_every_state_is_said_with_real_values(clock: StoppedClock) -> None:
    unsaid = [
        one.key
        for group in groups()
        if group.startswith("notice.")
        for one in sentences(group, clock.now())
        if set(one.said) != set(LANGUAGES) or "{" in "".join(one.said.values())
    ]
    assert unsaid == []


def test_a_notice_is_shown_in_three_languages_side_by_side(opens: Opens) -> None:
    page = opens("eeva", "editor").sees(f"{PAGE}?group=notice.electricity").text
    eta = re.search(r'id="notice.electricity.eta">(.*?)</li>', page, re.DOTALL)
    assert eta
    for lang, words in (
        ("fi", "Arvioitu korjausaika on tänään kello kahdeksantoista."),
        ("sv", "Felet beräknas vara åtgärdat i dag klockan arton."),
        ("en", "We expect it to be repaired by six p.m. today."),
    ):
        assert re.search(f'<p lang="{lang}">[^<]*{words}', eta[1]), lang


def test_every_group_has_its_page_and_no_other(opens: Opens) -> None:
    viewer = opens("ville", "viewer")
    told = {viewer.sees(f"{PAGE}?group={group}").status_code for group in groups()}
    assert told == {200}
    assert viewer.sees(f"{PAGE}?group=%3Cb%3E").status_code == 404
