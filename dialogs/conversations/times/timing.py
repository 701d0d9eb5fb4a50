"""*Finn tid*: the best times, to choose or to ask about; *hvorfor ikke?* judges any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from dialogs import interludes
from dialogs.cards import elements
from dialogs.cards.actions import command
from dialogs.conversations.meetings.which_meeting import next_kind
from dialogs.reader import Reader
from dialogs.state import Conversation
from dialogs.turn import JSON, Reply, Turn
from dialogs.understand.moments import read_moment
from dialogs.understand.reading import Moment, NotUnderstood, Reading, Understood
from dialogs.understand.when_wanted import read_wish
from dialogs.wording.nb import ask_calendars, ask_no_time, dates
from dialogs.wording.nb import ask_times as say
from dialogs.wording.nb import ask_wished_times as wished
from dialogs.wording.nb.ask_aftermath import WITHOUT
from dialogs.wording.nb.ask_invite import kind_named, without_noise
from dialogs.wording.nb.ask_words import LIMITS, typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import lines
from pathway.case import Case
from pathway.errors import PathwayClosedError
from pathway.offers import question_about
from pathway.service import Desk
from pathway.service.afterwards.next_meeting import optional
from pathway.service.times.timing import Sought
from pathway.slots import Proposal
from pathway.suiting import Wish, why_not
from pathway.variants import MEETING_MILESTONE
from pathway.words import MeetingKind, Role

_WITHOUT = f" {WITHOUT} "

MOST_MEANT = 3
"""A time that may mean more than these is asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked about: the case, which of its meetings, and the words that are left.

    `out` is who is not to be in SHM2, as it was said.
    """

    desk: Desk
    case: Case
    kind: MeetingKind
    rest: str
    out: str = ""

    @property
    def start(self) -> datetime | None:
        """When the meeting is now, where it is arranged."""
        meeting = self.case.meeting_of(self.kind)
        return meeting.start if meeting is not None and meeting.alive else None

    @property
    def held(self) -> bool:
        """Whether it has been held."""
        return self.case.date_of(MEETING_MILESTONE[self.kind]) is not None


def _asked(talk: Conversation, name: str, rest: str, reader: Reader) -> _Asked | Turn:
    said = typed(name, rest).strip()
    rest, _, out = f" {rest}".partition(_WITHOUT)
    about = interludes.case_for(talk, rest, reader, said=said, form=name)
    if isinstance(about, Turn):
        return about
    if not about.ref:
        return interludes.ask_case(talk, said)
    case = reader.case(about.ref)
    if case.closing is not None:
        raise PathwayClosedError
    kind = kind_named(about.rest) or next_kind(case)
    left = _with_limit(rest, about.rest)
    if out and not (kind is MeetingKind.SHM2 and optional(case)):
        left, out = f"{left}{_WITHOUT}{out}", ""
    asked = _Asked(
        desk=reader.desk_for(case.ref),
        case=case,
        kind=kind,
        rest=wished.without_kind(left),
        out=out,
    )
    if asked.held:
        return Turn(state=talk, replies=(Reply(text=say.held(kind, case.ref)),))
    return asked


def _with_limit(typed_words: str, left: str) -> str:
    """The words that are left, with the "fra" or "til" before them, which says something here."""
    words, kept = typed_words.split(), left.split()
    place = words.index(kept[0]) if kept and kept[0] in words else 0
    limit = words[place - 1 : place] if place and words[place - 1].lower() in LIMITS else []
    return " ".join([*limit, *kept])


# --- finn tid -------------------------------------------------------------------------------


def show_times(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Finn tid*: up to five times, the best first, each leading to the invitation or the move."""
    asked = _asked(talk, "times", rest, reader)
    if isinstance(asked, Turn):
        return asked
    wish, unknown = read_wish(asked.rest, asked.desk.today)
    if unknown and wish == Wish():
        return Turn(state=talk, replies=(Reply(text=wished.not_understood(unknown, beside=False)),))
    sought = asked.desk.times(asked.case, asked.kind, wish)
    times = sought.found().times
    offered = [_words(asked, one) for one in times]
    if _may_ask(asked, times):
        offered.append(_question(asked, times))
    shown = replace(talk, case=asked.case.ref, offered=tuple(offered))
    return Turn(state=shown, replies=(_card(asked, sought, unknown),))


def _card(asked: _Asked, sought: Sought, unknown: Sequence[str]) -> Reply:
    found, search, ref = sought.found(), sought.search, asked.case.ref
    today = asked.desk.today
    intro = lines(
        wished.not_understood(unknown, beside=True) if unknown else "",
        wished.wished(search.wish),
        say.intro(asked.kind, search.deadline, asked.start, today),
    )
    none = ask_no_time.none_in_time(found, search, asked.kind, today) if found.late else ""
    known = ask_calendars.calendars(sought.calendars, asked.desk.now, search.zone)
    offers = [(say.offered(one.start), say.in_short(one, search), one) for one in found.times]
    rows = [
        elements.row(
            elements.text(elements.plain(head), bold=True),
            elements.text(elements.plain(short)),
            elements.buttons(_choose(asked, one, best=place == 0)),
        )
        for place, (head, short, one) in enumerate(offers)
    ]
    asks = _may_ask(asked, found.times)
    further = [command(_question(asked, found.times), say.ASK_BUTTON)] if asks else []
    why = command(typed("why_not", ref, asked.kind), say.WHY_BUTTON)
    further.append(why if found.times else elements.primary(why))
    if found.times:
        further.append(command(_later(asked, search.wish, found.times), say.LATER_BUTTON))
    body = [*elements.paragraphs(lines(intro, none)), *rows]
    body += [elements.text(elements.plain(said), subtle=True) for said in known]
    title = say.title(asked.kind, ref)
    return Reply(
        text=joined(
            title,
            lines(intro, none),
            "\n".join(f"{n}. {head}. {short}" for n, (head, short, _) in enumerate(offers, 1)),
            lines(
                say.HOW_TO_CHOOSE if found.times else "",
                say.how_to_ask(len(offers) + 1) if asks else "",
            ),
            "\n".join(known),
        ),
        card=elements.card(title, body, further, speak=say.TITLE, equal=len(further)),
        summary=say.TITLE,
    )


def _choose(asked: _Asked, one: Proposal, *, best: bool) -> JSON:
    """The press that begins the invitation, or the move, with the time filled in."""
    press = command(_words(asked, one), say.choose(one.start))
    return elements.primary(press) if best else press


def _words(asked: _Asked, one: Proposal) -> str:
    """What is typed to take this time; who does not run the office agrees SHM2 as SHM1 was.

    So does who has said who is not to come.
    """
    name = "invite" if asked.start is None else "move"
    before = asked.case.meeting_of(MeetingKind.SHM1)
    again = asked.kind is MeetingKind.SHM2 and before is not None and before.held
    as_before = asked.out or not asked.desk.actor.runs_office
    if again and asked.start is None and as_before:
        return _without(
            asked, typed("next_meeting", asked.case.ref, dates.digits_moment(one.start))
        )
    return typed(name, asked.case.ref, asked.kind, dates.digits_moment(one.start))


def _may_ask(asked: _Asked, times: tuple[Proposal, ...]) -> bool:
    """Whether there is something to ask, somebody to ask first, and no question already."""
    someone = asked.start is not None or asked.case.present(Role.GP)
    return bool(times and someone) and question_about(asked.case, asked.kind) is None


def _question(asked: _Asked, times: tuple[Proposal, ...]) -> str:
    """The words that begin a question of just these times."""
    starts = sorted(one.start.isoformat(timespec="minutes") for one in times)
    return typed("ask_times", asked.case.ref, asked.kind, *starts)


def _later(asked: _Asked, wish: Wish, times: tuple[Proposal, ...]) -> str:
    """The words that show later times, at the same hours of the same weekdays."""
    after = max(one.start for one in times).date() + timedelta(days=1)
    same = replace(wish, first=after, last=None)
    return _without(asked, typed("times", asked.kind, asked.case.ref, *wished.typed(same)))


def _without(asked: _Asked, words: str) -> str:
    """The words, and who is not to come."""
    return f"{words}{_WITHOUT}{asked.out}" if asked.out else words


# --- hvorfor ikke? --------------------------------------------------------------------------


def show_why_not(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Hvorfor ikke torsdag kl. 10?*: everything that stops or lowers that time."""
    asked = _asked(talk, "why_not", rest, reader)
    if isinstance(asked, Turn):
        return asked
    talk = replace(talk, case=asked.case.ref)
    meant = _meant(read_moment(without_noise(asked.rest), asked.desk.today))
    if not meant:
        return Turn(state=talk, replies=(Reply(text=say.which_time(asked.case.ref)),))
    return Turn(state=talk, replies=tuple(_answer(asked, at) for at in meant))


def _meant(reading: Reading[Moment]) -> list[datetime]:
    """The times that it may mean; none where a day or a clock is missing, or too many are meant."""
    if isinstance(reading, NotUnderstood):
        return []
    found = (reading.value,) if isinstance(reading, Understood) else reading.options
    whole = [_at(one.date, one.time) for one in found if one.date and one.time]
    return whole if len(whole) == len(found) <= MOST_MEANT else []


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock)


def _answer(asked: _Asked, at: datetime) -> Reply:
    sought = asked.desk.times(asked.case, asked.kind, Wish(first=at.date(), last=at.date()))
    said = say.answer(at, why_not(sought.search, at), sought.search)
    one = Proposal(start=at)
    ways = [_choose(asked, one, best=False)]
    ways.append(command(typed("times", asked.kind, asked.case.ref), say.FIND))
    title = say.WHY_TITLE
    card = elements.card(title, elements.paragraphs(said), ways, speak=title, equal=len(ways))
    return Reply(text=said, card=card, summary=title)
