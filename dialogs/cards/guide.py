"""*Hjelp* and *hei*: what one may do, as text and as a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from dialogs.cards.actions import command
from dialogs.cards.elements import MOST_FACTS, buttons, card, facts, plain, text
from dialogs.parsing import folded
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import ask_case, doors
from dialogs.wording.nb import conversations as say
from dialogs.wording.nb import guide_lines as lines_of
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.grammar import capital
from dialogs.wording.nb.guide_lines import Line

_BUTTONS = (
    (typed("tasks"), ask_case.TASKS_TITLE),
    (typed("board"), ask_case.BOARD_TITLE),
    (typed("register"), say.NEW_PATIENT),
)
_IN_A_ROW = 3
"""Buttons beside each other; more would go out of sight on a phone."""


def guide(ref: str, asked: str = "", *, office: bool = True) -> Reply:
    """What is needed most and the topics; of one topic, or of *alt*, every command.

    Topics are named, or by a command in them; what is neither is answered as if nothing was asked.
    Examples name the case that is talked about, and whoever does not run the `office` is shown
    what they may do.
    """
    topics = {topic: _own(lines, office=office) for topic, lines in lines_of.TOPICS.items()}
    topics = {topic: lines for topic, lines in topics.items() if lines}
    said = folded(asked)
    if said == lines_of.ALL:
        return _page(lines_of.TITLE, [*_lines(ref, [x for own in topics.values() for x in own])])
    topic = _meant(said, topics)
    if topic:
        return _page(lines_of.topic_title(topic), [*_lines(ref, topics[topic])])
    return _front(ref, tuple(topics), _own(lines_of.USUAL, office=office))


def _own(lines: Sequence[Line], *, office: bool) -> list[Line]:
    return [line for line in lines if office or line not in lines_of.OFFICE]


def _meant(said: str, topics: Mapping[str, Sequence[Line]]) -> str:
    """The topic with this name, or with this command, or with this word; empty for none."""
    if not said:
        return ""
    named = (topic for topic in topics if topic.lower() == said)
    commanded = (
        topic
        for topic, lines in topics.items()
        if any(lines_of.command_of(words) == said for words, _ in lines)
    )
    within = (
        topic
        for topic, lines in topics.items()
        if said in topic.lower().split() or any(words.startswith(said) for words, _ in lines)
    )
    return next(chain(named, commanded, within), "")


def _lines(ref: str, lines: Sequence[Line]) -> list[Line]:
    return [(say.example_ref(words, ref), what) for words, what in lines]


def _front(ref: str, topics: tuple[str, ...], usual: Sequence[Line]) -> Reply:
    lines = _lines(ref, usual)
    presses = [
        command(typed("help", topic.lower()), topic, here=True)
        for topic in (*topics, lines_of.EVERYTHING)
    ]
    body = [
        *_shown(lines),
        text(lines_of.MORE_INTRO),
        *(buttons(*presses[at : at + _IN_A_ROW]) for at in range(0, len(presses), _IN_A_ROW)),
    ]
    intro = lines_of.usual_intro(ref)
    said = [intro, *_listed(lines), lines_of.topics_typed(topics)]
    return _reply(lines_of.TITLE, intro, said, body, _BUTTONS)


def _page(title: str, lines: Sequence[Line]) -> Reply:
    said = [f"{title}.", *_listed(lines), lines_of.END]
    ways = ((typed("help"), lines_of.ALL_TOPICS),)
    return _reply(title, lines_of.TOPIC_INTRO, said, _shown(lines), ways)


def _listed(lines: Sequence[Line]) -> Iterator[str]:
    return (f"- {words}: {what}" for words, what in lines)


def _shown(lines: Sequence[Line]) -> list[JSON]:
    fives = range(0, len(lines), MOST_FACTS)
    return [facts((plain(w), what) for w, what in lines[at : at + MOST_FACTS]) for at in fives]


def _reply(
    title: str,
    intro: str,
    said: Sequence[str],
    body: Sequence[JSON],
    ways: Sequence[tuple[str, str]],
) -> Reply:
    shown = [text(intro), *body, text(lines_of.END, subtle=True)]
    actions = [command(words, what) for words, what in ways]
    return Reply(text="\n".join(said), card=card(title, shown, actions, speak=title), summary=title)


def unknown(guesses: Sequence[str]) -> Reply:
    """What was typed is no command; a press for each that may have been meant."""
    said = say.unknown_command(guesses)
    if not guesses:
        return Reply(text=said)
    actions = [command(words, capital(words)) for words in guesses]
    shown = card(
        say.UNKNOWN,
        [text(say.unknown_hint(len(guesses)))],
        actions,
        speak=said,
        equal=len(actions) if len(actions) > 1 else 0,
    )
    return Reply(text=said, card=shown, summary=say.UNKNOWN)


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
    ways = ((typed("help"), lines_of.TITLE), *_BUTTONS)
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
