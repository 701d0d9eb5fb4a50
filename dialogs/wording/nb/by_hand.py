"""What a person must send or say: which texts, to whom, and why there is nothing quicker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dialogs.wording.nb import names
from dialogs.wording.nb.grammar import capital, clauses, listed, sentences
from pathway.model import Participant
from pathway.outgoing import SendingKind
from pathway.views import Consequence, TaskLine
from pathway.words import DOCTORS, Channel, Role

_TEXTS = {
    Channel.MAIL: ("e-posten", "e-postene"),
    Channel.SECURE_MESSAGE: ("e-meldingen", "e-meldingene"),
    Channel.LETTER: ("brevet", "brevene"),
    Channel.SMS: ("SMS-en", "SMS-ene"),
}
_OTHER = ("meldingen", "meldingene")
_SEVERAL = {
    Role.RELATIVE: "de nærstående",
    Role.CLINICIAN: "klinikerne",
    Role.INTERPRETER: "tolkene",
    Role.REFERRER: "henviserne",
    Role.OTHER: "de eksterne deltakerne",
}
_CALENDAR = {
    SendingKind.INVITATION: "Legg møtet i kalenderen til {}.",
    SendingKind.CANCELLATION: "Ta møtet ut av kalenderen til {}.",
}
Told = Sequence[Consequence]


def in_calendar(told: Consequence) -> bool:
    """Whether it is a colleague without an address, for whom somebody writes in a calendar."""
    return told.channel is Channel.LETTER and told.participant.role is Role.CLINICIAN


def calendar(kind: SendingKind | None, whom: str) -> str:
    """What is done in a colleague's calendar: "Legg møtet i kalenderen til Pål Påfunn."."""
    who = whom or names.role_definite(Role.CLINICIAN)
    return _CALENDAR.get(kind or SendingKind.INVITATION, "Endre møtet i kalenderen til {}.").format(
        who
    )


def leaves(now: Told, told: Told = (), *, alone: bool = False) -> str:
    """As "E-posten til fastlegen blir sendt nå."; `alone` leaves out to whom."""
    to = "" if alone else f" til {whom(now, told)}"
    return f"{capital(_noun(now))}{to} blir sendt nå."


def must_send(by_hand: Told, told: Told = (), *, alone: bool = False) -> str:
    """As "E-meldingen til Vera Vikar og brevet til pasienten må du sende selv."."""
    calls = [c for c in by_hand if c.channel is Channel.PHONE]
    entries = [c for c in by_hand if in_calendar(c)]
    texts = [c for c in by_hand if c not in calls and c not in entries]
    what = _nouns(texts) if alone else _what(texts, told)
    return sentences(
        f"{capital(what)} må du sende selv." if texts else "",
        *(calendar(c.kind, c.participant.name) for c in entries),
        f"Ring {whom(calls)} også." if calls else "",
    )


def not_to_be_sent(line: TaskLine) -> str:
    """A text that was taken back unticked: it may have been sent all the same (D6)."""
    what = capital(text_of(line))
    return f"{what} skal ikke sendes nå. Kryss av bare hvis det allerede er gjort."


SENT_ALREADY = "Ja, allerede sendt"


def sent_already(line: TaskLine) -> str:
    """What is asked of a text that was just taken back: whoever holds it must hear (D6)."""
    named = line.person.name if line.person and line.person.role is not Role.PATIENT else ""
    what = f"{text_of(line)} ({named})" if named else text_of(line)
    return f"{capital(what)} skal ikke sendes nå. Er det allerede gjort?"


def was_it_sent(texts: Sequence[str], ref: str) -> str:
    """What is taken out of somebody's hands, and what to do if it was sent already."""
    if not texts:
        return ""
    what = list(dict.fromkeys(texts))
    whom = what[0].partition(" til ")[2] if len(what) == 1 else ""
    typed = f"sendt {ref} {whom}".rstrip()
    return (
        f"{capital(listed(what))} er ikke krysset av som sendt, og skal ikke sendes nå. "
        f"Er det allerede gjort, skriv «{typed}» etterpå, så får mottakeren vite hva som gjelder."
    )


def text_of(line: TaskLine) -> str:
    """As "brevet til pasienten", "e-meldingen til fastlegen"."""
    return text_to(line.channel or Channel.LETTER, line.person.role if line.person else None)


def text_to(channel: Channel, role: Role | None) -> str:
    """The same, by how it travels and to whom."""
    return f"{_TEXTS.get(channel, _OTHER)[0]} til {names.role_definite(role or Role.OTHER)}"


def _what(texts: Told, told: Told) -> str:
    """What is to be sent to whom: all to one, or by each way."""
    if len({c.participant.id for c in texts}) == 1:
        return f"{_nouns(texts)} til {whom(texts, told)}"
    ways = dict.fromkeys(c.channel for c in texts)
    by_way = ([c for c in texts if c.channel is way] for way in ways)
    said = [f"{_noun(own)} til {whom(own, told)}" for own in by_way]
    return clauses(said) if any(" og " in one for one in said) else listed(said)


def _nouns(texts: Told) -> str:
    """All that goes to one: "brevet og SMS-en"."""
    return listed(_noun([c]) for c in texts)


def _noun(texts: Told) -> str:
    """What several get by one way, or by one each its own: "brevene", "meldingen"."""
    several = len({c.participant.id for c in texts}) > 1
    ways = {_TEXTS.get(c.channel, _OTHER) for c in texts}
    return (ways.pop() if len(ways) == 1 else _OTHER)[several]


def why_only_a_letter(told: Sequence[Consequence], ref: str) -> str:
    """Why the patient gets nothing but a letter, and the way out (R20, P6); else empty."""
    patients = [c.participant for c in told if c.participant.role is Role.PATIENT]
    ways = {c.channel for c in told if c.participant in patients}
    if ways != {Channel.LETTER}:
        return ""
    person = patients[0]
    if person.no_sms:
        return "Pasienten vil ikke ha SMS. Send brevet i posten eller på Helsenorge."
    if person.phone:
        return ""
    known = "telefonnummer" if person.email else "telefon eller e-post"
    return (
        f"Det er ikke registrert {known} til pasienten. Send brevet i posten eller på Helsenorge. "
        f"Har du nummeret, skriv «rett opp {ref} pasientens telefon»."
    )


def whom(consequences: Told, told: Told = ()) -> str:
    """As "fastlegen og pasienten"; by name where two doctors are among those `told`, or others."""
    people = _people(consequences)
    many, own = (Counter(p.role for p in group) for group in (_people(told), people))
    return listed(dict.fromkeys(_called(p, many[p.role], own[p.role]) for p in people))


def _people(consequences: Told) -> list[Participant]:
    return list({c.participant.id: c.participant for c in consequences}.values())


def _called(person: Participant, many: int, own: int) -> str:
    """One of so `many` with the role, of whom `own` are meant here."""
    if person.role in DOCTORS and many > 1 and person.name:
        return person.name
    if own > 1:
        return _SEVERAL.get(person.role, names.role_definite(person.role))
    one = many > 1 and person.name and person.role in _SEVERAL
    return names.role_definite(person.role) + (f" ({person.name})" if one else "")
