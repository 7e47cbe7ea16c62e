"""Which format reads a body, and what its source is told besides."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from ivr.db.tables.feeds import source_settings
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.store import source_records
from ivr.services import Services
from tests.ivr.feeds.conftest import Push, item, with_key

TABLE = "id,town,changed\n7,Mänttä-Vilppula,2026-11-22T14:10:00+02:00\n"
CSV = {
    "format": "mapped-csv",
    "options": {
        "fields": {
            "id": "id",
            "status": {"always": "active"},
            "service": {"always": "electricity"},
            "areas": {"field": "town", "as": "municipality"},
            "updated_at": "changed",
        }
    },
}
TEST_ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>1</identifier>
<sender>a@example.fi</sender><sent>2026-11-22T14:10:00+02:00</sent><status>Test</status>
<msgType>Alert</msgType><scope>Public</scope></alert>"""


@pytest.fixture(name="services")
def with_secret(services: Services) -> Services:
    return with_key(services)


def post(client: FlaskClient, token: str, body: bytes, type_: str) -> Any:
    headers = {"Authorization": f"Bearer {token}"}
    return client.post("/feeds/grid", data=body, content_type=type_, headers=headers)


def apply(services: Services, given: dict[str, Any]) -> None:
    apply_settings(services, {"sources": {"grid": given}})


@pytest.mark.parametrize("type_", ["text/csv", "", "application/json", "application/cap+xml"])
def test_the_settings_of_a_source_beat_the_content_type(
    client: FlaskClient, services: Services, token: str, type_: str
) -> None:
    apply(services, CSV)
    assert post(client, token, TABLE.encode(), type_).json["accepted"] == ["7"]


@pytest.mark.parametrize(
    ("charset", "type_"),
    [
        ("utf-8", "text/csv"),
        ("latin-1", "text/csv; charset=ISO-8859-1"),
        ("latin-1", 'Text/CSV; header=present; Charset="iso-8859-1"'),
    ],
)
def test_a_charset_beside_the_type_counts(
    client: FlaskClient, services: Services, token: str, charset: str, type_: str
) -> None:
    apply(services, CSV)
    assert post(client, token, TABLE.encode(charset), type_).json["accepted"] == ["7"]
    with services.engine.connect() as connection:
        (record,) = source_records(connection, "grid")
    assert record.outage.areas == ({"municipality": "Mänttä-Vilppula"},)
    assert record.outage.unmatched == ()


def test_settings_count_from_the_next_push(
    client: FlaskClient, services: Services, token: str
) -> None:
    statuses = []
    for given in ({}, CSV, {}):
        apply(services, given)
        statuses.append(post(client, token, TABLE.encode(), "text/csv").status_code)
    assert statuses == [415, 200, 415]


def test_what_is_not_for_callers_is_told_only_if_there_is_any(
    client: FlaskClient, token: str
) -> None:
    told = post(client, token, TEST_ALERT.encode(), "application/cap+xml")
    assert told.status_code == 200
    assert [ignored["index"] for ignored in told.json["ignored"]] == [0]
    assert told.json["rejected"] == []
    plain = client.post(
        "/feeds/grid", json={"outages": [item()]}, headers={"Authorization": f"Bearer {token}"}
    )
    assert plain.json is not None
    assert "ignored" not in plain.json


def test_settings_that_this_version_cannot_read_lose_no_push(
    client: FlaskClient, services: Services, token: str
) -> None:
    apply(services, {})
    with services.engine.begin() as connection:
        connection.execute(update(source_settings).values(document='{"format": "of tomorrow"}'))
    answer = post(client, token, b'{"outages": []}', "application/json")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_slip_of_the_pen_is_named_and_harms_nothing(push: Push) -> None:
    answer = push(item(estimated_end="2026-11-22T19:00:00+02:00")).json
    assert answer is not None
    assert (answer["accepted"], answer["unread"]) == (["F-1"], ["estimated_end"])
