"""What is remembered of a conversation between two turns, as a value and as JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date

VERSION = 1
"""Rises when the shape changes; a state of another version starts fresh."""

_MOST_WHYS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One possible answer: `value` is for machines, `title` is what people read."""

    value: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A form that is being filled in.

    `answers` are canonical texts by question, in the order they were given. `card` names the
    questions of the card last shown and `typed` what was written there but not understood.
    `doubt` is an answer that waits for "are you sure", `options` what an unclear one may mean.
    `guessed` is true when the command was misspelt: then nothing happens without a yes.
    `plan` and `clashes` are what the shown plan said.
    """

    form: str
    ref: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    asked: str = ""
    card: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""
    options: tuple[Choice, ...] = ()
    guessed: bool = False
    plan: str = ""
    clashes: bool = False

    def with_answer(self, name: str, value: str, *, given: bool = True) -> Running:
        """The form with one more answer; `given` ones are what *tilbake* goes back through."""
        order = (*(n for n in self.given if n != name), *((name,) if given else ()))
        return replace(
            self,
            answers={**self.answers, name: value},
            typed={n: text for n, text in self.typed.items() if n != name},
            given=order,
            doubt="",
            options=(),
        )

    def without(self, name: str) -> Running:
        """The form with this question open again; what was answered stands in the card."""
        value = self.answers.get(name, "")
        return replace(
            self,
            answers={n: v for n, v in self.answers.items() if n != name},
            given=tuple(n for n in self.given if n != name),
            typed={**self.typed, name: value},
            asked="",
            doubt="",
            options=(),
            plan="",
            clashes=False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All that is remembered of one person's conversation.

    `number` rises with every card that asks something, so that an old card is known. `case` is
    the case last talked about. `asks` is a question that no form asks (why, case, find or
    leave), `about` the case that a reason is wanted for, those that may be meant, or what is
    left for what, and `waiting` the command that goes on with the answer. `whys` keeps the
    reasons given on the day `whys_on`. `offered` are the commands that the numbers of the list
    just shown stand for. `kept` is a form that gave way to a press in a running meeting.
    """

    number: int = 0
    running: Running | None = None
    case: str = ""
    asks: str = ""
    about: str = ""
    waiting: str = ""
    whys: Mapping[str, str] = field(default_factory=dict)
    whys_on: str = ""
    offered: tuple[str, ...] = ()
    kept: Running | None = None

    def on(self, today: date) -> Conversation:
        """The conversation as it stands today: yesterday's reasons for reading are gone."""
        if self.whys_on == today.isoformat():
            return self
        return replace(self, whys={}, whys_on=today.isoformat())

    def with_why(self, ref: str, why: str) -> Conversation:
        """The conversation with a reason for reading a case."""
        kept = list({**self.whys, ref: why}.items())[-_MOST_WHYS:]
        return replace(self.settled(), whys=dict(kept))

    def asking(self, question: str, waiting: str, about: str = "") -> Conversation:
        """The conversation with a question that no form asks."""
        return replace(self, asks=question, waiting=waiting, about=about)

    def settled(self) -> Conversation:
        """The conversation without such a question."""
        return replace(self, asks="", waiting="", about="")

    def dumps(self) -> str:
        """The conversation as JSON text."""
        return json.dumps({"version": VERSION, **asdict(self)}, ensure_ascii=False)

    @classmethod
    def loads(cls, text: str) -> Conversation:
        """The conversation in this text; a fresh one where the text cannot be read."""
        try:
            raw = _Raw(json.loads(text))
            return _conversation(raw) if raw.number("version") == VERSION else cls()
        except (ValueError, KeyError, TypeError):
            return cls()


class _Raw:
    """A JSON object whose fields must be what they are said to be."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise TypeError(value)
        self.fields: dict[str, object] = value

    def text(self, name: str) -> str:
        return _text(self.fields[name])

    def number(self, name: str) -> int:
        value = self.fields[name]
        if not isinstance(value, int):
            raise TypeError(name)
        return value

    def flag(self, name: str) -> bool:
        value = self.fields[name]
        if not isinstance(value, bool):
            raise TypeError(name)
        return value

    def items(self, name: str) -> list[object]:
        value = self.fields[name]
        if not isinstance(value, list):
            raise TypeError(name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(_text(item) for item in self.items(name))

    def mapping(self, name: str) -> dict[str, str]:
        return {key: _text(value) for key, value in _Raw(self.fields[name]).fields.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _conversation(raw: _Raw) -> Conversation:
    running, kept = raw.fields["running"], raw.fields.get("kept")
    return Conversation(
        number=raw.number("number"),
        running=None if running is None else _running(_Raw(running)),
        case=raw.text("case"),
        asks=raw.text("asks"),
        about=raw.text("about"),
        waiting=raw.text("waiting"),
        whys=raw.mapping("whys"),
        whys_on=raw.text("whys_on"),
        offered=raw.texts("offered") if "offered" in raw.fields else (),
        kept=None if kept is None else _running(_Raw(kept)),
    )


def _running(raw: _Raw) -> Running:
    options = [_Raw(item) for item in raw.items("options")]
    return Running(
        form=raw.text("form"),
        ref=raw.text("ref"),
        answers=raw.mapping("answers"),
        given=raw.texts("given"),
        asked=raw.text("asked"),
        card=raw.texts("card"),
        typed=raw.mapping("typed"),
        doubt=raw.text("doubt"),
        options=tuple(Choice(value=o.text("value"), title=o.text("title")) for o in options),
        guessed=raw.flag("guessed"),
        plan=raw.text("plan"),
        clashes=raw.flag("clashes"),
    )
