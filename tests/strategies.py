"""Cases as chance makes them: every field of every row, though not every case makes sense."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from pathway import model, outgoing, times, words
from pathway.case import Case
from pathway.entries import Closing, Correction, MilestoneEntry
from pathway.model import Answer, Consent, Invitation, Meeting, Participant, Promise
from pathway.outgoing import Sending
from pathway.questions import Question
from pathway.run import Run
from pathway.times import Asked, TimeOption, TimeQuestion, TimesAnswer
from pathway.words import CaseId, ClinicId, StaffId

_NAMES = {**vars(words), **vars(model), **vars(outgoing), **vars(times)}
_FROM, _TO = date(2020, 1, 1), date(2040, 1, 1)

# What a database keeps as text: anything but NUL and halves of characters.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WALL_TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))  # noqa: DTZ001
SPECIAL = {
    (Meeting, "start"): WALL_TIMES,
    (Meeting, "zone"): st.sampled_from(["Europe/Oslo", "UTC", "America/New_York"]),
    (TimeQuestion, "moves"): st.none() | WALL_TIMES,
    (TimeOption, "start"): WALL_TIMES,
    (Answer, "proposed"): st.none() | WALL_TIMES,
    (Answer, "also_proposed"): st.lists(WALL_TIMES, max_size=2).map(tuple),
}
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(min_value=0, max_value=500),
    bool: st.booleans(),
    datetime: MOMENTS,
    date: st.dates(_FROM, _TO),
}


def of(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any type of the domain
    """Values of an annotated type, dataclasses with every field drawn."""
    while hasattr(hint, "__supertype__"):
        hint = hint.__supertype__
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return st.none() | of(next(one for one in inner if one is not NoneType))
    if origin is frozenset:
        return st.frozensets(of(inner[0]), max_size=3)
    if origin is tuple:
        each = st.lists(of(inner[0]), max_size=2).map(tuple)
        return each if inner[-1] is ... else st.tuples(*map(of, inner))
    if is_dataclass(hint):
        return rows(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    return PLAIN[hint]


def rows(what: Any, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:  # noqa: ANN401 - the same
    """Dataclasses of this kind; `given` says how some of their fields are drawn."""
    hints = get_type_hints(what, localns=_NAMES)
    special = {name: drawn for (kind, name), drawn in SPECIAL.items() if kind is what} | given
    usual = {
        field.name: of(hints[field.name]) for field in fields(what) if field.name not in special
    }
    return st.builds(what, **usual, **special)


@st.composite
def questions_of_times(draw: st.DrawFn, people: list[str]) -> dict[str, Any]:
    """What a case holds of questions of times, of these people."""

    def some(what: Any, letter: str, **given: st.SearchStrategy[Any]) -> tuple[Any, ...]:  # noqa: ANN401 - any row
        drawn = draw(st.lists(rows(what, **given), max_size=2))
        return tuple(replace(row, id=f"{letter}{no}") for no, row in enumerate(drawn))

    held: dict[str, Any] = {"times": some(TimeQuestion, "t")}
    of_which = st.sampled_from([one.id for one in held["times"]]) if held["times"] else None
    if of_which is None:
        return held
    held["options"] = some(TimeOption, "n", question_id=of_which)
    if people:
        of_whom = st.sampled_from(people)
        held["asked"] = some(Asked, "k", question_id=of_which, participant_id=of_whom)
    if held.get("asked"):
        whose = st.sampled_from([one.id for one in held["asked"]])
        held["times_answers"] = some(TimesAnswer, "b", asked_id=whose)
    return held


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case whose rows have ids of their own and refer to one another."""

    def some(what: Any, letter: str, **given: st.SearchStrategy[Any]) -> tuple[Any, ...]:  # noqa: ANN401 - the same
        drawn = draw(st.lists(rows(what, **given), max_size=3))
        return tuple(replace(row, id=f"{letter}{no}") for no, row in enumerate(drawn))

    def one_of(things: tuple[Any, ...]) -> st.SearchStrategy[Any]:
        return st.sampled_from([thing.id for thing in things])

    people, meetings = some(Participant, "p"), some(Meeting, "m")
    held: dict[str, Any] = {"participants": people, "diary": meetings}
    held["promises"] = some(Promise, "o")
    if people:
        held["consents"] = some(Consent, "c", participant_id=one_of(people))
    if people and meetings:
        asked = {"meeting_id": one_of(meetings), "participant_id": one_of(people)}
        held["invitations"] = some(Invitation, "i", **asked)
    if invitations := held.get("invitations", ()):
        held["answers"] = some(Answer, "a", invitation_id=one_of(invitations))
    asked_to = st.none() | one_of(invitations) if invitations else st.none()
    held["questions"] = some(Question, "q", invitation_id=asked_to)
    held["sendings"] = some(
        Sending,
        "s",
        clinic_id=st.just("clinic"),
        case_id=st.just("case"),
        kind=st.sampled_from([kind for kind in outgoing.SendingKind if kind.value != "digest"]),
        invitation_id=asked_to,
        promise_id=st.none() | one_of(held["promises"]) if held["promises"] else st.none(),
    )
    held["runs"] = some(Run, "r", meeting_id=one_of(meetings)) if meetings else ()
    held |= draw(questions_of_times([person.id for person in people]))
    held["milestones"] = tuple(draw(st.lists(rows(MilestoneEntry), max_size=3)))
    held["corrections"] = tuple(draw(st.lists(rows(Correction), max_size=3)))
    return Case(
        id=CaseId("case"),
        clinic_id=ClinicId("clinic"),
        ref=draw(WORDS),  # type: ignore[arg-type] # any text
        variant=draw(WORDS),
        name=draw(WORDS),
        created_at=draw(MOMENTS),
        secretary=StaffId(draw(WORDS)),
        clinician=draw(st.none() | WORDS),  # type: ignore[arg-type] # the same
        team=draw(of(frozenset[str])),
        revision=draw(PLAIN[int]),
        closing=draw(st.none() | rows(Closing)),
        decide_by=draw(of(date | None)),
        **held,
    )


def moved(case: Case, clinic_id: ClinicId) -> Case:
    """The same case in another clinic."""
    sendings = tuple(replace(row, clinic_id=clinic_id) for row in case.sendings)
    return replace(case, clinic_id=clinic_id, sendings=sendings)
