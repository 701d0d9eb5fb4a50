"""What somebody is to do: one line each with what can be done, the urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.cards.actions import command
from dialogs.cards.elements import buttons, card, plain, text
from dialogs.cards.pages import paged
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import ask_case as say
from dialogs.wording.nb import jobs
from dialogs.wording.nb import tasks as wording
from dialogs.wording.nb.conversations import joined
from pathway.views import TaskLine

LINES = 8


def tasks(lines: Sequence[TaskLine], page: int, typed: str) -> Reply:
    """One page of tasks; `typed` is the command that shows it."""
    if not lines:
        return Reply(text=say.NO_TASKS, summary=say.TASKS_TITLE)
    shown = paged(lines, page, LINES)
    intro = say.tasks_intro(len(lines), sum(line.urgent for line in lines))
    where = say.page(shown.number, shown.pages) if shown.pages > 1 else ""
    body: list[JSON] = [text(intro)]
    texts = [intro]
    for line in shown.items:
        said = wording.task_line(line)
        said = say.urgent(said) if line.urgent else said
        ways = _ways(line)
        texts.append("\n".join([said, *(f"→ «{action}»" for action, _ in ways)]))
        body.append(text(plain(said), colour="attention" if line.urgent else ""))
        body.append(buttons(*(command(action, title) for action, title in ways)))
    if where:
        body.append(text(where, subtle=True))
    following = say.page_command(typed, shown.number + 1)
    actions = [command(following, say.NEXT_PAGE)] if shown.number < shown.pages else []
    more = f"«{following}»" if actions else ""
    return Reply(
        text=joined(*texts, f"{where} {more}".strip()),
        card=card(say.TASKS_TITLE, body, actions, speak=say.TASKS_TITLE),
        summary=say.TASKS_TITLE,
    )


def _ways(line: TaskLine) -> tuple[tuple[str, str], ...]:
    """The likeliest thing to do about a task, and every way on where something is decided (D2).

    As typed commands with titles.
    """
    what = jobs.job_of(line)
    ways = wording.actions(what)
    typed, title = ways[0]
    decisions = len(wording.decisions(what))
    return ((typed, say.SHOW_TEXT if line.content else title), *ways[1:decisions])
