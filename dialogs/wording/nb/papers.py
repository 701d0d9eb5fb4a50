"""The action plan and the journal note: what is missing, what is said to be done, and the thanks.

The program knows that they are made, never what they say (P4).
"""

from __future__ import annotations

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import listed, sentences
from dialogs.wording.nb.jobs import Job
from pathway.variants import Toward
from pathway.words import PromiseKind

FINISH, DISTRIBUTE = PromiseKind.ACTION_PLAN_FINISH, PromiseKind.ACTION_PLAN_DISTRIBUTE
WRITE, SEND = PromiseKind.NOTE_WRITE, PromiseKind.NOTE_SEND

TITLE = "Ferdig"
TASK = ("Hva er ferdig?", "Oppgave", "Velg fra listen.")
PASSED_ON = (
    "Er journalnotatet sendt også?",
    "Sendt",
    "Skriv ja eller nei.",
)
PASSED_ON_CHOICES = {"yes": "Skrevet og sendt", "no": "Skrevet, ikke sendt"}
QUESTION = "Skal jeg registrere dette?"
YES = "Registrer"
NOT_MINE = "Ikke min"

WAYS = {
    FINISH: (("ferdig", "Ferdig"),),
    DISTRIBUTE: (("delt ut", "Delt ut"),),
    WRITE: (
        ("skrevet og sendt", "Skrevet og sendt"),
        ("skrevet ikke sendt", "Skrevet, ikke sendt"),
    ),
    SEND: (("notatet er sendt", "Sendt"),),
}
"""What settles each, as typed commands with titles, without the reference."""

SEE = (("sak", "Vis saken"),)
"""A leader who only looks can settle nothing."""

BESIDES = (("utsett", "Utsett"), ("gi videre", NOT_MINE), *SEE)
"""What a clinician can do with a task from a reminder, beside settling it."""

TITLES = {
    FINISH: "Tiltaksplanen mangler",
    DISTRIBUTE: "Tiltaksplanen må deles ut",
    WRITE: "Journalnotatet mangler",
    SEND: "Journalnotatet må sendes",
}

_MISSING = {
    FINISH: "Tiltaksplanen er ikke meldt ferdig",
    DISTRIBUTE: "Tiltaksplanen er ferdig, men det er ikke registrert at den er delt ut",
    WRITE: "Journalnotatet{after} er ikke meldt ferdig",
    SEND: "Journalnotatet{after} er skrevet, men det er ikke registrert at det er sendt",
}
_DONE = {
    FINISH: "Vi har registrert at tiltaksplanen i sak {ref} er ferdig. Si fra når den er delt ut.",
    DISTRIBUTE: "Takk! Vi har registrert at tiltaksplanen i sak {ref} er delt ut.",
    WRITE: "Vi har registrert at journalnotatet i sak {ref} er skrevet. Si fra når det er sendt.",
    SEND: "Takk! Vi har registrert at journalnotatet i sak {ref} er sendt.",
}
_BOTH = {
    FINISH: "Takk! Vi har registrert at tiltaksplanen i sak {ref} er ferdig og delt ut.",
    WRITE: "Takk! Vi har registrert at journalnotatet i sak {ref} er skrevet og sendt.",
}
_SAID = {
    "notat": {WRITE, SEND},
    "skrevet": {WRITE},
    "sendt": {WRITE, SEND},
    "tiltaksplan": {FINISH, DISTRIBUTE},
    "delt": {DISTRIBUTE},
}


def job(what: Job) -> str:
    """As "Tiltaksplanen er ikke meldt ferdig. Møtet var 24. november."; whom the leader asks."""
    met = dates.short(what.met) if what.met else ""
    missing = _MISSING[what.kind].format(after=f" etter møtet {met}" if met else "")
    plan = what.kind in {FINISH, DISTRIBUTE}
    escalated = what.toward is Toward.LEADER
    return sentences(
        f"{missing}.",
        f"Møtet var {met}." if met and plan else "",
        _reminded(what) if escalated else "",
        f"Snakk med {what.has}." if escalated and what.has else "",
    )


def _reminded(what: Job) -> str:
    """As "Lea Li fikk påminnelse 4. desember."; or that it is put off, or nobody was told."""
    people = dict.fromkeys(name for name, _ in what.told)
    days = {one: listed(dates.short(on) for name, on in what.told if name == one) for one in people}
    nobody = f"{what.has} har ikke fått påminnelse før nå." if what.has and not people else ""
    return sentences(
        *(f"{name} fikk påminnelse {on}." for name, on in days.items()),
        f"Oppgaven er utsatt til {dates.short(what.put_off)}." if what.put_off else nobody,
    )


def ways(what: Job) -> tuple[tuple[str, str], ...]:
    """What settles it; a leader talks with whoever has it."""
    return SEE if what.toward is Toward.LEADER else WAYS[what.kind]


def actions(what: Job) -> tuple[tuple[str, str], ...]:
    """What can be done about it from a reminder, the likeliest first."""
    if what.toward is Toward.LEADER:
        return SEE
    return (*WAYS[what.kind], *BESIDES)


def done(kind: PromiseKind, ref: str, *, both: bool) -> str:
    """It was said to be done."""
    return (_BOTH if both and kind in _BOTH else _DONE)[kind].format(ref=ref)


def nothing_to_finish(ref: str) -> str:
    """Neither plan nor note is waited for."""
    return (
        f"Vi venter ikke på tiltaksplan eller journalnotat i sak {ref} nå. "
        f"Skriv «sendt {ref}» for å krysse av noe annet."
    )


def named(said: str) -> set[PromiseKind]:
    """Which of them the words mean; empty where they do not say."""
    found = [kinds for word, kinds in _SAID.items() if word in said]
    return set.intersection(*found) if found else set()


def passed_on(said: str) -> str:
    """Whether the words say that it is passed on too: "yes", "no", or empty."""
    if "ikke sendt" in said or "ikke delt" in said:
        return "no"
    return "yes" if "og sendt" in said or "og delt" in said else ""


def facts(task: str, *, both: bool | None) -> list[tuple[str, str]]:
    """What is said to be done."""
    also = "" if both is None else PASSED_ON_CHOICES["yes" if both else "no"]
    return [(TASK[1], task), ("Journalnotatet", also)]
