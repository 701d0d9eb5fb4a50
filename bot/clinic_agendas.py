"""The agendas of a clinic's file: parts, minutes, who is there, what is taken up (R21 to R23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import TypeGuard

from bot.clinic_faults import Faults, Place, label
from dialogs.wording.nb import names
from dialogs.wording.neutral import clean, forbidden_in
from pathway import agenda
from pathway.model import Part, Participant
from pathway.service.meetings.parts import MOST_MINUTES
from pathway.variants import ITEMS, TEMPLATES, Template
from pathway.words import ParticipantId, Role

_KEYS = frozenset({"name", "parts"})
_PART_KEYS = frozenset({"title", "minutes", "roles", "items", "items_shm2"})
_ROLES = {role.value: role for part in TEMPLATES["with_nav"].parts for role in part.roles}
_NEEDED = (Role.PATIENT, Role.GP, Role.CLINICIAN)
"""Without a part for these there is nobody to ask first, to call in, or to lead it (R11, R12)."""

_MOST_PARTS = 8  # the order that mends more of them takes longer to find than a start may
_MOST_ITEMS = 12
_LONGEST_TITLE, _LONGEST_ITEM = 60, 160
_BUILT_IN = {names.template(name).casefold(): name for name in TEMPLATES}
_TITLES = {names.part(title).casefold(): title for title in ITEMS}


def agendas(raw: Mapping[str, object], faults: Faults) -> Mapping[str, Template]:
    """Those that the file lists, in its order, or the built-in ones where it lists none."""
    value = raw.get("agendas")
    if value is None:
        return TEMPLATES
    if not _are_tables(value):
        faults.at(("agendas",), "'agendas' is not a list of tables; begin each with [[agendas]]")
        return TEMPLATES
    found = [_agenda(table, ("agendas", n), faults) for n, table in enumerate(value)]
    known = [template.name for template in found]
    for n, name in enumerate(known):
        if name in known[:n]:
            faults.at(("agendas", n), f"agenda {name!r} stands twice; give each its own name")
    return {template.name: template for template in found}


def _are_tables(value: object) -> TypeGuard[list[dict[str, object]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _agenda(table: Mapping[str, object], place: Place, faults: Faults) -> Template:
    """One agenda; a built-in one is named as it is read, and needs no parts."""
    _known(table, _KEYS, place, faults)
    said = _line(table, "name", place, faults)
    name = _BUILT_IN.get(said.casefold(), said)
    if "parts" not in table and name in TEMPLATES:
        return TEMPLATES[name]
    value = table.get("parts")
    if not _are_tables(value) or len(value) > _MOST_PARTS:
        told = f"{label(place)} needs from 1 to {_MOST_PARTS} parts; begin each with"
        faults.at((*place, "parts"), f"{told} [[agendas.parts]]")
        return Template(name=name, parts=())
    before = len(faults)
    parts = [_part(part, (*place, "parts", n), faults) for n, part in enumerate(value)]
    template = Template(name=name, parts=_with_interpreter(parts))
    if len(faults) == before:
        _check(template.parts, place, faults)
    return template


def _with_interpreter(parts: list[Part]) -> tuple[Part, ...]:
    """Where none is named, an interpreter is there when the patient is (R16)."""
    if any(Role.INTERPRETER in part.roles for part in parts):
        return tuple(parts)
    too = frozenset({Role.INTERPRETER})
    return tuple(
        replace(part, roles=part.roles | too) if Role.PATIENT in part.roles else part
        for part in parts
    )


def _part(table: Mapping[str, object], place: Place, faults: Faults) -> Part:
    _known(table, _PART_KEYS, place, faults)
    said = _line(table, "title", place, faults)
    for word in forbidden_in(said):
        told = f"'title' in {label(place)} holds {word!r}, and those outside read it"
        faults.at((*place, "title"), f"{told}; leave the word out")
    return Part(
        title=_TITLES.get(said.casefold(), said),
        minutes=_minutes(table, place, faults),
        roles=_roles(table, place, faults),
        items=_items(table, "items", place, faults),
        later=_items(table, "items_shm2", place, faults),
    )


def _check(parts: tuple[Part, ...], place: Place, faults: Faults) -> None:
    """What none of the parts shows alone: length, who has a part, and whom they tear (R21, R23)."""
    long = sum(part.minutes for part in parts)
    if long > MOST_MINUTES:
        told = f"{label(place)} takes {long} minutes; at most {MOST_MINUTES} are for all parts"
        faults.at(place, told)
    titles = [part.title for part in parts]
    for n, title in enumerate(titles):
        if title in titles[:n]:
            where = (*place, "parts", n, "title")
            faults.at(where, f"'title' in {label(where[:-1])} stands twice; give each its own")
    roles = frozenset(chain.from_iterable(part.roles for part in parts))
    for role in _NEEDED:
        if role not in roles:
            faults.at(place, f"{label(place)} has no part for {role.value}; add one")
    nav = sum(part.minutes for part in parts if Role.NAV_ADVISER in part.roles)
    if 0 < nav < agenda.NAV_MINUTES:
        told = f"{label(place)} gives nav_adviser {nav} minutes"
        faults.at(place, f"{told}; at least {agenda.NAV_MINUTES} are needed")
    people = [Participant(id=ParticipantId(role), role=role, name=role) for role in sorted(roles)]
    torn = ", ".join(person.name for person in agenda.gaps(parts, people))
    if torn:
        order = ", ".join(str(n + 1) for n in agenda.mended_order(parts, people) or ())
        mend = f"put the parts in the order {order}" if order else "put the parts of each in a row"
        faults.at(place, f"{torn} must leave and come back in {label(place)}; {mend}")


def _known(table: Mapping[str, object], keys: frozenset[str], place: Place, faults: Faults) -> None:
    for name in sorted(set(table) - keys):
        told = f"{name!r} in {label(place)} is unknown; known are {', '.join(sorted(keys))}"
        faults.at((*place, name), told)


def _line(table: Mapping[str, object], key: str, place: Place, faults: Faults) -> str:
    value = table.get(key)
    said = clean(value) if isinstance(value, str) else ""
    if said and len(said) <= _LONGEST_TITLE:
        return said
    told = f"{key!r} in {label(place)} must be a text of at most {_LONGEST_TITLE} characters"
    faults.at((*place, key), told)
    return ""


def _minutes(table: Mapping[str, object], place: Place, faults: Faults) -> int:
    value = table.get("minutes")
    if type(value) is int and 0 < value <= MOST_MINUTES:
        return value
    told = f"'minutes' in {label(place)} must be a whole number from 1 to {MOST_MINUTES}"
    faults.at((*place, "minutes"), told)
    return 1


def _roles(table: Mapping[str, object], place: Place, faults: Faults) -> frozenset[Role]:
    value = table.get("roles")
    if isinstance(value, list) and value and all(isinstance(v, str) and v in _ROLES for v in value):
        return frozenset(_ROLES[one] for one in value)
    told = f"'roles' in {label(place)} must be a list of {', '.join(sorted(_ROLES))}"
    faults.at((*place, "roles"), told)
    return frozenset()


def _items(table: Mapping[str, object], key: str, place: Place, faults: Faults) -> tuple[str, ...]:
    """What is taken up, a line each; of SHM2 only where that is something else."""
    value = table.get(key, [])
    if isinstance(value, list) and len(value) <= _MOST_ITEMS and all(map(_is_item, value)):
        return tuple(clean(item) for item in value)
    told = f"{key!r} in {label(place)} must be at most {_MOST_ITEMS} texts"
    faults.at((*place, key), f"{told} of at most {_LONGEST_ITEM} characters each")
    return ()


def _is_item(value: object) -> bool:
    return isinstance(value, str) and 0 < len(clean(value)) <= _LONGEST_ITEM
