"""Asking: the next question of a form, its card, and what is shown before the last yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from dialogs.cards import forms as form_cards
from dialogs.form import CONFIRM, Form, Question, Scene, Took
from dialogs.reading import expected, read, title_of
from dialogs.reading_times import half_said
from dialogs.state import Choice, Conversation, Running
from dialogs.turn import Expects, Kind, Reply, Turn
from dialogs.wording.nb import conversations as say
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway import errors

REOPENS: Mapping[type[errors.RuleError], tuple[str, ...]] = MappingProxyType(
    {
        errors.MeetingInPastError: ("start",),
        errors.NoSuchClockError: ("start",),
        errors.AssessmentNotStartedError: ("start",),
        errors.MilestoneOrderError: ("on", "day", "start"),
        errors.MilestoneInFutureError: ("on", "day"),
        errors.ReferralInFutureError: ("received",),
        errors.LinkInUseError: ("link",),
        errors.ConsentOutdatedError: ("on",),
        errors.NotCompletedError: ("reason",),
        errors.StillToDoError: ("reason",),
        errors.ReasonNeededError: ("reason",),
        errors.TooLongError: ("comment", "note", "value", "name"),
        errors.NothingToCorrectError: (
            *("value", "day", "person", "email", "phone", "doctor", "sms"),
            *("attends", "must", "parts"),
        ),
        errors.UnknownAgendaError: ("template",),
        errors.UnknownStaffError: ("leader", "person"),
        errors.AlreadyParticipantError: ("name",),
        errors.LeaderNeededError: ("leader",),
        errors.PhoneNeededError: ("attends",),
        errors.WayNotTheirsError: ("attends",),
        errors.GapInAttendanceError: ("template", "parts"),
        errors.NoSuchPartError: ("parts",),
        errors.NotTheirTaskError: ("to",),
        errors.AlreadyTheirsError: ("to",),
        errors.DayNotAheadError: ("until",),
        errors.TooLateByThenError: ("until",),
        errors.NothingSettledError: ("start", "parts"),
        errors.NavPartTooShortError: ("parts",),
        errors.PartMinutesError: ("parts",),
        errors.MeetingTooLongError: ("parts",),
        errors.NothingChangedError: ("start", "parts"),
        errors.DeputyRingError: ("deputy",),
        errors.DeputyUnfitError: ("deputy",),
    }
)
"""Which question is asked again when a rule refuses the answer to it."""

SURE = (Choice(value="yes", title=say.SURE), Choice(value="no", title=say.NOT_SURE))
"""A doubt's buttons say what they do; whoever types says yes or no."""

MOST_CHOICES = 60
"""More choices than this are searched by typing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A form on its way: the conversation, the form, and what its functions see."""

    talk: Conversation
    form: Form
    scene: Scene

    @property
    def running(self) -> Running:
        """What is filled in so far."""
        return self.scene.running

    def at(self, running: Running) -> Filling:
        """The same conversation with this filled in."""
        return replace(
            self,
            scene=replace(self.scene, running=running),
            talk=replace(self.talk, running=running),
        )

    def numbered(self) -> Filling:
        """The same with the next one-time number, for a card that asks something."""
        return replace(self, talk=replace(self.talk, number=self.talk.number + 1))

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions that this form asks as it stands, and that are not answered yet."""
        answers = self.running.answers
        return tuple(
            q for q in self.form.questions if q.name not in answers and q.wanted(self.scene)
        )

    @property
    def asked(self) -> Question:
        """The question that waits for an answer."""
        return self.form.question(self.running.asked)

    @property
    def takes_any_text(self) -> bool:
        """Whether whatever is typed now would be an answer."""
        if self.running.asked == CONFIRM or self.running.doubt or self.running.options:
            return False
        free = self.asked.kind is Kind.TEXT and not self.asked.choices(self.scene)
        return free or self.asked.free

    @property
    def about(self) -> str:
        """Which case this is, since it may not have been named."""
        if not self.form.needs_case:
            return ""
        case = self.scene.case
        return say.about_case(self.form.title, case.ref, case.name)


def ask_next(filling: Filling, *before: str, first: str = "") -> Turn:
    """Ask what is not answered yet, or show what is about to be done; `before` is said first.

    The question named `first` is asked before those that stand in front of it.
    """
    ready = _with_sole_answers(filling)
    if ready.running.doubt or ready.running.options:
        return _ask_what_is_meant(ready, *before)
    if not ready.open:
        return review(ready, *before)
    names = [q.name for q in ready.open]
    if not set(names) <= set(ready.running.card):
        ready = ready.at(replace(ready.running, card=tuple(names)))
    asked = first if first in names else names[0]
    return ask(ready.at(replace(ready.running, asked=asked)), *before)


def ask(filling: Filling, *before: str) -> Turn:
    """Ask the present question, on a card together with the others that can be answered now."""
    shown = filling.numbered()
    question = shown.asked
    choices = question.choices(shown.scene)
    required = question.required(shown.scene)
    wording = half_said(question, shown.scene) or question.words.ask
    otherwise = None if required else title_of(question, question.default(shown.scene), shown.scene)
    words = say.question(wording, [c.title for c in choices], otherwise=otherwise)
    if question.buttons:
        asked = f"{question.shown(shown.scene)} {wording}".strip()
        card = form_cards.pick(shown.form, shown.scene, asked, choices, shown.talk.number, before)
    else:
        card = form_cards.questions(shown.form, shown.scene, shown.talk.number, before)
    text = say.joined(*before, question.shown(shown.scene), words)
    return Turn(
        state=shown.talk,
        replies=(Reply(text=text, card=card, summary=shown.form.title),),
        expects=Expects(
            question=question.name,
            kind=question.kind,
            choices=choices[:MOST_CHOICES],
            required=required,
        ),
    )


def review(filling: Filling, *before: str, again: bool = False) -> Turn:
    """Show what will happen and ask for the yes, or go on where none is needed.

    What was asked once (`again`) is not done by itself because no yes would be needed by now.
    """
    try:
        preview = filling.form.preview(filling.scene)
    except errors.WhyNeededError:
        raise
    except errors.RuleError as error:
        return refused(filling, error)
    ready = filling.at(
        replace(
            filling.running,
            asked=CONFIRM,
            card=(),
            plan=preview.plan,
            clashes=preview.clashes,
        )
    ).numbered()
    if not preview.ask and not ready.running.guessed and not again:
        return confirmed(ready)
    card = form_cards.review(ready.form, ready.scene, preview, ready.talk.number, before)
    text = say.joined(*before, ready.about, preview.text, say.yes_or_no(preview.question))
    return Turn(
        state=ready.talk,
        replies=(Reply(text=text, card=card, summary=ready.form.title),),
        expects=yes_or_no(CONFIRM),
    )


def refused(filling: Filling, error: errors.RuleError) -> Turn:
    """Show the new plan, or ask the refused question once more; else the form is left."""
    if isinstance(error, errors.ClashError):  # the new plan names them
        return replace(review(filling), refused=True)
    if isinstance(error, errors.StalePlanError):
        return replace(review(filling, refusal(error)), refused=True)
    answered = filling.running.answers
    name = next((n for n in _reopened_by(error) if n in answered), "")
    if name:
        return replace(reopen(filling, name, refusal(error)), refused=True)
    left = replace(filling.talk, running=None)
    said = filling.form.fresh(filling.scene, refusal(error))
    return Turn(state=left, replies=said, refused=True)


def _reopened_by(error: errors.RuleError) -> tuple[str, ...]:
    """The questions that an answer to can mend it: no date helps where what comes before lacks."""
    if isinstance(error, errors.MilestoneOrderError) and error.on is None:
        return ("what",)
    if isinstance(error, errors.DeputyRingError) and not error.instead:
        return ("last",)
    if isinstance(error, errors.TooLateByThenError) and not error.earlier:
        return ()
    return REOPENS.get(type(error), ())


def confirmed(filling: Filling) -> Turn:
    """The command, to be executed with the reason given for reading the case."""
    why = filling.scene.reader.why(filling.running.ref)
    return Turn(state=filling.talk, command=filling.form.build(filling.scene), why=why)


def again(filling: Filling, *before: str) -> Turn:
    """The present question once more, after something else was said."""
    if filling.running.asked == CONFIRM:
        return review(filling, *before, again=True)
    return ask_next(filling, *before, first=filling.running.asked)


def reopen(filling: Filling, name: str, *before: str) -> Turn:
    """Ask a question again that was answered, with the answer standing in the card."""
    opened = replace(filling.running.without(name), card=())
    return ask_next(filling.at(opened), *before, first=name)


def _ask_what_is_meant(filling: Filling, *before: str) -> Turn:
    """Ask about a doubt, or which of several is meant."""
    shown = filling.numbered()
    running, question = shown.running, shown.asked
    if running.doubt:
        reading = read(question, running.doubt, shown.scene)
        doubts = reading.doubts if isinstance(reading, Took) else ()
        words, expects = say.are_you_sure(doubts), yes_or_no(question.name)
    else:
        words = say.which_one([option.title for option in running.options])
        expects = Expects(
            question=question.name, kind=Kind.CHOICE, choices=running.options, required=True
        )
    choices = SURE if running.doubt else expects.choices
    card = form_cards.pick(shown.form, shown.scene, words, choices, shown.talk.number, before)
    reply = Reply(text=say.joined(*before, words), card=card, summary=shown.form.title)
    return Turn(state=shown.talk, replies=(reply,), expects=expects)


def _with_sole_answers(filling: Filling) -> Filling:
    """The form with every question answered that has one possible answer only.

    Whoever was named and not understood stays asked about: the only one may be another.
    """
    for question in filling.open:
        alone = question.sole and not filling.running.typed.get(question.name)
        choices = question.choices(filling.scene) if alone else ()
        if len(choices) == 1:
            value = choices[0].value
            answered = filling.running.with_answer(question.name, value, given=False)
            return _with_sole_answers(filling.at(answered))  # it may have opened another
    return filling


def help_here(filling: Filling) -> str:
    """What can be done in the middle of this form."""
    asked = filling.running.asked
    example = "" if asked == CONFIRM else expected(filling.asked, filling.scene)
    return say.help_in_form(filling.form.title, example)


def yes_or_no(question: str) -> Expects:
    """What a question is answered with that wants a yes or a no."""
    choices = (Choice(value="yes", title=say.YES), Choice(value="no", title=say.NO))
    return Expects(question=question, kind=Kind.CONFIRM, choices=choices, required=True)
