"""Answers any conversation without knowing it: all it is given is what to say to which question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypedDict

MOST_TURNS = 30


class Choice(TypedDict):
    """One possible answer."""

    value: str
    title: str


class Expects(TypedDict):
    """What an answer may be."""

    question: str
    kind: str
    choices: list[Choice]
    required: bool


class Reply(TypedDict):
    """One message."""

    text: str
    card: dict[str, object] | None


class Said(TypedDict):
    """What `say --json` prints."""

    replies: list[Reply]
    expects: Expects


Say = Callable[[str], Said]


def converse(say: Say, opening: str, answers: Mapping[str, str] | None = None) -> str:
    """Say the opening, answer until nothing is asked any more, and return all that was said.

    `answers` are by the question's name or, failing that, by its kind. Without one, a question
    that may be left is left, a choice is its first, and a yes is said.
    """
    given = answers or {}
    said = say(opening)
    heard = [reply["text"] for reply in said["replies"]]
    for _ in range(MOST_TURNS):
        expects = said["expects"]
        if expects["kind"] == "none":
            return "\n\n".join(heard)
        said = say(_answer(expects, given))
        heard += [reply["text"] for reply in said["replies"]]
    raise AssertionError("still asked after many turns: " + heard[-1])


def _answer(expects: Expects, given: Mapping[str, str]) -> str:
    for name in (expects["question"], expects["kind"]):
        if name in given:
            return given[name]
    if not expects["required"]:
        return ""
    if expects["choices"]:
        return expects["choices"][0]["value"]
    raise AssertionError(f"nothing to say to {expects['question']}, a {expects['kind']}")
