"""Whom a patient wishes there: each name among the relatives, Nav or the others (R13, R15, R16)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogs.parsing import folded
from dialogs.understand.names import is_sentence
from dialogs.wording.nb import ask_wishes as say
from dialogs.wording.nb.words import people as people_words
from dialogs.wording.nb.words import whom as whom_words
from pathway.words import THIRD_PARTIES, Role

_OWN_WORDS = frozenset({Role.INTERPRETER, Role.CLINICIAN, Role.REFERRER})
_ALWAYS = frozenset({Role.GP, Role.PATIENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """The names of relatives and of others, and what was said of Nav."""

    relatives: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    nav: tuple[str, ...] = ()


def pieces(said: str) -> tuple[str, ...]:
    """What stands between commas and "og", each once."""
    found = (piece.strip(" .") for piece in re.split(people_words.BETWEEN_NAMES, said))
    return tuple(dict.fromkeys(piece for piece in found if piece))


def sort_out(said: str, otherwise: Role) -> Wished:
    """Each where it belongs; a plain name is of the role that was asked about.

    Nav and others are never relatives, whatever was asked: they need consent (R13).
    """
    by_role: dict[Role, list[str]] = {Role.RELATIVE: [], Role.OTHER: [], Role.NAV_ADVISER: []}
    for piece in pieces(said):
        by_role[_role(piece, otherwise)].append(_called(piece))
    return Wished(
        relatives=tuple(by_role[Role.RELATIVE]),
        others=tuple(by_role[Role.OTHER]),
        nav=tuple(by_role[Role.NAV_ADVISER]),
    )


def _role(piece: str, otherwise: Role) -> Role:
    third = whom_words.third_party_in(piece)
    if third in THIRD_PARTIES:
        return third
    related = any(map(whom_words.relation, whom_words.words_of(piece)))
    return Role.RELATIVE if related or _says_relative(piece) else otherwise


def _says_relative(piece: str) -> bool:
    return any(whom_words.any_role(word) is Role.RELATIVE for word in piece.split())


def _called(piece: str) -> str:
    """The name without "pårørende" or the like in front."""
    kept = [word for word in piece.split() if whom_words.any_role(word) is not Role.RELATIVE]
    return " ".join(kept)


def fault(said: str) -> str:
    """Why these are not all names of people who may be wished for; empty where they are."""
    return next((why for piece in pieces(said) if (why := _fault_of(piece))), "")


def _fault_of(piece: str) -> str:
    words = whom_words.words_of(piece)
    roles = {whom_words.any_role(word) for word in words}
    related = any(map(whom_words.relation, words))
    if any(people_words.way_named(word) for word in words):
        return say.attends_elsewhere(piece)
    if roles & _OWN_WORDS:
        return say.own_words(piece)
    if roles & _ALWAYS and not related:
        return say.always_there(piece)
    if not _called(piece):
        return say.WHO_THEN
    if whom_words.third_party_in(piece):
        return _fault_outside(piece)
    beside = whom_words.BESIDE_A_RELATION if related else frozenset[str]()
    if piece[:1].isupper():
        beside |= whom_words.BESIDE_A_PLACE
    plain = " ".join(word for word in piece.split() if folded(word) not in beside)
    return say.no_name(piece) if is_sentence(plain) else ""


def _fault_outside(piece: str) -> str:
    """Nothing but who it is: a word more may turn the wish around, as in "å slippe Nav"."""
    if _whose(piece):
        return say.WHOSE_CASEWORKER
    known = (
        word[:1].isupper()
        or folded(word) in whom_words.BESIDE_A_PLACE
        or whom_words.third_party_in(word)
        for word in piece.split()
    )
    return "" if all(known) else say.no_name(piece)


def _whose(piece: str) -> bool:
    """Whether it is a caseworker without a place of work."""
    words = whom_words.words_of(piece)
    placed = any(whom_words.outside(w) or whom_words.any_role(w) for w in words)
    return any(map(whom_words.is_unclear, words)) and not placed
