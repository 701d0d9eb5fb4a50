"""GPs, advisers and others whom the clinic knows: found again, remembered, made sure of.

The clinic's file is the start; what is written in a case, or put right, is remembered beside it,
and of two the newer holds. Contacts belong to no case, so the log of a case says nothing of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.clinic import Clinic, Contact
from pathway.commands import Correct, Person, Undo
from pathway.earlier import Written
from pathway.errors import UnknownContactError
from pathway.model import Participant
from pathway.service.cases.registering import check_length
from pathway.service.context import Outcome
from pathway.words import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pathway.case import Case
    from pathway.commands import CaseCommand, CorrectContact
    from pathway.service.context import Context

REMEMBERED = frozenset({Role.GP, Role.REFERRER, Role.NAV_ADVISER, Role.OTHER})
"""Those who come by their work: never patients, relatives, or who interprets for them."""

Key = tuple[Role, str, str]


def known(context: Context) -> tuple[Contact, ...]:
    """Every contact that is not gone: the file's first, then those that were written in cases."""
    newest: dict[Key, Contact] = {}
    for contact in (*context.clinic.contacts, *context.ledger.contacts()):
        key = key_of(contact.role, contact.name, contact.office)
        if key not in newest or _day(newest[key]) <= _day(contact):
            newest[key] = contact
    return tuple(contact for contact in newest.values() if contact.gone_on is None)


def key_of(role: Role, name: str, office: str) -> Key:
    """What makes two contacts the same: capitals and spaces do not tell them apart."""
    return role, " ".join(name.casefold().split()), " ".join(office.casefold().split())


def _day(contact: Contact) -> date:
    return contact.gone_on or contact.verified_on or date.min


def found(context: Context, role: Role, name: str, office: str) -> Contact | None:
    """The contact with this role, name and office, or None."""
    wanted = key_of(role, name, office)
    return next((c for c in known(context) if key_of(c.role, c.name, c.office) == wanted), None)


def is_stale(contact: Contact, clinic: Clinic, today: date) -> bool:
    """Whether nobody has made sure of it for as long as the clinic allows."""
    if contact.verified_on is None:
        return True
    return workdays.add_months(contact.verified_on, clinic.contact_months) < today


def to_check(context: Context, role: Role, details: Person) -> Contact | None:
    """The contact to ask about before somebody is written to: stale, or known otherwise by now."""
    contact = found(context, role, details.name, details.office)
    if contact is None:
        return None
    same = (contact.email, contact.phone) == (details.email, details.phone)
    return None if same and not is_stale(contact, context.clinic, context.today) else contact


def correct(context: Context, command: CorrectContact) -> Outcome:
    """Somebody made sure of a contact, or took it away; `UnknownContactError`, `TooLongError`."""
    return Outcome(contact=_corrected(context, command))


def _corrected(context: Context, command: CorrectContact) -> Contact:
    old = found(context, command.role, command.name, command.office)
    if old is None:
        raise UnknownContactError
    if command.becomes is None:
        return _gone(context, old)
    new = command.becomes
    for text in (new.name, new.office, new.email, new.phone):
        check_length(text)
    if key_of(old.role, new.name, new.office) != key_of(old.role, old.name, old.office):
        _gone(context, old)
        fresh = Contact(name=new.name, office=new.office, role=old.role)
    else:
        fresh = old
    return _put(context, replace(fresh, email=new.email, phone=new.phone))


def _gone(context: Context, contact: Contact) -> Contact:
    gone = replace(contact, gone_on=context.today)
    context.ledger.put_contact(gone)
    return gone


def _put(context: Context, contact: Contact) -> Contact:
    checked = replace(contact, verified_on=context.today, gone_on=None)
    context.ledger.put_contact(checked)
    return checked


# --- what is written in a case ----------------------------------------------------------------


def remember(
    context: Context, before: Case | None, after: Case, command: CaseCommand
) -> tuple[Written, ...]:
    """Whoever was written or put right in a case is found again in the next one; what was written.

    A name or office put right takes the place of the old spelling. Nobody has made sure of those
    of a case that is taken away, and what an undone change brings back is no news.
    """
    if context.staff is None or isinstance(command, Undo):
        return ()
    if after.removed:
        _unsure(context, before.participants if before else (), after)
        return ()
    written: list[Written] = []
    earlier = {person.id: person for person in before.participants} if before else {}
    checked: Person | None = getattr(command, "checked", None)
    for person in after.participants:
        if person.role not in REMEMBERED or not person.name or person.ended_at is not None:
            continue
        was = earlier.get(person.id)
        sure = checked is not None and details_of(person) == checked
        if was is None or details_of(was) != details_of(person) or sure:
            respelt = isinstance(command, Correct) or sure
            written += _remember(context, was if respelt else None, person, sure=sure)
    return tuple(written)


def details_of(person: Participant) -> Person:
    """Name, office, e-mail and phone as one value."""
    return Person(name=person.name, office=person.office, email=person.email, phone=person.phone)


def _remember(
    context: Context, was: Participant | None, person: Participant, *, sure: bool
) -> Iterator[Written]:
    moved = was is not None and _key(was) != _key(person)
    old = found(context, was.role, was.name, was.office) if was and moved else None
    if old is not None:
        yield Written(now=_gone(context, old), before=old)
    known_as = found(context, person.role, person.name, person.office)
    contact = known_as or Contact(name=person.name, office=person.office, role=person.role)
    same = (contact.email, contact.phone) == (person.email, person.phone)
    if known_as is not None and same and not sure:
        return
    email, phone = person.email, person.phone
    if was is None:  # written anew, perhaps in short: what is known of them stays
        email, phone = email or contact.email, phone or contact.phone
    yield Written(now=_put(context, replace(contact, email=email, phone=phone)), before=known_as)


def take_back(context: Context, written: Iterable[Written]) -> None:
    """Each contact as it was before a change that is undone, unless somebody has put it since."""
    now = {(c.role, c.name, c.office): c for c in context.ledger.contacts()}
    for one in written:
        if now.get((one.now.role, one.now.name, one.now.office)) == one.now:
            context.ledger.put_contact(one.before or replace(one.now, gone_on=context.today))


def _unsure(context: Context, people: Iterable[Participant], removed: Case) -> None:
    """Whoever was first written in a case made by mistake is asked about before they are used."""
    made = workdays.local_date(removed.created_at, context.clinic.zone)
    for person in people:
        contact = found(context, *_key(person))
        if contact is not None and contact.verified_on is not None and contact.verified_on >= made:
            context.ledger.put_contact(replace(contact, verified_on=None))


def _key(person: Participant) -> Key:
    return key_of(person.role, person.name, person.office)
