"""The action plan's way: how far it has come, who has it, and by which way (R20, R24)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import capital, listed
from pathway.action_plan import PlanState, PlanStatus
from pathway.aftermath import PlanWay
from pathway.words import Role

GIVE = "Registrer hvem som har fått den"
BEGUN = "Påbegynt"
EVALUATED = "Planen er gått gjennom"
NOT_EVALUATED = "Er tiltaksplanen gått gjennom i møtet?"

_STATES = {
    PlanState.NONE: "Ikke ferdig.",
    PlanState.DRAFTED: "Påbegynt, ikke ferdig.",
    PlanState.FINISHED: "Ferdig. Mangler hos {who}.",
    PlanState.AVAILABLE: "Ferdig, og pasienten har den. Mangler hos {who}.",
    PlanState.DISTRIBUTED: "Ferdig og delt ut til alle.",
    PlanState.EVALUATED: "Gått gjennom i SHM2.",
}
WAYS = {
    PlanWay.EHR: "e-melding fra journalsystemet",
    PlanWay.POST: "post",
    PlanWay.HELSENORGE: "Helsenorge",
    PlanWay.HELSAMI: "HelsaMi",
    PlanWay.WEB: "nøytral nettside",
    PlanWay.BY_HAND: "i hånden",
    PlanWay.MAIL: "e-post",
}
WAY_WORDS = {
    "e-melding": PlanWay.EHR,
    "emelding": PlanWay.EHR,
    "journalen": PlanWay.EHR,
    "journalsystemet": PlanWay.EHR,
    "post": PlanWay.POST,
    "posten": PlanWay.POST,
    "brev": PlanWay.POST,
    "helsenorge": PlanWay.HELSENORGE,
    "helsami": PlanWay.HELSAMI,
    "nettside": PlanWay.WEB,
    "hånden": PlanWay.BY_HAND,
    "e-post": PlanWay.MAIL,
    "epost": PlanWay.MAIL,
}

TITLE = "Tiltaksplanen er delt ut"
WHO = ("Hvem har fått tiltaksplanen?", "Til", "Velg fra listen.")
WAY = ("Hvordan fikk de den?", "Hvordan", "Velg fra listen.")
ALL = "Alle, på vanlig måte"
ALL_WORDS = frozenset({"alle", "til alle", "alle sammen"})
QUESTION = "Skal jeg registrere dette?"
YES = "Registrer"
DRAFT_TITLE = "Tiltaksplanen er påbegynt"
EVALUATE_TITLE = "Evaluering"
SECTION = "Tiltaksplan"


def whom(roles: Iterable[Role]) -> str:
    """As "pasienten og fastlegen"."""
    return listed(names.role_definite(role) for role in roles)


def state(now: PlanState, lacking: Iterable[Role]) -> str:
    """As "Ferdig. Mangler hos pasienten og fastlegen."."""
    return _STATES[now].format(who=whom(lacking))


def status(now: PlanStatus) -> str:
    """The same of the plan as it stands."""
    return state(now.state, [person.role for person in now.lacking])


def writer(name: str) -> str:
    """Who writes it."""
    return f"Planansvarlig: {name}"


def has_it(who: str, by: PlanWay, on: date) -> str:
    """As "Pasienten: Helsenorge, 26. november"."""
    return f"{capital(who)}: {WAYS[by]}, {dates.short(on)}"


def way(chosen: PlanWay) -> str:
    """As a choice."""
    return capital(WAYS[chosen])


def given_facts(given: Sequence[tuple[str, PlanWay]]) -> list[tuple[str, str]]:
    """Whom and how, each on a line."""
    return [(capital(who), WAYS[how]) for who, how in given]


def given(ref: str, now: PlanStatus) -> str:
    """Somebody has it, and who is left."""
    if not now.lacking:
        return f"Registrert i sak {ref}. Tiltaksplanen er delt ut til alle."
    who = whom(person.role for person in now.lacking)
    return f"Registrert i sak {ref}. Tiltaksplanen mangler hos {who}."


def drafted(ref: str) -> str:
    """It is begun."""
    return f"Registrert i sak {ref}: tiltaksplanen er påbegynt."


def evaluated(ref: str) -> str:
    """It was gone through."""
    return f"Registrert i sak {ref}: tiltaksplanen er gått gjennom i SHM2."


def not_finished(ref: str) -> str:
    """Nobody can have it yet."""
    return (
        f"Tiltaksplanen i sak {ref} er ikke meldt ferdig. "
        f"Skriv «tiltaksplanen er ferdig {ref}» først."
    )


def all_have_it(ref: str) -> str:
    """There is nobody left."""
    return f"Alle som skal ha tiltaksplanen i sak {ref}, har fått den."


def begun_already(ref: str) -> str:
    """It was begun before."""
    return f"Tiltaksplanen i sak {ref} er allerede påbegynt eller ferdig."


def cannot_evaluate(ref: str, *, done: bool) -> str:
    """SHM2 is not held, or it was said already."""
    if done:
        return f"Det er allerede registrert at tiltaksplanen i sak {ref} er gått gjennom."
    return f"SHM2 i sak {ref} er ikke holdt ennå. Skriv «milepæl {ref}» når det er holdt."
