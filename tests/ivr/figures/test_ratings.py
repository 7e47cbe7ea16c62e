"""Answers summed up by line, week and question."""

from datetime import date, datetime, timedelta

from ivr.clock import HELSINKI
from ivr.figures.ratings import Asked, Rating, Ratings, rated

AT = datetime(2026, 11, 3, 12, 0, tzinfo=HELSINKI)
LINE = "+358931570000"


def test_answers_are_counted_beside_their_mean_and_those_without_one_too() -> None:
    found = rated(
        [
            Rating(LINE, AT, "effort", 5),
            Rating(LINE, AT, "effort", 2),
            Rating(LINE, AT, "satisfaction", 1),
            Rating(LINE, AT),
            Rating(LINE, AT + timedelta(days=7), "effort", 4),
        ]
    )
    ratings = (Ratings("effort", 2, 3.5), Ratings("satisfaction", 1, 1.0))
    assert found == {
        (LINE, date(2026, 11, 2)): Asked(4, ratings),
        (LINE, date(2026, 11, 9)): Asked(1, (Ratings("effort", 1, 4.0),)),
    }
    assert rated([]) == {}
