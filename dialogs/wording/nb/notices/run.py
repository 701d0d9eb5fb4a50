"""What staff read of a meeting that runs: how far it is, what is late, and whom to ring (R22)."""

from __future__ import annotations

from dialogs.wording.nb import ask_midway, ask_running, ask_sighted, dates, names
from dialogs.wording.nb.ask_words import YES_TYPED, typed
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.nb.names import part
from dialogs.wording.neutral import clean
from pathway.outgoing import Content
from pathway.ports import Notice
from pathway.words import Channel, Role

_SHOW = "Vis møtet"
_CASE = "Vis saken"


def meeting_runs(notice: Notice) -> Content:
    """Which part, until when, and what comes then; or that it is over."""
    at, values = _clock(notice), notice.values
    if values.get("over"):
        after = (typed("after", notice.ref), "Etter møtet")
        text = f"Møtet i sak {notice.ref} ble avsluttet{at}."
        return Content(subject=f"Sak {notice.ref}: Møtet er over", text=text, actions=(after,))
    now = ask_running.part(
        int(values.get("place") or 1), int(values.get("number") or 1), values.get("part", "")
    )
    until = "Pause." if values.get("paused") else f"Til{at}." if at else ""
    following = values.get("next", "")
    then = f"Deretter: {clean(part(following))}." if following else "Det er siste del."
    text = sentences(f"Møtet i sak {notice.ref} er i gang.", f"{now}.", until, then)
    show = (typed("running", notice.ref), _SHOW)
    return Content(subject=f"Sak {notice.ref}: Møtet er i gang", text=text, actions=(show,))


def part_over(notice: Notice) -> Content:
    """To the one who leads: the part is over its time, and somebody waits outside."""
    values, ref, mark = notice.values, notice.ref, notice.values.get("mark", "")
    roles = [Role(role) for role in values.get("who", "").split(",") if role]
    who = capital(listed(_definite(role) for role in roles)) or "Noen"
    text = sentences(
        f"Sak {ref}: Del {values.get('place', '1')}, {clean(part(values.get('part', '')))}, "
        f"skulle slutte{_clock(notice)}.",
        f"{who} venter på sin tur.",
    )
    ways = (
        (typed("next_part", ref, mark), ask_running.NEXT),
        (typed("longer", ref, mark), ask_running.LONGER),
        (typed("running", ref), _SHOW),
    )
    return Content(subject=f"Sak {ref}: Noen venter på sin tur", text=text, actions=ways)


def meeting_over_time(notice: Notice) -> Content:
    """To the one who leads: it should have been over, and nobody has said that it is."""
    ref = notice.ref
    text = (
        f"Møtet i sak {ref} skulle slutte{_clock(notice)}, men er ikke avsluttet. Er dere ferdige?"
    )
    end = (typed("end_meeting", ref, notice.values.get("mark", "")), ask_running.END)
    show = (typed("running", ref), _SHOW)
    return Content(subject=f"Sak {ref}: Er møtet over?", text=text, actions=(end, show))


def video_began(notice: Notice) -> Content:
    """To the one who is to lead: people have met, and nobody has said that it begins."""
    ref = notice.ref
    ways = ((typed("start_meeting", ref), ask_running.START_BUTTON), (typed("case", ref), _CASE))
    text = f"Videomøtet i sak {ref} ser ut til å ha startet."
    return Content(subject=f"Sak {ref}: Er møtet i gang?", text=text, actions=ways)


def video_ended(notice: Notice) -> Content:
    """To the one who leads: everybody seems to have gone."""
    ref = notice.ref
    end = (typed("end_meeting", ref, notice.values.get("mark", "")), ask_running.END)
    text = f"Videomøtet i sak {ref} ser ut til å være over. Er dere ferdige?"
    show = (typed("running", ref), _SHOW)
    return Content(subject=f"Sak {ref}: Er møtet over?", text=text, actions=(end, show))


def came_outside_part(notice: Notice) -> Content:
    """To the one who leads: somebody is in whose part it is not. Nobody outside is named."""
    values, ref = notice.values, notice.ref
    staff = [name for name in values.get("names", "").split("\n") if name]
    waits = [_definite(Role(role)) for role in values.get("who", "").split(",") if role]
    more = "" if staff else ask_sighted.too_many(waits)
    text = sentences(f"Sak {ref}:", ask_sighted.astray(staff), more, "Se hvem som er der.")
    show = (typed("running", ref), _SHOW)
    return Content(subject=f"Sak {ref}: Hvem er i videomøtet?", text=text, actions=(show,))


def let_out(notice: Notice) -> Content:
    """To the one who leads: somebody is not to be there any more (R19)."""
    ref, who = notice.ref, _definite(Role(notice.values.get("role", Role.OTHER)))
    outside = f"{capital(who)} skal ikke være med lenger, og skal ikke slippes inn."
    text = f"Sak {ref}: {ask_midway.let_out(who) if notice.values.get('there') else outside}"
    show = (typed("running", ref), _SHOW)
    return Content(
        subject=f"Sak {ref}: {capital(who)} skal ikke være med", text=text, actions=(show,)
    )


def no_midway(notice: Notice) -> Content:
    """To the one who leads: a no while the meeting runs, of one who may sit there or not."""
    ref, who = notice.ref, _definite(Role(notice.values.get("role", Role.OTHER)))
    press = notice.values.get("press", "")
    said = ask_midway.said_no([who])
    there = f"Er {who} ikke der? Trykk «{ask_running.ABSENT}»." if press else ""
    absent = ((typed("absent", ref, press), ask_running.ABSENT),) if press else ()
    text = sentences(f"Sak {ref}:", said, there)
    ways = (*absent, (typed("running", ref), _SHOW))
    return Content(subject=f"Sak {ref}: {capital(who)} kommer ikke", text=text, actions=ways)


def tell_minute(notice: Notice) -> Content:
    """To the secretary: who waits, and is to be told of a new minute by hand."""
    late = f"Møtet i sak {notice.ref} er forskjøvet."
    return _by_hand(notice, "Nytt klokkeslett i møtet", late, f"Det blir ca.{_clock(notice)}.")


def tell_over(notice: Notice) -> Content:
    """To the secretary: the meeting is over, and who has not come in is to be told by hand.

    Or it goes on, and the part that they were to be in is over (`runs`).
    """
    who = _definite(Role(notice.values.get("role", Role.OTHER)))
    ref, runs = notice.ref, notice.values.get("runs")
    over = (
        f"Delen med {who} i møtet i sak {ref} er over."
        if runs
        else f"Møtet i sak {ref} er avsluttet."
    )
    subject = f"{capital(who)} trenger ikke å komme" if runs else "Si fra at møtet er over"
    return _by_hand(notice, subject, over, ask_running.NEED_NOT_COME)


def _by_hand(notice: Notice, subject: str, what: str, said: str) -> Content:
    values, ref = notice.values, notice.ref
    role, channel = Role(values.get("role", Role.OTHER)), Channel(values.get("channel", "phone"))
    how = ask_running.reached_by(_definite(role), values.get("phone", ""), channel)
    told = (typed("sent", ref, values.get("promise", ""), YES_TYPED), ask_running.HAVE_TOLD)
    text = sentences(what, f"{how}: {said}")
    return Content(subject=f"Sak {ref}: {subject}", text=text, actions=(told,))


def _definite(role: Role) -> str:
    return "Nav" if role is Role.NAV_ADVISER else names.role_definite(role)


def _clock(notice: Notice) -> str:
    return f" {dates.at_clock(dates.wall(notice.at, notice.zone))}" if notice.at else ""
