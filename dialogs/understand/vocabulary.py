"""Words about days and times in bokmål and nynorsk, as data.

Each word has a kind, one letter, so that the grammar can match sentences as patterns of
letters (see `grammar`). What has no kind makes a sentence not understood: a word that
nobody thought of may turn its meaning around.
"""

from typing import Final

from dialogs.understand.tidy import listed

NUMBERS: Final = {
    "null": 0, "ett": 1, "eitt": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6,
    "sju": 7, "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13,
    "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17, "atten": 18, "nitten": 19,
    "tjue": 20, "tyve": 20, "tretti": 30, "tredve": 30, "førti": 40, "femti": 50,
    "tjueen": 21, "tjueett": 21, "tjueto": 22, "tjuetre": 23, "tjuefire": 24, "tjuefem": 25,
    "tjueseks": 26, "tjuesju": 27, "tjuesyv": 27, "tjueåtte": 28, "tjueni": 29,
    "trettien": 31, "trettifem": 35, "førtifem": 45, "femtifem": 55,
}  # fmt: skip

_UNITS: Final = {
    "første": 1, "fyrste": 1, "andre": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6,
    "sjuende": 7, "syvende": 7, "sjuande": 7, "åttende": 8, "åttande": 8, "niende": 9,
    "niande": 9,
}  # fmt: skip

ORDINALS: Final[dict[str, tuple[int, ...]]] = {
    **{word: (number,) for word, number in _UNITS.items()},
    **{f"tjue{word}": (20 + number,) for word, number in _UNITS.items()},
    "tiende": (10,), "tiande": (10,), "ellevte": (11,), "tolvte": (12,), "trettende": (13,),
    "trettande": (13,), "fjortende": (14,), "fjortande": (14,), "femtende": (15,),
    "femtande": (15,), "sekstende": (16,), "sekstande": (16,), "syttende": (17,),
    "syttande": (17,), "attende": (8, 18), "attande": (8, 18), "nittende": (19,),
    "nittande": (19,), "tjuende": (20,), "tjuande": (20,), "tyvende": (20,),
    "trettiende": (30,), "trettiande": (30,), "tredevte": (30,), "trettiførste": (31,),
    "trettifyrste": (31,),
}  # fmt: skip
"""A missing ring makes "åttende" read as "attende" (18): both are meant to be asked about."""

MONTHS: Final = {
    "januar": 1, "jan": 1, "februar": 2, "feb": 2, "febr": 2, "mars": 3, "mar": 3, "april": 4,
    "apr": 4, "mai": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "august": 8, "aug": 8,
    "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11, "nov": 11,
    "desember": 12, "des": 12,
}  # fmt: skip

WEEKDAYS: Final = {
    "mandag": 0, "måndag": 0, "tirsdag": 1, "tysdag": 1, "onsdag": 2, "torsdag": 3,
    "fredag": 4, "lørdag": 5, "laurdag": 5, "søndag": 6, "sundag": 6,
}  # fmt: skip
"""Their short forms are below; "man" and "tor" are left out: "one", and a name."""

_WEEKDAY_SHORT: Final = {"tirs": 1, "tys": 1, "ons": 2, "tors": 3, "fre": 4, "lør": 5, "søn": 6}

DAY_PARTS: Final[dict[str, tuple[int, ...]]] = {
    **dict.fromkeys(("morgenen", "morgonen"), tuple(range(4, 12))),
    **dict.fromkeys(("formiddag", "formiddagen"), tuple(range(5, 13))),
    **dict.fromkeys(("ettermiddag", "ettermiddagen"), tuple(range(12, 19))),
    **dict.fromkeys(("kveld", "kvelden"), tuple(range(17, 24))),
    **dict.fromkeys(("natta", "natten"), (22, 23, *range(7))),
}

MORNING: Final = DAY_PARTS["morgenen"]

_OF_KIND: Final = {
    "K": "kl klokka klokken klokke klokkeslett",
    "H": "halv halvt",
    "Q": "kvart kvarter",
    "V": "over",
    "P": "på paa",
    "u": "minutt minutter minuttar min",
    "U": "uke uka uken veke veka vika u",
    "#": "nr nummer",
    "A": "om",
    "a": "en ei et eit ein",
    "f": "for",
    "q": "siden sidan",
    "I": "i",
    "E": "den",
    "X": "neste",
    "C": "førstkommende førstkomande kommende komande nærmeste",
    "L": "forrige førre førige",
    "S": "sist sistleden",
    "G": "denne",
    "m": "morgen morgon morra mårra",
    "g": "går",
    "|": "eller og evt eventuelt",
    "-": "til",
    "v": "vi jeg eg du dere dykk de dei han hun ho oss meg alle dem",
    "!": (
        "ikke ikkje ikkje aldri unntatt unntatte unnateke unntak utenom utanom bortsett uten utan "
        "nei nope verken korkje ingen inga annet annen anna heller istedenfor enn umulig umogleg "
        "dårlig dårleg opptatt oppteken ferie fri fridag fridagen borte avlys avlyst avlyse "
        "fjern fjerne fjernet slett slette stryk dropp droppe kansellert kanseller minus hverken"
    ),
    "<": (
        "før etter innen innan senest seinast tidligst tidlegast fra frå frem fram åt siste "
        "etterpå tidligere tidlegare senere seinare fremover framover starten slutten"
    ),
    "=": "mellom imellom",
    "~": (
        "ca cirka omtrent rundt omkring kanskje helst gjerne ved blir vert er passer passar best "
        "bra fint fin sånn ok okei okay tar"
    ),
    "_": (
        "t det dette så da nå no altså bare berre tror trur håper håpar takk takker hei hallo ja "
        "jo då jada javel som skal bør ville vil kan må har ha hadde sett sette satt flytt flytte "
        "flytta flyttes endre endra endres av med at hva kva fungerer fungerar funker dato datoen "
        "dagen tid tida tiden tidspunkt tidspunktet tidlig tidleg presis blank møte møtet møtes "
        "møtast avtale avtalen foreslår foreslå forslag ønsker ynskjer ønske mottatt motteke "
        "mottok henvist henvisning henvisningen tilvising tilvisinga kom ble blei vart sendt "
        "holdt avholdt halde haldne starta startet enten anten ta var greit greitt sikkert "
        "være vere bli beste mulig mogleg vårt vår"
    ),
    # Near a word below by one letter, and something else: never corrected into it.
    "Z": (
        "mandager måndagar tirsdager tysdagar onsdager onsdagar torsdager torsdagar fredager "
        "fredagar lørdager laurdagar søndager sundagar mandat mandal måndal tysdal torsdal fredal "
        "søndal sundal lørdal nesten tidende natt morges"
    ),
}

_RELATIVE: Final = {
    "idag": 0, "imorgen": 1, "imorgon": 1, "imorra": 1, "imårra": 1, "overmorgen": 2,
    "overmorgon": 2, "iovermorgen": 2, "iovermorgon": 2, "igår": -1, "forgårs": -2,
    "forigårs": -2, "førgår": -2, "iforgårs": -2,
}  # fmt: skip

DAYS, WEEKS, MONTH, YEAR = 0, 1, 2, 3
"""What is counted, as the value of a word of kind T (or U for weeks)."""

_UNITS_OF_TIME: Final = {
    "dag": DAYS, "dager": DAYS, "dagar": DAYS, "uker": WEEKS, "veker": WEEKS, "vikur": WEEKS,
    "måned": MONTH, "måneder": MONTH, "månad": MONTH, "månader": MONTH, "mnd": MONTH,
    "år": YEAR,
}  # fmt: skip


def _all_words() -> dict[str, tuple[str, tuple[int, ...]]]:
    words: dict[str, tuple[str, tuple[int, ...]]] = {
        word: (kind, (WEEKS,) if kind == "U" else ())
        for kind, listed in _OF_KIND.items()
        for word in listed.split()
    }
    single = (
        ("n", NUMBERS), ("M", MONTHS), ("W", WEEKDAYS), ("W", _WEEKDAY_SHORT),
        ("W", {f"{word}en": number for word, number in WEEKDAYS.items()}),
        ("R", _RELATIVE), ("T", _UNITS_OF_TIME),
    )  # fmt: skip
    for kind, table in single:
        words |= {word: (kind, (value,)) for word, value in table.items()}
    words |= {word: ("O", values) for word, values in ORDINALS.items()}
    words |= {word: ("e", hours) for word, hours in DAY_PARTS.items()}
    return words


WORDS: Final = _all_words()
"""Each word with its kind and its values."""

_SHORTEST: Final = {"W": 6, "M": 5, "T": 5, "R": 6, "e": 6, "O": 6, "n": 6, "K": 6, "C": 8, "Q": 5}

_FORGIVING_FILLERS: Final = listed(
    "kanskje passer passar tidspunkt tidspunktet foreslår ønsker fungerer møtet avtale"
)
"""Only those that no word of another meaning resembles ("gjerne" is near "fjerne")."""

FORGIVING: Final = tuple(
    word
    for word, (kind, _) in WORDS.items()
    if len(word) >= _SHORTEST.get(kind, len(word) + 1) or word in _FORGIVING_FILLERS
)
"""Words read through one slip of the pen; short ones and those that turn a meaning are not."""
