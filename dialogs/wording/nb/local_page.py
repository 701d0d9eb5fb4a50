"""The local clinic: what staff, trainees and the curious read on its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from dialogs.wording.nb import dates, doctors, names, planning, promises, sending_names, tasks
from dialogs.wording.nb.grammar import capital, counted, listed
from dialogs.wording.nb.jobs import Job
from dialogs.wording.nb.notices import mail as mail_notices
from pathway.model import Answer, Window
from pathway.outgoing import SendingKind, SendingStatus
from pathway.questions import Question
from pathway.views import Colour
from pathway.words import Channel, MeetingKind, Milestone, PromiseKind, Role, Substitute

LANGUAGE = "nb"
TITLE = "Den lokale klinikken"
SKIP = "Gå til chatten"

CLOCK = "Klokka her"
CLOCK_MINUTES = "Fem minutter fram"
CLOCK_DAY = "En dag fram"
CLOCK_WEEK = "En uke fram"
CLOCK_EVENT = "Til neste hendelse"

TAB_CHAT = "Chat"
TAB_CASE = "Saken"
TAB_MAIL = "Innbokser"
TABS = "Deler av siden"

CHAT = "Chat med møteboten"
YOU_ARE = "Du er"
SWITCH = "Bytt"
BOT = "Møteboten"
YOU = "Du"
MESSAGE = "Skriv til møteboten"
SEND = "Send"
SUGGESTIONS = "Forslag til svar"
MORE = "Mer"
COPY = "Kopier teksten"
COPIED = "Teksten er kopiert."
OLD_CARD = "Kort"
CARD_GONE = "Dette kortet er utdatert. Skriv «hjelp» for å se hva du kan gjøre."
FORM_IS_OLD = "Siden var åpnet før programmet startet på nytt. Her er den nye. Prøv en gang til."
NOTHING_CHOSEN = "Velg"

WELCOME = (
    "Dette er en øvingsklinikk: alle er oppdiktet, og ingenting forlater maskinen din.",
    "Du er en av de ansatte og skriver til møteboten. E-posten til dem utenfor ser du også her.",
    "Du stiller klokka selv. Påminnelsene sendes akkurat som i virkeligheten.",
)
REGISTER = "Registrer en pasient"
REGISTER_SAYS = "ny pasient"

CASE = "Saken"
OVERVIEW = "Alle saker"
NO_CASES = "Ingen saker ennå. Registrer en pasient i chatten, så vises forløpet her."
NO_ACCESS = (
    "Denne saken kan ikke vises her for deg. Skriv «sak» og referansen i chatten, "
    "så får du vite hvorfor."
)
MILESTONES = "Milepæler"
REACHED = "nådd"
PRESENT = "nå"
AHEAD = "ikke nådd"
DEADLINES = "Frister"
PEOPLE = "Innkallinger"
COMING = "Det som kommer"
NOTHING_COMING = "Ingenting er planlagt framover."
PAST = "Det som har skjedd"
OVERDUE = "over fristen"
CORRECTED = "rettet, det sto {days}"
AGAIN = "igjen {days}"
PASSED = "Over fristen"
AT_RISK = "Haster"
SAFE_DAY = "Siste trygge dag for å sende innkallingen er {day}."
SAFE_DAY_WAS = "Siste trygge dag for å sende innkallingen var {day}."

MAILBOXES = "Innboksene til dem utenfor klinikken"
NO_MAILBOXES = "Ingen e-post er sendt ennå. Her ser du det de utenfor klinikken får."
BY_HAND = "Sendt av klinikken utenom programmet"
NO_MAILS = "Ingen e-post"
FROM = "Fra"
TO = "Til"
SENT = "Sendt"
BACK_TO_LIST = "Tilbake til innboksene"
SHOW_RAW = "Vis råteksten"
SHOW_ICS = "Vis kalenderfilen"
NO_SUBJECT = "(uten emne)"
INVITE = "Møteinnkalling"
INVITE_CANCELLED = "Avlysning"
INVITE_STANDS = "Forslaget ditt er avslått. Tidspunktet står"

_REFERENCE = re.compile(r"^Sak \w+: ")

_DONE = {
    SendingStatus.SENT: "sendt",
    SendingStatus.SHOWN: "vist",
    SendingStatus.FAILED: "kom ikke fram ennå, prøves igjen",
    SendingStatus.GIVEN_UP: "kom ikke fram",
}


def now(at: datetime) -> str:
    """Say "Tirsdag 24. november 2026 kl. 10.00", of wall time."""
    return capital(dates.moment(at))


def day(on: date) -> str:
    """Say "24.11.2026"."""
    return dates.digits(on)


def due_day(on: date) -> str:
    """Say "frist 24.11.2026"."""
    return f"frist {dates.digits(on)}"


def stamp(at: datetime) -> str:
    """Say "24.11.2026 kl. 10.00", of wall time."""
    return dates.digits_moment(at)


def clock(at: datetime) -> str:
    """Say "10.00", of wall time."""
    return dates.clock(at)


def span(window: Window, zone: str) -> str:
    """Say "Tirsdag 24. november 2026 kl. 10.00–11.00"."""
    return capital(dates.span(window, zone))


def person(role: Role, name: str) -> str:
    """Say "fastlegen Kari Berg"."""
    return f"{names.role_definite(role)} {name}".strip()


def role(who: Role | None) -> str:
    """Say "Fastlege"; nothing where it is not known."""
    return capital(names.role(who)) if who else ""


def carried_by(way: Channel) -> str:
    """Say "Brev"."""
    return capital(names.channel(way))


def case_title(ref: str, name: str) -> str:
    """Say "Sak K7M2 · Ola N."."""
    return f"Sak {ref} · {name}"


def stage(following: Milestone) -> str:
    """Say "Før SHM1"."""
    return capital(names.stage(following))


def colour(which: Colour) -> str:
    """The word that always stands beside the colour."""
    return names.colour(which)


def milestone(which: Milestone) -> str:
    """Say "Henvisning mottatt"."""
    return capital(names.milestone(which))


def deadline(which: Milestone, on: date, today: date) -> str:
    """Say "SHM1 må holdes senest mandag 24. mai 2027.", or that the day has gone by."""
    return planning.must_by(which, on, today)


def safe_day(on: date, today: date) -> str:
    """The last working day that leaves, or left, time for every reminder."""
    return (SAFE_DAY if on >= today else SAFE_DAY_WAS).format(day=dates.full(on))


def happened_milestone(which: Milestone, *, held: bool, before: Sequence[date] = ()) -> str:
    """Say "Utredning startet (rettet, det sto 02.11.2026)"; one that did not happen says so."""
    said = capital(names.milestone(which)) if held else f"{meeting_of(which)} ble ikke holdt"
    return f"{said} ({CORRECTED.format(days=_days(before))})" if before else said


def _days(days: Sequence[date]) -> str:
    return listed([dates.digits(day) for day in days])


def meeting_of(which: Milestone) -> str:
    """The meeting whose milestone it is: "SHM1"."""
    kind = MeetingKind.SHM1 if which is Milestone.SHM1_HELD else MeetingKind.SHM2
    return names.meeting(kind)


def happened_sending(kind: SendingKind, status: SendingStatus, to: str, channel: str) -> str:
    """Say "Innkalling til fastlegen Kari Berg på e-post: sendt"."""
    what = f"{capital(sending_names.sending_kind(kind))} til {to} {channel}"
    return f"{what}: {_DONE[status]}" if status is not SendingStatus.SENT else what


def happened_answer(answer: Answer, who: str) -> str:
    """Say "Fastlegen Kari Berg har svart ja", or who did in whose place (D2).

    One that changed nothing says so.
    """
    said = f"{capital(who)} {names.answered(answer.verdict)}"
    if answer.substitute is not Substitute.NONE:
        said = f"{answer.by_name or doctors.ANOTHER} {names.answered(answer.verdict)}"
        said = f"{said} {doctors.instead(answer.substitute, who)}"
    if answer.proposals:
        said = f"{said}: {listed(map(dates.moment, answer.proposals), 'eller')}"
    return said if answer.counts else f"{said}, men det endrer ingenting"


def happened_question(question: Question, who: str, kind: MeetingKind | None) -> str:
    """Say "E-post om innkallingen til fastlegen Kari Berg: Fraværssvar"."""
    seen = "" if question.settled is None else " (sett)"
    return f"E-post om innkallingen til {who}: {mail_notices.titled(question.doubt, kind)}{seen}"


def registered() -> str:
    """That the case was opened."""
    return "Saken ble opprettet"


def closed() -> str:
    """That the case has ended."""
    return "Forløpet er avsluttet"


def coming_sending(kind: SendingKind, to: Sequence[str]) -> str:
    """Say "Påminnelse til fastlegen Kari Berg"."""
    return f"{capital(sending_names.sending_kind(kind))} til {listed(to)}"


def again(days: Sequence[date]) -> str:
    """Say "igjen 14.12.2026 og 28.12.2026", of what comes more than once; nothing for none."""
    return AGAIN.format(days=_days(days)) if days else ""


def about_task(job: Job) -> str:
    """What a task is about, in a sentence or two."""
    return tasks.job(job)


def about_written(subject: str) -> str:
    """What a written text is about, by its subject, without the case's reference in front."""
    return _REFERENCE.sub("", subject)


def coming_promise(kind: PromiseKind, who: Role | None, owner: str = "") -> str:
    """Say "Frist: svar fra fastlegen"; with an `owner` of the staff, "Frist for … : …"."""
    return f"Frist{' for ' + owner if owner else ''}: {promises.promise(kind, who)}"


def coming_milestone(which: Milestone) -> str:
    """Say "Frist: SHM1 holdt"."""
    return f"Frist: {names.milestone(which)}"


def coming_meeting(kind: MeetingKind, window: Window, zone: str) -> str:
    """Say "SHM1 kl. 10.00–11.00"."""
    return f"{names.meeting(kind)} {dates.hours(window, zone)}"


def more_mails(number: int) -> str:
    """Say "Vis 2 eldre e-poster"."""
    return f"Vis {counted(number, 'eldre e-post', 'eldre e-poster')}"


def invitation_line(who: str, state: str) -> str:
    """Say "Fastlegen Kari Berg: har svart ja"."""
    return f"{capital(who)}: {state}"
