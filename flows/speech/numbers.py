"""Number words from 0 to 99."""

_ONES = {
    "fi": "nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen "
    "yksitoista kaksitoista kolmetoista neljätoista viisitoista kuusitoista seitsemäntoista "
    "kahdeksantoista yhdeksäntoista",
    "sv": "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton "
    "sexton sjutton arton nitton",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen",
}
_TENS = {
    "fi": "kaksikymmentä kolmekymmentä neljäkymmentä viisikymmentä kuusikymmentä "
    "seitsemänkymmentä kahdeksankymmentä yhdeksänkymmentä",
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
_JOINT = {"fi": "", "sv": "", "en": "-"}


def _table(language: str) -> tuple[str, ...]:
    ones, joint = _ONES[language].split(), _JOINT[language]
    joined = ["", *(f"{joint}{one}" for one in ones[1:10])]
    return (*ones, *(ten + one for ten in _TENS[language].split() for one in joined))


NUMBERS = {language: _table(language) for language in _ONES}


def number(value: int, language: str) -> str:
    """A whole number as one word; from 100 on its digits one by one."""
    words = NUMBERS[language]
    if 0 <= value < len(words):
        return words[value]
    return digit_words(str(value), language)


def digit_words(digits: str, language: str) -> str:
    """Each digit by itself; whatever is not a digit is left out."""
    return " ".join(NUMBERS[language][int(digit)] for digit in digits if digit.isdecimal())
