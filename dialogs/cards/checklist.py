"""One checklist on one card: what is done, and a button for each thing that is not (R9, R10)."""

from __future__ import annotations

from dialogs.cards.actions import command
from dialogs.cards.elements import buttons, card, primary, row, text
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import checklists as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from pathway.case import Case
from pathway.model import Promise
from pathway.owed.checklists import CHECKLISTS, remaining


def checklist(case: Case, promise: Promise, before: str = "") -> Reply:
    """The list as it stands; `before` is what was just done."""
    ref = case.ref
    heading = say.heading(promise.kind, ref)
    left = remaining(case, promise)
    rows, texts = [], []
    for name in CHECKLISTS[promise.kind]:
        said = say.item(name, done=name not in left)
        way = typed("tick_items", ref, promise.id, say.ITEMS[name][0])
        shown = typed("tick_items", ref, say.ITEMS[name][0])
        texts.append(f"{said} → «{shown}»" if name in left else said)
        rows.append(
            row(text(said), buttons(command(way, say.DONE))) if name in left else text(said)
        )
    body: list[JSON] = [text(before), *rows] if before else rows
    everything = primary(command(typed("tick_items", ref, promise.id, say.ALL[0]), say.ALL[1]))
    return Reply(
        text=joined(before, "\n".join([heading, *texts])),
        card=card(heading, body, [everything], speak=heading),
        summary=heading,
    )
