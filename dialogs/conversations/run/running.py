"""Every press while a meeting runs: each does one thing, and shows the card as it then is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial

from dialogs import interludes
from dialogs.cards import attendance
from dialogs.cards import running as run_card
from dialogs.conversations.people import participants
from dialogs.conversations.run.pressing import a_press, at_once, is_old, state_of, view_of
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, unasked
from dialogs.reader import Reader
from dialogs.reading import choose, read_sure
from dialogs.state import Choice, Conversation
from dialogs.turn import Kind, Reply, Turn
from dialogs.understand.run_words import said
from dialogs.wording.nb import ask_midway, names
from dialogs.wording.nb import ask_running as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway import running, workdays
from pathway.commands import BringAlong, StepMeeting
from pathway.errors import RunForgottenError
from pathway.run import Deed
from pathway.service.run import breaking_off
from pathway.words import THIRD_PARTIES, ParticipantId

USUAL_MINUTES = "5"

JUST_NOW = timedelta(minutes=1)
"""What one types so soon after another has done it was likely meant once."""

_HALF_A_DAY = timedelta(hours=12)
"""A clock time further away than this is one that is gone."""


# --- what is looked at --------------------------------------------------------------------------


def show(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Vis møtet*: the card of the meeting that runs, as it is now."""
    return _shown(talk, "running", rest, reader, run_card.card)


def show_people(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Hvem er her*: everybody, each with what can be pressed about them."""
    page = int(said(rest).minutes or 1)
    return _shown(talk, "attendance", rest, reader, lambda seen: attendance.card(seen, page))


def _shown(
    talk: Conversation,
    name: str,
    rest: str,
    reader: Reader,
    card: Callable[[run_card.View], Reply],
) -> Turn:
    about = interludes.case_for(talk, rest, reader, said=typed(name, rest))
    if isinstance(about, Turn):
        return about
    if not about.ref:
        return interludes.ask_case(talk, typed(name))
    desk = reader.desk_for(about.ref)
    case = reader.case(about.ref)
    run, seen = running.going_on(case), view_of(case, desk)
    none = refusal(RunForgottenError(run.started_at)) if run else say.no_run(case.ref)
    reply = card(seen) if seen else Reply(text=none)
    return Turn(state=replace(talk, case=case.ref), replies=(reply,))


# --- one press ---------------------------------------------------------------------------------


def _people(scene: Scene) -> tuple[Choice, ...]:
    """Those of the case who have a part in the meeting that runs."""
    state = state_of(scene)
    if state is None:
        return ()
    own = (p for p in participants.present(scene) if running.own_parts(scene.case, state, p))
    return participants.choices_of(tuple(own))


def _read_who(text: str, scene: Scene) -> Reading:
    """One of them; who is named and has no part in it is refused by the rule that says so."""
    reading = choose(text, _people(scene))
    if not isinstance(reading, Missed):
        return reading
    return choose(text, participants.choices_of(participants.present(scene)))


def _minutes(text: str, _scene: Scene) -> Reading:
    told = said(text)
    number = told.minutes or told.clock
    return Took(number) if number else Missed(say.NO_MINUTES)


def _delay(text: str, scene: Scene) -> Reading:
    """Minutes, or a clock time that is still to come."""
    clock, at = said(text).clock, _soon(said(text).clock, scene)
    gone = at is not None and at - scene.desk.now > _HALF_A_DAY
    return Missed(say.clock_gone(clock)) if gone else _minutes(text, scene)


def _soon(clock: str, scene: Scene) -> datetime | None:
    """The next moment at which the clocks show this; None where minutes were said."""
    state = state_of(scene)
    if state is None or not clock or clock.isdigit():
        return None
    now, zone, at = scene.desk.now, state.meeting.zone, time.fromisoformat(clock.replace(".", ":"))
    today = workdays.local_date(now, zone)
    days = (today, today + timedelta(days=1))
    return next(moment for day in days if (moment := workdays.moment(day, at, zone)) > now)


WHO = Question(name="who", kind=Kind.CHOICE, words=Words(*say.WHO), choices=_people, read=_read_who)
LONGER = unasked("minutes", read=_minutes)
DELAY = Question(name="minutes", kind=Kind.TEXT, words=Words(*say.MINUTES), read=_delay)


def _press(name: str, title: str, deed: Deed, *questions: Question) -> Form:
    """A form that is one press; it asks only what the press cannot know."""

    def build(scene: Scene) -> StepMeeting:
        usual = USUAL_MINUTES if deed is Deed.LONGER else "0"
        minutes = scene.answer("minutes") or usual
        return StepMeeting(
            ref=scene.case.ref,
            deed=deed,
            who=ParticipantId(scene.answer("who")) if scene.answer("who") else None,
            minutes=int(minutes) if minutes.isdigit() else 0,
            until=_soon(minutes, scene),
            parts=_order(scene) if deed is Deed.REORDER else (),
            mark=scene.answer("mark"),
        )

    return replace(a_press(name, title, build, *questions), preview=partial(_once, deed))


def _once(deed: Deed, scene: Scene) -> Preview:
    """At once; asked is what another did just now, where twice is not the same as once.

    And whether to go on without those who are on their way. An old card asks nothing: it does
    nothing either.
    """
    if is_old(scene):
        return at_once(scene)
    done = _just_done(deed, scene)
    text = joined(done, _passed(scene) if deed is Deed.NEXT else "")
    onward = deed is Deed.NEXT and not done
    question = ask_midway.ONWARD if onward else ask_midway.AGAIN if done else say.QUESTION
    return Preview(
        text=text, question=question, yes=say.NEXT if onward else say.YES, ask=bool(text)
    )


def _just_done(deed: Deed, scene: Scene) -> str:
    """What another did just now, if this would do the same once more."""
    state = None if scene.answer("mark") else state_of(scene)
    for step in state.run.steps if state and deed in ask_midway.DONE else ():
        just = scene.desk.now - step.at < JUST_NOW
        if state and step.deed is deed and step.by != scene.desk.actor.id and just:
            name, zone = scene.clinic.name_of(step.by), state.meeting.zone
            return ask_midway.just_done(deed, name, step.at, zone)
    return ""


def _passed(scene: Scene) -> str:
    """Who is on the way to a part that would be over."""
    coming = breaking_off.too_late(scene.case, scene.desk.now)
    people = (scene.case.participant(asked.participant_id) for asked in coming)
    return ask_midway.passed_over([say.who(person) for person in people])


# --- the order, and who is with the patient ------------------------------------------------------


def _first_choices(scene: Scene) -> tuple[Choice, ...]:
    """The parts that may be next instead; where two are left there is but one."""
    state = state_of(scene)
    if state is None:
        return ()
    titles = [(n, names.part(state.meeting.parts[n].title)) for n in state.ahead[1:]]
    return tuple(Choice(value=str(n + 1), title=title) for n, title in titles)


def _order(scene: Scene) -> tuple[int, ...]:
    state, first = state_of(scene), scene.answer("first")
    if state is None or not first:
        return state.ahead if state else ()
    part = int(first) - 1
    return (part, *(n for n in state.ahead if n != part))


FIRST = Question(
    name="first",
    kind=Kind.CHOICE,
    words=Words(*say.FIRST),
    choices=_first_choices,
    wanted=lambda scene: bool(_first_choices(scene)),
    sole=True,
)


def _with_others(scene: Scene) -> bool:
    """Whether Nav or another outside is, or is to be, in the meeting (R16)."""
    state = state_of(scene)
    if state is None:
        return False
    left = {state.now_on.part, *state.ahead}
    outside = (p for p in running.people(scene.case, state) if p.role in THIRD_PARTIES)
    return any(left.intersection(running.own_parts(scene.case, state, p)) for p in outside)


def _brought(scene: Scene) -> BringAlong:
    return BringAlong(
        ref=scene.case.ref,
        name=scene.answer("name"),
        with_nav=scene.answer("with_nav") != "no",
        mark=scene.answer("mark"),
    )


def _stays(text: str, scene: Scene) -> Reading:
    sure = read_sure(text)
    if sure is not None:
        return Took("yes" if sure else "no")
    return choose(text, _stays_choices(scene))


def _stays_choices(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.STAYS_CHOICES.items())


def _opening_brought(rest: str, _scene: Scene) -> Mapping[str, str]:
    told = said(rest)
    facts = {"name": told.who, "mark": told.mark}
    return {name: value for name, value in facts.items() if value}


BROUGHT = replace(
    a_press(
        "brought",
        say.BROUGHT,
        _brought,
        Question(name="name", kind=Kind.TEXT, words=Words(*say.NAME), limit=100),
        Question(
            name="with_nav",
            kind=Kind.CHOICE,
            words=Words(*say.STAYS),
            choices=_stays_choices,
            read=_stays,
            wanted=_with_others,
        ),
    ),
    opening=_opening_brought,
)


FORMS = (
    _press("next_part", say.NEXT, Deed.NEXT),
    _press("longer", say.LONGER, Deed.LONGER, LONGER),
    _press("pause", say.PAUSE, Deed.PAUSE),
    _press("resume", say.RESUME, Deed.RESUME),
    _press("late", say.LATE_TITLE, Deed.LATE, WHO, DELAY),
    _press("absent", say.ABSENT, Deed.ABSENT, WHO),
    _press("came", say.CAME, Deed.CAME, WHO),
    _press("left", say.LEFT, Deed.LEFT, WHO),
    _press("reorder", say.REORDER, Deed.REORDER, FIRST),
    BROUGHT,
    _press("take_over", say.TAKE_OVER, Deed.TAKE_OVER),
)
