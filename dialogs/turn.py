"""One turn of a conversation as values: what came in, what goes out, what is expected next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dialogs.state import Choice, Conversation
from pathway.commands import Command

JSON = dict[str, object]
"""A card or a piece of one, as plain data."""


class Kind(StrEnum):
    """What sort of answer a question wants; a contract of `say --json`."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    CHOICE = "choice"
    PEOPLE = "people"
    CONFIRM = "confirm"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What a person typed, or the data of the card action they pressed.

    An action's `do` is command (with `text`, what one would have typed, and perhaps `ticks`, `of`
    and `but`) or answer (with `form`, the one-time number `n`, and a value for each field).
    """

    text: str = ""
    data: Mapping[str, object] | None = None

    @property
    def typed(self) -> str:
        """What would have been typed, to be taken up again when a reason has been given."""
        if self.data is None:
            return self.text
        fields = {name: value for name, value in self.data.items() if isinstance(value, str)}
        return said_by(fields)


def said_by(fields: Mapping[str, str]) -> str:
    """What one would have typed for this action: `text`, and after `but` what is not ticked.

    An input that says nothing has no tick, since a client may leave it out.
    """
    ticked = fields.get(fields.get("ticks", ""), "").split(",")
    out = [one for one in fields.get("of", "").split(",") if one and one not in ticked]
    text = fields.get("text", "")
    return f"{text} {fields.get('but', '')} {', '.join(out)}" if out else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Expects:
    """What an answer to the last reply may be."""

    question: str = ""
    kind: Kind = Kind.NONE
    choices: tuple[Choice, ...] = ()
    required: bool = False


NOTHING = Expects()
"""No question is open: any command may come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One message: all of it as text, and as a card where there is one.

    `summary` is what a locked phone may show: never anything about the patient.
    """

    text: str
    card: JSON | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a turn came to: the state to remember, the replies, and perhaps a command to execute.

    With a command, `flow.done` or `flow.refused` makes the replies once it has been tried.
    `why` is the reason that this person gave for reading the case (P3). `refused` is true where
    the replies say which rule stands in the way.
    """

    state: Conversation
    replies: tuple[Reply, ...] = ()
    command: Command | None = None
    why: str = ""
    expects: Expects = field(default=NOTHING)
    refused: bool = False


def as_json(turn: Turn) -> JSON:
    """The turn as `say --json` prints it (docs/contract/say.schema.json)."""
    expects = turn.expects
    return {
        "replies": [{"text": reply.text, "card": reply.card} for reply in turn.replies],
        "expects": {
            "question": expects.question,
            "kind": expects.kind.value,
            "choices": [{"value": c.value, "title": c.title} for c in expects.choices],
            "required": expects.required,
        },
    }
