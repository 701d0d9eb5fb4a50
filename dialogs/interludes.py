"""Questions that no form asks: why one wants to see a case, which case is meant, leave or stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs.conversations.cases.finding import CERTAIN, ranked
from dialogs.naming import named_in, own_names
from dialogs.parsing import (
    Asked,
    asked,
    exactly,
    reference_in,
    without_reference,
    without_small_words,
)
from dialogs.reader import Reader
from dialogs.reading import read_option
from dialogs.state import Choice, Conversation
from dialogs.turn import NOTHING, Expects, Kind, Reply, Turn
from dialogs.understand.reading import Ambiguous, Understood
from dialogs.understand.references import read_reference
from dialogs.wording.nb import ask_register
from dialogs.wording.nb import ask_words as words
from dialogs.wording.nb import conversations as say
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.case import Case
from pathway.errors import BirthNumberError, WhyNeededError
from pathway.identity import holds_birth_number
from pathway.views import CaseLine
from pathway.words import CaseRef

SHORTEST_WHY = 8
"""Letters of a reason in one word; of two words or more each says something."""

SHORTEST_WHY_IN_WORDS = 5
LONGEST_WHY = 300
MOST_OFFERED = 5

_EXPECTED = {
    "why": Expects(question="why", kind=Kind.TEXT, required=True),
    "case": Expects(question="case", kind=Kind.TEXT, required=True),
    "find": Expects(question="find", kind=Kind.TEXT, required=True),
    "leave": Expects(
        question="leave",
        kind=Kind.CONFIRM,
        choices=(Choice(value="yes", title=say.YES), Choice(value="no", title=say.NO)),
        required=True,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn:
    """The conversation goes on with what waited, typed anew."""

    state: Conversation
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The case that a command is about, and what is left of its words."""

    ref: str = ""
    rest: str = ""


def expected(talk: Conversation) -> Expects:
    """What an answer to such a question may be."""
    expects = _EXPECTED.get(talk.asks, NOTHING)
    if talk.asks != "case" or not talk.about:
        return expects
    return replace(expects, kind=Kind.CHOICE, choices=_offered(talk))


def ask_why(talk: Conversation, ref: str, said: str) -> Turn:
    """Ask for the reason that goes into the log (P3)."""
    return _ask(talk.asking("why", said, ref), refusal(WhyNeededError(ref)))


def ask_case(talk: Conversation, said: str) -> Turn:
    """Ask which case a command is about."""
    return _ask(talk.asking("case", said), say.which_case())


def ask_what_to_find(talk: Conversation) -> Turn:
    """Ask what *finn* is to look for."""
    return _ask(talk.asking("find", ""), say.what_to_find())


def ask_leave(talk: Conversation, title: str, wanted: Asked, said: str) -> Turn:
    """Ask whether to leave a form for another command."""
    command = _typed(wanted)
    return _ask(talk.asking("leave", said, f"{title}\n{command}"), say.leave_for(title, command))


def _typed(wanted: Asked) -> str:
    """A command as it is typed, with the case that it names."""
    ref = reference_in(wanted.rest)
    return words.typed(wanted.name, ref) if ref else words.typed(wanted.name)


def ask_leave_again(talk: Conversation) -> Turn:
    """The same once more, after what is neither a yes, a no nor a command."""
    title, _, command = talk.about.partition("\n")
    return _ask(talk, say.leave_for(title, command))


def again(talk: Conversation, title: str) -> Turn:
    """The same question once more; `title` is that of the form it came up in."""
    if talk.asks == "why":
        return _ask(talk, refusal(WhyNeededError(talk.about)))
    if talk.asks == "find":
        return _ask(talk, say.what_to_find())
    if talk.asks == "leave":
        command = asked(talk.waiting)
        return _ask(talk, say.leave_for(title, _typed(command) if command else ""))
    titles = [choice.title for choice in _offered(talk)]
    return _ask(talk, say.which_one(titles) if titles else say.which_case())


def command_in(talk: Conversation, text: str, reader: Reader) -> bool:
    """Whether a command was typed in place of the answer; a case shown by name is the answer."""
    found = exactly(text) or asked(text)
    if found is None or found.guessed:
        return talk.asks == "why" and bare_reference(text) is not None
    if talk.asks == "case":
        answers = found.name == "case" and bool(found.rest)
        return not answers and not _named(text, reader)
    if exactly(text) is not None or talk.asks == "leave":
        return True
    return talk.asks == "why" and (found.name == "find" or bool(reference_in(found.rest)))


def answered(talk: Conversation, text: str, reader: Reader) -> GoOn | Turn:
    """Take the answer to such a question; a turn where it must be asked again."""
    free = talk.settled()
    if talk.asks == "why":
        if holds_birth_number(text):
            return _ask(talk, refusal(BirthNumberError()))
        if not _is_reason(text):
            return _ask(talk, say.why_too_short())
        return GoOn(state=free.with_why(talk.about, text), text=talk.waiting)
    if talk.asks == "find":
        return GoOn(state=free, text=say.find_typed(text))
    return _case_answered(talk, text, reader)


def _is_reason(text: str) -> bool:
    """At least two words, or one long one: what the log can be read by later (P3)."""
    letters = sum(char.isalpha() for char in text)
    words = sum(any(char.isalpha() for char in word) for word in text.split())
    shortest = SHORTEST_WHY_IN_WORDS if words > 1 else SHORTEST_WHY
    return letters >= shortest and len(text) <= LONGEST_WHY


def _case_answered(talk: Conversation, text: str, reader: Reader) -> GoOn | Turn:
    shown = asked(text)
    if shown is not None and shown.name == "case" and not shown.guessed:
        text = shown.rest or text
    picked = read_option(text, _offered(talk))
    found: About | Turn = About(ref=picked or "")
    if not picked:
        found = case_for(talk, text, reader, said=f"{talk.waiting} {text}", named=True)
    if isinstance(found, Turn):
        return found
    if not found.ref:
        return _ask(talk, say.no_case_found(text))
    return GoOn(state=talk.settled(), text=f"{talk.waiting} {found.ref}")


def case_for(
    talk: Conversation,
    rest: str,
    reader: Reader,
    *,
    said: str,
    named: bool = False,
    form: str = "",
) -> About | Turn:
    """Which case the words name: a reference, a name, or the one last talked about.

    With `named` the words must name it and nothing else. A turn where several may be meant, or
    where somebody is named whom no case is about: `said` is then what goes on with the answer.
    """
    ref = reference_in(rest)
    if ref:
        return About(ref=ref, rest=without_small_words(without_reference(rest, ref)))
    alike = _spelt_alike(talk, rest, reader, said)
    if alike is not None:
        return alike
    before = said.removesuffix(rest).strip()
    if not named:
        return _named_among(talk, rest, reader, form, before)
    lines = _named(rest, reader)
    if not lines:
        return About(rest=rest)
    return About(ref=lines[0].ref) if len(lines) == 1 else _ask_which(talk, lines, reader, before)


def case_to_show(talk: Conversation, command: str, rest: str, reader: Reader) -> Case | Turn:
    """The case that is to be looked at, or what is said where none is certain."""
    said = words.typed(command, rest).strip()
    about = case_for(talk, rest, reader, said=said, named=bool(rest))
    if isinstance(about, Turn):
        return about
    if about.ref:
        return reader.case(about.ref)
    if rest:
        return Turn(state=talk, replies=(Reply(text=say.no_case_found(rest)),))
    return ask_case(talk, words.typed(command))


def _named_among(
    talk: Conversation, rest: str, reader: Reader, form: str, before: str
) -> About | Turn:
    """The case of whoever is named among the words, else the one last talked about."""
    found = named_in(rest, form, reader.desk)
    going_on = f"{before} {found.rest}".strip()
    if found.stranger:
        return _ask(talk.asking("case", going_on), say.no_case_found(found.stranger))
    if not found.lines:
        return About(ref=talk.case, rest=without_small_words(rest) if talk.case else rest)
    alone = len(found.lines) == 1 and found.sure
    if alone and talk.case in {"", found.lines[0].ref}:
        return About(ref=found.lines[0].ref, rest=without_small_words(found.rest))
    return _ask_which(talk, found.lines, reader, going_on)


def _named(rest: str, reader: Reader) -> tuple[CaseLine, ...]:
    """The cases whose patients are certainly named, by these words and no other."""
    return ranked(rest, own_names(reader.desk.lines()), good=CERTAIN) if rest else ()


def _ask_which(
    talk: Conversation, lines: Sequence[CaseLine], reader: Reader, going_on: str
) -> Turn:
    """Ask which of the cases is meant, the one last talked about among them."""
    refs = [line.ref for line in lines[:MOST_OFFERED]]
    if talk.case and talk.asks != "case" and talk.case not in refs:
        refs.extend(line.ref for line in reader.desk.lines() if line.ref == talk.case)
    return _offer(talk, refs, reader, going_on)


def _offer(talk: Conversation, refs: Sequence[str], reader: Reader, going_on: str) -> Turn:
    """These cases by number, told apart by name, the day of the referral, and the GP."""
    known = {line.ref: line for line in reader.desk.lines()}
    titles = [ask_register.case_choice(known[ref]) for ref in map(CaseRef, refs)]
    about = "\n".join(f"{ref} {title}" for ref, title in zip(refs, titles, strict=True))
    return _ask(talk.asking("case", going_on, about), say.which_one(titles))


def _spelt_alike(talk: Conversation, rest: str, reader: Reader, said: str) -> About | Turn | None:
    """A reference read aloud or misspelt: taken where it is certain, else asked about."""
    match read_reference(rest):
        case Understood(value):
            return About(ref=value)
        case Ambiguous(options) if len(rest.split()) == 1:
            known = {line.ref for line in reader.desk.lines()}
            meant = [option for option in options if option in known]
            if not meant:
                return None
            going_on = without_reference(said, rest.strip())
            return _offer(talk, meant, reader, going_on)
        case _:
            return None


def bare_reference(text: str) -> Asked | None:
    """A reference alone is a wish to see the case."""
    match read_reference(text):
        case Understood(value):
            return Asked(name="case", rest=value)
        case _:
            return None


def _offered(talk: Conversation) -> tuple[Choice, ...]:
    """The cases that were offered, where several may be meant."""
    shown = talk.about.split("\n") if talk.asks == "case" and talk.about else []
    offered = (line.partition(" ") for line in shown)
    return tuple(Choice(value=ref, title=title) for ref, _, title in offered)


def _ask(talk: Conversation, words: str) -> Turn:
    return Turn(state=talk, replies=(Reply(text=words),), expects=expected(talk))
