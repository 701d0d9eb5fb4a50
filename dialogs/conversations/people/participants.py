"""What the conversations about participants share: who there is, ways to attend, what words say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dialogs.form import Missed, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import folded
from dialogs.reading import choose, chosen, read_sure, reading_in_words
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.understand.people import read_email, read_phone
from dialogs.understand.swaps import swapped
from dialogs.wording.nb import ask_people as say
from dialogs.wording.nb import names
from dialogs.wording.nb.grammar import capital
from dialogs.wording.nb.words import people as words
from dialogs.wording.nb.words.whom import any_role
from pathway import agenda
from pathway.model import Meeting, Participant
from pathway.words import Attendance, ParticipantId, Role

REMOVE = "remove"
MEND, STAY = "mend", "stay"
_PHONE = re.compile(r"(?<!\S)(?:\+47\s*)?\d(?:\s?\d){7}(?!\S)")
_MAY_SIT_THERE = frozenset({Role.PATIENT, Role.RELATIVE, Role.INTERPRETER, Role.GP})


def present(scene: Scene) -> tuple[Participant, ...]:
    """Everybody who is part of the case."""
    return tuple(p for p in scene.case.participants if p.ended_at is None)


def choices_of(people: tuple[Participant, ...]) -> tuple[Choice, ...]:
    """People as they are chosen."""
    return tuple(Choice(value=p.id, title=say.person(p)) for p in people)


def who(scene: Scene) -> Participant | None:
    """The participant who was chosen."""
    return next((p for p in scene.case.participants if p.id == scene.answer("who")), None)


def role_meant(text: str, scene: Scene) -> Role | None:
    """The role that a text names and nothing else, or that of the one whose name it is."""
    said = folded(text)
    same = (p.role for p in present(scene) if said and folded(p.name) == said)
    found = (any_role(word) for word in text.split() if words.is_role_alone(text))
    return next(same, None) or next((role for role in found if role), None)


def who_comes(rest: str, role: Role, scene: Scene) -> str:
    """Who takes the place of the one with this role, where both are named; else all of it."""
    gone, coming = swapped(rest)
    return coming if coming and role_meant(gone, scene) is role else rest


def ahead(scene: Scene) -> Meeting | None:
    """The meeting that is still to come."""
    now = scene.reader.desk.now
    found = [m for m in scene.case.meetings if m.alive and m.starts_at > now]
    return found[-1] if found else None


# --- ways to attend -----------------------------------------------------------------------------


def ways(role: Role | None) -> tuple[Choice, ...]:
    """The ways that are for this role (R15)."""
    fit = [Attendance.VIDEO, Attendance.TELEPHONE, Attendance.CLINIC]
    if role in _MAY_SIT_THERE:
        fit.append(Attendance.GP_OFFICE)
    if role is Role.PATIENT:
        fit.append(Attendance.HOME)
    return tuple(Choice(value=way.value, title=capital(names.attendance(way))) for way in fit)


def read_way(text: str, role: Role | None) -> Reading:
    """A way to attend, by number or by one of its words."""
    named = chosen(text, ways(role))
    if named:
        return Took(named)
    found = [way for word in text.split() if (way := words.way_named(word))]
    fit = {choice.value for choice in ways(role)}
    if found and found[0].value in fit:
        return Took(found[0].value)
    return choose(text, ways(role))


def way(role: Callable[[Scene], Role | None]) -> Question:
    """How a new one with this role attends; on video where nothing is said."""
    return Question(
        name="attends",
        kind=Kind.CHOICE,
        words=Words(*say.ATTENDS),
        required=never,
        choices=lambda scene: ways(role(scene)),
        read=lambda text, scene: read_way(text, role(scene)),
        default=lambda _scene: Attendance.VIDEO.value,
    )


def read_number(text: str, _scene: Scene) -> Reading:
    """A telephone number."""
    return reading_in_words(read_phone(text))


def read_address(text: str, _scene: Scene) -> Reading:
    """An e-mail address."""
    return reading_in_words(read_email(text))


def read_new_number(text: str, scene: Scene) -> Reading:
    """A telephone number, or that there is none."""
    return Took(REMOVE) if folded(text) in words.REMOVE_WORDS else read_number(text, scene)


def read_new_address(text: str, scene: Scene) -> Reading:
    """An e-mail address, or that there is none."""
    return Took(REMOVE) if folded(text) in words.REMOVE_WORDS else read_address(text, scene)


def read_yes_no(text: str, titles: dict[str, str]) -> Reading:
    """Yes or no, also by the titles of the choices."""
    sure = read_sure(text)
    if sure is not None:
        return Took("yes" if sure else "no")
    return choose(text, tuple(Choice(value=v, title=t) for v, t in titles.items()))


# --- what an opening sentence says --------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What words say of somebody: facts by question, and the words that are left."""

    facts: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def with_fact(self, name: str, value: str, left: list[str]) -> Heard:
        """One more fact, and fewer words."""
        return replace(self, facts={**self.facts, name: value}, words=tuple(left))


def heard(rest: str) -> Heard:
    """A number, an address, a way to attend and must or may, wherever they stand."""
    found = Heard(words=tuple(rest.split()))
    number = _PHONE.search(rest)
    if number is not None:
        left = f"{rest[: number.start()]} {rest[number.end() :]}".split()
        found = found.with_fact("phone", number[0], left)
    for word in found.words:
        name, value = _meaning(word)
        if name and name not in found.facts:
            left = list(found.words)
            left.remove(word)
            found = found.with_fact(name, value, left)
    kept = [word for word in found.words if word.lower().strip(",") not in words.SMALL_WORDS]
    return replace(found, words=tuple(kept))


def _meaning(word: str) -> tuple[str, str]:
    way = words.way_named(word)
    if way is not None:
        return "attends", way.value
    if "@" in word:
        return "email", word.strip(",;")
    must = words.MUST_WORDS.get(word.lower().strip(".,"), "")
    return ("must", must) if must else ("", "")


# --- parts --------------------------------------------------------------------------------------


def parts_with_nav(meeting: Meeting) -> frozenset[int]:
    """The parts that Nav attends."""
    parts = enumerate(meeting.parts)
    return frozenset(n for n, part in parts if Role.NAV_ADVISER in part.roles)


def mend(scene: Scene, person: Participant, own: frozenset[int]) -> tuple[int, ...]:
    """The order of the parts that lets this person attend these without a gap; empty if no need."""
    meeting = ahead(scene)
    if meeting is None or not own:
        return ()
    parts = agenda.placed(meeting.parts, person, own)
    if not agenda.gaps(parts, (person,)):
        return ()
    return agenda.mended_order(parts, (*present(scene), person)) or ()


def newcomer(role: Role) -> Participant:
    """Somebody of this role, as far as the parts are concerned."""
    return Participant(id=ParticipantId(""), role=role, name="")


def orders(scene: Scene, order: tuple[int, ...]) -> tuple[Choice, ...]:
    """The order that mends it, and to be there all the time."""
    meeting = ahead(scene)
    titles = [meeting.parts[n].title for n in order] if meeting else []
    return (
        Choice(value=MEND, title=say.order_choice(titles)),
        Choice(value=STAY, title=say.STAY_ANYWAY),
    )


def read_order(text: str, choices: tuple[Choice, ...]) -> Reading:
    """Yes to the new order, or no."""
    sure = read_sure(text)
    if sure is not None:
        return Took(MEND if sure else STAY)
    return choose(text, choices)


def read_parts(text: str, meeting: Meeting | None) -> Reading:
    """Some of the parts by number, or the whole meeting, as "1,2"."""
    number = len(meeting.parts) if meeting else 0
    if folded(text) in words.WHOLE_MEETING:
        return Took(",".join(str(n + 1) for n in range(number)))
    named = sorted({int(digits) for digits in re.findall(r"\d{1,3}", text)})
    if not named:
        return Missed()
    if named[0] < 1 or named[-1] > number:
        return Missed(say.NO_SUCH_PART)
    return Took(",".join(map(str, named)))
