"""Words that are wrong or that mislead on the telephone, by language, and what is better."""

WRONG_WORDS: dict[str, dict[str, str]] = {
    "fi": {
        r"painamalla (?!nollaa\b)\w+": "say 'painakaa' and the number in its base form",
        r"paina\b": "say 'painakaa'",
        r"valitse\b": "say 'painakaa'",
        r"ylihuomenna\b": "name the weekday, this is heard as 'huomenna'",
        r"ensi (?:maanan|tiis|torss?|perjan|lauan|sunnun)taina\b|ensi keskiviikkona\b": (
            "leave 'ensi' out, it is understood in two ways"
        ),
        r"puoli (?:yksi|kaksi|kolme|neljä|viisi|kuusi|seitsemän|kahdeksan|yhdeksän|kymmenen)\b": (
            "say the hour and the minutes, a lost 'puoli' moves it by half an hour"
        ),
        r"viimeisimmän korjausaika\b": "say 'viimeinen päättyy arviolta'",
        r"vaaratiedote\w*|hätätiedote\w*": "say 'tärkeä tiedote', these are an authority's",
        r"järjestelmävirhe\w*|tietokanta\w*|virheellinen\b": "say what happens now",
    },
    "sv": {
        r"tryck en\b": "say 'tryck ett'",
        r"klockan en\b": "say 'klockan ett'",
        r"knacka in\b": "say 'knappa in', 'knacka' is to knock",
        r"framflytta\w*|flytta\w* fram\b": "say 'skjutits upp' or 'tidigarelagts'",
        r"kundbetjän\w*": "say 'kundtjänst' or 'kundrådgivare'",
        r"dejour\w*": "say 'jour'",
        r"helgen\b": "say 'veckoslutet'",
        r"brädgård\w*": "say 'fyrkant'",
        r"i övermorgon\b": "name the weekday, this is heard as 'i morgon'",
        r"nästa (?:mån|tis|ons|tors|fre|lör|sön)dag\b": "say 'på' and the weekday",
        r"varningsmeddelande\w*|VMA\b": "say 'viktigt meddelande', these are an authority's",
        r"systemfel\w*|databas\w*|ogiltig\w*": "say what happens now",
    },
    "en": {
        r"twelve a\.?m\b": "say 'midnight'",
        r"twelve p\.?m\b": "say 'noon'",
        r"brought forward\b|moved (?:forward|back)\b": "say 'earlier' or 'later'",
        r"momentarily\b": "say when",
        r"next (?:mon|tues|wednes|thurs|fri|satur|sun)day\b": "say 'on' and the weekday",
        r"pound key\b": "say 'hash'",
        r"system error\b|database\b|invalid\b|timeout\b": "say what happens now",
        r"there is no (?:fault|outage)\b": "say 'we do not know of any fault at the moment'",
    },
}
