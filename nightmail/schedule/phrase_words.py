"""The words of the grammar of times, English and German side by side, as `phrase_tokens.folded` writes them. Data only."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    FORENOON = "forenoon"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


_WEEKDAYS = (
    ("mon", "monday", "mo", "montag"),
    ("tue", "tues", "tuesday", "di", "dienstag"),
    ("wed", "weds", "wednesday", "mi", "mittwoch"),
    ("thu", "thur", "thurs", "thursday", "do", "donnerstag"),
    ("fri", "friday", "fr", "freitag"),
    ("sat", "saturday", "sa", "samstag", "sonnabend"),
    ("sun", "sunday", "so", "sonntag"),
)
WEEKDAYS = {word: place for place, words in enumerate(_WEEKDAYS) for word in words}

_MONTHS = (
    ("jan", "january", "januar", "jaenner"),
    ("feb", "february", "februar"),
    ("mar", "march", "maerz", "mrz"),
    ("apr", "april"),
    ("may", "mai"),
    ("jun", "june", "juni"),
    ("jul", "july", "juli"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "okt", "october", "oktober"),
    ("nov", "november"),
    ("dec", "dez", "december", "dezember"),
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}

TODAY = frozenset({"today", "heute"})
TOMORROW = frozenset({"tomorrow", "tom", "tmr", "tmrw", "tmw", "morgen"})
YESTERDAY = frozenset({"yesterday", "gestern"})
NOW = frozenset({"now", "right now", "immediately", "at once", "asap", "jetzt", "sofort", "jetzt gleich"})
OVERMORROW = frozenset({"overmorrow", "uebermorgen"})
WEEKEND = frozenset({"weekend", "wochenende"})

PARTS = {
    "morning": Part.MORNING,
    "morgens": Part.MORNING,
    "frueh": Part.MORNING,
    "vormittag": Part.FORENOON,
    "vormittags": Part.FORENOON,
    "afternoon": Part.AFTERNOON,
    "nachmittag": Part.AFTERNOON,
    "nachmittags": Part.AFTERNOON,
    "evening": Part.EVENING,
    "abend": Part.EVENING,
    "abends": Part.EVENING,
    "night": Part.NIGHT,
}
NOON = frozenset({"noon", "midday", "mittag", "mittags"})
MIDNIGHT = frozenset({"midnight", "mitternacht"})
# Written together with a weekday: "freitagabend".
JOINED_PARTS = {
    "morgen": Part.MORNING,
    "frueh": Part.MORNING,
    "vormittag": Part.FORENOON,
    "mittag": Part.NOON,
    "nachmittag": Part.AFTERNOON,
    "abend": Part.EVENING,
}

# "this" says the one of this week or month, "coming" the first after today, "next" is read both ways by people.
THIS = frozenset({"this", "diese", "diesen", "dieser", "dieses", "diesem"})
COMING = frozenset({"coming", "kommende", "kommenden", "kommender", "kommendes", "kommendem"})
NEXT = frozenset({"next", "naechste", "naechsten", "naechster", "naechstes", "naechstem"})
THE = frozenset({"the", "der", "die", "das", "den", "dem", "des"})
OF = frozenset({"of", "in", "im", "des", "der", "vom"})
ON = frozenset({"on", "am", "an", "den", "ab"})
AT = frozenset({"at", "um", "@"})
IN_PART = frozenset({"in", "at", "am", "zur"})
END = frozenset({"end", "ende"})
MONTH = frozenset({"month", "monat", "monats"})
MONTH_END = frozenset({"monatsende"})
WEEK = frozenset({"week", "woche"})
AFTER = frozenset({"after"})
CLOCK = frozenset({"uhr", "o'clock", "oclock", "o’clock"})
AM = frozenset({"am"})
PM = frozenset({"pm"})
TIME = frozenset({"time", "zeit"})
AND = frozenset({"and", "und"})
DAY = frozenset({"day", "tag"})
BUSINESS = frozenset({"business", "working"})
WORKDAY = frozenset({"workday", "weekday", "arbeitstag"})
# By law a Saturday is one, in speech it is not: where that matters, the person is asked.
WERKTAG = frozenset({"werktag"})
LAST = frozenset({"last", "letzte", "letzten", "letzter", "letztes"})

_NUMBERS = (
    ("one", "a", "an", "ein", "eine", "einer", "einem", "einen"),
    ("two", "zwei"),
    ("three", "drei"),
    ("four", "vier"),
    ("five", "fuenf"),
    ("six", "sechs"),
    ("seven", "sieben"),
    ("eight", "acht"),
    ("nine", "neun"),
    ("ten", "zehn"),
    ("eleven", "elf"),
    ("twelve", "zwoelf"),
)
NUMBERS = {word: number for number, words in enumerate(_NUMBERS, 1) for word in words}
# An hour is never "a": "at a" would be the beginning of something else.
HOUR_WORDS = {word: number for word, number in NUMBERS.items() if word not in {"a", "an", "eine", "einer", "einem", "einen"}} | {
    "eins": 1
}
_ORDINALS = (
    ("first", "erste", "ersten", "erster", "erstes"),
    ("second", "zweite", "zweiten", "zweiter", "zweites"),
    ("third", "dritte", "dritten", "dritter", "drittes"),
    ("fourth", "vierte", "vierten", "vierter", "viertes"),
)
ORDINALS = {word: number for number, words in enumerate(_ORDINALS, 1) for word in words}
HALF = frozenset({"half", "halbe", "halben", "halber"})

HOURS = frozenset({"h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"})
MINUTES = frozenset({"m", "min", "mins", "minute", "minutes", "minuten"})
SECONDS = frozenset({"s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden"})
DAYS = frozenset({"d", "day", "days", "tag", "tage", "tagen"})
WEEKS = frozenset({"w", "wk", "wks", "week", "weeks", "woche", "wochen"})
MONTHS_SPAN = frozenset({"mo", "month", "months", "monat", "monate", "monaten"})
YEARS = frozenset({"y", "year", "years", "jahr", "jahre", "jahren"})

# Large cities that lend their name to no zone, and German names of those that do.
CITIES = {
    **dict.fromkeys(("munich", "muenchen", "hamburg", "cologne", "koeln", "frankfurt", "stuttgart", "leipzig"), "Europe/Berlin"),
    **dict.fromkeys(("milan", "mailand", "rom", "naples", "turin"), "Europe/Rome"),
    **dict.fromkeys(("barcelona", "valencia", "sevilla"), "Europe/Madrid"),
    **dict.fromkeys(("geneva", "genf", "basel", "bern"), "Europe/Zurich"),
    **dict.fromkeys(("wien", "graz", "salzburg"), "Europe/Vienna"),
    **dict.fromkeys(("edinburgh", "manchester"), "Europe/London"),
    **dict.fromkeys(("boston", "washington", "miami", "atlanta", "philadelphia"), "America/New_York"),
    **dict.fromkeys(("san francisco", "seattle", "las vegas", "san diego"), "America/Los_Angeles"),
    **dict.fromkeys(("houston", "dallas", "austin"), "America/Chicago"),
    **dict.fromkeys(("delhi", "new delhi", "mumbai", "bangalore", "bengaluru"), "Asia/Kolkata"),
    **dict.fromkeys(("beijing", "peking", "shenzhen"), "Asia/Shanghai"),
    **dict.fromkeys(("osaka", "tokio"), "Asia/Tokyo"),
    "rio de janeiro": "America/Sao_Paulo",
    "lissabon": "Europe/Lisbon",
    "prag": "Europe/Prague",
    "warschau": "Europe/Warsaw",
    "kopenhagen": "Europe/Copenhagen",
    "athen": "Europe/Athens",
    "bruessel": "Europe/Brussels",
    "moskau": "Europe/Moscow",
    "kairo": "Africa/Cairo",
    "singapur": "Asia/Singapore",
}
# An abbreviation is taken only where the zone's clocks really hang so on that day.
ABBREVIATIONS = {
    "utc": ("UTC", ("UTC",)),
    "gmt": ("UTC", ("UTC",)),
    "cet": ("Europe/Berlin", ("CET",)),
    "cest": ("Europe/Berlin", ("CEST",)),
    "mez": ("Europe/Berlin", ("CET",)),
    "mesz": ("Europe/Berlin", ("CEST",)),
    "bst": ("Europe/London", ("BST",)),
    "est": ("America/New_York", ("EST",)),
    "edt": ("America/New_York", ("EDT",)),
    "et": ("America/New_York", ("EST", "EDT")),
    "pst": ("America/Los_Angeles", ("PST",)),
    "pdt": ("America/Los_Angeles", ("PDT",)),
    "pt": ("America/Los_Angeles", ("PST", "PDT")),
    "jst": ("Asia/Tokyo", ("JST",)),
}
