"""*Innboks*: what came by mail and is no plain answer, and what may be made of it."""

from __future__ import annotations

from enum import StrEnum

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import capital, sentences
from dialogs.wording.nb.notices.mail import (
    ANOTHER_TIME,
    answered_and_wrote,
    answered_invitation,
    but_what,
    titled,
)
from dialogs.wording.neutral import clean
from pathway.model import Meeting, Participant
from pathway.questions import BY_HAND, Doubt, Question
from pathway.words import MeetingKind, Role, Verdict

TITLE = "E-post om møtet"
SEEN_TITLE = "E-posten er sett"
WHICH = ("Hvilken e-post?", "E-post", "Velg fra listen.")
HOW = ("Hva gjør vi?", "Hva gjør vi?", "Velg fra listen.")
SAVE_QUESTION, SAVE = "Skal dette lagres?", "Lagre"
_LONGEST_NAME = 60


class Way(StrEnum):
    """What one may make of a mail; the word is what is typed."""

    SUBSTITUTE = "vikar"
    THEIRS = "svaret"
    ADD = "deltaker"
    AGAIN = "purr"
    RECORD = "svar"
    NOTED = "sett"
    MOVE = "flytt"
    RESTORE = "gjenopprett"
    CANCEL = "avlys"


WAYS: dict[Doubt, tuple[Way, ...]] = {
    Doubt.STRANGER: (Way.ADD, Way.THEIRS, Way.AGAIN, Way.NOTED),
    Doubt.SAYS_MORE: (Way.THEIRS, Way.RECORD, Way.NOTED),
    Doubt.NO_ANSWER: (Way.RECORD, Way.AGAIN, Way.NOTED),
    Doubt.UNREADABLE: (Way.RECORD, Way.AGAIN, Way.NOTED),
    Doubt.AWAY: (Way.NOTED, Way.RECORD, Way.AGAIN),
    Doubt.DELAYED: (Way.NOTED,),
    Doubt.UNDELIVERED: (Way.NOTED,),
    Doubt.LETTER: (Way.RECORD, Way.NOTED),
    Doubt.OFTEN: (Way.RECORD, Way.NOTED),
    Doubt.MANY: (Way.NOTED,),
    Doubt.MOVED: (Way.MOVE, Way.RESTORE, Way.NOTED),
    Doubt.DELETED: (Way.RESTORE, Way.CANCEL, Way.NOTED),
    Doubt.TAKEN_OFF: (Way.RESTORE, Way.NOTED),
    Doubt.REWRITTEN: (Way.RESTORE, Way.NOTED),
}
"""By what came, the likeliest first."""


def ways(question: Question, role: Role) -> tuple[Way, ...]:
    """What may be made of it; a stranger's answer to a GP's invitation is likeliest a locum's."""
    found = WAYS[question.doubt]
    if question.proposed is None:
        found = tuple(way for way in found if way is not Way.MOVE)
    if question.verdict is None:
        found = tuple(way for way in found if way is not Way.THEIRS)
    elif question.doubt is Doubt.STRANGER and role is Role.GP:
        found = (Way.SUBSTITUTE, *found)
    elif question.doubt is Doubt.SAYS_MORE and (question.to_read or question.proposed):
        found = (Way.RECORD, Way.THEIRS, Way.NOTED)
    return found


def way(way: Way, question: Question, role: Role, kind: MeetingKind | None = None) -> str:
    """What the button says; `kind` is of what the mail is about, where it is known."""
    it = names.the_meeting(kind)
    verdict = names.verdict(question.verdict) if question.verdict else ""
    return {
        Way.SUBSTITUTE: "Det er en vikar. Registrer svaret",
        Way.THEIRS: f"Registrer «{verdict}» fra {names.role_definite(role)}",
        Way.ADD: "Legg til som deltaker",
        Way.AGAIN: f"Spør {names.role_definite(role)} på nytt",
        Way.RECORD: "Registrer et svar",
        Way.NOTED: "Ferdig",
        Way.MOVE: f"Flytt {it} til den nye tiden",
        Way.RESTORE: f"Sett {it} tilbake i kalenderen",
        Way.CANCEL: f"Avlys {it}",
    }[way]


def title(question: Question, kind: MeetingKind | None = None) -> str:
    """As "Svar fra en som ikke var spurt"."""
    return titled(question.doubt, kind)


def listed(question: Question, zone: str, kind: MeetingKind | None = None) -> str:
    """As "Fraværssvar, onsdag 4. november kl. 08.31"."""
    return f"{title(question, kind)}, {dates.medium_moment(dates.wall(question.at, zone))}"


def about(question: Question, person: Participant, meeting: Meeting, zone: str) -> str:
    """Who wrote, when and what, with the answerer's own words where they are needed."""
    who = names.role_definite(person.role)
    it = names.the_meeting(meeting.kind)
    met = f"{it} {dates.short(meeting.start.date())}"
    what = (
        _done_by_hand(question, clean(person.name) or who, met)
        if question.doubt in BY_HAND
        else _what(question, who, met)
    )
    return sentences(what, times(question, zone), words(question))


_READ, _READ_ALL = "Se e-posten i postkassen.", "Se hele e-posten i postkassen."
RECORD_TIMES = "Registrer et svar om tidene"


def about_times(question: Question, person: Participant, zone: str) -> str:
    """Who wrote of which times suit, when, and the words, where they are needed."""
    who = names.role_definite(person.role)
    wrote = f"{sender(question)} har svart på spørsmålet om tider til {who}."
    if question.doubt is Doubt.STRANGER:
        wrote = (
            f"{sender(question)} har svart på spørsmålet om tider, men det var {who} som ble spurt."
        )
    by_itself = (
        f"En e-post til {who} om hvilke tider som passer, er forsinket."
        if question.doubt is Doubt.DELAYED
        else ""
    )
    if question.doubt is Doubt.AWAY:
        until = f" til og med {dates.medium(question.until)}" if question.until else ""
        by_itself = f"{capital(who)} har sendt et fraværssvar{until}. Det teller ikke som svar."
    read = "" if question.comment or by_itself or question.to_read else _READ
    return sentences(by_itself or wrote, read, times(question, zone), words(question))


def sender(question: Question) -> str:
    """As "Ola Prøve (ola@prove.example)"."""
    name = clean(question.sender_name)[:_LONGEST_NAME].strip()
    address = clean(question.sender)
    if name and address:
        return f"{name} ({address})"
    return name or address or "Ukjent avsender"


def _what(question: Question, who: str, met: str) -> str:  # noqa: PLR0911 - one line a doubt
    match question.doubt:
        case Doubt.STRANGER:
            said = answered_invitation(question.verdict or "", met)
            return f"{sender(question)} {said}, men det var {who} som ble spurt."
        case Doubt.SAYS_MORE:
            answered = f" {names.verdict(question.verdict)}" if question.verdict else ""
            but = but_what(another=question.proposed is not None)
            return f"{capital(who)} har svart{answered} til {met}, men {but}."
        case Doubt.AWAY:
            until = dates.medium(question.until) if question.until else ""
            away = f" til og med {until}" if until else ", uten at det står hvor lenge"
            return f"{capital(who)} har sendt et fraværssvar{away}. Det teller ikke som svar."
        case Doubt.DELAYED:
            return f"En e-post til {who} om {met} er forsinket. E-posttjenesten prøver fortsatt."
        case Doubt.UNDELIVERED:
            return f"En e-post til {who} om {met} kom ikke fram. Ring i stedet."
        case Doubt.OFTEN:
            often = f"{capital(who)} har svart svært mange ganger på innkallingen til {met}."
            return f"{often} Flere svar blir ikke registrert. Ring og hør hva som gjelder."
        case Doubt.MANY:
            room = "enn det er plass til å vise her"
            return f"Det har kommet flere e-poster om {met} {room}. Se dem i postkassen."
        case _:
            return _to_read(question, who, met)


def _done_by_hand(question: Question, name: str, met: str) -> str:
    did, told = {
        Doubt.MOVED: (f"flyttet {met}", "De ansatte har fått den nye tiden"),
        Doubt.DELETED: (f"slettet {met}", "De ansatte har fått beskjed om avlysning"),
        Doubt.TAKEN_OFF: (f"tatt {name} ut av {met}", f"{name} har fått beskjed om avlysning"),
        Doubt.REWRITTEN: (f"endret teksten eller stedet for {met}", "De ansatte ser endringen"),
    }[question.doubt]
    return f"Noen har {did} i kalenderen. {capital(told)}."


def _to_read(question: Question, who: str, met: str) -> str:
    """What stands in the mailbox, and must be read there."""
    if question.doubt is Doubt.LETTER and question.verdict is not None:
        return f"{capital(who)} {answered_and_wrote(question.verdict, met)}"
    if question.doubt is Doubt.NO_ANSWER and question.verdict is not None:
        said = answered_invitation(question.verdict, met).replace(" på innkallingen til ", " om ")
        return f"{sender(question)} {said}, men ikke på innkallingen herfra."
    came = {
        Doubt.NO_ANSWER: f"{sender(question)} har svart noe om {met} som ikke er et vanlig svar.",
        Doubt.UNREADABLE: f"{sender(question)} har sendt en e-post om {met} som ikke kan leses.",
    }.get(question.doubt, f"{sender(question)} har skrevet en e-post om {met}.")
    return came if question.to_read else f"{came} Se den i postkassen."


def times(question: Question, zone: str) -> str:
    """When it came, and what it proposes."""
    if question.doubt is Doubt.OFTEN:
        lost = "Ett svar er" if question.times == 1 else f"{question.times} svar er"
        last = dates.medium_moment(dates.wall(question.at, zone))
        return f"Det siste kom {last}. {lost} ikke registrert."
    by_hand = question.doubt in BY_HAND
    came, new = ("Vi så det", "Ny tid") if by_hand else ("Det kom", "Foreslått tid")
    new = "Tiden i svaret" if question.doubt is Doubt.SAYS_MORE else new
    at = f"{came} {dates.medium_moment(dates.wall(question.at, zone))}."
    several = f"Det har kommet {question.times} slike." if question.times > 1 else ""
    window = question.proposed
    proposed = f"{new}: {dates.medium_span(window, zone)}." if window else ""
    return sentences(at, several, proposed)


def words(question: Question) -> str:
    """The answerer's own, and where the rest of them is."""
    comment = f"Kommentar: «{clean(question.comment)}»" if question.comment else ""
    return sentences(comment, _READ_ALL if question.to_read else "")


def none(ref: str) -> str:
    """Nothing waits."""
    return f"Det er ingen e-post å se på i sak {ref}."


def recorded(verdict: Verdict, role: Role, *, instead: bool) -> str:
    """What was registered."""
    who = "vikaren" if instead else names.role_definite(role)
    if verdict is Verdict.NEW_TIME:
        return f"Svaret er registrert: {who} {ANOTHER_TIME}."
    return f"Svaret er registrert: {names.verdict(verdict)} fra {who}."


def noted(ref: str) -> str:
    """It is seen to, and nothing else is changed."""
    return f"Det er krysset av i sak {ref}."


def restored(ref: str, kind: MeetingKind) -> str:
    """The calendar is put back as the meeting is in the case."""
    it = capital(names.the_meeting(kind))
    return f"{it} i sak {ref} settes tilbake i kalenderen, slik det står i saken."


def new_start(question: Question, zone: str) -> str:
    """Where the meeting was moved to by hand, as one types it; empty where that is not known."""
    window = question.proposed
    return f"{dates.wall(window.start, zone):%d.%m.%Y kl. %H.%M}" if window else ""


def facts(question: Question, way_title: str, kind: MeetingKind | None) -> list[tuple[str, str]]:
    """What is to be saved."""
    return [("E-post", title(question, kind)), ("Hva gjør vi", way_title)]
