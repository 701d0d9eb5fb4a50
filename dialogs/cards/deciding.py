"""What may be decided after a doctor's no or silence, and in a postponed case (D2)."""

from __future__ import annotations

from dialogs.cards.actions import command
from dialogs.cards.elements import card, plain, text
from dialogs.turn import Reply
from dialogs.wording.nb import ask_office as say
from dialogs.wording.nb import tasks as wording
from dialogs.wording.nb.conversations import joined
from pathway.views import TaskLine


def question(line: TaskLine) -> Reply:
    """The question with every way on: as buttons, and as words to type."""
    said = wording.task_line(line)
    ways = [(f"{typed} {line.ref}", title) for typed, title in wording.ways_on(line)]
    actions = [command(typed, title) for typed, title in ways]
    return Reply(
        text=joined(
            said, say.DECIDE_TITLE, "\n".join(f"{what}: «{typed}»" for typed, what in ways)
        ),
        card=card(
            say.DECIDE_TITLE,
            [text(plain(said))],
            actions,
            speak=say.DECIDE_TITLE,
            equal=len(actions),
        ),
        summary=say.DECIDE_TITLE,
    )
