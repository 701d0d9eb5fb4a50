"""*Jeg er tilbake*, *avlys fravær* and *hvem er borte*: an absence is over, or never begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dialogs.cards.actions import command
from dialogs.cards.elements import buttons, card, plain, row, text
from dialogs.conversations.showing import done, split_choice, summary
from dialogs.conversations.staff.being_away import choices_of, may_name
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.reader import Reader
from dialogs.state import Choice, Conversation
from dialogs.turn import JSON, Kind, Reply, Turn
from dialogs.understand.absences import who_is_back
from dialogs.understand.moments import read_date
from dialogs.understand.reading import Understood
from dialogs.wording.nb import ask_absence as say
from dialogs.wording.nb import dates
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from pathway.clinic import Clinic
from pathway.commands import EndAbsence
from pathway.roster import Absence
from pathway.service import Outcome
from pathway.service.staff import absent
from pathway.words import StaffId


def _away(clinic: Clinic, today: date) -> tuple[Absence, ...]:
    """Those that are not over, who comes first in the file first."""
    order = {person.id: place for place, person in enumerate(clinic.staff)}
    kept = (a for a in clinic.roster.absences if a.last is None or a.last >= today)
    return tuple(sorted(kept, key=lambda a: (order.get(a.staff_id, len(order)), a.first)))


def _may_end(scene: Scene) -> tuple[Choice, ...]:
    """Who is away, or is going to be; whoever leaves does not come back."""
    away = {a.staff_id for a in _away(scene.clinic, scene.today) if not a.leaves}
    return choices_of(tuple(person for person in may_name(scene) if person.id in away))


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
    who, on = split_choice(named, choices_of(scene.clinic.staff))
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


FORM = Form(
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
