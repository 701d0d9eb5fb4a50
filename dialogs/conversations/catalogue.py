"""Every conversation by name: forms that end in a command, and what is only looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dialogs.conversations.afterwards import (
    action_plan,
    aftermath,
    attendance,
    extra_meeting,
    finishing,
    interviewing,
    measures,
    next_meeting,
    plan_text,
    writing,
)
from dialogs.conversations.answers import answering, judging, proposals, without_case
from dialogs.conversations.cases import (
    correcting,
    looking,
    looking_ahead,
    milestones,
    referral,
    registering,
    removing,
    stopping,
    ticking,
    undoing,
)
from dialogs.conversations.doctors import (
    arranging_without,
    doctor_attending,
    doctors_office,
    replacing_gp,
    without_gp,
)
from dialogs.conversations.invitations import (
    inviting,
    inviting_all,
    inviting_person,
    letting_in,
    linking,
    reminding,
    sent,
)
from dialogs.conversations.meetings import (
    agenda_shown,
    appointments,
    cancelling,
    changing_appointment,
    changing_meeting,
    changing_parts,
    moving,
    postponing,
)
from dialogs.conversations.people import (
    adding_person,
    changing_person,
    contacts,
    removing_person,
    swapping,
    wishing,
)
from dialogs.conversations.run import running, starting
from dialogs.conversations.staff import being_away, being_back, digest_hour, leaving
from dialogs.conversations.tasks import handing, holding_up, snoozing
from dialogs.conversations.third_parties import (
    advising,
    calling_back,
    consenting,
    keeping,
    phoning,
    withdrawing,
    without_nav,
)
from dialogs.conversations.times import asking_times, times_answered, times_asked, timing
from dialogs.form import Form
from dialogs.reader import Reader
from dialogs.state import Conversation
from dialogs.turn import Turn

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.name: form
        for form in (
            registering.FORM,
            inviting.FORM,
            inviting_person.FORM,
            arranging_without.FORM,
            inviting_all.FORM,
            adding_person.FORM,
            changing_person.FORM,
            removing_person.FORM,
            swapping.FORM,
            wishing.FORM,
            changing_meeting.FORM,
            changing_parts.FORM,
            moving.FORM,
            cancelling.FORM,
            undoing.FORM,
            linking.FORM,
            letting_in.FORM,
            starting.START,
            *running.FORMS,
            starting.END,
            appointments.ASSESSMENT,
            appointments.INTERNAL,
            changing_appointment.MOVE,
            changing_appointment.CHANGE,
            changing_appointment.CANCEL,
            answering.FORM,
            milestones.FORM,
            sent.FORM,
            finishing.FORM,
            extra_meeting.FORM,
            extra_meeting.NOT_NEEDED,
            ticking.FORM,
            referral.FORM,
            writing.FORM,
            attendance.FORM,
            next_meeting.FORM,
            interviewing.FORM,
            action_plan.GIVE,
            action_plan.DRAFT,
            action_plan.EVALUATE,
            measures.ADD,
            measures.CHANGE,
            measures.REMOVE,
            plan_text.REPLACE,
            plan_text.FOLLOW_UP,
            snoozing.FORM,
            correcting.FORM,
            removing.FORM,
            contacts.FORM,
            stopping.FORM,
            consenting.FORM,
            withdrawing.FORM,
            keeping.FORM,
            advising.FORM,
            phoning.FORM,
            calling_back.FORM,
            without_nav.FORM,
            replacing_gp.FORM,
            without_gp.FORM,
            doctors_office.FORM,
            doctor_attending.FORM,
            postponing.FORM,
            reminding.FORM,
            handing.FORM,
            judging.FORM,
            without_case.TIE,
            without_case.SEEN,
            proposals.FORM,
            proposals.DECLINE,
            asking_times.FORM,
            asking_times.STOP,
            times_answered.FORM,
            times_asked.FORM,
            being_away.FORM,
            being_back.FORM,
            digest_hour.FORM,
            leaving.FORM,
        )
    }
)

Look = Callable[[Conversation, str, Reader], Turn]

READS: Mapping[str, Look] = MappingProxyType(
    {
        "case": looking.show_case,
        "board": looking.show_board,
        "tasks": looking.show_tasks,
        "nav": phoning.show_nav,
        "checklist": ticking.show_checklist,
        "after": aftermath.show_after,
        "plan": plan_text.show_plan,
        "ahead": looking_ahead.show_ahead,
        "agenda": agenda_shown.show,
        "running": running.show,
        "attendance": running.show_people,
        "texts": looking.show_texts,
        "mail": judging.show,
        "strays": without_case.show,
        "proposals": proposals.show,
        "asked_times": times_asked.show,
        "decide": looking.decide,
        "find": looking.find,
        "times": timing.show_times,
        "why_not": timing.show_why_not,
        "contacts": contacts.look,
        "who_away": being_back.show_away,
        "held_up": holding_up.show,
        "help": looking.show_help,
        "thanks": looking.thanked,
        "hello": looking.greet,
    }
)
