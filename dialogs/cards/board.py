"""The board: every open case, the red first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.cards.actions import command
from dialogs.cards.elements import buttons, card, plain, primary, row, text
from dialogs.cards.pages import paged
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import ask_case as say
from dialogs.wording.nb.ask_words import typed as words_for
from dialogs.wording.nb.conversations import joined
from pathway.views import BoardRow, Colour

ROWS = 8
_COLOURS = {Colour.RED: "attention", Colour.YELLOW: "warning"}


def board(rows: Sequence[BoardRow], page: int, today: date, typed: str) -> Reply:
    """One page of the board; `typed` is the command that shows it."""
    if not rows:
        return Reply(text=say.NO_CASES, summary=say.BOARD_TITLE)
    shown = paged(rows, page, ROWS)
    intro = say.board_intro(rows)
    where = say.page(shown.number, shown.pages) if shown.pages > 1 else ""
    body: list[JSON] = [text(intro)]
    lines = [intro]
    for place, case in enumerate(shown.items):
        first, second = say.board_row(case, today), say.board_waiting(case)
        lines.append("\n".join(part for part in (first, second) if part))
        press = command(words_for("case", case.ref), f"{say.SHOW} {case.ref}")
        body.append(
            row(
                text(plain(first), colour=_COLOURS.get(case.colour, "")),
                text(plain(second), subtle=True) if second else None,
                buttons(press if place else primary(press)),
            )
        )
    if where:
        body.append(text(where, subtle=True))
    following = say.page_command(typed, shown.number + 1)
    actions = [command(following, say.NEXT_PAGE)] if shown.number < shown.pages else []
    more = f"«{following}»" if actions else ""
    return Reply(
        text=joined(*lines, f"{where} {more}".strip()),
        card=card(say.BOARD_TITLE, body, actions, speak=say.BOARD_TITLE, equal=len(actions)),
        summary=say.BOARD_TITLE,
    )
