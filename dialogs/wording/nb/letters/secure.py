"""Secure messages in the EHR: plain text without courtesy phrases, a link on its own line (P7).

F17 does not hold here: the message lies in the patient's own record, and says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from dialogs.wording.nb import dates, names, phones
from dialogs.wording.nb.grammar import capital, sentences
from dialogs.wording.nb.letters import attending
from dialogs.wording.nb.letters import times as time_letters
from dialogs.wording.nb.letters.attending import answer_by, on_video
from dialogs.wording.neutral import clean, clean_link
from pathway.outgoing import ANSWER_CODE, CODE_URL, Content, SendingKind
from pathway.ports import Letter
from pathway.words import Attendance, MeetingKind, Role

_PURPOSE = {
    MeetingKind.SHM1: ("Utredningen oppsummeres, og tiltaksplan lages sammen med pasienten."),
    MeetingKind.SHM2: (
        "Behandlingen oppsummeres, og tiltaksplanen evalueres sammen med pasienten."
    ),
}


def message(letter: Letter) -> Content:
    """Title and text to copy into the EHR; holes are left for address and code only."""
    about = (
        f"Gjelder henvisning mottatt {dates.digits(letter.received)}." if letter.received else ""
    )
    phone = f"Telefon: {clean(letter.phone)}." if letter.phone else ""
    text = sentences(about, _BODIES[letter.kind](letter), phone)
    text = re.sub(r" *\n *", "\n", text).strip()
    return Content(subject=f"Samhandlingsmøte (ref. {letter.ref})", text=text)


def _invitation(letter: Letter) -> str:
    if not letter.must_answer:
        return _agreed(letter)
    gate = "Pasienten kalles inn når fastlegen har svart ja."
    first = letter.meeting_kind is MeetingKind.SHM1 and letter.role is Role.GP
    return sentences(
        f"{_who(letter)} inviteres til samhandlingsmøte {_how(letter)} {_when(letter)}.",
        _PURPOSE.get(letter.meeting_kind, ""),
        gate if first else "",
        _way(letter),
        _answer(letter),
        "Gi beskjed hvis en annen lege har overtatt." if letter.role is Role.GP else "",
        _code(),
    )


def _agreed(letter: Letter) -> str:
    """The office has said yes already, so nothing is asked (F5)."""
    return sentences(
        f"{_who(letter)} er satt opp til samhandlingsmøte {_how(letter)} {_when(letter)}.",
        _PURPOSE.get(letter.meeting_kind, ""),
        "Legekontoret har svart ja. Nytt svar er ikke nødvendig.",
        _way(letter),
        f"Endringer kan meldes på {CODE_URL} med koden {ANSWER_CODE}.",
    )


def _update(letter: Letter) -> str:
    answer = (_answer(letter, again=True), _code()) if letter.must_answer else (_NO_NEW_ANSWER,)
    return sentences(_changed(letter), _way(letter), *answer)


_NO_NEW_ANSWER = "Nytt svar er ikke nødvendig."


def _changed(letter: Letter) -> str:
    before = letter.before
    if before is None or before.window == letter.facts.window:
        return f"Samhandlingsmøtet {_when(letter)} er endret."
    old = dates.digits_moment(dates.wall(before.window.start, letter.zone))
    how = "er flyttet"
    if before.window.covers(letter.facts.window):
        how = f"blir kortere for {_whom(letter)}"
    elif letter.facts.window.covers(before.window):
        how = f"blir lengre for {_whom(letter)}"
    return f"Samhandlingsmøtet {old} {how}. Nytt tidspunkt: {_when(letter)}."


def _cancellation(letter: Letter) -> str:
    when = dates.span((letter.before or letter.facts).window, letter.zone)
    return f"Samhandlingsmøtet {when} er avlyst for {_whom(letter)}. Svar er ikke nødvendig."


def _link(letter: Letter) -> str:
    return sentences(
        f"Samhandlingsmøtet holdes {_how(letter)} {_when(letter)}.",
        _way(letter),
        "Bruk lenken bare til dette møtet." if letter.facts.link else "",
    )


def _again(letter: Letter, call_on: date) -> str:
    """Written in the place of a call (D3): nothing has come after the first reminder either."""
    start = dates.digits_moment(dates.wall(letter.facts.window.start, letter.zone))
    waits = letter.patient_waits and letter.meeting_kind is MeetingKind.SHM1
    return sentences(
        f"Svar om samhandlingsmøtet {start} mangler fortsatt.",
        "Pasienten kan ikke kalles inn før svaret er avklart." if waits else "",
        "Svar på denne meldingen: passer, passer ikke eller forslag til nytt tidspunkt.",
        _code(),
        f"Vi ringer legekontoret {dates.medium(call_on)}.",
    )


def _reminder(letter: Letter) -> str:
    if letter.call_on is not None:
        return _again(letter, letter.call_on)
    if letter.must_answer:
        invited = f"{_who(letter)} er invitert til samhandlingsmøte {_when(letter)}."
        answer = (_answer(letter, again=True), _code())
        return sentences(
            invited, "Svar mangler.", *answer, _way(letter) if letter.facts.link else ""
        )
    planned = f"Påminnelse om samhandlingsmøte {_how(letter)} {_when(letter)}."
    return sentences(planned, _way(letter))


def _still_stands(letter: Letter) -> str:
    agreed = f"{_who(letter)} har svart ja til samhandlingsmøte {_when(letter)}."
    return sentences(agreed, "Passer det fortsatt?", _answer(letter, again=True), _code())


def _stands(letter: Letter) -> str:
    """Another time cannot be had: is the one that stands possible all the same?"""
    stands = f"Samhandlingsmøtet holdes som planlagt {_when(letter)}."
    another = "Et annet tidspunkt er ikke mulig."
    return sentences(another, stands, _answer(letter, again=True), _code())


def _about_whom(letter: Letter) -> str:
    """Beside a mail: the reference joins the two, and no time stands here that may be moved."""
    if letter.times:
        return time_letters.about_whom(letter)
    answer = "Svar på den, ikke på denne meldingen." if letter.must_answer else _NO_NEW_ANSWER
    return sentences(
        f"{_who(letter)} er invitert til samhandlingsmøte om denne pasienten.",
        f"Invitasjonen er sendt på e-post med referansen {letter.ref}.",
        answer,
        "Tidspunkt og lenke står i e-posten."
        if letter.facts.link
        else sentences("Tidspunktet står i e-posten.", _link_comes(letter)),
    )


def _link_comes(letter: Letter) -> str:
    return "Lenken kommer i en egen e-post." if on_video(letter) else ""


_BODIES: dict[SendingKind, Callable[[Letter], str]] = {
    SendingKind.ABOUT_WHOM: _about_whom,
    SendingKind.INVITATION: _invitation,
    SendingKind.UPDATE: _update,
    SendingKind.CANCELLATION: _cancellation,
    SendingKind.LINK: _link,
    SendingKind.REMINDER: _reminder,
    SendingKind.STILL_STANDS: _still_stands,
    SendingKind.STANDS: _stands,
    SendingKind.NEW_MINUTE: attending.new_minute,
    **time_letters.SECURE,
}


def _whom(letter: Letter) -> str:
    return names.role_definite(letter.role)


def _who(letter: Letter) -> str:
    return capital(_whom(letter))


def _when(letter: Letter) -> str:
    return dates.span(letter.facts.window, letter.zone)


def _how(letter: Letter) -> str:
    return "på video" if on_video(letter) else names.attendance(letter.facts.attends)


def _way(letter: Letter) -> str:
    """Link, place or telephone number; a link has its own line, so that it can be copied."""
    link = clean_link(letter.facts.link)
    if letter.facts.attends is Attendance.TELEPHONE:
        number = phones.number(letter.own_phone)
        return f"Vi ringer {number}." if number else "Vi ringer. Oppgi telefonnummer i svaret."
    if not link and on_video(letter):
        return "Lenken kommer."
    place = "" if on_video(letter) else clean(letter.facts.place).removesuffix(".")
    return sentences(f"Sted: {place}." if place else "", f"\nLenke: {link}\n" if link else "")


def _answer(letter: Letter, *, again: bool = False) -> str:
    day = answer_by(letter)
    by = f" innen {dates.digits(day)}" if day else ""
    proposal = "forslag til nytt tidspunkt" if again else "forslag til tidspunkt"
    return f"Svar på denne meldingen{by}: passer, passer ikke eller {proposal}."


def _code() -> str:
    return f"Svar kan også gis på {CODE_URL} med koden {ANSWER_CODE}."
