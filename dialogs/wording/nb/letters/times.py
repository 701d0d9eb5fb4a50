"""Which times suit, asked by mail, on paper, by phone and in the EHR; and that it is over (P1, P7).

Each is told of their own window alone. The numbers are what an answer by phone goes by, so they
stay the same in a reminder.
"""

from __future__ import annotations

from collections.abc import Callable

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import capital, lines, paragraphs, sentences
from dialogs.wording.nb.letters import attending
from pathway.outgoing import ANSWER_CODE, ANSWER_URL, CODE_URL, Content, SendingKind
from pathway.ports import Letter
from pathway.words import Attendance, MeetingKind, Role

_NOT_YET = "Tidspunktet er ikke bestemt ennå. Hold gjerne av {times} til du hører fra oss."
_OVER = "Vi trenger ikke lenger svar om tidspunkt for møtet. Du trenger ikke å gjøre noe."
_PAGE = f"{CODE_URL} med koden {ANSWER_CODE}"
_CAREFUL = "Ikke skriv navn eller personlige opplysninger i svaret."


def _numbered(letter: Letter) -> str:
    """As "1: tirsdag 24. november 2026 kl. 10.20–10.35", a line each."""
    return lines(*(f"{no}: {dates.span(facts.window, letter.zone)}" for no, facts in letter.times))


def _one(letter: Letter, one: str, several: str) -> str:
    return one if len(letter.times) == 1 else several


def held(letter: Letter) -> Content:
    """One of the times as it is held in a calendar that several read."""
    why = "Tiden holdes av til vi vet hva som passer for alle. Du trenger ikke å svare."
    text = lines(why, f"Referanse: {letter.ref}")
    return Content(subject=f"Mulig møte (ref. {letter.ref})", text=text)


# --- by mail and on paper ------------------------------------------------------------------------


def _why(letter: Letter) -> str:
    what = f"Vi vil finne et tidspunkt for {attending.a_meeting(letter)}."
    if letter.kind is SendingKind.TIMES_REMINDER:
        what = f"Vi har spurt deg om tidspunkt for {attending.a_meeting(letter)}."
    if letter.again and letter.kind is SendingKind.TIMES:
        what = f"Tidene vi foreslo for {attending.a_meeting(letter)}, er endret."
    return sentences(what, _about(letter))


def _about(letter: Letter) -> str:
    match letter.role:
        case Role.GP:
            return "Se meldingen i journalsystemet for hvem det gjelder."
        case Role.NAV_ADVISER:
            return f"Du har fått referansen {letter.ref} fra oss."
        case _:
            return ""


def _asked(letter: Letter) -> str:
    asked = _one(letter, "Passer denne tiden for deg?", "Hvilke av disse tidene passer for deg?")
    missing = letter.kind is SendingKind.TIMES_REMINDER
    return sentences("Vi trenger svar fra deg." if missing else "", asked)


def _hold(letter: Letter) -> str:
    """What they were told the first time is not said again."""
    if letter.kind is SendingKind.TIMES_REMINDER:
        return ""
    return _NOT_YET.format(times=_one(letter, "tiden", "tidene"))


def _mail(letter: Letter) -> str:
    by = f" innen {dates.medium(letter.answer_by)}" if letter.answer_by else ""
    where = lines(f"Svar her{by}: {ANSWER_URL}", _CAREFUL)
    return paragraphs(_why(letter), lines(_asked(letter), _numbered(letter)), _hold(letter), where)


def _paper(letter: Letter) -> str:
    by = f" innen {dates.medium(letter.answer_by)}" if letter.answer_by else ""
    where = f"Svar{by} på {_PAGE}."
    return paragraphs(_why(letter), lines(_asked(letter), _numbered(letter)), _hold(letter), where)


def _over(_letter: Letter) -> str:
    return _OVER


MAIL: dict[SendingKind, Callable[[Letter], str]] = {
    SendingKind.TIMES: _mail,
    SendingKind.TIMES_REMINDER: _mail,
    SendingKind.TIMES_OVER: _over,
}
PAPER: dict[SendingKind, Callable[[Letter], str]] = {
    SendingKind.TIMES: _paper,
    SendingKind.TIMES_REMINDER: _paper,
    SendingKind.TIMES_OVER: _over,
}
SUBJECTS = {
    SendingKind.TIMES: "Hvilke tider passer? Møte (ref. {ref})",
    SendingKind.TIMES_REMINDER: "Påminnelse: Hvilke tider passer? Møte (ref. {ref})",
    SendingKind.TIMES_OVER: "Svar trengs ikke lenger: Møte (ref. {ref})",
}


# --- said on the telephone -----------------------------------------------------------------------


def _said(letter: Letter) -> str:
    times = " ".join(
        f"{no}: {dates.medium_moment(dates.wall(facts.window.start, letter.zone))}."
        for no, facts in letter.times
    )
    asked = _one(letter, "Passer denne tiden?", "Hvilke av disse tidene passer?")
    return sentences(
        f"Vi vil finne et tidspunkt for {attending.a_meeting(letter)}.",
        asked,
        times,
        "Tidspunktet er ikke bestemt ennå.",
    )


SPOKEN: dict[SendingKind, Callable[[Letter], str]] = {
    SendingKind.TIMES: _said,
    SendingKind.TIMES_REMINDER: _said,
    SendingKind.TIMES_OVER: _over,
}


# --- in the EHR (P7) -----------------------------------------------------------------------------


def _secure(letter: Letter) -> str:
    whom = capital(names.role_definite(letter.role))
    how = names.attendance(letter.facts.attends)
    if letter.facts.attends in {Attendance.VIDEO, Attendance.HOME}:
        how = "på video"
    asked = f"{whom} spørres om tidspunkt for samhandlingsmøte {how}."
    if letter.kind is SendingKind.TIMES_REMINDER:
        asked = f"{whom} er spurt om tidspunkt for samhandlingsmøte {how}. Svar mangler."
    if letter.again and letter.kind is SendingKind.TIMES:
        asked = f"Det er endringer i tidene {names.role_definite(letter.role)} er spurt om."
    by = f" innen {dates.digits(letter.answer_by)}" if letter.answer_by else ""
    first = letter.meeting_kind is MeetingKind.SHM1 and letter.role is Role.GP
    which = _one(letter, "om tiden passer", "med numrene på tidene som passer")
    unfit = _one(letter, "Passer den ikke", "Passer ingen")
    return sentences(
        asked,
        _one(letter, "Denne tiden er mulig:", "Disse tidene er mulige:"),
        f"\n{_numbered(letter)}\n",
        f"Svar på denne meldingen{by} {which}. {unfit}, foreslå gjerne andre tider.",
        "Pasienten spørres om tidene som passer for fastlegen." if first else "",
        f"Svar kan også gis på {_PAGE}.",
    )


def _secure_over(_letter: Letter) -> str:
    return "Svar om tidspunkt for samhandlingsmøtet trengs ikke lenger."


def about_whom(letter: Letter) -> str:
    """Beside a mail that asks: the reference joins the two."""
    return sentences(
        f"{capital(names.role_definite(letter.role))} er spurt om tidspunkt for samhandlingsmøte "
        "om denne pasienten.",
        f"Spørsmålet er sendt på e-post med referansen {letter.ref}.",
        "Svar på e-posten, ikke på denne meldingen.",
    )


SECURE: dict[SendingKind, Callable[[Letter], str]] = {
    SendingKind.TIMES: _secure,
    SendingKind.TIMES_REMINDER: _secure,
    SendingKind.TIMES_OVER: _secure_over,
}
