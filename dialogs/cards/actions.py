"""What can be pressed. Each action's data says what one would have typed instead."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.turn import JSON

LONGEST_TITLE = 40
"""The most characters on a button: phones cut what is longer, in the middle of a word."""


def command(typed: str, title: str, *, here: bool = False) -> JSON:
    """A button that does what typing `typed` does; `here` is that the answer takes its place."""
    where: JSON = {"at": "here"} if here else {}
    return _action("command", title, {"do": "command", "text": typed, **where}, inputs=False)


def with_ticks(typed: str, title: str, field: str, of: Iterable[str], but: str) -> JSON:
    """The same; those of `of` that are not ticked in the input `field` are typed after `but`."""
    data: JSON = {"do": "command", "text": typed, "ticks": field, "of": ",".join(of), "but": but}
    return _action("command", title, data, inputs=True)


def answer(form: str, number: int, title: str, *, about: str = "", **fields: str) -> JSON:
    """A button that answers the running form: with its inputs, and with these fields.

    `about` is the case's reference: what was written about one never comes back about another.
    """
    data: JSON = {"do": "answer", "form": form, "n": str(number), **fields}
    if about:
        data["about"] = about
    return _action("answer", title, data, inputs=not fields)


def step(form: str, number: int, title: str, typed: str) -> JSON:
    """*Tilbake* and *avbryt* on a form's card: inputs are neither checked nor sent."""
    data: JSON = {"do": "answer", "form": form, "n": str(number), "text": typed}
    return _action("answer", title, data, inputs=False)


def _action(verb: str, title: str, data: JSON, *, inputs: bool) -> JSON:
    """Action.Execute, and Action.Submit with the same data where that is unknown.

    Of a Submit Teams says that the response was sent, unless `msteams` on the action hides it.
    """
    associated = "auto" if inputs else "none"
    common: JSON = {"title": _fitted(title), "associatedInputs": associated, "data": data}
    quiet: JSON = {"msteams": {"feedback": {"hide": True}}}
    submit: JSON = {"type": "Action.Submit", **common, **quiet}
    return {"type": "Action.Execute", **common, "verb": verb, "fallback": submit}


def _fitted(title: str) -> str:
    """The title as it fits on a button; a long name in it is cut between words."""
    if len(title) <= LONGEST_TITLE:
        return title
    kept, _, _ = title[:LONGEST_TITLE].rpartition(" ")
    return f"{kept or title[: LONGEST_TITLE - 1]}…"
