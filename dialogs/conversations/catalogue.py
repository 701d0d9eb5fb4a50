"""Every conversation by name: forms that end in a command, and what is only looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dialogs.conversations import (
    adding_person,
    advising,
    answering,
    arranging_without,
    calling_back,
    cancelling,
    changing_meeting,
    changing_parts,
    changing_person,
    consenting,
    contacts,
    correcting,
    doctor_attending,
    doctors_office,
    extra_meeting,
    finishing,
    handing,
    inviting,
    inviting_all,
    inviting_person,
    judging,
    keeping,
    letting_in,
    linking,
    looking,
    looking_ahead,
    milestones,
    moving,
    phoning,
    postponing,
    proposals,
    registering,
    reminding,
    removing,
    removing_person,
    replacing_gp,
    sent,
    snoozing,
    stopping,
    swapping,
    ticking,
    timing,
    undoing,
    wishing,
    withdrawing,
    without_case,
    without_gp,
    without_nav,
)
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
            answering.FORM,
            milestones.FORM,
            sent.FORM,
            finishing.FORM,
            extra_meeting.FORM,
            ticking.FORM,
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
        "ahead": looking_ahead.show_ahead,
        "texts": looking.show_texts,
        "mail": judging.show,
        "strays": without_case.show,
        "proposals": proposals.show,
        "decide": looking.decide,
        "find": looking.find,
        "times": timing.show_times,
        "why_not": timing.show_why_not,
        "contacts": contacts.look,
        "help": looking.show_help,
        "hello": looking.greet,
    }
)
