"""Questions that no form asks: why one wants to see a case, which case is meant, leave or stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs.conversations.finding import CERTAIN, ranked
from dialogs.parsing import Asked, reference_in, without_reference, without_small_words
from dialogs.reader import Reader
from dialogs.reading import read_option
from dialogs.state import Choice, Conversation
from dialogs.turn import NOTHING, Expects, Kind, Reply, Turn
from dialogs.understand.reading import Ambiguous, Understood
from dialogs.understand.references import read_reference
from dialogs.wording.nb import conversations as say
from dialogs.wording.nb.refusals import refusal
from pathway.errors import WhyNeededError
from pathway.views import CaseLine
from pathway.words import CaseRef

SHORTEST_WHY = 3
LONGEST_WHY = 300

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


def ask_leave(talk: Conversation, title: str, command: str, said: str) -> Turn:
    """Ask whether to leave a form for another command."""
    return _ask(talk.asking("leave", said), say.leave_for(title, command))


def answered(talk: Conversation, text: str, reader: Reader) -> GoOn | Turn:
    """Take the answer to such a question; a turn where it must be asked again."""
    free = talk.settled()
    if talk.asks == "why":
        if not SHORTEST_WHY <= len(text) <= LONGEST_WHY:
            return _ask(talk, say.why_too_short())
        return GoOn(state=free.with_why(talk.about, text), text=talk.waiting)
    if talk.asks == "find":
        return GoOn(state=free, text=say.find_typed(text))
    return _case_answered(talk, text, reader)


def _case_answered(talk: Conversation, text: str, reader: Reader) -> GoOn | Turn:
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
    talk: Conversation, rest: str, reader: Reader, *, said: str, named: bool = False
) -> About | Turn:
    """Which case the words name: a reference, a name, or the one last talked about.

    With `named` the words must name it. A turn where several may be meant: `said` is then
    what goes on with the answer.
    """
    ref = reference_in(rest)
    if ref:
        return About(ref=ref, rest=without_small_words(without_reference(rest, ref)))
    alike = _spelt_alike(talk, rest, reader, said)
    if alike is not None:
        return alike
    lines = _named_in(rest, reader) if named or not talk.case or _like_a_name(rest) else ()
    if talk.case and not named:
        if all(line.ref == talk.case for line in lines):
            return About(ref=talk.case, rest=without_small_words(rest))
    elif len(lines) == 1:
        return About(ref=lines[0].ref)
    if not lines or not (named or talk.case):
        return About(rest=rest)
    return _ask_which(talk, lines, said.removesuffix(rest).strip())


def _like_a_name(rest: str) -> bool:
    """Whether a word begins as names do; looking up every word would read every case."""
    return any(word[:1].isupper() and word.isalpha() for word in rest.split())


def _named_in(rest: str, reader: Reader) -> tuple[CaseLine, ...]:
    """The cases whose patients are certainly named; doctors and offices do not count."""
    if not rest:
        return ()
    patients = [replace(line, gp="", office="") for line in reader.desk.lines()]
    return ranked(rest, patients, good=CERTAIN)


def _ask_which(talk: Conversation, lines: Sequence[CaseLine], going_on: str) -> Turn:
    """Ask which of the cases is meant, the one last talked about among them."""
    shown = {line.ref: say.case_title(line.ref, line.name) for line in lines[:5]}
    if talk.case and talk.asks != "case":
        shown.setdefault(CaseRef(talk.case), talk.case)
    return _ask(talk.asking("case", going_on, " ".join(shown)), say.which_one([*shown.values()]))


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
            return _ask(talk.asking("case", going_on, " ".join(meant)), say.which_one(meant))
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
    """The references that were offered, where several may be meant."""
    refs = talk.about.split() if talk.asks == "case" else []
    return tuple(Choice(value=ref, title=ref) for ref in refs)


def _ask(talk: Conversation, words: str) -> Turn:
    return Turn(state=talk, replies=(Reply(text=words),), expects=expected(talk))
