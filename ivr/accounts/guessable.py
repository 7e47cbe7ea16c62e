"""How easily somebody guesses a password: by what is common, and by what lies near here."""

import re

FEWEST_GUESSES = 10**9
MOST_LOOKED_AT = 72
"""What is hard to guess in so many characters is not easier in more."""
TIMES = (
    *("tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu"),
    *("elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu", "kevät", "kesä", "syksy", "talvi"),
    *("januari", "februari", "mars", "maj", "juni", "juli", "augusti", "oktober", "vår", "sommar"),
    *("höst", "vinter", "joulu", "juhannus", "jul", "midsommar"),
)
"""What people put a year after, in the languages that zxcvbn does not know."""
CONTEXT = (
    *("linja", "puhelin", "puhelinpalvelu", "asiakaspalvelu", "vikapalvelu", "päivystys"),
    *("sähkö", "energia", "kaukolämpö", "lämpö", "vesi", "vesilaitos", "sähkökatko", "keskeytys"),
    *("telefon", "kundtjänst", "felanmälan", "energi", "fjärrvärme", "vatten", "elavbrott"),
    *("salasana", "lösenord", "tervetuloa", "välkommen", "suomi", "finland"),
    *("viewer", "agent", "editor", "publisher", "outage", "operator", "administrator", "auditor"),
)
"""The words of this product and of its trade, which are the first that somebody here thinks of."""
_BETWEEN = re.compile(r"[\W_]+")


def guessable(password: str, name: str) -> bool:
    """
    Is it found within a thousand million guesses?

    zxcvbn counts them: it knows common passwords and words, by themselves and put together, and
    names, dates, rows of keys and repetition. `CONTEXT`, `TIMES` and the person's own name are
    words to it.
    What stands between words makes them no harder to guess.
    """
    # 90,000 words, which only a new password needs: the processes that answer calls do without.
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- as said

    near = [word for word in (name, *_BETWEEN.split(name), *CONTEXT, *TIMES) if len(word) > 1]
    begins = password[:MOST_LOOKED_AT].casefold()
    looked_at = [one for one in (begins, _BETWEEN.sub("", begins)) if one]
    return min(zxcvbn(one, near)["guesses"] for one in looked_at) < FEWEST_GUESSES
