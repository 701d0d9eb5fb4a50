"""What things are called in bokmål: roles, milestones, states, channels and the rest.

Every member of every enum has a name here, shown by a test. Names stand in lower case, as in
the middle of a sentence; `grammar.capital` begins one with them.
"""

from __future__ import annotations

from pathway.model import Participant
from pathway.views import Colour
from pathway.words import (
    APPOINTMENTS,
    Attendance,
    Channel,
    ClosedReason,
    ConsentForm,
    InvitationState,
    MeetingKind,
    Milestone,
    Role,
    SettledHow,
    Substitute,
    Verdict,
)

MEETING_OUTSIDE = "møte"
"""All that outsiders are told of what kind of meeting it is (P1)."""

LOCUM = "vikaren"

_ROLES = {
    Role.PATIENT: ("pasient", "pasienten"),
    Role.RELATIVE: ("nærstående", "den nærstående"),
    Role.GP: ("fastlege", "fastlegen"),
    Role.REFERRER: ("henviser", "henviseren"),
    Role.NAV_ADVISER: ("Nav-veileder", "Nav-veilederen"),
    Role.CLINICIAN: ("kliniker", "klinikeren"),
    Role.INTERPRETER: ("tolk", "tolken"),
    Role.OTHER: ("ekstern deltaker", "den eksterne deltakeren"),
    Role.SECRETARY: ("helsesekretær", "helsesekretæren"),
    Role.COORDINATOR: ("forløpskoordinator", "forløpskoordinatoren"),
    Role.LEADER: ("leder", "lederen"),
}

_MEETINGS = {
    MeetingKind.SHM1: "SHM1",
    MeetingKind.SHM2: "SHM2",
    MeetingKind.ASSESSMENT: "Utredning",
    MeetingKind.INTERNAL: "Intern prat",
    MeetingKind.EXTRA: "Ekstra møte",
}

_MILESTONES = {
    Milestone.REFERRAL_RECEIVED: ("henvisning mottatt", "mottak", "Henvisningen må registreres"),
    Milestone.ASSESSMENT_STARTED: ("utredning startet", "før utredning", "Utredningen må starte"),
    Milestone.SHM1_HELD: ("SHM1 holdt", "før SHM1", "SHM1 må holdes"),
    Milestone.SHM2_HELD: ("SHM2 holdt", "før SHM2", "SHM2 må holdes"),
    Milestone.CLOSED: ("forløp avsluttet", "før avslutning", "Forløpet må avsluttes"),
}

_STATES = {
    InvitationState.BLOCKED: "kan ikke sendes ennå",
    InvitationState.READY: "klar til å sendes",
    InvitationState.SENT: "sendt, ikke besvart",
    InvitationState.ACCEPTED: "har svart ja",
    InvitationState.DECLINED: "har svart nei",
    InvitationState.TENTATIVE: "har svart kanskje",
    InvitationState.NEW_TIME: "ønsker et annet tidspunkt",
    InvitationState.CANCELLED: "trukket tilbake",
    InvitationState.UNDELIVERED: "kom ikke fram",
}

_VERDICTS = {
    Verdict.ACCEPTED: ("ja", "har svart ja", "Ja, det passer"),
    Verdict.DECLINED: ("nei", "har svart nei", "Nei, jeg kan ikke komme"),
    Verdict.TENTATIVE: ("kanskje", "har svart kanskje", "Kanskje, jeg vet ikke ennå"),
    Verdict.NEW_TIME: (
        "annet tidspunkt",
        "ønsker et annet tidspunkt",
        "Jeg trenger et annet tidspunkt",
    ),
}

_CHANNELS = {
    Channel.CHAT: ("chat", "i chatten"),
    Channel.MAIL: ("e-post", "på e-post"),
    Channel.GRAPH: ("kalender", "i kalenderen"),
    Channel.SECURE_MESSAGE: ("e-melding", "som e-melding"),
    Channel.SMS: ("SMS", "på SMS"),
    Channel.LETTER: ("brev", "i brev"),
    Channel.PHONE: ("telefon", "på telefon"),
}

_ATTENDANCES = {
    Attendance.VIDEO: "på video",
    Attendance.TELEPHONE: "på telefon",
    Attendance.CLINIC: "på klinikken",
    Attendance.GP_OFFICE: "på legekontoret",
    Attendance.HOME: "på video hjemmefra",
}

_CLOSED = {
    ClosedReason.COMPLETED: "forløpet er gjennomført",
    ClosedReason.TRANSFERRED: "pasienten er overført til et annet sted",
    ClosedReason.WITHDREW: "pasienten ønsker ikke å fortsette",
    ClosedReason.DIED: "pasienten er død",
    ClosedReason.NO_RIGHT: "pasienten har ikke rett til helsehjelp her",
    ClosedReason.MISTAKE: "saken ble opprettet ved en feil",
    ClosedReason.OTHER: "annen grunn",
}

_SETTLED = {
    SettledHow.DONE: "gjort",
    SettledHow.ANSWERED: "besvart",
    SettledHow.CANCELLED: "falt bort",
    SettledHow.ESCALATED: "gitt videre",
}

_CONSENT_FORMS = {ConsentForm.ORAL: "muntlig", ConsentForm.WRITTEN: "skriftlig"}

_SUBSTITUTES = {
    Substitute.NONE: "svarer selv",
    Substitute.FOR_NOW: "svarer i stedet for fastlegen denne gangen",
    Substitute.FOR_GOOD: "har overtatt som fastlege",
}

_COLOURS = {Colour.GREEN: "i rute", Colour.YELLOW: "fristen nærmer seg", Colour.RED: "haster"}

_PARTS = {
    "introduction": "Innledning og oppsummering",
    "work": "Arbeid, utdanning og økonomi",
    "plan": "Plan og avslutning",
    "preparation": "Forberedelse",
    "review": "Gjennomgang og plan",
    "closing": "Avslutning",
}

_TEMPLATES = {
    "": "Ikke bestemt om Nav skal være med",
    "with_nav": "Med Nav eller andre",
    "nav_last": "Nav til slutt",
    "without_nav": "Uten Nav",
}

_VARIANTS = {"pain": "Smerte", "fatigue": "Langvarig utmattelse"}


def role(who: Role) -> str:
    """As "fastlege"."""
    return _ROLES[who][0]


def role_definite(who: Role) -> str:
    """As "fastlegen"."""
    return _ROLES[who][1]


def person_definite(person: Participant) -> str:
    """The same of somebody: whoever is in the GP's place for now is "vikaren" (D2)."""
    return LOCUM if person.stands_in_for else role_definite(person.role)


def milestone(which: Milestone) -> str:
    """As "utredning startet"."""
    return _MILESTONES[which][0]


def stage(following: Milestone) -> str:
    """Where a case stands, by the milestone it has yet to reach: "før SHM1"."""
    return _MILESTONES[following][1]


def milestone_demand(which: Milestone) -> str:
    """What must happen: "SHM1 må holdes", to go on with "senest …"."""
    return _MILESTONES[which][2]


def meeting(kind: MeetingKind) -> str:
    """As "SHM1"; for staff only."""
    return _MEETINGS[kind]


def the_meeting(kind: MeetingKind | None) -> str:
    """As "avtalen" where only clinicians are asked to it, else "møtet"."""
    return "avtalen" if kind in APPOINTMENTS else "møtet"


def state(where: InvitationState) -> str:
    """As "sendt, ikke besvart"."""
    return _STATES[where]


def verdict(what: Verdict) -> str:
    """As "ja"."""
    return _VERDICTS[what][0]


def answered(what: Verdict) -> str:
    """What somebody has done: "har svart ja"."""
    return _VERDICTS[what][1]


def verdict_choice(what: Verdict) -> str:
    """What the one who answers presses: "Ja, det passer"."""
    return _VERDICTS[what][2]


def channel(way: Channel) -> str:
    """As "e-post"."""
    return _CHANNELS[way][0]


def by_channel(way: Channel) -> str:
    """As "på e-post"."""
    return _CHANNELS[way][1]


def attendance(how: Attendance) -> str:
    """As "på video"."""
    return _ATTENDANCES[how]


def closed_reason(why: ClosedReason) -> str:
    """As "forløpet er gjennomført"."""
    return _CLOSED[why]


def settled(how: SettledHow) -> str:
    """As "besvart"."""
    return _SETTLED[how]


def consent_form(form: ConsentForm) -> str:
    """As "muntlig"."""
    return _CONSENT_FORMS[form]


def substitute(how: Substitute) -> str:
    """As "har overtatt som fastlege"."""
    return _SUBSTITUTES[how]


def colour(which: Colour) -> str:
    """The word that always stands beside the colour: "i rute"."""
    return _COLOURS[which]


def part(title: str) -> str:
    """As "Plan og avslutning" for a key of the templates; a clinic's own title as it stands."""
    return _PARTS.get(title, title)


def template(name: str) -> str:
    """As "Med Nav eller andre"; a clinic's own template by its own name."""
    return _TEMPLATES.get(name, name)


def variant(name: str) -> str:
    """As "Smerte"; a clinic's own variant by its own name."""
    return _VARIANTS.get(name, name)
