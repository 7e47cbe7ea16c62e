"""Somebody texts us: a postcode, anything else, or STOP; and hears of it in their language."""

import pytest
from sqlalchemy import Engine, event

from flows.asks import MessageWhenRepaired, Outcome
from ivr.directory.erasing import erase_everywhere
from ivr.directory.store import put
from routing.customer import Customer
from simulator.texts import STOPPED
from tests.ivr.house import ANNA, LINE
from tests.ivr.messages.post import ELECTRICITY, MATTI, SENDER, Post, set_sender

ETA = (
    "Pohjolan Verkko: Alueella 29900 on sähkönjakelun häiriö. Arvioitu korjausaika on "
    "22.11. klo 19. Soittakaa numeroon 09 31570000."
)
HELP = (
    "Pohjolan Verkko: Lähettäkää viisinumeroinen postinumero, niin kerromme alueen häiriöistä. "
    "Soittakaa numeroon 09 31570000."
)
STRANGER = "+358401110009"


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """What is stored is tried on both kinds of database elsewhere."""
    return sqlite_engine


def texts(post: Post, body: str, from_: str = STRANGER, to: str = LINE) -> list[str]:
    """Text a line, and return what comes back."""
    answers = [text.body for text in post.exchange.text(from_, to, body)]
    assert all(text.direction != "outbound-api" for text in post.exchange.texts.all)
    return answers


def test_a_postcode_gets_the_notice_for_it(post: Post) -> None:
    assert texts(post, "29900") == [ETA]
    assert texts(post, "Onko teillä vikaa? FI-29900 Merikarvia") == [ETA]
    assert post.exchange.problems == []


def test_anything_else_gets_the_notice_for_the_senders_own_place(post: Post) -> None:
    assert texts(post, "miksei sähköt toimi", MATTI) == [ETA]


def test_it_is_answered_in_the_senders_language(post: Post) -> None:
    post.told(id="F-2", status="active", areas=["65100"])
    assert texts(post, "hej", ANNA.phones[0]) == [
        (
            "Nordnätet: I postnummerområde 65100 pågår ett elavbrott. Vi kan ännu inte säga när "
            "felet är åtgärdat. Ring 09 31570000."
        )
    ]


def test_the_number_that_texts_come_from_is_the_line_too(post: Post) -> None:
    assert texts(post, "29900", to=SENDER) == [ETA]


@pytest.mark.parametrize(
    "body", ["", "  ", "\U0001f621\U0001f621", "12", "29900 00100", "0" * 1600]
)
def test_what_cannot_be_understood_is_told_how_to_ask(post: Post, body: str) -> None:
    assert texts(post, body) == [HELP]


@pytest.mark.parametrize(
    "customer",
    [
        Customer("8", phones=(STRANGER,), language="fi", postcodes=("29900", "00100")),
        Customer("1b", phones=(MATTI,), language="fi", postcodes=("65100",)),
    ],
    ids=["of two places", "of two customers"],
)
def test_a_number_with_several_places_is_asked_for_the_postcode(
    post: Post, customer: Customer
) -> None:
    with post.engine.begin() as connection:
        put(connection, customer)
    assert texts(post, "hei", customer.phones[0]) == [HELP]


def test_a_fault_of_a_service_that_is_not_the_customers_is_told_only_if_asked(post: Post) -> None:
    water_only = Customer(
        "8", phones=(STRANGER,), language="en", postcodes=("29900",), services=("water",)
    )
    with post.engine.begin() as connection:
        put(connection, water_only)
    assert texts(post, "hello")[0].startswith("Nordic Grid: Text us a postcode of five digits")
    assert "power cut" in texts(post, "29900")[0]


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        ("33100", "Emme saa juuri nyt häiriötietoja alueelta 33100."),
        ("99999", "Emme löydä postinumeroa 99999."),
        ("00101", "Postinumero 00101 kuuluu postilokerolle"),
    ],
)
def test_a_postcode_without_a_notice(post: Post, body: str, begins: str) -> None:
    if body == "33100":
        post.passes(hours=7)
    assert begins in texts(post, body)[0]


def test_where_nothing_is_known_it_says_so_with_the_time(post: Post) -> None:
    assert texts(post, "33100") == [
        (
            "Pohjolan Verkko: Tilanne 22.11. klo 15: alueella 33100 ei ole tiedossamme häiriötä. "
            "Paikallinen vika on silti mahdollinen. Soittakaa numeroon 09 31570000."
        )
    ]


def test_what_was_repaired_is_told_with_its_time(post: Post) -> None:
    post.passes(minutes=20)
    post.repairs()
    assert "on tietojemme mukaan korjattu 22.11. klo 15.20." in texts(post, "29900")[0]


def test_a_repeated_webhook_is_answered_alike(post: Post) -> None:
    post.exchange.repeat_webhooks = True
    assert texts(post, "29900") == [ETA]
    assert texts(post, "sluta", ANNA.phones[0]) != []
    assert post.exchange.problems == []


@pytest.mark.parametrize("from_", ["Posti", "16400", "+3580201234", "anonymous", "", LINE, SENDER])
def test_names_short_codes_and_our_own_numbers_get_no_answer(post: Post, from_: str) -> None:
    assert texts(post, "29900", from_) == []
    assert post.exchange.problems == []


def test_a_foreign_number_gets_none_unless_it_is_let_in(post: Post) -> None:
    assert texts(post, "29900", "+46701234567") == []
    set_sender(post.engine, countries=["FI", "SE"])
    assert texts(post, "29900", "+46701234567") == [ETA]


def test_one_number_is_answered_only_so_often_a_day(post: Post) -> None:
    set_sender(post.engine, answers_a_day="2")
    assert [len(texts(post, "29900")) for _ in range(4)] == [1, 1, 0, 0]
    assert texts(post, "29900", MATTI) == [ETA]
    post.passes(hours=25)
    assert len(texts(post, "29900")) == 1


def test_start_over_and_over_is_obeyed_but_not_answered_without_end(post: Post) -> None:
    set_sender(post.engine, answers_a_day="2")
    assert [len(texts(post, "ALOITA")) for _ in range(4)] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("word", "again", "answer"),
    [
        ("LOPETA", "aloita", "Pohjolan Verkko: Emme lähetä teille enää tekstiviestejä."),
        ("Sluta.", "BÖRJA", "Pohjolan Verkko: Emme lähetä teille enää tekstiviestejä."),
    ],
)
def test_our_words_stop_everything_until_start(
    post: Post, word: str, again: str, answer: str
) -> None:
    kept = post.promises(STRANGER)
    assert texts(post, word)[0].startswith(answer)
    assert post.way(kept) == ["waiting", "withdrawn"]
    assert texts(post, "29900") == texts(post, word) == []
    promise = MessageWhenRepaired(STRANGER, "29900", ELECTRICITY)
    stopped = Outcome("refused", value={"reason": "stopped"})
    assert post.asks(promise, STRANGER) == stopped
    assert texts(post, again) == ["Pohjolan Verkko: Voitte taas saada meiltä tekstiviestejä."]
    assert texts(post, "29900") == [ETA]
    assert post.asks(promise, STRANGER, turn=4) == Outcome("done")


def test_stop_is_obeyed_at_a_number_that_we_texted_from_before(post: Post) -> None:
    kept = post.promises(STRANGER)
    set_sender(post.engine, "+358457370199")
    assert texts(post, "29900", to=SENDER) == texts(post, "lopeta", to=SENDER) == []
    assert post.way(kept) == ["waiting", "withdrawn"]


def test_stop_is_twilios_to_answer_and_holds_for_us_too(post: Post) -> None:
    kept = post.promises(STRANGER)
    assert texts(post, "STOP") == [STOPPED]
    assert post.way(kept) == ["waiting", "withdrawn"]
    assert texts(post, "29900") == []
    assert len(texts(post, "START")) == 1
    assert texts(post, "29900") == [ETA]
    assert post.exchange.problems == []


def test_without_the_database_stop_fails_loudly_and_the_rest_is_answered(post: Post) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "message_" in statement:
            raise ConnectionError("away")

    event.listen(post.engine, "before_cursor_execute", fail)
    assert texts(post, "29900") == [ETA]
    assert texts(post, "LOPETA") == []
    assert [problem.code for problem in post.exchange.problems] == [11200]


def test_when_outages_cannot_be_read_the_answer_is_whom_to_call(post: Post) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "summaries" in statement:
            raise ConnectionError("away")

    event.listen(post.engine, "before_cursor_execute", fail)
    assert texts(post, "29900") == [
        "Pohjolan Verkko: Emme saa juuri nyt häiriötietoja esiin. Soittakaa numeroon 09 31570000."
    ]


def test_only_what_twilio_signed_is_read(post: Post) -> None:
    form = {"From": MATTI, "To": LINE, "Body": "LOPETA", "MessageSid": "SM1"}
    client = post.house.client
    assert client.post("/sms/incoming", data=form).status_code == 403
    assert client.get("/sms/incoming").status_code == 405
    assert client.post("/sms/status/x", data=form).status_code == 403
    assert post.house.post("/sms/status/x", **form).status_code == 204
    assert post.house.post("/sms/incoming", **form).status_code == 200


def test_an_erased_person_is_gone_from_answers_and_stops(post: Post) -> None:
    texts(post, "29900", MATTI)
    texts(post, "LOPETA", MATTI)
    with post.engine.begin() as connection:
        assert erase_everywhere(connection, "1")
        for table in ("message_answers", "message_stops"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608 -- our own names
            assert MATTI not in str(rows)


def test_what_somebody_wrote_is_kept_nowhere(post: Post) -> None:
    texts(post, "Salainen asia 29900")
    with post.engine.connect() as connection:
        dumped = [
            str(row)
            for table in ("message_answers", "message_stops", "repair_messages")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608 -- our own names
        ]
    assert len(dumped) == 1
    assert "Salainen" not in dumped[0]
