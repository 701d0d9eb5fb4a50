"""*Kall inn*, *flytt*, *avlys* and *lenke*: what is asked, shown before sending, and said after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import by_hand as carried
from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.nb.words import whom as whom_words
from pathway.outgoing import SendingKind
from pathway.views import Consequence
from pathway.words import SHM, Attendance, Channel, MeetingKind, Role

INVITE_TITLE = "Kall inn fastlegen"
INVITE_PERSON_TITLE = "Kall inn"
MOVE_TITLE = "Flytt møtet"
CANCEL_TITLE = "Avlys møtet"
LINK_TITLE = "Lenke til møtet"

START = (
    "Når skal møtet være?",
    "Møtet",
    "Skriv dag og klokkeslett, for eksempel «tirsdag uke 48 kl. 10.30».",
)
NEW_START = (
    "Når skal møtet være i stedet?",
    "Nytt tidspunkt",
    "Skriv dag og klokkeslett, for eksempel «tirsdag uke 48 kl. 10.30».",
)
LEADER = ("Hvem skal lede møtet?", "Møteleder", "Velg fra listen.")
TEMPLATE = ("Hvordan skal møtet deles opp?", "Møteoppsett", "Velg fra listen.")
ATTENDS = ("Hvordan deltar fastlegen?", "Fastlegen deltar", "Velg fra listen.")
PLACE = ("Hvor skal møtet være?", "Sted", "Skriv stedet, eller velg fra listen.")
LINK = (
    "Hva er lenken til videomøtet? Skriv «lenken kommer» hvis den ikke er klar.",
    "Lenke til videomøtet",
    "Lim inn en adresse som begynner med https://.",
)
LINK_ALONE = ("Hva er lenken til videomøtet?", "Lenke til videomøtet", LINK[2])
WHO = ("Hvem skal kalles inn?", "Deltaker", "Velg fra listen.")
REASON = ("Hvorfor avlyses møtet?", "Grunn", "Skriv en kort setning.")

UNDECIDED = "Ikke bestemt ennå"
_LATER = "kommer senere"
NO_PLACE = "På video"
NO_PLACE_WORDS = frozenset({"bare på video", "bare video", "på video", "video"})
LINK_COMES_WORDS = frozenset(
    {"lenken kommer", "lenke kommer", "kommer", "kommer senere", "ikke klar", "mangler"}
)
BAD_LINK = "Det er ikke en lenke jeg kan bruke."
TELLING_LINK = "Lenken røper hva møtet gjelder. Lag en nøytral lenke."

_SEND = ("Skal jeg sende dette?", "Send innkallingen")
_MAKE_READY = ("Skal jeg gjøre dette klart, så du kan sende det?", "Gjør klar")
ANYWAY = "Skal jeg gjøre det likevel?"
MOVE = "Flytt møtet"
MOVE_QUESTION = "Skal jeg flytte møtet?"
CANCEL = "Avlys møtet"
CANCEL_QUESTION = "Skal jeg avlyse møtet?"
LINK_SAVE = "Legg inn lenken"
LINK_QUESTION = "Skal jeg legge inn lenken?"

_TYPED = {
    Role.PATIENT: "pasienten",
    Role.NAV_ADVISER: "nav",
    Role.RELATIVE: "pårørende",
    Role.INTERPRETER: "tolken",
    Role.REFERRER: "henviseren",
    Role.OTHER: "andre",
}
_ANOTHER_TIME = frozenset({"annen"})
_NOISE = frozenset(
    {"fastlegen", "fastlege", "møte", "møtet", "innkalling", "til", "for", "på", "den", "videomøte"}
)
_BY_HAND = frozenset({Channel.SECURE_MESSAGE, Channel.LETTER, Channel.SMS, Channel.PHONE})


def person_named(rest: str) -> Role | None:
    """Whom, apart from the GP, the words say to invite."""
    said = [word for word in whom_words.words_of(rest) if word not in _ANOTHER_TIME]
    roles = (whom_words.role_of(word) for word in said)
    return next((role for role in roles if role and role is not Role.GP), None)


def word_for(role: Role) -> str:
    """What one types for somebody with this role after the words that invite."""
    return _TYPED[role]


def kind_named(rest: str) -> MeetingKind | None:
    """Which meeting the words name."""
    said = rest.lower().replace(" ", "")
    return next((kind for kind in SHM if kind.value in said), None)


def without_noise(rest: str) -> str:
    """What is left of the words when whom and which meeting are taken out."""
    spoken = rest.replace("SHM 1", "SHM1").replace("SHM 2", "SHM2").replace("shm 1", "shm1")
    kept = [word for word in spoken.split() if not _is_noise(word.strip(".,!?").lower())]
    return " ".join(kept)


def _is_noise(word: str) -> bool:
    return word in _NOISE or word in {kind.value for kind in SHM}


def attends(how: Attendance) -> str:
    """As a choice: "På video"."""
    return capital(names.attendance(how))


def template(name: str) -> str:
    """As a choice."""
    return names.template(name) if name else UNDECIDED


def person(role: Role, name: str, office: str = "") -> str:
    """As "Fastlegen (Kari Nordmann, Solsiden)"; the patient by role alone."""
    return capital(inside(role, name, office))


def inside(role: Role, name: str, office: str = "") -> str:
    """The same in the middle of a sentence: "fastlegen (Kari Nordmann, Solsiden)"."""
    known = ", ".join(part for part in (name, office) if part)
    named = f" ({known})" if known and role is not Role.PATIENT else ""
    return names.role_definite(role) + named


def meeting_facts(
    kind: MeetingKind, start: datetime, leader: str, template_name: str, place: str, link: str
) -> list[tuple[str, str]]:
    """The meeting in five facts."""
    return [
        (names.meeting(kind), dates.moment(start)),
        ("Møteleder", leader),
        ("Møteoppsett", template(template_name)),
        ("Sted", place or NO_PLACE),
        ("Lenke", link or _LATER),
    ]


def how_gp_attends(how: Attendance) -> str:
    """As "Fastlegen deltar på video."."""
    return f"Fastlegen deltar {names.attendance(how)}."


def consequence(told: Consequence, zone: str) -> str:  # noqa: PLR0911 - one line a way
    """What one person gets: as "Fastlegen får en innkalling på e-post."."""
    whom = inside(told.participant.role, told.participant.name, told.participant.office)
    who = capital(whom)
    if told.old_address:
        off = f"Den gamle adressen {told.old_address} får en avlysning på e-post."
        return sentences(off, "Svar derfra teller ikke lenger.")
    if told.kind is None:
        return f"{who} får ingen melding."
    what = _A.get(told.kind, "en melding")
    renewed = told.must_answer and told.kind is SendingKind.UPDATE
    answers = "Vi trenger et nytt svar." if renewed else ""
    if told.later:
        return f"{who} får {_later(told, zone)}."
    if carried.in_calendar(told):
        unknown = f"Det er ikke registrert e-post til {whom}."
        return sentences(unknown, carried.calendar(told.kind, told.participant.name))
    if told.channel is Channel.PHONE:
        about = _ABOUT.get(told.kind, "møtet")
        return f"Ring {whom} om {about}, så beskjeden når fram i tide."
    if told.channel in _BY_HAND:
        has = f"ha {what} {names.by_channel(told.channel)}"
        if told.kind is SendingKind.ABOUT_WHOM:
            has = "også ha en e-melding om hvem det gjelder"
        late = _TOO_LATE if told.too_late else ""
        return sentences(f"{who} skal {has}. Den må du sende selv.", answers, late)
    return sentences(f"{who} får {what} {names.by_channel(told.channel)}.", answers)


_A = {
    SendingKind.INVITATION: "en innkalling",
    SendingKind.UPDATE: "beskjed om endringen",
    SendingKind.CANCELLATION: "en avlysning",
    SendingKind.LINK: "lenken",
    SendingKind.NEW_MINUTE: "beskjed om nytt klokkeslett",
    SendingKind.STANDS: "beskjed om at tidspunktet står",
    SendingKind.REMINDER: "en påminnelse",
}
_TOO_LATE = "Brevet kommer neppe fram før møtet. Finn et telefonnummer, og ring også."
_ABOUT = {SendingKind.UPDATE: "endringen", SendingKind.CANCELLATION: "avlysningen"}


def _later(told: Consequence, zone: str) -> str:
    """What waits: "beskjed om det nye tidspunktet, torsdag …, når fastlegen har svart ja"."""
    when = dates.span(told.window, zone)
    waits = "samtykket dekker de nye delene" if told.lacks_consent else "fastlegen har svart ja"
    if told.kind is SendingKind.INVITATION:
        return f"innkallingen til møtet {when} når {waits}"
    return f"beskjed om det nye tidspunktet, {when}, når {waits}"


def nobody_hears() -> str:
    """A change that reaches nobody."""
    return "Ingen får melding om dette."


def send_question(consequences: Sequence[Consequence]) -> tuple[str, str]:
    """The last question and its button: the program never claims to send what a person sends."""
    leaves = any(c.kind and not c.later and c.channel not in _BY_HAND for c in consequences)
    return _SEND if leaves else _MAKE_READY


def nothing_sent_yet() -> str:
    """Below what is shown before sending."""
    return "Ingenting er sendt ennå."


def sent_now(consequences: Sequence[Consequence], *, named: bool = False) -> str:
    """After the yes: what leaves now, and what a person must send.

    `named` is that the one whom all of it goes to has just been named.
    """
    told = [c for c in consequences if c.kind]
    now = [c for c in told if not c.later and c.channel not in _BY_HAND]
    by_hand = [c for c in told if not c.later and c.channel in _BY_HAND]
    later = [c for c in told if c.later and not c.lacks_consent]
    unconsented = [c for c in told if c.later and c.lacks_consent]
    said = []
    alone = named and len({c.participant.id for c in told}) == 1
    if now:
        said.append(carried.leaves(now, told, alone=alone))
    if by_hand:
        said.append(carried.must_send(by_hand, told, alone=alone))
    if later:
        said.append(f"{capital(carried.whom(later, told))} får beskjed når fastlegen har svart ja.")
    if unconsented:
        who = capital(carried.whom(unconsented))
        said.append(f"{who} får beskjed når samtykket dekker de nye delene.")
    return " ".join(said)


def arranged(ref: str, kind: MeetingKind, start: datetime) -> str:
    """A meeting was arranged."""
    return f"{names.meeting(kind)} i sak {ref} er satt opp {dates.moment(start)}."


def moved(ref: str, kind: MeetingKind, start: datetime) -> str:
    """A meeting was moved."""
    return f"{names.meeting(kind)} i sak {ref} er flyttet til {dates.moment(start)}."


def called_off(ref: str, kind: MeetingKind) -> str:
    """A meeting was called off."""
    return f"{names.meeting(kind)} i sak {ref} er avlyst."


def link_saved(ref: str) -> str:
    """A link was put in."""
    return f"Lenken er lagt inn i sak {ref}."


def invited(ref: str, whom: Sequence[str], told: Sequence[Consequence]) -> str:
    """They were asked, where all of it leaves by itself; else only the texts are ready (D6)."""
    who = listed(whom)
    if all(c.channel not in _BY_HAND and not c.later for c in told if c.kind):
        return f"{capital(who)} er kalt inn i sak {ref}."
    if len(whom) == 1:
        return f"Innkallingen til {who} er klar i sak {ref}."
    return f"Innkallingene til {who} er klare i sak {ref}."


def no_meeting(ref: str) -> str:
    """Nothing to move, cancel or put a link into."""
    return f"Det er ikke satt opp noe møte i sak {ref}. Skriv «kall inn {ref}» for å sette opp et."


def nobody_left(ref: str) -> str:
    """Everybody who is part of the case is called in."""
    return f"Alle som skal være med i sak {ref}, er kalt inn. Skriv «sak {ref}» for å se hvem."


def no_gp(ref: str) -> str:
    """There is no GP to invite."""
    return (
        f"Sak {ref} har ingen fastlege. Skriv «ny fastlege {ref}» for å legge inn en, "
        f"eller «uten fastlege {ref}» for å holde møtet uten."
    )


def nobody_is_gp(ref: str) -> str:
    """Before the reason is asked for."""
    return (
        f"Sak {ref} har ingen fastlege. Skal dere legge inn en, skriver du «avbryt», "
        f"og så «ny fastlege {ref}»."
    )


def already(kind: MeetingKind, start: datetime) -> str:
    """When the meeting is now, before it is moved."""
    return f"{names.meeting(kind)} er satt opp {dates.moment(start)}."
