"""What stands around every page: where one can go, in groups, and where one is."""

import re
from html import unescape

from ivr.web.navigation import EVERYWHERE, GROUPS, OWN
from tests.ivr.admin.conftest import Opens, opens, quick

__all__ = ["opens", "quick"]

EVERY = ("agent", "editor", "publisher", "outage-operator", "administrator", "auditor")
WAY = re.compile(r'<a href="([^"]+)" aria-current="(page|true)">([^<]+)</a>')


def test_every_place_is_in_a_group() -> None:
    assert {place.group for place in EVERYWHERE} == {*GROUPS, OWN}


def test_a_page_and_the_pages_behind_it_say_where_one_is(opens: Opens) -> None:
    lauri = opens("lauri", *EVERY)
    page = lauri.sees("/admin/outages/")
    assert WAY.findall(page.text) == [("/admin/outages/", "page", "Outages")]
    behind = lauri.sees("/admin/outages/one?source=grid&id=F-1187")
    assert WAY.findall(behind.text) == [("/admin/outages/", "true", "Outages")]
    overview = lauri.sees("/desk/overview")
    assert WAY.findall(overview.text) == [("/desk/overview", "page", "Overview")]


def test_whoever_has_many_places_has_them_in_groups_at_the_side(opens: Opens) -> None:
    page = unescape(opens("lauri", *EVERY).sees("/account").text)
    assert 'class="sided"' in page
    groups = re.findall(r'<p class="group"[^>]*>([^<]+)', page)
    assert groups == ["Today", "Service", "Follow-up"]


def test_an_agent_has_the_few_places_in_a_row(opens: Opens) -> None:
    page = opens("aino", "agent").sees("/account").text
    assert 'class="sided"' not in page
    assert WAY.findall(page) == [("/account", "page", "My account")]
