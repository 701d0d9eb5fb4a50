"""Which patient a sentence names among its other words, and which part of it is a stranger's name.

A named patient is never overlooked: whatever could be a name is held against every case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from dialogs.conversations.cases.finding import CERTAIN
from dialogs.parsing import CLOSE, folded
from dialogs.understand.vocabulary import FORGIVING, MONTHS, WORDS
from dialogs.wording.nb import ask_answer, ask_changes, ask_invite, ask_words
from dialogs.wording.nb.words import invite as invite_words
from dialogs.wording.nb.words.people import way_named
from pathway.service import Desk
from pathway.views import CaseLine
from pathway.words import ClosedReason

_CLOSED_WORDS = frozenset({"invite", "move", "milestone"})
"""Forms whose opening words are all known: any other word in front is somebody's name."""

_PEOPLE = frozenset(
    {
        *("add_participant", "change_participant", "remove_participant", "replace_participant"),
        *("wishes", "invite_all"),
    }
)
"""Forms whose words name people of the case."""

_SAID_FREELY = frozenset(
    {
        *("replace_gp", "cancel_meeting", "remove", "adviser"),
        *("write_measure", "change_measure", "replace_plan"),
    }
)

_OWN_WORDS_FIRST = _SAID_FREELY | {"correct"} | _PEOPLE
"""Forms that take free words: only a name in front of them may be the patient's."""

_ANY_NAME = _SAID_FREELY | _PEOPLE
"""Forms whose free words may come first, and be anybody's name."""

_BEFORE_A_NAME = frozenset({"pasienten", "pasient", "for", "sak", "saken"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The cases that may be named, whether every word of the name fits, and the words left over.

    `stranger` is a name that no case has.
    """

    lines: tuple[CaseLine, ...] = ()
    sure: bool = False
    rest: str = ""
    stranger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word as typed and folded; `leads` where nothing but small words stands before it."""

    typed: str
    said: str
    leads: bool
    dated: bool

    @property
    def capital(self) -> bool:
        return self.typed[:1].isupper()


def named_in(rest: str, form: str, desk: Desk) -> Named:
    """Who is named in the words after a command's own; `form` is what it begins."""
    words = _words(rest)
    if not any(_may_name(word) for word in words):
        return Named(rest=rest)
    lines = desk.lines()
    known, others = _known(), _others(desk, lines)
    open_lines = [line for line in lines if line.name and not line.closed]
    runs = _runs(words, form, open_lines, known, others)
    closed = [line for line in lines if line.name and line.closed]
    for fitting in (open_lines, closed):
        for run in runs:
            hits, sure = _fitting(words, run, fitting)
            another = all(words[place].said in others for place in run)
            if hits and (sure or not (form in _ANY_NAME or another)):
                return Named(lines=hits, sure=sure, rest=_without(words, run))
    return _stranger(words, runs, form, rest)


def _words(rest: str) -> list[_Word]:
    found: list[_Word] = []
    leads = True
    for typed in rest.split():
        said = folded(typed)
        after_number = bool(found) and found[-1].said[-1:].isdigit()
        found.append(_Word(typed=typed, said=said, leads=leads, dated=after_number))
        leads = leads and said in ask_words.SMALL_WORDS | _BEFORE_A_NAME
    return found


def _may_name(word: _Word) -> bool:
    """Whether it is worth looking: every look at the cases is a line in the log (P3)."""
    if not word.said or any(char.isdigit() for char in word.said):
        return False
    return word.said not in WORDS or (word.said in MONTHS and word.capital and not word.dated)


def _known() -> frozenset[str]:
    """Words of commands and answers."""
    texts = [
        *(phrase for phrases in ask_words.COMMANDS.values() for phrase in phrases),
        *ask_answer.MILESTONES.values(),
        *ask_changes.FIELDS.values(),
        *(ask_changes.closed_reason(why) for why in ClosedReason),
    ]
    words = frozenset(folded(word) for text in texts for word in text.split())
    return words | invite_words.LEADER_WORDS


def _others(desk: Desk, lines: Sequence[CaseLine]) -> frozenset[str]:
    """Names of staff, doctors and offices."""
    texts = [
        *(f"{person.id} {person.name} {person.profession}" for person in desk.clinic.staff),
        *(f"{contact.name} {contact.office}" for contact in desk.contacts()),
        *(f"{line.gp} {line.office}" for line in lines),
    ]
    return frozenset(folded(word) for text in texts for word in text.split())


def _runs(
    words: Sequence[_Word],
    form: str,
    lines: Sequence[CaseLine],
    known: frozenset[str],
    others: frozenset[str],
) -> list[list[int]]:
    """Neighbouring words that may together be a name, by their places."""
    runs: list[list[int]] = []
    before = -2
    in_front = False
    for place, word in enumerate(words):
        front = word.leads or (in_front and before == place - 1)
        follows = before == place - 1 and word.capital and word.said in others
        if not (follows or _is_candidate(word, form, lines, known | others, front=front)):
            continue
        if form in _OWN_WORDS_FIRST and not front:
            continue
        if before == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
        before, in_front = place, front
    return runs


def _is_candidate(
    word: _Word, form: str, lines: Sequence[CaseLine], known: frozenset[str], *, front: bool
) -> bool:
    if not _may_name(word):
        return False
    if any(_fits(word, line) for line in lines):
        return True
    if word.said in known or _is_noise(word.said):
        return False
    return word.capital or (front and form in _CLOSED_WORDS)


def _is_noise(said: str) -> bool:
    """Words of other answers, dates among them, also with a slip of the pen."""
    whom = ask_invite.person_named(said) or ask_invite.kind_named(said)
    if whom or not ask_invite.without_noise(said) or ask_answer.is_named(said):
        return True
    if said in ask_words.SMALL_WORDS or ask_answer.verdict_named(said) or way_named(said):
        return True
    return any(fuzz.ratio(said, word) >= CLOSE for word in FORGIVING)


def _fits(word: _Word, line: CaseLine) -> bool:
    """Whether the word is one of the patient's names; typos only where it looks like a name."""
    said = word.said
    for own in folded(line.name).replace(",", " ").split():
        name = folded(own)
        if said == name or (len(name) > 1 and said == f"{name}s"):
            return True
        if word.capital and fuzz.ratio(said, name) >= CERTAIN:
            return True
    return False


def _fitting(
    words: Sequence[_Word], run: Sequence[int], lines: Sequence[CaseLine]
) -> tuple[tuple[CaseLine, ...], bool]:
    """The cases with the most of these words in the name, and whether that is all of them."""
    said = [words[place] for place in run if len(words[place].said) > 1]
    scored = [(sum(_fits(word, line) for word in said), line) for line in lines]
    best = max((score for score, _ in scored), default=0)
    if not best:
        return (), False
    return tuple(line for score, line in scored if score == best), best == len(said)


def _without(words: Sequence[_Word], run: Sequence[int]) -> str:
    return " ".join(word.typed for place, word in enumerate(words) if place not in run)


def _stranger(words: Sequence[_Word], runs: Sequence[Sequence[int]], form: str, rest: str) -> Named:
    """A name in front of the facts, or after "pasienten", that no case has."""
    for run in runs:
        first = run[0]
        after = words[first - 1].said if first else ""
        if form not in _ANY_NAME and (words[first].leads or after in _BEFORE_A_NAME):
            name = " ".join(words[place].typed for place in run).strip(".,;:!?")
            return Named(rest=_without(words, run), stranger=name)
    return Named(rest=rest)


def own_names(lines: Sequence[CaseLine]) -> list[CaseLine]:
    """The lines with nothing but the patient's name: doctors and offices name no case."""
    return [replace(line, gp="", office="") for line in lines]
