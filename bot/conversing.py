"""One turn as a use case: what was said, the command it came to, and what is answered."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from dialogs import flow, taking_up
from dialogs.messages import reply_of
from dialogs.state import Conversation
from dialogs.understand.references import REFERENCE_ALPHABET
from pathway.errors import RuleError
from pathway.service import Desk, execute
from pathway.service.daemon import chatting, showing

if TYPE_CHECKING:
    from datetime import datetime

    from dialogs.turn import Reply, Turn, Utterance
    from pathway.commands import Command
    from pathway.service import Context
    from pathway.words import SendingId

LETTERS = "".join(c for c in REFERENCE_ALPHABET if c.isalpha())
DIGITS = "".join(c for c in REFERENCE_ALPHABET if c.isdigit())


def converse(context: Context, utterance: Utterance) -> Turn:
    """One turn in the running transaction: a refused command leaves nothing but the talk."""
    state = Conversation.loads(context.ledger.conversation(context.actor))
    desk = Desk(context)
    turn = flow.step(state, utterance, desk)
    if turn.command is not None:
        turn = _executed(replace(context, why=turn.why), turn, turn.command, desk)
    if turn.state != state:
        context.ledger.put_conversation(context.actor, turn.state.dumps())
    return turn


def take_up(context: Context) -> Turn | None:
    """The question that waits for this person, for a page that does not show it any more."""
    state = Conversation.loads(context.ledger.conversation(context.actor))
    turn = taking_up.take_up(state, Desk(context))
    if turn is not None:
        context.ledger.put_conversation(context.actor, turn.state.dumps())
    return turn


class Glances:
    """What a page shows of what waits in chat; it takes nothing from whoever has a Teams chat."""

    def __init__(self) -> None:
        self._seen: dict[str, set[SendingId]] = {}
        self._since: dict[str, datetime] = {}

    def waiting(self, context: Context) -> list[Reply]:
        """What the acting person has not been shown: here, or in a chat of their own, once."""
        if not chatting.in_chat(context, context.actor):
            return [reply_of(row.content) for row in showing.show_waiting(context)]
        since = self._since.setdefault(context.actor, context.now)
        seen = self._seen.setdefault(context.actor, set())
        rows = showing.show_copies(context, since, seen)
        seen.update(row.id for row in rows)
        return [reply_of(row.content) for row in rows]


def _executed(context: Context, turn: Turn, command: Command, desk: Desk) -> Turn:
    try:
        with context.ledger.savepoint():
            outcome = execute(context, command)
    except RuleError as error:
        return flow.refused(turn, error, desk)
    return flow.done(turn, outcome, Desk(context))


def new_ref(used: frozenset[str]) -> str:
    """A short reference that is easy to read aloud and not in use, like K7M2."""
    while True:
        ref = "".join(secrets.choice(pool) for pool in (LETTERS, DIGITS, LETTERS, DIGITS))
        if ref not in used:
            return ref
