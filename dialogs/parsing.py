"""What a typed sentence asks for: a command, the case it is about, and the rest of it.

Typos in a command's words are forgiven; the command is then `guessed`, and does nothing
without a yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dialogs.understand.references import REFERENCE_ALPHABET, REFERENCE_LENGTH
from dialogs.understand.vocabulary import WORDS
from dialogs.wording.nb import ask_words as words
from dialogs.wording.nb.words.answering import WHOEVER_ANSWERS

CLOSE = 80
"""How alike two words must be (of 100) for one to be the other misspelt."""

NEAR = 70
"""How alike a command must be to be named as a guess."""

_SOON = 2
"""As in "kall inn nav K7M2": the words after a command's own among which its reference stands."""

_LONGEST_SENTENCE = 200
_TELLS_ALONE = 6
_BETWEEN = 1
_ENDING = 2
_SHORTEST = 4
_AFTER_I = frozenset("TmgRe")
"""Kinds of words (see `vocabulary`) that name a day when "i" stands before them."""
_EDGES = " \t\n.,;:!?«»\"'()"
_REF = re.compile(
    rf"(?i)(?<![\w@./:-])[{REFERENCE_ALPHABET}]{{{REFERENCE_LENGTH}}}(?![\w@-]|[./:]\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command's name, what stands after its words, and whether it was misspelt."""

    name: str
    rest: str
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    name: str
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)


def _phrases() -> Iterator[_Phrase]:
    for name, texts in words.COMMANDS.items():
        for text in texts:
            yield _Phrase(name=name, words=tuple(text.split()))


_PHRASES = sorted(_phrases(), key=lambda phrase: -len(phrase.words))
_BY_WORDS = {phrase.words: phrase.name for phrase in reversed(_PHRASES)}
_LONGEST = len(_PHRASES[0].words)
_OF_SOMEBODY = tuple(
    phrase.text
    for phrase in _PHRASES
    if phrase.words[0] in WHOEVER_ANSWERS and len(phrase.words) > 1
)
"""What somebody says or does, as "fastlegen har sagt": their name alone is another command."""


def folded(text: str) -> str:
    """Lower case, one space between words, no punctuation around it."""
    return " ".join(text.lower().split()).strip(_EDGES)


def asked(text: str) -> Asked | None:
    """The command that the text begins with; a misspelt one where exactly one is near."""
    text = _with_what_is_said_together(text)
    for candidate in _without_fillers(text):
        exact = _exact(candidate)
        if exact is not None:
            return exact
    for candidate in _without_fillers(text):
        guess = _guess(candidate)
        if guess is not None:
            return guess
    return None


def _with_what_is_said_together(text: str) -> str:
    """As "fastlegen har sagt ja K7M2" of "fastlegen i K7M2 har sagt ja" or "K7M2: fastlegen …"."""
    ref = reference_in(text)
    moved = f"{without_reference(text, ref).lstrip(_EDGES)} {ref}" if ref else ""
    said = folded(moved)
    return moved if any(said.startswith(f"{what} ") for what in _OF_SOMEBODY) else text


def exactly(text: str) -> Asked | None:
    """The command, where the text is nothing but its words, or they are followed by a reference.

    Finn is also a name, Nav an answer to many questions and thanks a comment, and so they are no
    commands here without a reference.
    """
    found = _exact(text)
    if found is None:
        return None
    if reference_in(" ".join(found.rest.split()[:_SOON])):
        return found
    return found if not found.rest and found.name not in {"find", "nav", "thanks"} else None


def nearest(text: str) -> tuple[str, ...]:
    """The commands that may be meant, at most three, for a guess.

    Those whose words stand somewhere in the text come first, the longest of them before the rest;
    then those that look most like all of it.
    """
    said = folded(text)[:_LONGEST_SENTENCE]
    words_said = [word.strip(_EDGES) for word in said.split()]
    within = [phrase for phrase in _PHRASES if _stands_in(phrase, words_said)]
    scored = [(fuzz.ratio(said, phrase.text), phrase.text, phrase) for phrase in _PHRASES]
    like = sorted((pair for pair in scored if pair[0] >= NEAR), reverse=True)
    found = dict.fromkeys(phrase.name for phrase in (*within, *(pair[2] for pair in like)))
    return tuple(words.typed(name) for name in found)[:3]


def _stands_in(phrase: _Phrase, said: Sequence[str]) -> bool:
    """Whether its words stand there in this order, near each other, perhaps inflected.

    A single word must be a long one: short ones stand in many a sentence.
    """
    if len(phrase.words) == 1 and len(phrase.text) < _TELLS_ALONE:
        return False
    places = [
        place
        for place in range(len(said))
        if _follow(phrase.words, said[place : place + len(phrase.words) + _BETWEEN])
    ]
    return bool(places)


def _follow(wanted: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the wanted words come in this order, the first of them first."""
    if not said or not _is_form_of(said[0], wanted[0]):
        return False
    rest = iter(said[1:])
    return all(any(_is_form_of(word, one) for word in rest) for one in wanted[1:])


def _is_form_of(said: str, word: str) -> bool:
    """The word, or with an ending of at most two letters: "kaller" of "kall"."""
    return said.startswith(word) and len(said) <= len(word) + _ENDING


def reference_in(text: str) -> str:
    """The reference that stands in a text, in capitals; empty where there is none or several."""
    found = {match[0].upper() for match in _REF.finditer(text)}
    return found.pop() if len(found) == 1 else ""


def without_reference(text: str, ref: str) -> str:
    """The text without this reference, and without "i sak" or the like in front of it."""
    pattern = rf"(?i)(?<!\w){words.BEFORE_REFERENCE}{re.escape(ref)}(?!\w)"
    return " ".join(re.sub(pattern, " ", text).split())


def without_small_words(text: str) -> str:
    """The text without the words around it that carry no fact."""
    kept = text.split()
    while kept and _is_small(kept[0]) and not _begins_a_day(kept):
        kept = kept[1:]
    while kept and _is_small(kept[-1]):
        kept = kept[:-1]
    return " ".join(kept)


def _is_small(word: str) -> bool:
    return word.lower().strip(_EDGES) in words.SMALL_WORDS | {""}


def _begins_a_day(kept: Sequence[str]) -> bool:
    """As in "i morgen", "i går", "den 24.", where the small word carries the day."""
    first, following = (word.lower().strip(_EDGES) for word in (*kept, "")[:2])
    if first == "den":
        return following[:1].isdigit()
    kind, _ = WORDS.get(following, ("", ()))
    return first == "i" and kind in _AFTER_I


def _without_fillers(text: str) -> Iterable[str]:
    """The text, and the text without what people say before a command."""
    yield text
    rest = text
    for _ in range(3):
        filler = next((f for f in words.FILLERS if folded(rest).startswith(f + " ")), None)
        if filler is None:
            return
        rest = " ".join(rest.split()[len(filler.split()) :])
        yield rest


def _exact(text: str) -> Asked | None:
    typed = text.split()
    said = [word.lower().strip(_EDGES) for word in typed]
    for size in range(min(_LONGEST, len(said)), 0, -1):
        name = _BY_WORDS.get(tuple(said[:size]))
        if name is not None:
            kept = " ".join(said[:size]) in words.SAY_WHAT
            return Asked(name=name, rest=" ".join(typed[0 if kept else size :]).strip())
    return None


def _guess(text: str) -> Asked | None:
    """The one command that is misspelt here; None where two are as near.

    What somebody does is told by its verb, so nothing is guessed of who it is alone.
    """
    typed = text.split()
    best: dict[str, tuple[float, int]] = {}
    for phrase in _PHRASES:
        if phrase.text in _OF_SOMEBODY:
            continue
        for size in {len(phrase.words), max(1, len(phrase.words) - 1)}:
            score = _likeness(phrase, typed[:size])
            if score > best.get(phrase.name, (0.0, 0))[0]:
                best[phrase.name] = (score, size)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    if not ranked or ranked[0][1][0] < CLOSE:
        return None
    if len(ranked) > 1 and ranked[1][1][0] == ranked[0][1][0]:
        return None
    name, (_, size) = ranked[0]
    return Asked(name=name, rest=" ".join(typed[size:]), guessed=True)


def _likeness(phrase: _Phrase, typed: list[str]) -> float:
    """How like the command's words the typed ones are, spaces apart, from 0 to 100.

    With a word fewer they are all there, and only written together.
    """
    said = folded(" ".join(typed)).replace(" ", "")
    wanted = phrase.text.replace(" ", "")
    if len(wanted) < _SHORTEST or len(said) < _SHORTEST - 1:
        return 0.0
    if len(typed) < len(phrase.words) and len(said) < len(wanted) - 1:
        return 0.0
    return fuzz.ratio(said, wanted)
