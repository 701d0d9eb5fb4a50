"""Letters to participants by mail or on paper: short, kind, and neutral (P1, F17).

They greet without a name, since a letter may be opened by somebody else. What stands in the
clinic's own fields (place, numbers, public name) is left out where it holds a forbidden word.
"""

from __future__ import annotations

from collections.abc import Callable

from dialogs.letters import information
from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import capital, lines, paragraphs, sentences
from dialogs.wording.nb.letters import attending, paper, secure, sms
from dialogs.wording.nb.letters import times as time_letters
from dialogs.wording.neutral import clean_link, neutral
from pathway.outgoing import ANSWER_URL, Content, SendingKind
from pathway.ports import Letter
from pathway.words import Attendance, Role

_IN_CALENDAR = "Svar i kalenderen."
_NOT_SUITED = f"Passer det ikke? Gi beskjed her: {ANSWER_URL}"
_AGREED = "Vi har registrert at det passer. Du trenger ikke å svare på nytt."
_NO_PERSONAL_DATA = "Ikke skriv navn eller personlige opplysninger i svaret."
_NO_OTHERS_DATA = "Ikke skriv hvem møtet gjelder, eller andre personlige opplysninger."


def letter(letter: Letter) -> Content:
    """Subject and plain text to one participant.

    `KeyError` for kinds that only staff get. Holes are left for links only.
    """
    if letter.shared:
        return entry(letter)
    if letter.secure:
        return secure.message(letter)
    if letter.sms or letter.spoken:
        return sms.message(letter)
    bodies = paper.BODIES if letter.paper else _BODIES
    questions = paper.questions(letter) if letter.paper else _questions(letter)
    text = paragraphs("Hei!", bodies[letter.kind](letter), questions, _signed(letter))
    if letter.paper and letter.role is Role.PATIENT and letter.kind is SendingKind.INVITATION:
        text = paragraphs(text, information.information(letter))
    return Content(subject=_subject(letter), text=text)


def attendee_name(role: Role, name: str) -> str:
    """What a calendar calls its owner: the own name, the role for patient and relatives (P1b).

    A relative may be written down as somebody's mother, so the name could name the patient.
    """
    own = "" if role in {Role.PATIENT, Role.RELATIVE} else neutral(name)
    return own or capital(names.role(role))


def location(letter: Letter) -> str:
    """Where the event is, for one who comes in person; empty for all others."""
    in_person = letter.facts.attends in {Attendance.CLINIC, Attendance.GP_OFFICE}
    return capital(attending.place(letter)) if in_person else ""


def entry(letter: Letter) -> Content:
    """Summary and description of the event in the recipient's calendar: only what holds now."""
    reference = f"Referanse: {letter.ref}"
    if letter.kind is SendingKind.CANCELLATION:
        off = f"{attending.the_meeting(letter)} er avlyst for din del."
        text = lines(off, reference, _questions(letter))
    elif letter.kind is SendingKind.TIMES:
        return time_letters.held(letter)
    elif letter.shared:
        text = lines(_shared_way(letter), reference, _IN_CALENDAR, _questions(letter))
    else:
        answer = f"Svar, eller endre svaret ditt: {ANSWER_URL}"
        text = lines(_way(letter), reference, answer, _questions(letter))
    return Content(subject=f"{attending.WHAT[letter.meeting_kind]} (ref. {letter.ref})", text=text)


def _shared_way(letter: Letter) -> str:
    """How one takes part, without anybody's own number."""
    by_phone = letter.facts.attends is Attendance.TELEPHONE
    return "Telefon: Møtelederen ringer." if by_phone else _way(letter)


_SUBJECTS = {
    SendingKind.INVITATION: "{what} (ref. {ref})",
    SendingKind.UPDATE: "Endret: {what} (ref. {ref})",
    SendingKind.CANCELLATION: "Avlyst: {what} (ref. {ref})",
    SendingKind.LINK: "Lenke til møte (ref. {ref})",
    SendingKind.REMINDER: "Påminnelse: {what} (ref. {ref})",
    SendingKind.STILL_STANDS: "Passer det fortsatt? {what} (ref. {ref})",
    SendingKind.STANDS: "Tidspunktet står: {what} (ref. {ref})",
    SendingKind.NEW_MINUTE: "Nytt klokkeslett i dag: {what} (ref. {ref})",
    **time_letters.SUBJECTS,
}


def _subject(letter: Letter) -> str:
    linked = letter.facts.link and attending.on_video(letter)
    unlinked = letter.kind is SendingKind.LINK and not linked
    subject = "Om møtet (ref. {ref})" if unlinked else _SUBJECTS[letter.kind]
    return subject.format(ref=letter.ref, what=attending.WHAT[letter.meeting_kind])


def _invitation(letter: Letter) -> str:
    return paragraphs(
        sentences(f"Du er invitert til {attending.what_and_when(letter)}.", _about(letter)),
        _way(letter),
        _answer(letter) if letter.must_answer else lines(_AGREED, _NOT_SUITED),
    )


def _update(letter: Letter) -> str:
    return paragraphs(
        attending.changed_time(letter), attending.changed_way(letter), _answer_again(letter)
    )


def _cancellation(letter: Letter) -> str:
    told = letter.before or letter.facts
    when = dates.span(told.window, letter.zone)
    the = attending.the_meeting(letter)
    return f"{the} {when} er avlyst for din del. Du trenger ikke å gjøre noe."


def _link(letter: Letter) -> str:
    when = dates.span(letter.facts.window, letter.zone)
    link = clean_link(letter.facts.link)
    if not (link and attending.on_video(letter)):
        return f"Du har {attending.what_and_when(letter)}. {attending.way(letter)}"
    return paragraphs(
        f"Her er lenken til møtet {when}:\n{link}",
        sentences(
            "Bruk lenken bare til dette møtet. Ikke del den med andre.", attending.turn(letter)
        ),
    )


def _reminder(letter: Letter) -> str:
    if not letter.must_answer:
        return paragraphs(
            sentences(f"Vi minner om at du har {attending.what_and_when(letter)}.", _about(letter)),
            _way(letter),
            _NOT_SUITED,
        )
    needed = "Passer det?" if letter.role is Role.PATIENT else "Vi trenger svar fra deg."
    return paragraphs(
        sentences(f"Du er invitert til {attending.what_and_when(letter)}.", _about(letter)),
        sentences(needed, _answer(letter)),
        _way(letter),
    )


def _still_stands(letter: Letter) -> str:
    return paragraphs(
        sentences(f"Du har svart ja til {attending.what_and_when(letter)}.", _about(letter)),
        sentences("Passer det fortsatt?", _answer(letter)),
        _way(letter),
    )


def _stands(letter: Letter) -> str:
    """Another time cannot be had, and whether the one that stands fits is asked once more."""
    return paragraphs(
        f"Takk for svaret. Vi får dessverre ikke til et annet tidspunkt. {_still(letter)}",
        sentences("Kan du komme likevel?", _answer(letter)),
        _way(letter),
    )


def _still(letter: Letter) -> str:
    return f"Tidspunktet står: {dates.span(letter.facts.window, letter.zone)}."


def _new_minute(letter: Letter) -> str:
    """While the meeting runs: only when to come in, and that nothing else is to be done."""
    return sentences(attending.new_minute(letter), attending.turn(letter))


_BODIES: dict[SendingKind, Callable[[Letter], str]] = {
    SendingKind.INVITATION: _invitation,
    SendingKind.UPDATE: _update,
    SendingKind.CANCELLATION: _cancellation,
    SendingKind.LINK: _link,
    SendingKind.REMINDER: _reminder,
    SendingKind.STILL_STANDS: _still_stands,
    SendingKind.STANDS: _stands,
    SendingKind.NEW_MINUTE: _new_minute,
    **time_letters.MAIL,
}


def _about(letter: Letter) -> str:
    """Where the recipient learns whom the meeting concerns, which the letter must not say."""
    match letter.role:
        case Role.GP | Role.REFERRER:
            return "Se meldingen i journalsystemet for hvem det gjelder."
        case Role.NAV_ADVISER | Role.OTHER:
            return f"Du har fått referansen {letter.ref} fra oss."
        case Role.PATIENT:
            return "Se brevet du har fått fra oss."
        case Role.RELATIVE:
            return "Den som har bedt deg om å være med, kan fortelle mer."
        case Role.CLINICIAN:
            return f"Skriv «sak {letter.ref}» i chatten for å se mer."
        case _:
            return f"Du skal tolke i møtet. Referansen er {letter.ref}."


def _way(letter: Letter) -> str:
    return lines(attending.way(letter), attending.turn(letter))


def _answer(letter: Letter) -> str:
    day = attending.answer_by(letter)
    by = f" innen {dates.medium(day)}" if day else ""
    instead = ""
    if letter.role is Role.GP:
        instead = "Svarer du i stedet for fastlegen? Velg det på svarsiden."
    careful = _NO_OTHERS_DATA if instead else _NO_PERSONAL_DATA
    return lines(f"Svar her{by}: {ANSWER_URL}", instead, careful)


def _answer_again(letter: Letter) -> str:
    if letter.must_answer:
        return sentences("Vi trenger et nytt svar fra deg.", _answer(letter))
    return lines("Du trenger ikke å svare på nytt.", _NOT_SUITED)


def _questions(letter: Letter) -> str:
    number = neutral(letter.phone)
    return f"Spørsmål? Ring {number}." if number else ""


def _signed(letter: Letter) -> str:
    name = neutral(letter.public_name)
    return f"Vennlig hilsen\n{name}" if name else ""
