"""What somebody is to do: one line each with what can be done, the urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.cards.actions import command
from dialogs.cards.elements import ROOM, buttons, card, plain, primary, row, size, text
from dialogs.cards.pages import fitted
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import ask_case as say
from dialogs.wording.nb import ask_office, ask_strays, jobs, papers
from dialogs.wording.nb import tasks as wording
from dialogs.wording.nb.ask_words import typed as typed_for
from dialogs.wording.nb.conversations import joined
from pathway.views import TaskLine

LINES = 8


def tasks(
    lines: Sequence[TaskLine], page: int, typed: str, *, strays: int = 0, acts: bool = True
) -> Reply:
    """One page of tasks; `typed` is the command that shows it.

    The mails of no case, so many of them, are one thing to do on the first page. Whoever reads but
    never `acts` in a case, as a leader, is shown the case alone.
    """
    if not lines and not strays:
        return Reply(text=say.NO_TASKS, summary=say.TASKS_TITLE)
    block, ways_of = (_block, _ways) if acts else (_to_look_at, _look)
    shown = fitted(lines, page, lambda line: size(block(line)), room=ROOM, most=LINES)
    number = len(lines) + bool(strays)
    intro = say.tasks_intro(number, sum(line.urgent for line in lines))
    where = say.page(shown.number, shown.pages) if shown.pages > 1 else ""
    body: list[JSON] = [text(intro)]
    texts = [intro]
    for line in shown.items:
        texts.append("\n".join([_said(line), *(f"→ «{typed}»" for typed, _ in ways_of(line))]))
        body.append(block(line, first=line is shown.items[0]))
    if strays and shown.number == 1:
        said, look = ask_strays.waiting(strays), typed_for("strays")
        texts.append(f"{said}\n→ «{look}»")
        body.append(row(text(said), buttons(command(look, ask_strays.LOOK))))
    if where:
        body.append(text(where, subtle=True))
    following = say.page_command(typed, shown.number + 1)
    actions = [command(following, say.NEXT_PAGE)] if shown.number < shown.pages else []
    more = f"«{following}»" if actions else ""
    besides = ask_office.more_with_tasks(shown.items[0].ref) if lines and acts else ""
    return Reply(
        text=joined(*texts, besides, f"{where} {more}".strip()),
        card=card(say.TASKS_TITLE, body, actions, speak=say.TASKS_TITLE, equal=len(actions)),
        summary=say.TASKS_TITLE,
    )


def _said(line: TaskLine) -> str:
    said = wording.task_line(line)
    return say.urgent(said) if line.urgent else said


def _block(line: TaskLine, *, first: bool = False) -> JSON:
    """The task, what settles it, and behind *Mer* to put it off or hand it over.

    What settles the first is the primary action, unless there is something to decide.
    """
    ways = [command(*way) for way in _exact(line, _ways(line))]
    if first and (line.proposed or not wording.decisions(jobs.job_of(line))):
        ways[0] = primary(ways[0])
    return _row(line, *ways, *_besides(line))


def _to_look_at(line: TaskLine, *, first: bool = False) -> JSON:
    ways = [command(*way) for way in _look(line)]
    return _row(line, *(map(primary, ways) if first else ways))


def _row(line: TaskLine, *actions: JSON) -> JSON:
    said = text(plain(_said(line)), colour="attention" if line.urgent else "")
    return row(said, buttons(*actions))


def _ways(line: TaskLine) -> tuple[tuple[str, str], ...]:
    """What settles the task, every way on where somebody decides (D2, F11).

    As typed commands with titles.
    """
    what = jobs.job_of(line)
    ways = (() if what.proposed else wording.decisions(what)) or wording.ways(what)
    shown = tuple((f"{typed} {line.ref}", title) for typed, title in ways)
    return ((shown[0][0], say.SHOW_TEXT), *shown[1:]) if line.content else shown


def _look(line: TaskLine) -> tuple[tuple[str, str], ...]:
    return ((typed_for("case", line.ref), say.SHOW),)


def _exact(line: TaskLine, ways: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A button names its own task, since a case may have several that are settled alike."""
    own = {typed_for(name, line.ref) for name in ("sent", "remind")}
    own |= {f"{typed} {line.ref}" for typed, _ in papers.WAYS.get(line.kind, ())}
    exact = [
        (f"{typed} {line.promise_id}" if typed in own else typed, title) for typed, title in ways
    ]
    if not line.content:
        return exact
    return [(typed_for("sent", line.ref, line.promise_id), exact[0][1]), *exact[1:]]


def _besides(line: TaskLine) -> tuple[JSON, ...]:
    hand = papers.NOT_MINE if line.kind in papers.WAYS else ask_office.HAND_TITLE
    ways = (("snooze", say.SNOOZE), ("hand_over", hand))
    return tuple(
        command(typed_for(name, line.ref, line.promise_id), title) | {"mode": "secondary"}
        for name, title in ways
    )
