"""What is said around a question of times: putting it, how it stands, choosing, stopping."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from dialogs.wording.nb import ask_invite, dates, names
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.neutral import clean
from pathway.ports import Notice
from pathway.rules import Unmet
from pathway.times import MOST_OPTIONS
from pathway.words import Channel, MeetingKind, Role, Substitute

TITLE = "Spør om tider"
TIMES = (
    f"Hvilke tider skal jeg spørre om? Skriv inntil {MOST_OPTIONS}.",
    "Tider",
    "Skriv for eksempel «tirsdag 24. kl. 10, onsdag 25. kl. 9 eller torsdag 26. kl. 13».",
)
ASK_QUESTION = "Skal jeg spørre om disse tidene?"
ASK = "Spør om tidene"

LOOK_TITLE = "Tider dere har spurt om"
LOOK = ("tider", "Se svarene om tider")
RECORD = ("svar om tider", "Registrer svar om tider")
QUESTION = (("svar om tider", "Ja, registrer"), ("purr", "Nei, purr"))
CHANGE = "Endre tidene"
ASK_ALSO = "Spør de andre om forslagene også"
STOP_TITLE = "Stopp spørsmålet om tider"
STOP_QUESTION = "Skal jeg stoppe spørsmålet?"
STOP = "Stopp spørsmålet"

CHOOSE_TITLE = "Velg tid"
WHICH = ("Hvilken tid skal møtet ha?", "Tid", "Velg fra listen.")
CHOOSE_QUESTION = "Skal møtet få denne tiden?"
CHOOSE = "Velg tiden"

ANSWER_TITLE = "Svar om tider"
WHO = ("Hvem har svart?", "Svar fra", "Velg fra listen.")
SUITS = (
    "Hvilke av tidene passer? Skriv numrene, «alle» eller «ingen».",
    "Tidene som passer",
    "Skriv for eksempel «1 og 3», «alle» eller «ingen».",
)
NONE, ALL = "ingen", "alle"
NONE_WORDS = frozenset({"ingen", "ingen passer", "ingen av dem", "nei", "passer ikke", "0"})
ALL_WORDS = frozenset({"alle", "alle passer", "alle sammen", "begge", "begge passer", "ja"})
SAVE_QUESTION = "Skal jeg registrere svaret?"
SAVE = "Registrer svaret"


BY_MAIL = "på e-post"
ASKED_WORD = {Role.GP: "fastlegen", Role.PATIENT: "pasienten", Role.NAV_ADVISER: "nav"}
"""What one types for one who is asked, after the words that record their answer."""


def suggested(numbers: Sequence[int], starts: Sequence[datetime]) -> str:
    """What a mail seems to say, as a button: "Registrer: 1 og 3 passer"."""
    if not numbers:
        return "Registrer: ingen av tidene passer"
    if len(numbers) == 1:
        return f"Registrer: {dates.medium_moment(starts[numbers[0] - 1])} passer"
    return f"Registrer: {listed(map(str, numbers))} passer"


def both_day_and_clock(piece: str) -> str:
    """One of several times is not whole."""
    return f"Jeg mangler dag eller klokkeslett i «{clean(piece)}»."


def not_read(piece: str) -> str:
    """One of several times is not understood, or may be several."""
    return f"Jeg forsto ikke «{clean(piece)}». Skriv dag og klokkeslett."


def too_many(most: int) -> str:
    """More times than one question has room for."""
    return f"Du kan spørre om inntil {most} tider om gangen."


def bad_numbers(numbers: Sequence[int]) -> str:
    """Numbers that are not on the list, of those that are."""
    return f"Skriv {listed([f'«{n}»' for n in numbers] + [f'«{NONE}»'], 'eller')}."


def gone(starts: Sequence[datetime], numbers: Sequence[int]) -> str:
    """Times that were withdrawn, or have passed, and the numbers of those that can be had."""
    which = capital(listed([dates.medium_moment(start) for start in starts]))
    return f"{which} kan ikke velges lenger. {bad_numbers(numbers)}"


def facts(
    kind: MeetingKind, starts: Sequence[datetime], leader: str, template: str, place: str
) -> list[tuple[str, str]]:
    """What is asked about, before the last yes."""
    times = listed([dates.medium_moment(start) for start in starts])
    rows = [
        ("Møte", names.meeting(kind)),
        ("Tider", times),
        ("Møteleder", leader),
        ("Møteoppsett", template and ask_invite.template(template)),
        ("Sted", place),
    ]
    return [row for row in rows if row[1]]


def later(role: Role, missing: Sequence[Unmet]) -> str:
    """Who is asked when something has come true: "Pasienten spørres når fastlegen har svart"."""
    whys = {
        Unmet.GP_ACCEPTED: "fastlegen har sagt hvilke tider som passer",
        Unmet.CONSENT: "pasienten har samtykket",
        Unmet.CONSENT_PARTS: "samtykket gjelder alle delene",
        Unmet.PHONE_CALL: "vi har ringt og sagt hvem det gjelder",
        Unmet.CONTACT: "vi har navn og kontaktopplysninger",
    }
    when = listed([whys[one] for one in missing if one in whys])
    return f"{capital(names.role_definite(role))} spørres når {when}." if when else ""


def answer_by(day: date, count: int) -> str:
    """The last day of the question, and what becomes of the `count` times until then."""
    times = "Tiden" if count == 1 else "Tidene"
    held = f"{times} holdes av for møteleder og klinikere til dere har valgt."
    return f"Svarfristen er {dates.medium(day)}. {held}"


def asked(ref: str, count: int) -> str:
    """What was done."""
    times, held = ("én tid", "Tiden") if count == 1 else (f"{count} tider", "Tidene")
    return f"Spørsmålet om {times} i sak {ref} er klart. {held} holdes av til dere har valgt."


def nothing_asked(ref: str) -> str:
    """No question of times is open."""
    return f"Det er ikke spurt om tider i sak {ref}. Skriv «spør om tider {ref}» for å begynne."


def nobody_to_answer(ref: str) -> str:
    """Nobody is asked about any time."""
    return f"Ingen er spurt om tider i sak {ref}."


def standing(kind: MeetingKind, day: date, *, late: bool) -> str:
    """As "SHM1. Svarfristen er mandag 12. oktober."."""
    verb = "var" if late else "er"
    return f"{names.meeting(kind)}. Svarfristen {verb} {dates.medium(day)}."


def option(start: datetime) -> str:
    """As "Tirsdag 24. november 2026 kl. 10.00"."""
    return capital(dates.moment(start))


def proposed(role: Role, start: datetime, own: datetime) -> str:
    """A time that somebody proposes; whoever comes later begins later."""
    later = f" (egen del kl. {dates.clock(own)})" if own != start else ""
    when = f"{capital(dates.moment(start))}{later}"
    return f"{when}: forslag fra {names.role_definite(role)}"


def said(role: Role, missing: Sequence[Unmet], *, suits: bool | None, reached: bool) -> str:
    """What one person says of one time, in a few words; None is nothing so far."""
    who = capital(names.role_definite(role))
    if suits is not None:
        return f"{who}: {'passer' if suits else 'passer ikke'}"
    if reached:
        return f"{who}: ikke svart"
    return f"{who}: ikke spurt" if missing else f"{who}: blir spurt"


def withdrawn(starts: Sequence[datetime]) -> str:
    """The times that were taken out of the question."""
    return f"Trukket tilbake: {listed([dates.medium_moment(s) for s in starts])}." if starts else ""


def comment(role: Role, text: str) -> str:
    """What somebody wrote besides."""
    return f"{capital(names.role_definite(role))} skriver: «{clean(text)}»"


def choose_button(start: datetime) -> str:
    """As "Velg tirsdag 24. november kl. 10.00"."""
    return f"Velg {dates.medium_moment(start)}"


def cannot(why: str) -> str:
    """Why a time cannot be chosen."""
    return f"Kan ikke velges: {why}"


def chosen(ref: str, kind: MeetingKind, start: datetime) -> str:
    """What was done."""
    return f"{names.meeting(kind)} i sak {ref} er {dates.moment(start)}."


def stopped(ref: str) -> str:
    """What was done."""
    return f"Spørsmålet om tider i sak {ref} er stoppet. Ingen tider holdes av lenger."


def who(role: Role, name: str, office: str) -> str:
    """One who is asked, on a button."""
    return capital(ask_invite.person(role, name, office))


def answered(ref: str, role: Role, suits: Sequence[datetime]) -> str:
    """What was registered."""
    whose = f"Svaret fra {names.role_definite(role)} i sak {ref} er registrert"
    if not suits:
        return f"{whose}: Ingen av tidene passer."
    return f"{whose}: {listed([dates.medium_moment(start) for start in suits])} passer."


def answer_facts(whose: str, suits: Sequence[datetime], way: Channel) -> list[tuple[str, str]]:
    """An answer before the last yes."""
    fit = listed([dates.medium_moment(start) for start in suits]) if suits else "Ingen"
    return [("Svar fra", whose), ("Passer", capital(fit)), ("Svarte", names.by_channel(way))]


def now_decide(ref: str, *, fits: bool) -> str:
    """Everybody who is asked has answered."""
    return sentences(f"Alle som er spurt i sak {ref}, har svart.", _what_now(fits=fits))


def _what_now(*, fits: bool, proposed: bool = False) -> str:
    if not fits and proposed:
        return "Dere kan velge et forslag, eller spørre om andre tider."
    return "Dere kan velge tid." if fits else NONE_FITS


NONE_FITS = "Ingen av tidene passer for alle som har svart. Dere kan spørre om andre tider."


def news(notice: Notice) -> str:
    """Somebody has answered, for the secretary."""
    told = notice.values
    whose = capital(names.role_definite(Role(told.get("role") or Role.GP)))
    for_another = told.get("substitute", Substitute.NONE) != Substitute.NONE
    by = f"{told.get('name')} svarte i stedet for fastlegen." if for_another else ""
    if told.get("substitute") == Substitute.FOR_GOOD:
        by = f"{told.get('name')} svarte og har overtatt som fastlege."
    other = int(told.get("others") or 0)
    suits, count = told.get("suits", "0"), told.get("of", "0")
    said = "Ingen av tidene passer" if suits == "0" else f"{suits} av {count} tider passer"
    if count == "1":
        said = "Tiden passer ikke" if suits == "0" else "Tiden passer"
    return sentences(
        f"{whose} i sak {notice.ref} har svart: {said}.",
        by,
        f"Det er foreslått {'én annen tid' if other == 1 else f'{other} andre tider'}."
        if other
        else "",
        "Det står en kommentar i svaret." if told.get("comment") else "",
        "Alle som er spurt, har svart." if told.get("all") else "",
        _what_now(fits=bool(told.get("fits")), proposed=bool(other)) if told.get("all") else "",
    )
