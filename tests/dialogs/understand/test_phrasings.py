"""A known date and time in many forms, orders and fillers, with typos: never another one."""

from datetime import date, time, timedelta
from typing import TypeVar

from hypothesis import assume, example, given
from hypothesis import strategies as st

from dialogs.understand import (
    Ambiguous,
    Moment,
    NotUnderstood,
    Reading,
    Understood,
    read_choice,
    read_date,
    read_email,
    read_moment,
    read_phone,
    read_reference,
    read_time,
    read_yes_no,
)
from dialogs.understand.vocabulary import WORDS


def _words(text: str) -> list[str]:
    return text.split()


MONTHS = _words(
    "januar februar mars april mai juni juli august september oktober november desember"
)
SHORT_MONTHS = _words("jan feb mars april mai juni juli aug sept okt nov des")
WEEKDAYS = _words("mandag tirsdag onsdag torsdag fredag lørdag søndag")
NYNORSK = _words("måndag tysdag onsdag torsdag fredag laurdag sundag")
ORDINALS = _words(
    "første andre tredje fjerde femte sjette sjuende åttende niende tiende ellevte tolvte "
    "trettende fjortende femtende sekstende syttende attende nittende tjuende tjueførste "
    "tjueandre tjuetredje tjuefjerde tjuefemte tjuesjette tjuesjuende tjueåttende tjueniende "
    "trettiende trettiførste"
)
HOURS = _words("tolv ett to tre fire fem seks sju åtte ni ti elleve")
COUNTS = _words("null en to tre fire fem seks sju åtte ni ti elleve tolv")
BEFORE = ("", "", "", "kanskje ", "det passer best ", "hei, vi kan ta ", "gjerne ", "møtet er ")
AFTER = ("", "", "", "?", ".", " takk", " hvis det passer", " ikke sant", " altså", " :-)")
JOINS = (" ", ", ", "  ")
LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
TYPO_FROM = 5

V = TypeVar("V")

TODAYS = st.dates(date(2025, 1, 1), date(2031, 12, 31))
AHEAD = st.integers(0, 330)
MEETING_TIMES = st.builds(time, st.integers(7, 17), st.sampled_from(range(0, 60, 5)))


def certain_days(day: date) -> list[str]:
    """The ways to write a day that name its year."""
    month, year = MONTHS[day.month - 1], day.year
    return [
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{year}",
        f"{day.day}/{day.month}-{year}",
        f"{day.day}/{day.month}/{year}",
        day.isoformat(),
        f"{day:%d%m%Y}",
        f"{day.day}. {month} {year}",
        f"den {day.day}. {month} {year}",
        f"{WEEKDAYS[day.weekday()]} {day.day}. {month} {year}",
        f"{NYNORSK[day.weekday()]} den {day.day}. {month}, {year}",
        f"{WEEKDAYS[day.weekday()]} uke {day.isocalendar().week} {day.isocalendar().year}",
    ]


def open_days(day: date, today: date) -> list[str]:
    """The ways to write a day that leave something to be found out."""
    month, name = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    week, days = day.isocalendar().week, (day - today).days
    found = [
        f"{day:%d.%m}",
        f"{day.day}.{day.month}.",
        f"{day:%d.%m.%y}",
        f"{day:%d-%m-%y}",
        f"{day:%d%m%y}",
        f"{day.day}/{day.month}",
        f"{day.day} {day.month}",
        f"{day.day}. {day.month}",
        f"{day.day}. {day:%m.%y}",
        f"{day.day}. {month}",
        f"{day.day} {SHORT_MONTHS[day.month - 1]}",
        f"{ORDINALS[day.day - 1]} {month}",
        f"{name} {day.day}.{day.month}",
        f"{name} den {day.day}. {month}",
        f"{name} i uke {week}",
        f"uke {week} {name}",
        f"uke {week}, på {name}",
        f"om {days} dager" if days <= 60 else f"{day.day}. {month}",
    ]
    return found + _near_days(day, today)


def _near_days(day: date, today: date) -> list[str]:
    name, days = WEEKDAYS[day.weekday()], (day - today).days
    weeks = (day - today + timedelta(today.weekday())).days // 7
    found = {
        0: ["i dag", "idag"],
        1: ["i morgen", "imorgen", "i morgon"],
        2: ["i overmorgen", "overmorgen"],
    }.get(days, [])
    if 1 <= days <= 7:
        found += [name, f"på {name}", f"førstkommende {name}", f"neste {name}"]
    if weeks == 1:
        found += [f"{name} neste uke", f"neste {name}"]
    if 1 <= weeks <= 12:
        found += [f"{name} om {weeks} uker", f"om {COUNTS[weeks]} uker på {name}"]
    if days and days % 7 == 0 and days <= 84:
        found.append(f"om {COUNTS[days // 7]} uker")
    return [*found, f"den {day.day}."] if days <= 28 else found


def clock_texts(clock: time) -> list[str]:
    """The ways to write a time of day."""
    hour, minute, face = clock.hour, clock.minute, HOURS[clock.hour % 12]
    following, number = HOURS[(hour + 1) % 12], COUNTS[minute] if minute <= 12 else str(minute)
    found = [f"kl. {hour}.{minute:02}", f"kl {clock:%H:%M}", f"{clock:%H:%M}", f"{clock:%H.%M}"]
    found += [f"klokka {hour}.{minute:02}", f"{clock:%H%M}", f"kl {hour} {minute:02}"]
    before_half, after_half = 30 - minute, minute - 30
    if minute == 0:
        found += [f"kl {hour}", f"klokken {face}", f"kl. {clock:%H}"]
    elif minute == 15:
        found += [f"kvart over {face}"]
    elif minute == 30:
        found += [f"halv {following}", f"klokka halv {following}", f"{face} tretti"]
    elif minute == 45:
        found += [f"kvart på {following}"]
    elif minute < 15:
        found += [f"{number} over {face}", f"klokka {number} over {face}"]
    if 0 < before_half <= 10:
        found += [f"{COUNTS[before_half]} på halv {following}"]
    if 0 < after_half <= 10:
        found += [f"{COUNTS[after_half]} over halv {following}"]
    return found


@st.composite
def slips(draw: st.DrawFn, text: str) -> str:
    """The text with one edit in a word of five letters or more that leaves no other known word."""
    words = text.split(" ")
    places = [i for i, word in enumerate(words) if word.isalpha() and len(word) >= TYPO_FROM]
    if not places:
        return text
    place = draw(st.sampled_from(places))
    word = words[place]
    at, letter = draw(st.integers(0, len(word) - 2)), draw(st.sampled_from(LETTERS))
    words[place] = draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    assume(words[place].lower() not in WORDS or words[place] == word)
    return " ".join(words)


@st.composite
def said(draw: st.DrawFn, parts: list[str]) -> str:
    """The parts in any order, with fillers, in any case, perhaps with a slip of the pen."""
    text = draw(st.sampled_from(JOINS)).join(draw(st.permutations(parts)))
    text = draw(st.sampled_from(BEFORE)) + text + draw(st.sampled_from(AFTER))
    if draw(st.booleans()):
        text = draw(slips(text))
    return draw(st.sampled_from((text, text.upper(), text.title(), f"  {text} ")))


def never_another(reading: Reading[V], meant: V) -> bool:
    """Whether it is what was meant, asked about with what was meant among it, or not taken."""
    match reading:
        case Understood(value):
            return value == meant
        case Ambiguous(options):
            return meant in options
        case NotUnderstood():
            return True


@given(data=st.data(), today=TODAYS, ahead=AHEAD)
def test_a_known_date_is_never_read_as_another(
    data: st.DataObject, today: date, ahead: int
) -> None:
    """A date in any form, order, case, with fillers and a typo, is it, asked about or not taken."""
    day = today + timedelta(ahead)
    form = data.draw(st.sampled_from(certain_days(day) + open_days(day, today)))
    text = data.draw(said([form]))
    assert never_another(read_date(text, today), day), text


@given(data=st.data(), today=TODAYS, ahead=AHEAD, clock=MEETING_TIMES)
def test_a_known_moment_is_never_read_as_another(
    data: st.DataObject, today: date, ahead: int, clock: time
) -> None:
    """A date and a time in any form and order are both right, asked about, or not taken."""
    day = today + timedelta(ahead)
    form = data.draw(st.sampled_from(certain_days(day) + open_days(day, today)))
    text = data.draw(said([form, data.draw(st.sampled_from(clock_texts(clock)))]))
    assert never_another(read_moment(text, today), Moment(day, clock)), text
    assert never_another(read_date(text, today), day), text


@given(data=st.data(), clock=MEETING_TIMES)
def test_a_known_time_is_never_read_as_another(data: st.DataObject, clock: time) -> None:
    """A time of day between 7 and 18 in any form is it, asked about, or not taken."""
    text = data.draw(said([data.draw(st.sampled_from(clock_texts(clock)))]))
    assert never_another(read_time(text), clock), text


@given(data=st.data(), today=TODAYS, behind=AHEAD)
def test_a_known_past_date_is_never_read_as_another(
    data: st.DataObject, today: date, behind: int
) -> None:
    """A date that has been is it, asked about, or not taken, when the past is asked for."""
    day = today - timedelta(behind)
    name, week = WEEKDAYS[day.weekday()], day.isocalendar().week
    month = MONTHS[day.month - 1]
    forms = [
        f"{day:%d.%m}",
        f"{day.day}. {month}",
        f"{name} uke {week}",
        f"{name} {day.day}. {month}",
    ]
    if behind <= 60:
        forms += [f"for {behind} dager siden"]
    if 1 <= behind <= 7:
        forms += [name, f"sist {name}", f"forrige {name}"]
    text = data.draw(said([data.draw(st.sampled_from(certain_days(day) + forms))]))
    assert never_another(read_date(text, today, prefer="past"), day), text


@given(data=st.data(), today=TODAYS, ahead=AHEAD, clock=MEETING_TIMES)
def test_plain_forms_are_understood(
    data: st.DataObject, today: date, ahead: int, clock: time
) -> None:
    """A date with its year and a time, each in plain form, are understood, not only asked about."""
    day = today + timedelta(ahead)
    date_text = data.draw(st.sampled_from(certain_days(day)))
    before = data.draw(st.sampled_from(("", "kanskje ", "det passer best ", "hei, vi kan ta ")))
    joined = f"{before}{date_text} kl. {clock:%H.%M}"
    assert read_moment(joined, today) == Understood(Moment(day, clock))
    assert read_date(before + date_text, today) == Understood(day)


@given(text=st.text(max_size=400), today=TODAYS)
@example(text="\u202e11.42", today=date(2026, 11, 18))
@example(text="24.11 " * 50, today=date(2026, 11, 18))
@example(text="10 " * 100, today=date(2026, 11, 18))
@example(text="10.11" * 60, today=date(2026, 11, 18))
@example(text="1" * 300, today=date(2026, 11, 18))
@example(text="eller " * 50, today=date(2026, 11, 18))
@example(text="\x00", today=date(2026, 11, 18))
@example(text="\ud800", today=date(2026, 11, 18))
@example(text="a@" * 150, today=date(2026, 11, 18))
def test_any_text_is_survived(text: str, today: date) -> None:
    """Whatever is typed, every reader gives a reading."""
    for reading in (
        read_date(text, today),
        read_date(text, today, prefer="past"),
        read_time(text),
        read_moment(text, today),
        read_yes_no(text),
        read_choice(text, []),
        read_reference(text),
        read_email(text),
        read_phone(text),
    ):
        assert isinstance(reading, Understood | Ambiguous | NotUnderstood)


SOUP = st.lists(
    st.sampled_from(
        [*WORDS, *_words("0 1 7 9 10 11 24 30 48 2026 1030 24.11 10.11 10.30 24/11 - , .")]
    ),
    max_size=12,
)


@given(words=SOUP, today=TODAYS)
def test_any_soup_of_known_words_is_survived(words: list[str], today: date) -> None:
    """Known words in senseless order never break a reader, and no list of options is long."""
    text = " ".join(words)
    for reading in (read_date(text, today), read_moment(text, today), read_time(text)):
        assert not isinstance(reading, Ambiguous) or 2 <= len(reading.options) <= 12


NEGATIONS = ("ikke", "ikkje", "unntatt", "utenom", "alt annet enn", "før", "etter", "senest", "fra")


@given(data=st.data(), today=TODAYS, ahead=AHEAD, negation=st.sampled_from(NEGATIONS))
def test_what_is_negated_or_limited_is_never_taken(
    data: st.DataObject, today: date, ahead: int, negation: str
) -> None:
    """A date that is excluded or only bounds the answer is never taken for it."""
    day = today + timedelta(ahead)
    form = data.draw(st.sampled_from(certain_days(day) + open_days(day, today)))
    text = " ".join(data.draw(st.permutations([form, negation])))
    assert isinstance(read_date(text, today), NotUnderstood), text
    assert isinstance(read_moment(text, today), NotUnderstood), text
