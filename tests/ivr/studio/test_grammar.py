"""What an editor completes, and what a first visit to it weighs."""

import gzip
import re
from typing import Any

from flask.testing import FlaskClient

from flows.definition import read_flow
from flows.steps import STEP_TYPES
from ivr.studio.grammar import grammar
from tests.ivr.studio.conftest import FLOW, TEXT, Opens

MOST_BYTES = 250_000
FILES = re.compile(r'(?:src|href)="(/web/[^"]+)"')
IMPORTS = re.compile(rb"from \"\./([a-z._]+)\"")


def keys_of(type_: str) -> dict[str, Any]:
    places = grammar()
    name = places["root"]["keys"]["steps"]["each"]["types"][type_]
    found: dict[str, Any] = places["places"][name]["keys"]
    return found


def test_each_type_of_step_is_offered_with_its_keys() -> None:
    assert {type_ for type_ in STEP_TYPES if "type" not in keys_of(type_)} == set()
    assert keys_of("menu").keys() == {"type", "prompt", "keys", "offer_language", "exits"}
    assert keys_of("hours")["exits"] == {"each": {"from": "steps"}, "named": ["closed"]}
    assert keys_of("goto")["step"]["from"] == "jump"
    assert "next" not in keys_of("end")


def test_a_step_is_expected_where_one_is_named() -> None:
    root = grammar()["root"]["keys"]
    assert root["start"] == root["human"] == {"from": "steps"}
    assert keys_of("say")["next"] == {"any": [{"from": "steps"}]}
    assert keys_of("menu")["keys"]["each"] == {"from": "steps"}
    assert grammar()["places"]["Case"]["keys"]["go"] == {"from": "steps"}
    assert root["name"] == {}


def test_conditions_are_completed_with_the_words_of_their_fact() -> None:
    assert grammar()["places"]["Test"]["keys"]["fact"] == {"from": "facts"}
    assert grammar()["facts"]["open"] == ["true", "false"]
    assert "mon" in grammar()["facts"]["weekday"]


def test_sentences_and_the_steps_of_other_flows_are_offered(opens: Opens) -> None:
    answer = opens("vilja", "viewer").sees("/admin/flows/grammar")
    flow = read_flow(TEXT).flow
    assert flow
    assert answer.json
    assert sorted(answer.json["flows"][FLOW]) == sorted(flow.steps)
    assert "here" in answer.json["flows"]["fault-line"]
    assert "menu.main" in answer.json["prompts"]


def test_what_is_there_already_is_not_sent_again(opens: Opens) -> None:
    browser = opens("vilja", "viewer")
    etag = browser.sees("/admin/flows/grammar").headers["ETag"]
    again = browser.client.get("/admin/flows/grammar", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_first_visit_to_the_source_stays_small_and_other_pages_have_no_editor(
    opens: Opens,
) -> None:
    browser = opens("vilja", "viewer")
    page = browser.sees(f"/admin/flows/{FLOW}/source")
    files = set(FILES.findall(page.text))
    for name in sorted(files):
        files |= imports(browser.client, name)
    files |= imports(browser.client, "/web/source_editor.js")
    assert "/web/codemirror.min.js" in files
    sizes = [len(packed(browser.client, name)) for name in files]
    assert sum(sizes) + len(page.data) < MOST_BYTES
    assert "source.js" not in browser.sees(f"/admin/flows/{FLOW}/map").text


def test_a_browser_that_cannot_unpack_gets_the_file_as_it_is(opens: Opens) -> None:
    client = opens("vilja", "viewer").client
    plain, small = client.get("/web/studio.js", buffered=True), packed(client, "/web/studio.js")
    assert plain.content_encoding is None
    assert "Accept-Encoding" in plain.vary
    assert len(small) < len(plain.data)


def packed(client: FlaskClient, name: str) -> bytes:
    answer = client.get(name, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    assert answer.status_code == 200
    return bytes(answer.data)


def imports(client: FlaskClient, name: str) -> set[str]:
    found = IMPORTS.findall(gzip.decompress(packed(client, name))) if ".js" in name else []
    return {f"/web/{one.decode()}" for one in found}
