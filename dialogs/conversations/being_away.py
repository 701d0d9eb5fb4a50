"""*Fravær*, *jeg er tilbake* and *hvem er borte*: a deputy does the work meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dialogs.cards.actions import command
from dialogs.cards.elements import buttons, card, plain, row, text
from dialogs.conversations.showing import done, split_choice, summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import Asked
from dialogs.reader import Reader
from dialogs.reading_times import read_day
from dialogs.state import Choice, Conversation
from dialogs.turn import JSON, Kind, Reply, Turn
from dialogs.understand.absences import absence_in, who_is_away, who_is_back
from dialogs.understand.moments import read_date
from dialogs.understand.reading import Understood
from dialogs.wording.nb import ask_absence as say
from dialogs.wording.nb import dates
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from pathway.clinic import Clinic, Staff
from pathway.commands import EndAbsence, RecordAbsence
from pathway.roster import Absence
from pathway.service import Outcome, absent
from pathway.words import StaffId

OPEN = "open"
"""In the place of a last day: nobody knows it."""


def said_of_staff(said: str, reader: Reader) -> Asked | None:
    """The command that a whole sentence about a colleague comes to; None for any other."""
    clinic = reader.desk.clinic
    for who, name in ((who_is_away(said), "absence"), (who_is_back(said), "back")):
        if who and _named(who, clinic.staff):
            return Asked(name=name, rest=said)
    return None


def _choices(staff: tuple[Staff, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(value=person.id, title=person.name) for person in staff)


def _named(said: str, staff: tuple[Staff, ...]) -> str:
    found, rest = split_choice(said, _choices(staff))
    return found if not rest else ""


def _may_name(scene: Scene) -> tuple[Staff, ...]:
    """Of whom this person may say that they are away."""
    return absent.may_say_of(scene.desk.context)


# --- away -----------------------------------------------------------------------------------------


def _who(scene: Scene) -> tuple[Choice, ...]:
    return _choices(_may_name(scene))


def _asks_who(scene: Scene) -> bool:
    return len(_may_name(scene)) > 1


def _person(scene: Scene) -> Staff:
    return scene.clinic.member(scene.answer("who") or scene.desk.actor.id)


def _myself(scene: Scene) -> str:
    return scene.desk.actor.id


def _deputies(scene: Scene) -> tuple[Choice, ...]:
    return _choices(absent.fit_deputies(scene.clinic, _person(scene)))


def _usual(scene: Scene) -> str:
    usual = absent.usual_deputy(scene.clinic, _person(scene))
    return usual.id if usual else ""


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
        person = scene.clinic.member(who) if who else scene.desk.actor
        usual = absent.usual_deputy(scene.clinic, person)
        facts["deputy"] = _named(said.deputy, whom) or said.deputy or (usual.id if usual else "")
    elif said.deputy:
        facts["deputy"] = _named(said.deputy, whom) or said.deputy
    return {name: value for name, value in facts.items() if value}


def _last(scene: Scene) -> date | None:
    said = scene.answer("last")
    return None if said in {"", OPEN} else date.fromisoformat(said)


def _stop(scene: Scene) -> str:
    return "" if len(scene.clinic.staff) > 1 else say.NO_DEPUTY


def _build(scene: Scene) -> RecordAbsence:
    return RecordAbsence(
        staff_id=_person(scene).id,
        first=scene.day("first"),
        last=_last(scene),
        deputy=StaffId(scene.answer("deputy") or _usual(scene)),
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


# --- back -----------------------------------------------------------------------------------------


def _away(clinic: Clinic, today: date) -> tuple[Absence, ...]:
    """Those that are not over, who comes first in the file first."""
    order = {person.id: place for place, person in enumerate(clinic.staff)}
    kept = (a for a in clinic.roster.absences if a.last is None or a.last >= today)
    return tuple(sorted(kept, key=lambda a: (order.get(a.staff_id, len(order)), a.first)))


def _may_end(scene: Scene) -> tuple[Choice, ...]:
    """Who is away, or is going to be; whoever leaves does not come back."""
    away = {a.staff_id for a in _away(scene.clinic, scene.today) if not a.leaves}
    return _choices(tuple(person for person in _may_name(scene) if person.id in away))


def _nobody_away(scene: Scene) -> str:
    return "" if _may_end(scene) else say.NOBODY


def _from_today(scene: Scene, who: str) -> str:
    """When one is back who says no more: now, or on the very day on which they were to be away."""
    own = [a for a in _away(scene.clinic, scene.today) if a.staff_id == who and not a.leaves]
    if not own or any(absence.holds(scene.today) for absence in own):
        return "i dag"
    return own[0].first.isoformat()


def _back_opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "Lea er tilbake mandag"; who says it of themselves needs no name."""
    named = who_is_back(rest) or rest
    who, on = split_choice(named, _choices(scene.clinic.staff))
    own = any(choice.value == scene.desk.actor.id for choice in _may_end(scene))
    who = who or (scene.desk.actor.id if own else "")
    when = on.strip() or rest.lower().partition("tilbake")[2].strip()
    facts = {"who": who, "on": when or _from_today(scene, who)}
    return {name: value for name, value in facts.items() if value}


def _read_on(said: str, scene: Scene) -> Reading:
    reading = read_date(said, scene.today)
    if isinstance(reading, Understood) and reading.value >= scene.today:
        return Took(reading.value.isoformat())
    return Missed()


def _ended(scene: Scene) -> EndAbsence:
    return EndAbsence(staff_id=StaffId(scene.answer("who")), back_on=scene.day("on"))


def _back_preview(scene: Scene) -> Preview:
    facts = [(say.BACK_WHO[1], scene.clinic.name_of(scene.answer("who")))]
    return summary(facts, question=say.QUESTION, yes=say.YES, ask=False)


def _never_began(scene: Scene) -> bool:
    """Whether the absence that is ended was still to come, and is called off as a whole."""
    on = scene.day("on")
    before = scene.clinic.roster.absence(scene.answer("who"), on - timedelta(days=1))
    return on > scene.today and before is None


def _back_done(scene: Scene, _outcome: Outcome) -> tuple[Reply, ...]:
    who, own = scene.answer("who"), scene.answer("who") == scene.desk.actor.id
    name, on = scene.clinic.name_of(who), scene.day("on")
    text = say.is_back(name, on, scene.today, own=own)
    if _never_began(scene):
        text = say.not_away(name, on)
    return (done(say.BACK_TITLE, text, (typed("who_away"), say.SHOW)),)


BACK = Form(
    name="back",
    title=say.BACK_TITLE,
    needs_case=False,
    anybody=True,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.BACK_WHO),
            choices=_may_end,
            sole=True,
        ),
        Question(name="on", kind=Kind.DATE, words=Words(*say.BACK_ON), read=_read_on),
    ),
    opening=_back_opening,
    stop=_nobody_away,
    build=_ended,
    preview=_back_preview,
    done=_back_done,
)


# --- hvem er borte --------------------------------------------------------------------------------


def show_away(talk: Conversation, _rest: str, reader: Reader) -> Turn:
    """*Hvem er borte?*: who, until when, and who does their work; one button each."""
    desk = reader.desk
    kept = _away(desk.clinic, desk.today)
    if not kept:
        return Turn(state=talk, replies=(Reply(text=say.NOBODY, summary=say.TITLE),))
    mine = {person.id for person in absent.may_say_of(desk.context)}
    body: list[JSON] = []
    texts: list[str] = []
    for absence in kept:
        name, deputy = (desk.clinic.name_of(who) for who in (absence.staff_id, absence.deputy))
        said = say.line(name, absence.first, absence.last, deputy, desk.today)
        if absence.leaves:
            said = say.leaves(name, absence.first, deputy, desk.today)
        begun = absence.first <= desk.today
        back = typed("back", name if begun else f"{name} {dates.digits(absence.first)}")
        may = absence.staff_id in mine and not absence.leaves
        texts.append(joined(said, f"→ «{back}»" if may else ""))
        ways = [command(back, say.BACK if begun else say.CALL_OFF)] if may else []
        body.append(row(text(plain(said)), buttons(*ways)) if ways else text(plain(said)))
    actions = [command(typed("absence"), say.TITLE)]
    shown = card(say.SHOW, body, actions, speak=say.SHOW)
    return Turn(state=talk, replies=(Reply(text="\n".join(texts), card=shown, summary=say.TITLE),))
