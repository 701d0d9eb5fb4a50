"""A conversation as data: its questions, what it shows before the yes, and the command it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from dialogs.reader import Reader
from dialogs.state import Choice, Running
from dialogs.turn import JSON, Kind, Reply
from pathway.case import Case
from pathway.clinic import Clinic
from pathway.commands import Command
from pathway.service import Desk, Outcome

CONFIRM = "confirm"
"""The name of the last question of a form: shall it be done?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a form's functions see: the answers so far, the case, and the desk."""

    reader: Reader
    running: Running

    @property
    def case(self) -> Case:
        """The case that the form is about."""
        return self.reader.case(self.running.ref)

    @property
    def desk(self) -> Desk:
        """The desk, with the reason given for this case."""
        return self.reader.desk_for(self.running.ref)

    @property
    def clinic(self) -> Clinic:
        """The clinic of whoever asks."""
        return self.reader.desk.clinic

    @property
    def today(self) -> date:
        """The date in the clinic's zone."""
        return self.reader.desk.today

    def answer(self, name: str) -> str:
        """What was answered, empty where it was skipped or not asked."""
        return self.running.answers.get(name, "")

    def day(self, name: str) -> date:
        """A date that was answered."""
        return date.fromisoformat(self.answer(name))

    def moment(self, name: str) -> datetime:
        """A wall time that was answered."""
        return datetime.fromisoformat(self.answer(name))


@dataclass(frozen=True, slots=True)
class Took:
    """An answer understood, as canonical text; `doubts` are sentences to ask about first."""

    value: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Several:
    """An answer that may mean any of these; `note` is said first, of what was left out."""

    choices: tuple[Choice, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """Not understood: `why` says what is wrong with it, where that helps.

    `whole` is whether it also says what to do instead, so that no example is wanted.
    """

    why: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Half:
    """Only the day or only the time of a moment, as ISO text: the other is asked for."""

    value: str


Reading = Took | Several | Missed | Half


def always(_scene: Scene) -> bool:
    """The question is always asked."""
    return True


def never(_scene: Scene) -> bool:
    """The question is never asked, or never must be answered."""
    return False


def nothing(_scene: Scene) -> str:
    """No text."""
    return ""


def no_choices(_scene: Scene) -> tuple[Choice, ...]:
    """Anything may be answered."""
    return ()


def no_more(_text: str, _scene: Scene) -> Mapping[str, str]:
    """An answer is an answer, and nothing besides."""
    return {}


def only_said(_scene: Scene, words: str) -> tuple[Reply, ...]:
    """What is said where a rule refuses, and nothing besides."""
    return (Reply(text=words),)


def no_aids(_scene: Scene) -> tuple[tuple[str, str], ...]:
    """Nothing helps to answer."""
    return ()


class Words(NamedTuple):
    """A question in words: in a sentence, above an input, and what is expected with an example."""

    ask: str
    label: str
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to know.

    `wanted` says whether it is asked at all, `default` is what skipping it means. With `free`,
    other answers than the choices are taken as they stand. With `sole`, a single choice is
    taken without asking. `past` is whether a day gone by is what one expects. `shown` is what
    must be seen to answer, and stands above the question; `aids` are commands that help to
    answer, each as typed and as its button says it. `more` finds facts for several questions in an
    answer that says more than it was asked for, as texts by question. `titled` is an answer as
    people read it, where that is not the answer itself. With `buttons` it is asked by itself, one
    button a choice.
    """

    name: str
    kind: Kind
    words: Words
    choices: Callable[[Scene], tuple[Choice, ...]] = no_choices
    required: Callable[[Scene], bool] = always
    wanted: Callable[[Scene], bool] = always
    default: Callable[[Scene], str] = nothing
    read: Callable[[str, Scene], Reading] | None = None
    shown: Callable[[Scene], str] = nothing
    aids: Callable[[Scene], tuple[tuple[str, str], ...]] = no_aids
    more: Callable[[str, Scene], Mapping[str, str]] = no_more
    titled: Callable[[str, Scene], str] | None = None
    free: bool = False
    sole: bool = False
    past: bool = False
    limit: int = 300
    lines: bool = False
    buttons: bool = False


def unasked(name: str, read: Callable[[str, Scene], Reading] | None = None) -> Question:
    """A fact that a button or the opening sentence carries, and nobody is asked for."""
    return Question(name=name, kind=Kind.TEXT, words=Words("", ""), wanted=never, read=read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is shown before the last yes.

    `ask` is whether the yes is needed at all; `plan` and `clashes` are what the plan said, and
    go into the command.
    """

    text: str
    question: str
    yes: str
    body: tuple[JSON, ...] = ()
    ask: bool = True
    plan: str = ""
    clashes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A conversation that ends in one command.

    `opening` finds facts in what was typed after the command's words, as texts by question;
    `intro` is said before the first of them is asked.
    `clinicians`, `leaders` and `anybody` are who may do this as well as the office, as far as the
    command itself allows; `after_end` is whether it can be done in a pathway that has ended. `stop`
    says why the form cannot begin, `instead` names the form to begin in its place, `fresh` is what
    is said where it is refused.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    build: Callable[[Scene], Command]
    preview: Callable[[Scene], Preview]
    done: Callable[[Scene, Outcome], tuple[Reply, ...]]
    opening: Callable[[str, Scene], Mapping[str, str]]
    needs_case: bool = True
    clinicians: bool = False
    anybody: bool = False
    leaders: bool = False
    after_end: bool = False
    intro: Callable[[Scene], str] = nothing
    stop: Callable[[Scene], str] = nothing
    fresh: Callable[[Scene, str], tuple[Reply, ...]] = only_said
    instead: Callable[[Scene, str], str] | None = None

    def question(self, name: str) -> Question:
        """The question with this name; `KeyError` where there is none."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)
