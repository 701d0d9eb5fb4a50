"""From what was typed to a question's canonical answer, by its kind."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from dialogs.form import Missed, Question, Reading, Scene, Several, Took
from dialogs.reading_times import TIMES, iso_moment, read_clock, read_day, read_when
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.understand import reading as understood
from dialogs.understand.answers import Option, read_choice, read_yes_no
from dialogs.understand.reading import Ambiguous, NotUnderstood, Understood
from dialogs.wording.nb import ask_readings as say
from dialogs.wording.nb import conversations
from dialogs.wording.nb.ask_words import BARE_ANSWERS
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.errors import BirthNumberError
from pathway.identity import holds_birth_number

LONGEST = 1000
"""The most characters of one utterance; a question's own limit is lower."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_STRANGE = frozenset({"Cc", "Cf", "Cs", "Co"})


LINK = "link"
"""The question whose answer alone may hold as many digits as a birth number."""


class UnreadableError(Exception):
    """The text is too long or has strange characters; the message is what people read."""


def cleaned(text: str) -> str:
    """What was typed, as it is seen. `UnreadableError` for what cannot be shown or is too much."""
    if len(text) > LONGEST:
        raise UnreadableError(conversations.too_long(LONGEST))
    seen = " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())
    if any(unicodedata.category(char) in _STRANGE for char in seen):
        raise UnreadableError(conversations.strange_characters())
    return seen


def readable(fields: Mapping[str, str]) -> Mapping[str, str]:
    """What was written on a card, each field as it is seen; raises as `cleaned`."""
    return {name: cleaned(text) if text else "" for name, text in fields.items()}


def read(question: Question, text: str, scene: Scene) -> Reading:
    """The answer in this text, or what must be asked about it."""
    if holds_birth_number(text) and not _made_here(question, text, scene):
        return Missed(refusal(BirthNumberError()), whole=True)
    if question.read is not None:
        return question.read(text, scene)
    return _read_as(question, text, scene)


def _made_here(question: Question, text: str, scene: Scene) -> bool:
    """Whether the digits are no person's words: a link, or the id of what may be chosen."""
    if question.name == LINK:
        return True
    return any(choice.value == text.strip() for choice in question.choices(scene))


def _read_as(question: Question, text: str, scene: Scene) -> Reading:
    """The answer by the kind of the question."""
    if question.kind is Kind.DATE:
        return read_day(text, scene, past=question.past)
    if question.kind is Kind.TIME:
        return read_clock(text)
    if question.kind is Kind.DATETIME:
        return read_when(text, scene, scene.running.typed.get(question.name, ""))
    choices = question.choices(scene)
    if choices or question.kind is Kind.CHOICE:
        return choose(text, choices, free=question.free, limit=question.limit)
    return words(text, question.limit)


def words(text: str, limit: int) -> Reading:
    """Free text of at most `limit` characters; a bare yes or no says nothing."""
    said = text.strip()
    if not said:
        return Missed()
    if said.casefold().rstrip(".!") in BARE_ANSWERS:
        return Missed(say.bare_answer(said))
    return Took(said) if len(said) <= limit else Missed(say.too_long(limit))


def choose(
    text: str, choices: Sequence[Choice], *, free: bool = False, limit: int = 300
) -> Reading:
    """One of the choices by its value, number or title, small typos forgiven.

    With `free` anything else is taken as it stands, but what is nearly a choice is asked about.
    """
    exact = chosen(text, choices)
    if exact:
        return Took(exact)
    options = [Option(value=c.value, titles=(c.title, c.value)) for c in choices]
    match read_choice(text, options):
        case Understood(value) if not free or _begins(text, value, choices):
            return Took(value)
        case Understood(value):
            return _these_or_as_typed(text, [value], choices)
        case Ambiguous(values) if free:
            return _these_or_as_typed(text, values, choices)
        case Ambiguous(values):
            return Several(tuple(c for c in choices if c.value in set(values)))
        case _:
            return words(text, limit) if free else Missed()


def chosen(text: str, choices: Sequence[Choice]) -> str:
    """The value of the choice that is named exactly, or by its number; empty for none."""
    said = text.strip().casefold()
    for choice in choices:
        if said in {choice.value.casefold(), choice.title.casefold()}:
            return choice.value
    place = (
        int(said.rstrip(".")) if said.rstrip(".").isascii() and said.rstrip(".").isdigit() else 0
    )
    return choices[place - 1].value if 1 <= place <= len(choices) else ""


def pressed(rest: str, question: str, choices: Sequence[Choice]) -> dict[str, str]:
    """Facts of what follows a command: a button names its choice, and the plan `seen` on its card.

    What is typed is the answer to `question`, as it stands.
    """
    words = rest.split()
    named = [word for word in words if chosen(word, choices) == word]
    left = [word for word in words if word not in named]
    if named:
        return {question: named[0], **({"seen": left[0]} if left else {})}
    return {question: rest} if rest else {}


def read_option(text: str, options: Sequence[Choice]) -> str | None:
    """Which of the offered readings is meant; yes to the one, no to keep what was typed."""
    if not options:
        return None
    sure = read_sure(text)
    as_typed = options[-1].title == say.as_typed(options[-1].value)
    if sure and (as_typed or len(options) == 1):
        return options[0].value
    if sure is False and as_typed:
        return options[-1].value
    reading = choose(text, options)
    return reading.value if isinstance(reading, Took) else None


def read_sure(text: str) -> bool | None:
    """Yes or no, also as the values of their buttons; None for anything else."""
    match read_yes_no(text):
        case Understood(value):
            return value
        case _:
            return None


def title_of(question: Question, value: str, scene: Scene) -> str:
    """An answer as people read it."""
    if question.titled is not None:
        return question.titled(value, scene)
    for choice in question.choices(scene):
        if choice.value == value:
            return choice.title
    moment = iso_moment(value) if question.kind in TIMES else None
    return say.moment(moment) if moment else value


def expected(question: Question, scene: Scene) -> str:
    """What a question is answered with, and an example; of a list its first title."""
    choices, example = question.choices(scene), question.words.example
    if not choices or example != say.FROM_LIST:
        return example
    return say.from_list(choices[0].title)


def not_read(question: Question, reading: Missed, text: str) -> str:
    """What is wrong with a text that nobody asked for by itself; it is named where nothing is."""
    unclear = reading.why in {"", say.NOT_UNDERSTOOD}
    return say.not_read(text, question.words.example) if unclear else reading.why


def _begins(text: str, value: str, choices: Sequence[Choice]) -> bool:
    """Whether the text is the start or a whole word of the choice's title, spelt right."""
    title = next(c.title for c in choices if c.value == value).casefold()
    return all(word in title.replace(",", " ").split() for word in text.casefold().split())


def _these_or_as_typed(text: str, values: Sequence[str], choices: Sequence[Choice]) -> Several:
    meant = tuple(c for c in choices if c.value in set(values))
    return Several((*meant, Choice(value=text, title=say.as_typed(text))))


def reading_in_words(reading: understood.Reading[str]) -> Reading:
    """What was read as text (an address, a number), as a form takes it."""
    match reading:
        case Understood(value):
            return Took(value)
        case Ambiguous(values):
            return Several(tuple(Choice(value=v, title=v) for v in values))
        case NotUnderstood(reason):
            return Missed(say.why(reason))
