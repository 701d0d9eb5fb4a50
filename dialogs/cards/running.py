"""The card of a running meeting: one look says which part, for how long, and who comes next (R22).

It has the same title as long as the meeting runs, so that each takes the place of the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from dialogs.cards import elements
from dialogs.cards.actions import LONGEST_TITLE, command
from dialogs.cards.arrivals import arrivals, due, expected, gone
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import agenda_items, ask_let_in, ask_midway, ask_sighted, ask_writers
from dialogs.wording.nb import ask_running as say
from dialogs.wording.nb.ask_words import YES_TYPED, typed
from dialogs.wording.nb.conversations import joined
from pathway import live_run, promises, running, timetable
from pathway.case import Case
from pathway.clinic import Clinic
from pathway.live_run import Live
from pathway.model import Participant
from pathway.outgoing import SendingKind
from pathway.service.run import breaking_off, dropping_out, sighted
from pathway.sightings import Seen
from pathway.timetable import Slot
from pathway.words import THIRD_PARTIES, ParticipantId

Way = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the card is made of: the case, its run, when it is looked at, and by whom.

    `seen` is what the video platform tells, where it tells anything.
    """

    case: Case
    state: Live
    slots: tuple[Slot, ...]
    clinic: Clinic
    now: datetime
    reader: str
    seen: Seen | None = None

    @property
    def acts(self) -> bool:
        """Whether the reader leads the meeting, or is of the office."""
        office = any(p.id == self.reader and p.runs_office for p in self.clinic.staff)
        return office or self.reader == self.state.leader


def view(
    case: Case, clinic: Clinic, now: datetime, reader: str, seen: Seen | None = None
) -> View | None:
    """The run that goes on in this case, as this person sees it now; None where there is none.

    None too where it was forgotten: what a card said would be nonsense.
    """
    run = running.going_on(case)
    if run is None:
        return None
    state = live_run.live(run, case.meeting(run.meeting_id))
    if timetable.is_forgotten(case, state, now):
        return None
    at = max(now, run.last_at)
    slots = timetable.timetable(case, state, at)
    return View(
        case=case, state=state, slots=slots, clinic=clinic, now=at, reader=reader, seen=seen
    )


def card(seen: View, before: str = "") -> Reply:
    """The card; `before` is what is said above it, as that another was first."""
    part, clock = _part(seen), _clock(seen)
    people, after = [*_people(seen), *_writers(seen)], _following(seen)
    warned = list(_warnings(seen))
    items = _items(seen)
    ref, ways = seen.case.ref, _ways(seen)
    body: list[JSON] = [elements.text(elements.plain(before), colour="attention")] if before else []
    body += [elements.text(elements.plain(part), bold=True), elements.text(clock)]
    body += [elements.text(elements.plain(said), colour="warning") for said in warned]
    comes = [elements.text(elements.plain(said), bold=True) for said in arrivals(seen)]
    if comes:
        body.append({"type": "Container", "style": "emphasis", "items": comes})
    calls = list(_calls(seen)) if seen.acts else []
    for words, press in calls:
        tick = command(press, say.HAVE_TOLD)
        body.append(elements.row(elements.text(elements.plain(words)), elements.buttons(tick)))
    body += [elements.text(elements.plain(said)) for said in people]
    body.append(elements.text(elements.plain(after)))
    if items:
        listed = "\n".join(f"- {elements.plain(item)}" for item in items)
        body.append(elements.section(say.ITEMS, elements.text(listed)))
    buttons = [command(words, title, here=True) for words, title in ways]
    texts = [before, "\n".join([part, clock, *warned]), "\n".join(arrivals(seen))]
    texts += [
        "\n".join(words for words, _ in calls),
        "\n".join([*people, after]),
        _listed(items),
        _typed(ways, seen.state.run.mark),
    ]
    title = say.title(ref)
    shown = elements.card(title, body, buttons, speak=title)
    return Reply(text=joined(*texts), card=shown, summary=say.MEETING)


def _items(seen: View) -> tuple[str, ...]:
    part = seen.state.now_on.part
    own = expected(seen, running.of_part(seen.case, seen.state, part))
    guests = any(person.role in THIRD_PARTIES for person in own)
    meeting = seen.state.meeting
    return agenda_items.items(meeting.parts[part], meeting.kind, guests=guests)


def _listed(items: tuple[str, ...]) -> str:
    return "\n".join([f"{say.ITEMS}:", *(f"- {item}" for item in items)]) if items else ""


def _typed(ways: list[Way], mark: str) -> str:
    """What one types instead of pressing: without where the run stood."""
    return "\n".join(f"{title}: {words.removesuffix(mark).strip()}" for words, title in ways[:1])


def _title_of(seen: View, part: int) -> str:
    return seen.state.meeting.parts[part].title


def _part(seen: View) -> str:
    place = len(seen.state.stages)
    return say.part(place, len(seen.state.order), _title_of(seen, seen.state.now_on.part))


def _clock(seen: View) -> str:
    stage, zone = seen.state.now_on, seen.state.meeting.zone
    if stage.paused_at is not None:
        return say.paused(stage.paused_at, zone)
    planned = timetable.planned_end(seen.case, seen.state, seen.now)
    return say.left(planned, seen.now, zone)


def _warnings(seen: View) -> Iterator[str]:
    zone = seen.state.meeting.zone
    late: dict[tuple[datetime, datetime], list[Participant]] = {}
    for over in timetable.overruns(seen.case, seen.state, seen.slots, seen.now):
        late.setdefault((over.until, over.ends), []).append(over.person)
    for (until, ends), people in late.items():
        yield say.kept_too_long(people, until, ends, zone)
    for short in timetable.cut_short(seen.case, seen.state, seen.slots, seen.now):
        yield say.too_little_time(short.person, short.until, short.ends, zone)
    if seen.seen is not None:
        yield from _seen_warnings(seen, seen.seen)


def _seen_warnings(view: View, seen: Seen) -> Iterator[str]:
    """What the video platform tells that the leader may have to do something about."""
    if sighted.is_over(seen, view.state):
        yield ask_sighted.OVER
    found = sighted.astray(view.case, view.state, seen)
    if found.known:
        yield ask_sighted.astray([person.name for person in found.known])
    if found.more and not gone(view):
        yield ask_sighted.too_many([say.who(person) for person in found.waits])


def _calls(seen: View) -> Iterator[Way]:
    """Who is to be told by hand of a new minute, or to stay away, and the press that does (F18)."""
    case, zone = seen.case, seen.state.meeting.zone
    owed = {p.about: p.id for p in promises.open_promises(case)}
    for row in case.sendings:
        if row.id not in owed or not row.facts:
            continue
        start = row.facts.window.start
        if row.kind is SendingKind.NEW_MINUTE:
            person = case.participant(ParticipantId(row.to))
            words = say.tell(person, row.channel, start, zone, gone=start <= seen.now)
            yield words, typed("sent", case.ref, owed[row.id], YES_TYPED)
        elif breaking_off.is_passed_over(row, seen.state.run):
            words = say.turned_away(case.participant(ParticipantId(row.to)), row.channel)
            yield words, typed("sent", case.ref, owed[row.id], YES_TYPED)


def _writers(seen: View) -> list[str]:
    """Who writes, while one says it in the first part (R22); nobody yet, until somebody does."""
    meeting, first = seen.state.meeting, len(seen.state.stages) == 1
    taker, editor = (
        seen.clinic.name_of(who) if who else ""
        for who in (meeting.minute_taker, meeting.plan_editor)
    )
    said = ask_writers.named(taker, editor) if first else ""
    return [one for one in (said, ask_writers.unnamed(seen.case.ref, taker, editor)) if one]


def _writers_known(seen: View) -> bool:
    meeting = seen.state.meeting
    return meeting.minute_taker is not None and meeting.plan_editor is not None


def _people(seen: View) -> Iterator[str]:
    case, state, zone = seen.case, seen.state, seen.state.meeting.zone
    if not seen.acts:
        names = {person.id: person.name for person in seen.clinic.staff}
        yield say.led_by(names.get(state.leader, state.leader))
    early = [person for person, start in due(seen) if start > seen.now]
    yield say.in_room(running.in_room(case, state, seen.now))
    said = {one.person.id for one in timetable.cut_short(case, state, seen.slots, seen.now)}
    missing = (p for p in running.missing(case, state, seen.now) if p not in early)
    for person in islice(missing, 4):
        if person.id not in said:
            yield say.not_here(person, running.back_at(case, state, person, seen.now), zone)
    for who, start in timetable.waiting(case, state, seen.slots).items():
        if start == state.run.late_until(who) and who not in said:
            yield say.not_here(case.participant(who), start, zone)
    noes = dropping_out.noes(case, state)
    if noes:
        yield ask_midway.said_no([say.who(person) for person in noes])
    if seen.seen is not None and seen.seen.inside:
        yield ask_sighted.inside([face.name for face in seen.seen.inside])


def _following(seen: View) -> str:
    state, zone = seen.state, seen.state.meeting.zone
    if not state.ahead:
        return say.ends(seen.slots[-1].window.end, zone)
    place, slot = len(state.stages), seen.slots[1]
    joins = expected(seen, running.joining(seen.case, state, place))
    goes = expected(seen, running.leaving(seen.case, state, place))
    return say.following(_title_of(seen, slot.part), slot.window.start, zone, joins, goes)


# --- what can be pressed ------------------------------------------------------------------------


def _ways(seen: View) -> list[Way]:
    """The one press first; the rest behind *Mer*."""
    ref, mark = seen.case.ref, seen.state.run.mark
    look = (typed("running", ref), say.REFRESH)
    if not seen.acts:
        return [look, (typed("take_over", ref, mark), say.TAKE_OVER)]
    onward = (typed("next_part", ref, mark), say.NEXT)
    end = (typed("end_meeting", ref, mark), say.END)
    paused = seen.state.now_on.paused_at is not None
    pause = (
        (typed("resume", ref, mark), say.RESUME)
        if paused
        else (
            typed("pause", ref, mark),
            say.PAUSE,
        )
    )
    over = seen.seen is not None and sighted.is_over(seen.seen, seen.state)
    first = end if over else pause if paused else onward if seen.state.ahead else end
    more = [
        (typed("longer", ref, mark), say.LONGER),
        pause,
        (typed("attendance", ref), say.PEOPLE),
        (typed("brought", ref, mark), say.BROUGHT),
        *([(typed("reorder", ref, mark), say.REORDER)] if len(seen.state.ahead) > 1 else []),
        (typed("let_in", ref), ask_let_in.BUTTON),
        *([(typed("writers", ref), ask_writers.CHOOSE)] if not _writers_known(seen) else []),
        onward,
        end,
    ]
    rest = [way for way in more if way != first and (way != onward or seen.state.ahead)]
    return [first, *_came_ways(seen), *rest, look]


def _came_ways(seen: View) -> Iterator[Way]:
    """*Kom* for those who are missed and may be in the video meeting by now."""
    if seen.seen is None:
        return
    for person in sighted.may_have_come(seen.case, seen.state, seen.seen, seen.now)[:2]:
        words = typed("came", seen.case.ref, person.id, seen.state.run.mark)
        yield words, ask_sighted.came(person)[:LONGEST_TITLE]
