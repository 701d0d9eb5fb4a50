"""Prints every fixed text into `samples.txt`, to be read as a whole.

Run `python -m tests.dialogs.wording.make_samples` after a change, and read what it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

from dialogs.wording.nb import dates, digest, names, planning, promises, sending_names, tasks
from dialogs.wording.nb.letters import mail as letters
from dialogs.wording.nb.notices import catalogue as notices
from dialogs.wording.nb.refusals import catalogue as refusals
from pathway.chats import Mark
from pathway.model import Facts
from pathway.outgoing import Content, SendingKind, SendingStatus
from pathway.ports import DigestLine, Letter
from pathway.rules import Unmet
from pathway.variants import Toward
from pathway.views import Clash, Colour, TakenBy, Waiting, Warn
from pathway.words import (
    SHM,
    Attendance,
    CaseRef,
    Channel,
    ClosedReason,
    ConsentForm,
    InvitationState,
    MeetingKind,
    Milestone,
    PromiseId,
    PromiseKind,
    Role,
    SettledHow,
    Substitute,
    Verdict,
)
from tests.dialogs.wording import example_values as values
from tests.dialogs.wording.example_errors import ERRORS
from tests.dialogs.wording.example_notices import EXAMPLES

FILE = Path(__file__).with_name("samples.txt")


_PLAIN = (
    *(SendingKind.CANCELLATION, SendingKind.LINK),
    *(SendingKind.STILL_STANDS, SendingKind.STANDS),
)


def samples() -> str:
    """The whole file."""
    sections = {
        "DATOER": _dates(),
        "BEGREPER": _names(),
        "BREV": _letters(_plain()),
        "BREV PÅ PAPIR": _letters(_paper()),
        "ALT TIL PASIENTEN": _letters(_to_patient()),
        "SMS": _texts("sms"),
        "SAGT PÅ TELEFON": _texts("spoken"),
        "ENDRINGER": _letters(_updates()),
        "E-MELDINGER": _letters(_secure()),
        "I KALENDEREN": _entries(),
        "BESKJEDER TIL ANSATTE": _notices(),
        "OPPGAVER": _tasks(),
        "TAVLA": _waiting(),
        "DAGENS OVERSIKT": _digests(),
        "FØR SENDING": _planning(),
        "AVSLAG": _refusals(),
    }
    return "\n".join(f"{'=' * 20} {title}\n\n{text}\n" for title, text in sections.items())


def _block(heading: str, content: Content) -> str:
    own = "".join(f"\n{said}{_buttons(ways)}" for said, ways in content.lines)
    shown = f"{content.text}{own}{_buttons(content.actions)}"
    return f"--- {heading}\nEmne: {content.subject}\n\n{shown}\n"


def _buttons(ways: Iterable[tuple[str, str]]) -> str:
    return "".join(f"\n[{title}] {command}" for command, title in ways)


def _dates() -> str:
    day, window = date(2026, 11, 24), values.window(20, 15)
    at = dates.wall(window.start, values.ZONE)
    said = (
        dates.moment(at),
        dates.medium_moment(at),
        dates.digits_moment(at),
        dates.span(window, values.ZONE),
        dates.hours(window, values.ZONE),
        dates.span(values.window(800, 60), values.ZONE),
        dates.short(day),
        dates.short_year(day),
        dates.digits(day),
        dates.week(day),
        dates.ago(date(2026, 11, 1), day),
        dates.ago(date(2026, 11, 23), day),
        dates.until(date(2026, 12, 1), day),
        dates.minutes(1),
        dates.minutes(12),
    )
    return "\n".join(said)


def _names() -> str:
    rows = {
        "rolle": [f"{names.role(r)}, {names.role_definite(r)}" for r in Role],
        "milepæl": [names.milestone(m) for m in Milestone],
        "stadium": [names.stage(m) for m in Milestone],
        "krav": [names.milestone_demand(m) for m in Milestone],
        "møte": [names.meeting(k) for k in MeetingKind],
        "innkalling": [names.state(s) for s in InvitationState],
        "svar": [f"{names.verdict(v)}, {names.answered(v)}" for v in Verdict],
        "svarknapp": [names.verdict_choice(v) for v in Verdict],
        "kanal": [f"{names.channel(c)}, {names.by_channel(c)}" for c in Channel],
        "deltakelse": [names.attendance(a) for a in Attendance],
        "avsluttet": [names.closed_reason(r) for r in ClosedReason],
        "løfte": [promises.promise(k, Role.GP) for k in PromiseKind],
        "løfte til ingen": [promises.promise(k) for k in PromiseKind],
        "oppfylt": [names.settled(h) for h in SettledHow],
        "samtykke": [names.consent_form(f) for f in ConsentForm],
        "stedfortreder": [names.substitute(s) for s in Substitute],
        "melding": [sending_names.sending_kind(k) for k in SendingKind],
        "status": [sending_names.sending_status(s) for s in SendingStatus],
        "farge": [names.colour(c) for c in Colour],
        "del": [names.part(p) for p in ("introduction", "work", "plan", "preparation")],
        "del 2": [names.part(p) for p in ("review", "closing")],
        "mal": [names.template(t) for t in ("with_nav", "nav_last", "without_nav", "")],
        "forløp": [names.variant(v) for v in ("pain", "fatigue")],
    }
    return "\n".join(f"{title}: {' · '.join(row)}" for title, row in rows.items())


Titled = Iterator[tuple[str, Letter]]


def _letters(letters_to_show: Titled) -> str:
    return "\n".join(_block(heading, letters.letter(one)) for heading, one in letters_to_show)


def _plain() -> Titled:
    by = {"answer_by": date(2026, 10, 19)}
    for role in values.OUTSIDE:
        wants = role is not Role.PATIENT
        first = values.letter(SendingKind.INVITATION, role, **(by if wants else {}))
        yield f"invitation {role}", first
    gp, patient, nav = Role.GP, Role.PATIENT, Role.NAV_ADVISER
    agreed = values.letter(SendingKind.INVITATION, gp, must_answer=False)
    yield "invitation gp har sagt ja", agreed
    comes = Facts(window=values.window(), attends=Attendance.VIDEO)
    yield "invitation gp, lenken kommer", values.letter(SendingKind.INVITATION, gp, facts=comes)
    for title, facts in (("clinic", values.in_person()), ("phone", values.by_telephone())):
        number = {"own_phone": "91 00 00 00"} if title == "phone" else {}
        yield (
            f"invitation patient {title}",
            values.letter(SendingKind.INVITATION, patient, facts=facts, **number),
        )
    office = Facts(
        window=values.window(), place="Solsiden legesenter", attends=Attendance.GP_OFFICE
    )
    yield (
        "invitation patient gp_office",
        values.letter(SendingKind.INVITATION, patient, facts=office),
    )
    yield "invitation gp gp_office", values.letter(SendingKind.INVITATION, gp, facts=office)
    for role in (gp, nav, patient):
        for kind in _PLAIN:
            yield f"{kind} {role}", values.letter(kind, role)
        for must in (True, False):
            title = f"reminder {role} {'ubesvart' if must else 'besvart'}"
            yield title, values.letter(SendingKind.REMINDER, role, must_answer=must)


def _to_patient() -> Titled:
    """Every kind, by mail and on paper, for each way of attending."""
    said = {"doctor": "Kari Nordmann", "parts": ("introduction", "work", "plan")}
    for kind, (how, facts), way in product(
        values.LETTER_KINDS, values.ATTENDING.items(), ("mail", "paper")
    ):
        by = {"paper": True} if way == "paper" else {}
        before = Facts(window=values.window(days=-5), link=values.LINK)
        about = {"facts": facts, "own_phone": "91 00 00 00", "before": before, **said, **by}
        title = f"{kind} patient {way} {how}"
        yield title, values.letter(kind, Role.PATIENT, **about, must_answer=False)


def _texts(way: str) -> str:
    """Every text message, or what is said instead, with its length; 160 signs are one message."""
    before = Facts(window=values.window(days=-5), link=values.LINK)
    rows = []
    for role, kind, (how, facts) in product(
        (Role.PATIENT, Role.RELATIVE, Role.INTERPRETER),
        values.LETTER_KINDS,
        values.ATTENDING.items(),
    ):
        one = values.letter(kind, role, facts=facts, before=before, **{way: True})
        said = letters.letter(one).text
        rows.append(f"--- {kind} {role} {how} ({len(said)})\n{said}\n")
    return "\n".join(rows)


def _updates() -> Titled:
    def told(before: Facts, after: Facts, *, must: bool) -> Letter:
        changed = {"before": before, "facts": after, "must_answer": must}
        return values.letter(SendingKind.UPDATE, Role.GP, **changed)

    now = Facts(window=values.window(), link=values.LINK)
    later = Facts(window=values.window(days=2), link=values.LINK)
    shorter = Facts(window=values.window(0, 45), link=values.LINK)
    other_link = Facts(window=values.window(), link="https://video.example.no/rom/777001")
    no_link = Facts(window=values.window())
    yield "flyttet", told(now, later, must=True)
    yield "kortere", told(now, shorter, must=False)
    yield "lengre", told(shorter, now, must=True)
    yield "ny lenke", told(now, other_link, must=False)
    yield "første lenke", told(no_link, now, must=False)
    yield "lenken er borte", told(now, no_link, must=False)
    yield "fra video til telefon", told(now, values.by_telephone(), must=True)
    yield "nytt sted", told(values.in_person("Storgata 1"), values.in_person("Torget 4"), must=True)
    yield "uten det gamle", values.letter(SendingKind.UPDATE, Role.PATIENT, must_answer=False)


def _paper() -> Titled:
    patient = {"paper": True, "doctor": "Kari Nordmann"}
    for kind in values.LETTER_KINDS:
        yield f"{kind} patient", values.letter(kind, Role.PATIENT, **patient)
    comes = Facts(window=values.window())
    for title, facts in (("clinic", values.in_person()), ("lenken kommer", comes)):
        about = {"facts": facts, **patient}
        yield (
            f"invitation patient {title}",
            values.letter(SendingKind.INVITATION, Role.PATIENT, **about),
        )
    by = {"answer_by": date(2026, 10, 19), "paper": True}
    yield "invitation nav_adviser", values.letter(SendingKind.INVITATION, Role.NAV_ADVISER, **by)


def _secure() -> Titled:
    by, comes = {"answer_by": date(2026, 10, 19)}, Facts(window=values.window())
    secure = {"secure": True}
    invite = SendingKind.INVITATION
    for which in SHM:
        about = {"meeting_kind": which, "facts": comes, **by, **secure}
        yield f"invitation gp {which}", values.letter(invite, Role.GP, **about)
    yield "invitation referrer", values.letter(invite, Role.REFERRER, **by, **secure)
    phone = {"facts": values.by_telephone(), "own_phone": "91 00 00 00"}
    yield "invitation gp telefon", values.letter(invite, Role.GP, **phone, **secure)
    for kind in values.SECURE_KINDS[2:]:
        yield f"{kind} gp", values.letter(kind, Role.GP, **secure)
    agreed = values.letter(invite, Role.GP, must_answer=False, facts=comes, **secure)
    yield "invitation gp har sagt ja", agreed
    again = {"call_on": date(2026, 11, 13), "facts": comes, **secure}
    yield "reminder gp på nytt", values.letter(SendingKind.REMINDER, Role.GP, **again)
    asked = values.letter(SendingKind.REMINDER, Role.GP, patient_waits=False, **again)
    yield "reminder gp på nytt, pasienten er spurt", asked
    early = values.letter(SendingKind.REMINDER, Role.GP, facts=comes, **secure)
    yield "reminder gp uten lenke", early
    done = values.letter(SendingKind.REMINDER, Role.GP, must_answer=False, **secure)
    yield "reminder gp besvart", done
    moved = Facts(window=values.window(days=2), link=values.LINK)
    shorter = Facts(window=values.window(0, 45), link=values.LINK)
    for title, after, must in (("flyttet", moved, True), ("kortere", shorter, False)):
        changed = {"before": comes, "facts": after, "must_answer": must, **secure}
        yield f"update gp {title}", values.letter(SendingKind.UPDATE, Role.GP, **changed)


def _entries() -> str:
    kinds = (SendingKind.INVITATION, SendingKind.CANCELLATION)
    return "\n".join(
        _block(f"{kind} {role}", letters.entry(values.letter(kind, role)))
        for kind in kinds
        for role in (Role.GP, Role.NAV_ADVISER)
    )


def _notices() -> str:
    return "\n".join(_block(title, notices.notice(one)) for title, one in EXAMPLES)


def _tasks() -> str:
    asked, reminded = date(2026, 11, 2), date(2026, 11, 9)
    ladder = [
        values.task(PromiseKind.ANSWER, role, toward=toward, asked=asked, reminded=reminded)
        for role in (Role.GP, Role.NAV_ADVISER, Role.CLINICIAN)
        for toward in (Toward.OWNER, Toward.SECRETARY, Toward.COORDINATOR, Toward.LEADER)
        if (role is Role.CLINICIAN) is (toward is Toward.LEADER) or toward is Toward.OWNER
    ]
    rest = [
        values.task(kind, role)
        for kind in PromiseKind
        if kind is not PromiseKind.ANSWER
        for role in (Role.GP, Role.PATIENT, Role.NAV_ADVISER)
    ]
    texts = [
        values.task(PromiseKind.SECURE_MESSAGE, role, sends=kind)
        for role in (Role.GP, Role.PATIENT)
        for kind in values.LETTER_KINDS
    ]
    return "\n".join(dict.fromkeys(tasks.task_line(line) for line in (*ladder, *rest, *texts)))


def _waiting() -> str:
    def row(kind: PromiseKind, *, late: bool) -> Waiting:
        return Waiting(
            kind=kind,
            promise_id=PromiseId("l1"),
            owner_role=Role.SECRETARY,
            owner="sekretar",
            about_role=Role.GP,
            since=date(2026, 11, 2),
            due=date(2026, 11, 16),
            overdue=late,
        )

    rows = [row(PromiseKind.ANSWER, late=True), *(row(k, late=False) for k in PromiseKind)]
    return "\n".join(promises.waiting(one) for one in rows)


def _digests() -> str:
    line = values.task(
        PromiseKind.ANSWER,
        Role.GP,
        toward=Toward.SECRETARY,
        asked=date(2026, 11, 2),
        reminded=date(2026, 11, 9),
    )
    way = ((f"svar {values.REF}", "Registrer svar"),)
    row = DigestLine(ref=values.REF, text=tasks.task(line), actions=way)
    link = "Legg inn lenken til møtet 24. november"
    rows = [row, *(DigestLine(ref=CaseRef(f"A{n}B2"), text=link, actions=way) for n in range(29))]
    made = [
        _block(f"{n} linjer", digest.digest(rows[:n], values.CLINIC)) for n in (0, 1, 2, 3, 9, 30)
    ]
    three = digest.digest(rows[:3], values.CLINIC)
    some = (Mark.DONE, Mark.OPEN, Mark.LATER)
    made.append(_block("3 linjer, rettet", digest.put_right(three, some)))
    made.append(_block("3 linjer, alt gjort", digest.put_right(three, (Mark.DONE,) * 3)))
    return "\n".join(made)


def _planning() -> str:
    window = values.window()
    said = [planning.warning(w, date(2027, 5, 24)) for w in Warn]
    said += [
        planning.clash(
            Clash(what=what, who="Per Li", ref=values.REF, start=window.start, end=window.end),
            values.ZONE,
        )
        for what in TakenBy
    ]
    said += [planning.taken_by(what) for what in TakenBy]
    return "\n".join([*said, planning.unmet_all(tuple(Unmet))])


def _refusals() -> str:
    return "\n".join(f"{type(e).__name__}: {refusals.refusal(e)}" for e in ERRORS)


if __name__ == "__main__":
    FILE.write_text(samples(), encoding="utf-8")
