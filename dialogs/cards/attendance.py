"""The card of everybody in a running meeting, each with what can have happened to them (R22)."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.cards import elements
from dialogs.cards.actions import LONGEST_TITLE, command
from dialogs.cards.pages import fitted
from dialogs.cards.running import View, Way
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import ask_running as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from pathway import running
from pathway.model import Participant
from pathway.run import Deed

MOST_PEOPLE = 8
"""On one card."""


def card(seen: View, page: int = 1) -> Reply:
    """Everybody, each with what may be pressed about them; most need nothing."""
    ref = seen.case.ref
    back = (typed("running", ref), say.BACK)
    known = running.people(seen.case, seen.state)
    everybody = [one for one in known if not running.out_since(seen.case, one)]
    shown = fitted(
        everybody,
        page,
        lambda one: elements.size(_row(seen, one)),
        room=elements.ROOM,
        most=MOST_PEOPLE,
    )
    body = [_row(seen, person) for person in shown.items]
    lines = [_line(seen, person) for person in shown.items]
    actions = [command(*back, here=True)]
    if shown.number < shown.pages:
        following = typed("attendance", ref, str(shown.number + 1))
        actions.append(command(following, say.MORE, here=True))
    title = say.people_title(ref)
    data = elements.card(title, body, actions, speak=title, equal=len(actions))
    return Reply(text=joined(title, "\n".join(lines)), card=data, summary=title)


def _line(seen: View, person: Participant) -> str:
    case, state, zone = seen.case, seen.state, seen.state.meeting.zone
    own_now = state.now_on.part in running.own_parts(case, state, person)
    here = not running.is_away(case, state, person, seen.now)
    back = running.back_at(case, state, person, seen.now)
    return say.there(person, here=here, own_now=own_now, back=back, zone=zone)


def _row(seen: View, person: Participant) -> JSON:
    ways = [
        command(words, title[:LONGEST_TITLE], here=True) for words, title in _ways_of(seen, person)
    ]
    said = elements.text(elements.plain(_line(seen, person)))
    return elements.row(said, elements.buttons(*ways) if ways else None)


def _ways_of(seen: View, person: Participant) -> Iterator[Way]:
    """What can have happened to one person, as far as it can be pressed now."""
    if not seen.acts:
        return
    case, state = seen.case, seen.state
    ref, mark = case.ref, state.run.mark
    own = running.own_parts(case, state, person)
    left = {state.now_on.part, *state.ahead}
    away = running.is_away(case, state, person, seen.now)
    pressed = {step.deed for step in state.run.steps if step.who == person.id}
    if state.now_on.part in own and away:
        yield (typed("came", ref, person.id, mark), say.CAME)
    if left.intersection(own) and not pressed & {Deed.CAME, Deed.BROUGHT, Deed.LEFT}:
        yield (typed("late", ref, person.id, "10", mark), say.LATE)
        if Deed.ABSENT not in pressed:
            yield (typed("absent", ref, person.id, mark), say.ABSENT)
    if state.now_on.part in own and not away:
        yield (typed("left", ref, person.id, mark), say.LEFT)
