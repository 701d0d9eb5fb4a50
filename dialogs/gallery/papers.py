"""What clinicians make after a meeting: said to be done from the reminder's own buttons."""

from __future__ import annotations

from dataclasses import replace

from dialogs.cards.plan_text import ROWS
from dialogs.gallery import cast
from dialogs.gallery.telling import Story, Teller
from dialogs.wording.nb import gallery as words


def made(us: Teller) -> Story:
    """The action plan after SHM1, and the journal note and the closing after SHM2."""
    on = cast.STARTED.isoformat()
    yield from us.tell("invite", start_date=cast.MEETING.isoformat(), template="with_nav")
    yield from us.tell("writers", minute_taker=cast.DOCTOR, plan_editor=cast.PSYCHOLOGIST)
    yield from us.tell("draft_plan")
    editor = replace(us, actor=cast.PSYCHOLOGIST)
    yield from editor.look("plan", us.ref)  # who is not of the team says why
    yield from editor.say("plan", words.COMMENT, told="")
    for _ in range(ROWS + 1):
        yield from editor.tell("write_measure")
    yield from editor.unsure.tell("change_measure")
    yield from editor.unsure.tell("remove_measure")
    yield from editor.look("plan", us.ref)
    yield from us.tell("milestone", what="shm1_held", on=on)
    yield from us.look("after", us.ref)
    yield from us.unsure.tell("attended", away="")
    yield from us.tell("interview", said="wanted")
    yield from us.unsure.tell("next_meeting", start_date=cast.MEETING.isoformat())
    yield from us.unsure.tell("finish")
    yield from us.tell("extra_meeting", on=cast.MEETING.isoformat())
    yield from us.unsure.tell("no_extra_meeting")
    yield from us.tell("finish")
    yield from editor.unsure.tell("replace_plan")
    yield from us.unsure.tell("give_plan", who="all")
    yield from us.tell("milestone", what="shm2_held", on=on)
    yield from editor.tell("follow_up", status="done")
    yield from us.tell("evaluate_plan")
    yield from us.tell("finish", passed_on="yes")
    yield from us.tell("referral", missing="1, 2, 3, 4, 5, 6, 7, 8, 9 og 10")
    yield from us.look("checklist", us.ref)
    yield from us.tell("tick_items", item="code")
