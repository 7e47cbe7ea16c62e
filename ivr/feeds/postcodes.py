"""The Finnish postcodes, read once per process."""

from functools import cache
from importlib.resources import files

from outage_feed.areas import Gazetteer


@cache
def gazetteer() -> Gazetteer:
    """Every postcode area and its municipality (Statistics Finland, CC BY 4.0)."""
    text = files("outage_feed").joinpath("data/fi_postcodes.csv").read_text("utf-8")
    return Gazetteer.from_csv(text)
