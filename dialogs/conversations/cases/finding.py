"""*Finn*: by reference, name, date or GP's office, typos forgiven."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz

from dialogs.cards import elements
from dialogs.cards.actions import command
from dialogs.parsing import folded
from dialogs.turn import Reply
from dialogs.understand.moments import read_date
from dialogs.understand.reading import Understood
from dialogs.wording.nb import ask_case
from dialogs.wording.nb import ask_register as say
from dialogs.wording.nb.ask_words import typed
from pathway.views import CaseLine

GOOD = 75
"""How well a case must fit (of 100) to be shown: one slip in a word of four letters."""

CERTAIN = 88
"""How well it must fit to be meant."""

_NEAR_BEST = 8
_SHOWN = 6
_EXACT = 100.0


def ranked(
    text: str, lines: Sequence[CaseLine], today: date | None = None, *, good: float = GOOD
) -> tuple[CaseLine, ...]:
    """The cases that fit the text, the best first, those much worse than the best left out."""
    said = folded(text)
    day = _day(text, today) if today else None
    scored = [(_score(said, day, line), line) for line in lines] if said else []
    best = max((score for score, _ in scored), default=0.0)
    if best < good:
        return ()
    fit = [pair for pair in scored if pair[0] >= max(good, best - _NEAR_BEST)]
    return tuple(line for _, line in sorted(fit, key=lambda pair: (-pair[0], pair[1].closed)))


def found(text: str, lines: Sequence[CaseLine], today: date) -> Reply:
    """What fits, each with a button that shows the case."""
    hits = ranked(text, lines, today)
    if not hits:
        return Reply(text=say.NOTHING_FOUND)
    shown, more = hits[:_SHOWN], len(hits) - _SHOWN
    rest = say.more_found(more) if more > 0 else ""
    texts = [say.found(len(hits)), *(say.case_line(line) for line in shown), rest]
    body = [elements.text(say.found(len(hits)))]
    for line in shown:
        press = command(typed("case", line.ref), f"{ask_case.SHOW} {line.ref}")
        said = elements.text(elements.plain(say.case_line(line)))
        body.append(elements.row(said, elements.buttons(press)))
    if rest:
        body.append(elements.text(rest, subtle=True))
    card = elements.card(say.FIND_TITLE, body, speak=say.FIND_TITLE)
    return Reply(text="\n".join(t for t in texts if t), card=card, summary=say.FIND_TITLE)


def _day(text: str, today: date) -> date | None:
    match read_date(text, today, prefer="past"):
        case Understood(value):
            return value
        case _:
            return None


def _score(said: str, day: date | None, line: CaseLine) -> float:
    """How well one case fits: each word by the word that is most like it."""
    if len(said) > 1 and line.ref.startswith(said.upper()):
        return _EXACT
    meeting = line.next_meeting.date() if line.next_meeting else None
    if day is not None and day in {line.referral_received, meeting}:
        return _EXACT
    own = folded(f"{line.ref} {line.name} {line.gp} {line.office}").replace(",", " ").split()
    words = [word.strip(".,") for word in said.split()]
    if not own or not all(words):
        return 0.0
    return min(max(fuzz.ratio(word, mine) for mine in own) for word in words)
