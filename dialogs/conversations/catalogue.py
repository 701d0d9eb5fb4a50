"""Every conversation by name: forms that end in a command, and what is only looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dialogs.conversations import (
    adding_person,
    answering,
    cancelling,
    changing_meeting,
    changing_person,
    consenting,
    contacts,
    correcting,
    inviting,
    inviting_all,
    inviting_person,
    linking,
    looking,
    milestones,
    moving,
    registering,
    removing,
    removing_person,
    replacing_gp,
    sent,
    snoozing,
    stopping,
    wishing,
    withdrawing,
    without_gp,
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
            inviting_all.FORM,
            adding_person.FORM,
            changing_person.FORM,
            removing_person.FORM,
            wishing.FORM,
            changing_meeting.FORM,
            moving.FORM,
            cancelling.FORM,
            linking.FORM,
            answering.FORM,
            milestones.FORM,
            sent.FORM,
            snoozing.FORM,
            correcting.FORM,
            removing.FORM,
            contacts.FORM,
            stopping.FORM,
            consenting.FORM,
            withdrawing.FORM,
            replacing_gp.FORM,
            without_gp.FORM,
        )
    }
)

Look = Callable[[Conversation, str, Reader], Turn]

READS: Mapping[str, Look] = MappingProxyType(
    {
        "case": looking.show_case,
        "board": looking.show_board,
        "tasks": looking.show_tasks,
        "find": looking.find,
        "contacts": contacts.look,
        "help": looking.show_help,
        "hello": looking.greet,
    }
)
