"""*Når vil jeg ha oppgavene*: one's digest at a time of one's own choice, or the usual (D4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from dialogs.conversations.showing import done, summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Several, Took, Words
from dialogs.reading_times import read_clock
from dialogs.turn import Kind, Reply
from dialogs.understand.digest_hours import hour_in
from dialogs.wording.nb import ask_digest_hour as say
from dialogs.wording.nb.ask_words import typed
from pathway import workdays
from pathway.commands import ChooseDigestHour
from pathway.service import Outcome


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    """As in "send oppgavene mine kl. 14 hver dag"."""
    said = hour_in(rest)
    return {"at": said} if said else {}


def _read(said: str, scene: Scene) -> Reading:
    """A time within the working hours; of "kl. 3" the one that is."""
    if say.USUAL in said.casefold():
        return Took(say.USUAL)
    reading, clinic = read_clock(said), scene.clinic
    if isinstance(reading, Missed):
        return reading
    found = reading.choices if isinstance(reading, Several) else (reading,)
    fit = [one for one in found if clinic.is_open_at(time.fromisoformat(one.value))]
    if not fit:
        return Missed(say.outside(clinic.work_from, clinic.work_to), whole=True)
    return Took(fit[0].value) if len(fit) == 1 else reading


def _usual(scene: Scene) -> time:
    person = scene.clinic.member(scene.desk.actor.id)
    return scene.clinic.digest_hour(replace(person, digest_chosen=None))


def _now(scene: Scene) -> str:
    return say.now(scene.clinic.digest_hour(scene.clinic.member(scene.desk.actor.id)))


def _at(scene: Scene) -> time | None:
    said = scene.answer("at")
    return None if said == say.USUAL else time.fromisoformat(said)


def _build(scene: Scene) -> ChooseDigestHour:
    return ChooseDigestHour(at=_at(scene))


def _preview(_scene: Scene) -> Preview:
    return summary([], question="", yes="", ask=False)


def _since(scene: Scene) -> date | None:
    """The first day, where today's digest has come already (D4)."""
    desk = scene.desk
    told = desk.context.ledger.digest_sent(desk.actor.id, desk.today)
    return workdays.add(desk.today, 1) if told else None


def _done(scene: Scene, _outcome: Outcome) -> tuple[Reply, ...]:
    at = _at(scene)
    text = say.chosen(at or _usual(scene), _since(scene), scene.today, usual=at is None)
    back = (typed("digest_hour", say.USUAL), say.USUAL_TITLE)
    other = (typed("digest_hour"), say.OTHER_TITLE)
    return (done(say.TITLE, text, other if at is None else back),)


FORM = Form(
    name="digest_hour",
    title=say.TITLE,
    needs_case=False,
    anybody=True,
    questions=(Question(name="at", kind=Kind.TIME, words=Words(*say.AT), read=_read, shown=_now),),
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)
