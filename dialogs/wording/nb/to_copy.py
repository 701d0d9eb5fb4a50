"""Texts that a person sends by hand: what stands above them, and how they travel (D6)."""

from __future__ import annotations

from dialogs.wording.nb import names, phones, tasks
from dialogs.wording.nb.grammar import capital, sentences
from dialogs.wording.nb.task_ways import SENT, SENT_BY, sent_by
from pathway.views import TaskLine
from pathway.words import Channel, Role

_WAYS_SENT = {
    **dict.fromkeys(("brev", "brevet", "posten", "kalenderen"), Channel.LETTER),
    **dict.fromkeys(("sms", "sms-en", "smsen", "tekstmelding", "tekstmeldingen"), Channel.SMS),
    **dict.fromkeys(("e-melding", "e-meldingen", "emelding"), Channel.SECURE_MESSAGE),
}

ALL_SENT = "Alle tekstene er sendt"
ALL_QUESTION = "Har du sendt alle?"
_ALL_WORDS = frozenset({"alt", "alle", "begge", "alle tekstene", "begge tekstene", "alt sammen"})


def all_meant(rest: str) -> bool:
    """Whether every text is meant."""
    return rest.lower().strip(" .,!") in _ALL_WORDS


def one_of_all(task: TaskLine) -> str:
    """As "- Innkallingen til pasienten i brev": one text among several."""
    return f"- {capital(tasks.text_label(task))}"


def ways_sent(rest: str) -> frozenset[Channel]:
    """How something was sent, where the words say so."""
    said = (word.strip(".,!?:").lower() for word in rest.split())
    return frozenset(_WAYS_SENT[word] for word in said if word in _WAYS_SENT)


def number_of(task: TaskLine) -> str:
    """The number to text or ring; only where the text itself is shown, to the one who sends it."""
    by_phone = task.channel in {Channel.SMS, Channel.PHONE}
    if not by_phone or task.person is None or task.content is None:
        return ""
    return f"Nummeret er {phones.number(task.person.phone)}."


def by_which(task: TaskLine) -> str:
    """How one text of several goes, with the number; a secure message and a colleague need none."""
    colleague = task.person is not None and task.person.role is Role.CLINICIAN
    if task.channel in {None, Channel.SECURE_MESSAGE} or colleague:
        return ""
    return sentences(f"{capital(names.channel(task.channel))}.", number_of(task))


def copied(task: TaskLine, *, named: bool, waited: bool = False) -> str:
    """Above a text that a person sends by hand; `named` is that it has just been said which.

    `waited` is that it lay ready before the change that was just made, and is none of it.
    """
    this = say_this(task)
    if named or task.channel is None or task.person is None:
        return sentences(number_of(task), this)
    whom = names.role_definite(task.person.role)
    heading = f"{names.channel(task.channel)} til {whom}."
    if task.person.role is Role.CLINICIAN:
        heading = f"til {whom}, i kalenderen."
    heading = f"Venter fra før: {heading}" if waited else capital(heading)
    return sentences(heading, number_of(task), this)


def have_sent(task: TaskLine) -> str:
    """On the button under a text: how it was sent, or that somebody has rung."""
    if task.channel not in SENT_BY:
        return SENT[0][1]
    return sent_by(task.channel, None, task.person.role if task.person else None)[0][1]


def say_this(task: TaskLine) -> str:
    """Above the text: it is copied, or said by whoever rings."""
    return "Dette skal du si:" if task.channel is Channel.PHONE else copy_this()


def opens_later(task: TaskLine) -> str:
    """A text message that may not be sent yet (P6)."""
    return tasks.task(task) if task.opens else ""


def copy_this(number: int = 1) -> str:
    """Above the text that a person sends by hand, or above several."""
    return "Teksten du skal kopiere:" if number == 1 else "Tekstene du skal kopiere:"
