"""A contact is put right; it belongs to the clinic and to no case."""

from __future__ import annotations

from dataclasses import dataclass

from pathway.commands.people import Person
from pathway.words import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectContact:
    """Somebody has made sure of a contact: what is right now, or None where it is to go."""

    role: Role
    name: str
    office: str
    becomes: Person | None
