"""*Fravær*: somebody is away, and a deputy does the work meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dialogs.conversations.showing import done, split_choice, summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import Asked
from dialogs.reader import Reader
from dialogs.reading import choose
from dialogs.reading_times import read_day
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.absences import absence_in, who_is_away, who_is_back
from dialogs.understand.moments import read_date
from dialogs.understand.reading import Understood
from dialogs.wording.nb import ask_absence as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.clinic import Staff
from pathway.commands import RecordAbsence
from pathway.errors import AbsenceOverError, DeputyRingError, DeputyUnfitError
from pathway.service import Outcome
from pathway.service.staff import absent, deputies
from pathway.words import StaffId

OPEN = "open"
"""In the place of a last day: nobody knows it."""

USUAL = "usual"
"""In the place of a deputy: nobody named one."""


def said_of_staff(said: str, reader: Reader) -> Asked | None:
    """The command that a whole sentence about a colleague comes to; None for any other."""
    clinic = reader.desk.clinic
    for who, name in ((who_is_away(said), "absence"), (who_is_back(said), "back")):
        if who and _named(who, clinic.staff):
            return Asked(name=name, rest=said)
    return None


def choices_of(staff: tuple[Staff, ...]) -> tuple[Choice, ...]:
    """These colleagues, to choose from."""
    return tuple(Choice(value=person.id, title=person.name) for person in staff)


def _named(said: str, staff: tuple[Staff, ...]) -> str:
    found, rest = split_choice(said, choices_of(staff))
    return found if not rest else ""


def may_name(scene: Scene) -> tuple[Staff, ...]:
    """Of whom this person may say that they are away."""
    return absent.may_say_of(scene.desk.context)


# --- away -----------------------------------------------------------------------------------------


def _who(scene: Scene) -> tuple[Choice, ...]:
    return choices_of(may_name(scene))


def _asks_who(scene: Scene) -> bool:
    return len(may_name(scene)) > 1


def _person(scene: Scene) -> Staff:
    return scene.clinic.member(scene.answer("who") or scene.desk.actor.id)


def _myself(scene: Scene) -> str:
    return scene.desk.actor.id


def _free(scene: Scene) -> tuple[Staff, ...]:
    """Who can do the work on those days, as far as they are known."""
    if not scene.answer("first"):
        return deputies.fit_deputies(scene.clinic, _person(scene))
    days = scene.day("first"), _last(scene)
    return deputies.free_deputies(scene.desk.context, _person(scene), *days)


def _deputies(scene: Scene) -> tuple[Choice, ...]:
    return choices_of(_free(scene))


def _asks_deputy(scene: Scene) -> bool:
    """Not where nobody can: then the days are asked about."""
    return bool(_free(scene)) or not deputies.fit_deputies(scene.clinic, _person(scene))


def _usual(scene: Scene) -> str:
    on = scene.day("first") if scene.answer("first") else None
    usual = deputies.usual_deputy(scene.clinic, _person(scene), _free(scene), on)
    return usual.id if usual else ""


def _read_deputy(said: str, scene: Scene) -> Reading:
    """A colleague; of one who cannot it is said why, and who can."""
    if said == USUAL:
        return Took(_usual(scene))
    reading = choose(said, choices_of(scene.clinic.staff))
    if not isinstance(reading, Took) or not scene.answer("first"):
        return reading
    try:
        deputies.checked(scene.desk.context, _with_deputy(scene, reading.value))
    except (DeputyUnfitError, DeputyRingError) as error:
        return Missed(refusal(error), whole=True)
    except AbsenceOverError:
        pass  # the preview says so
    return reading


def _read_first(said: str, scene: Scene) -> Reading:
    """A day that may be gone by: one is often ill before one says so."""
    reading = read_date(said, scene.today)
    return Took(reading.value.isoformat()) if isinstance(reading, Understood) else _day(said, scene)


def _read_last(said: str, scene: Scene) -> Reading:
    return Took(OPEN) if said == OPEN else _day(said, scene)


def _day(said: str, scene: Scene) -> Reading:
    return read_day(said, scene, past=False)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "Lea 3.-14. mai, Pål vikar"; who is ill today needs to say no more."""
    said = absence_in(rest)
    whom = scene.clinic.staff
    who = _named(said.who, whom) if said.who else scene.desk.actor.id
    facts = {"who": who or said.who}
    if said.first or said.last or said.ill:
        facts |= {"first": said.first or "i dag", "last": said.last or OPEN}
        facts["deputy"] = _named(said.deputy, whom) or said.deputy or USUAL
    elif said.deputy:
        facts["deputy"] = _named(said.deputy, whom) or said.deputy
    return {name: value for name, value in facts.items() if value}


def _last(scene: Scene) -> date | None:
    said = scene.answer("last")
    return None if said in {"", OPEN} else date.fromisoformat(said)


def _stop(scene: Scene) -> str:
    return "" if len(scene.clinic.staff) > 1 else say.NO_DEPUTY


def _build(scene: Scene) -> RecordAbsence:
    fit = (*_free(scene), *deputies.fit_deputies(scene.clinic, _person(scene)))
    first_fit = fit[0].id if fit else ""
    return _with_deputy(scene, scene.answer("deputy") or _usual(scene) or first_fit)


def _with_deputy(scene: Scene, deputy: str) -> RecordAbsence:
    return RecordAbsence(
        staff_id=_person(scene).id,
        first=scene.day("first"),
        last=_last(scene),
        deputy=StaffId(deputy),
    )


def _preview(scene: Scene) -> Preview:
    built, clinic = _build(scene), scene.clinic
    seen = absent.foreseen(scene.desk.context, built)
    deputy = clinic.name_of(built.deputy)
    own = built.staff_id == scene.desk.actor.id
    facts = say.facts(clinic.name_of(built.staff_id), built.first, built.last, deputy, own=own)
    refs = tuple(dict.fromkeys(line.ref for line in seen.tasks))
    also = [
        say.instead(deputy, max(a.first, built.first), a.last, clinic.name_of(who))
        for a, who in seen.deputy_away
    ]
    meetings = [say.at_meeting(ref, on, leads=leads) for ref, on, leads in seen.meetings]
    before = [say.instead_of(old.first, old.last) for old in seen.replaces]
    if seen.also_for and seen.by:
        whose = [clinic.name_of(who) for who in seen.also_for]
        also.append(say.also_for(clinic.name_of(seen.by), whose))
    told = (*before, say.moves(len(seen.tasks), refs, deputy), *also, *meetings)
    return summary(facts, *told, question=say.QUESTION, yes=say.YES)


def _done(scene: Scene, _outcome: Outcome) -> tuple[Reply, ...]:
    built, clinic = _build(scene), scene.clinic
    names = clinic.name_of(built.staff_id), clinic.name_of(built.deputy)
    text = say.recorded(names[0], built.first, built.last, names[1])
    return (done(say.TITLE, text, (typed("who_away"), say.SHOW)),)


FORM = Form(
    name="absence",
    title=say.TITLE,
    needs_case=False,
    anybody=True,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.WHO),
            choices=_who,
            required=never,
            wanted=_asks_who,
            default=_myself,
        ),
        Question(name="first", kind=Kind.DATE, words=Words(*say.FIRST), read=_read_first),
        Question(
            name="last",
            kind=Kind.DATE,
            words=Words(*say.LAST),
            read=_read_last,
            required=never,
        ),
        Question(
            name="deputy",
            kind=Kind.PEOPLE,
            words=Words(*say.DEPUTY),
            choices=_deputies,
            read=_read_deputy,
            wanted=_asks_deputy,
            required=never,
            default=_usual,
            sole=True,
        ),
    ),
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
