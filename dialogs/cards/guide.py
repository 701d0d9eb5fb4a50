"""*Hjelp* and *hei*: what one may do, as text and as a card."""

from __future__ import annotations

from dialogs.cards.actions import command
from dialogs.cards.elements import card, facts, plain, text
from dialogs.turn import Reply
from dialogs.wording.nb import ask_case, doors, guide_lines
from dialogs.wording.nb import conversations as say
from dialogs.wording.nb.ask_words import typed

_BUTTONS = (
    (typed("tasks"), ask_case.TASKS_TITLE),
    (typed("board"), ask_case.BOARD_TITLE),
    (typed("register"), say.NEW_PATIENT),
)


def guide(ref: str, *, office: bool = True) -> Reply:
    """Every command with what it does; examples name the case that is talked about.

    Whoever does not run the `office` is shown what they may do.
    """
    own = [line for line in guide_lines.LINES if office or line not in guide_lines.OFFICE]
    lines = [(say.example_ref(words, ref), what) for words, what in own]
    fives = range(0, len(lines), 5)
    shown = [facts((plain(words), what) for words, what in lines[at : at + 5]) for at in fives]
    body = [text(say.HELP_INTRO), *shown, text(say.HELP_END, subtle=True)]
    actions = [command(words, title) for words, title in _BUTTONS]
    return Reply(
        text="\n".join([say.HELP_INTRO, *(f"- {t}: {w}" for t, w in lines), say.HELP_END]),
        card=card(say.HELP_TITLE, body, actions, speak=say.HELP_TITLE),
        summary=say.HELP_TITLE,
    )


def greeting(name: str, number: int) -> Reply:
    """A greeting that says how much there is to do."""
    said = say.hello(name, number)
    actions = [command(words, title) for words, title in _BUTTONS]
    return Reply(
        text=said,
        card=card(say.HELLO_TITLE, [text(plain(said))], actions, speak=say.HELLO_TITLE),
        summary=say.HELLO_TITLE,
    )


def welcome(name: str) -> Reply:
    """The first words in a new chat; `name` is the first name of whoever it is."""
    said = doors.welcome(name)
    ways = ((typed("help"), say.HELP_TITLE), *_BUTTONS)
    return Reply(
        text=said,
        card=card(
            say.HELLO_TITLE,
            [text(plain(said))],
            [command(words, title) for words, title in ways],
            speak=say.HELLO_TITLE,
        ),
        summary=say.HELLO_TITLE,
    )
