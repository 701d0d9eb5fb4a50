"""Every conversation by name: forms that end in a command, and what is only looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dialogs.conversations import (
    answering,
    cancelling,
    consenting,
    correcting,
    inviting,
    inviting_person,
    linking,
    looking,
    milestones,
    moving,
    registering,
    replacing_gp,
    sent,
    snoozing,
    stopping,
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
            moving.FORM,
            cancelling.FORM,
            linking.FORM,
            answering.FORM,
            milestones.FORM,
            sent.FORM,
            snoozing.FORM,
            correcting.FORM,
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
        "help": looking.show_help,
        "hello": looking.greet,
    }
)
