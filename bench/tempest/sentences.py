"""The sentence that says an outage, written down a second time: the oracle trusts nobody."""

from collections.abc import Sequence

from bench.residents import NOW
from bench.tempest.truth import Told

HOURS = {
    "fi": {
        7: "seitsemän",
        8: "kahdeksan",
        9: "yhdeksän",
        12: "kaksitoista",
        13: "kolmetoista",
        14: "neljätoista",
        15: "viisitoista",
        16: "kuusitoista",
        17: "seitsemäntoista",
    },
    "sv": {
        7: "sju",
        8: "åtta",
        9: "nio",
        12: "tolv",
        13: "tretton",
        14: "fjorton",
        15: "femton",
        16: "sexton",
        17: "sjutton",
    },
}
PAST_HOURS, COMING_HOURS = (7, 8, 9), (12, 13, 14, 15, 16, 17)
AT = {"fi": "tänään kello {}", "sv": "i dag klockan {}"}
SAID = {
    "fi": {
        "eta": "on sähkönjakelun häiriö. Arvioitu korjausaika on {}.",
        "none": "Korjausajasta ei ole vielä arviota.",
        "withdrawn": "Aiempi arvio ei enää pidä paikkaansa. Uutta arviota ei vielä ole.",
        "passed": "kestää arvioitua pidempään. Arvio oli {}, eikä uutta ole.",
        "several": "on useita sähkökatkoja. Viimeinen päättyy arviolta {}, osa aiemmin.",
        "some": "on useita sähkökatkoja. Osa päättyy arviolta {}, muista ei ole arviota.",
        "several none": "on useita sähkökatkoja. Korjausajoista ei ole vielä arviota.",
    },
    "sv": {
        "eta": "pågår ett elavbrott. Felet beräknas vara åtgärdat {}.",
        "none": "Vi kan ännu inte säga när felet är åtgärdat.",
        "withdrawn": "Den tidigare beräknade tiden gäller inte längre. Det finns ännu ingen ny tid.",  # noqa: E501 -- one sentence
        "passed": "drar ut på tiden. Det beräknades vara över {}, och det finns ännu ingen ny tid.",  # noqa: E501 -- one sentence
        "several": "pågår flera elavbrott. Det sista beräknas vara över {}, en del tidigare.",
        "some": "pågår flera elavbrott. En del beräknas vara över {}, för de övriga finns ingen tid.",  # noqa: E501 -- one sentence
        "several none": "pågår flera elavbrott. Vi kan ännu inte säga när de är åtgärdade.",
    },
}
OF_AN_OUTAGE = {"fi": ("sähkönjakelun häiriö", "sähkökatko"), "sv": ("elavbrott",)}


def sentence(outages: Sequence[Told], language: str) -> str:
    """Return what must be heard of the outages of a postcode, all of them electricity."""
    kind, hour = _one(outages[0]) if len(outages) == 1 else _several(outages)
    at = AT[language].format(HOURS[language][hour]) if hour else ""
    return SAID[language][kind].format(at)


def besides(said: str, text: str) -> list[str]:
    """Return how sentences begin that are heard besides: another hour, in another language too."""
    rest = text.replace(said, "")
    every = (words.partition("{}")[0] for known in SAID.values() for words in known.values())
    return [words for words in every if words in rest]


def _one(told: Told) -> tuple[str, int | None]:
    if told.hour is None:
        return ("withdrawn" if told.withdrawn else "none"), None
    return ("eta" if told.hour > NOW.hour else "passed"), told.hour


def _several(outages: Sequence[Told]) -> tuple[str, int | None]:
    coming = [told.hour for told in outages if told.hour and told.hour > NOW.hour]
    if not coming:
        return "several none", None
    return ("several" if len(coming) == len(outages) else "some"), max(coming)
