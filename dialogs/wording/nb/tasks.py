"""A task in one line (D3): never the patient's name, since it may stand on a locked screen."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.wording.nb import (
    ask_absence,
    ask_held,
    ask_office,
    ask_proposal,
    away_tasks,
    by_hand,
    calls,
    checklists,
    dates,
    names,
    papers,
    phones,
    planning,
    referral,
    sending_names,
)
from dialogs.wording.nb.grammar import capital, sentences
from dialogs.wording.nb.jobs import Job, job_of, shown
from dialogs.wording.nb.task_ways import ASKING_TIMES, SENT_BY, of_an_office, sent_by, settling
from dialogs.wording.neutral import clean
from pathway.outgoing import SendingKind
from pathway.variants import Toward
from pathway.views import TaskLine
from pathway.words import DOCTORS, THIRD_PARTIES, Channel, PromiseKind, Role


def task(line: TaskLine) -> str:
    """What to do, without the reference in front, and in whose place."""
    said = by_hand.not_to_be_sent(line) if line.late else job(job_of(line))
    if not line.instead_of:
        return said
    return sentences(said, ask_absence.standing_in(clean(line.instead_of), line.away_until))


def task_line(line: TaskLine) -> str:
    """As "K7M2: Ring Solsiden legesenter. Fastlegen ble spurt 2. november."."""
    return f"{line.ref}: {task(line)}"


def job(what: Job) -> str:
    """The task in a sentence or two, and what has been done so far."""
    return sentences(_TODO[what.kind](what), _history(what), calls.tried(what.tried))


def actions(what: Job) -> tuple[tuple[str, str], ...]:
    """What can be done about it at once, as typed commands with titles, the likeliest first."""
    both = (*ways(what), *papers.BESIDES)
    return tuple((f"{typed} {what.ref}", title) for typed, title in both)


def ways(what: Job) -> tuple[tuple[str, str], ...]:
    """What settles it, without the reference; a doctor's no has a question of its own (D2)."""
    if what.channel in SENT_BY:
        return sent_by(what.channel, what.sends, what.role)
    if what.kind is PromiseKind.LINK and what.linked:
        return ()  # it is sent by what waits to leave, or ticked off there
    if what.proposed:
        return ask_proposal.LOOK, *_decided(decisions(what))
    ways_on = decisions(what)
    if ways_on:
        return _decided(ways_on)
    if what.kind in {PromiseKind.ANSWER, PromiseKind.TIMES} and what.role in DOCTORS:
        return of_an_office(what.kind, asked=what.toward is Toward.OWNER)
    return settling(what)


def _decided(ways_on: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The many ways of a doctor's no are a question of their own (D2)."""
    return (ask_office.DECIDE,) if ways_on == ask_office.DOCTORS_WAYS else ways_on


def decisions(what: Job) -> tuple[tuple[str, str], ...]:
    """The ways on where somebody is to decide, after a no or a silence (D2); else none."""
    if what.telling and what.role is not None:
        return calls.ways(what.role, known=what.known)
    if what.lacking:
        return calls.WIDEN, calls.KEEP
    silent = what.kind is PromiseKind.ANSWER and what.toward is Toward.COORDINATOR
    if what.kind is not PromiseKind.TIME_QUESTION and not silent:
        return ()
    if what.role is None or what.role in DOCTORS:
        return ask_office.DOCTORS_WAYS
    return away_tasks.SAID_NO if what.role is Role.CLINICIAN else ask_office.OTHERS_WAYS


def ways_on(line: TaskLine) -> tuple[tuple[str, str], ...]:
    """What may be decided, where the task is to decide something (D2)."""
    if line.kind is PromiseKind.POSTPONED:
        return ask_office.POSTPONED_WAYS
    return decisions(job_of(line))


def _whom(what: Job) -> str:
    """Whom to ring or write to: "Solsiden legesenter", "pasienten", "den nærstående (Anne)"."""
    named = what.role in DOCTORS or what.role is Role.CLINICIAN
    if what.person and named:
        return clean(what.person)
    if what.name and what.role is Role.RELATIVE:
        return f"{names.role_definite(what.role)} ({clean(what.name)})"
    if what.name:
        return calls.called(what.name, what.office)
    return names.role_definite(what.role) if what.role else "deltakeren"


def _role(what: Job) -> str:
    return names.role_definite(what.role) if what.role else "deltakeren"


def _meeting(what: Job) -> str:
    return f"møtet {dates.short(what.met)}" if what.met else "møtet"


_ASKED = frozenset({PromiseKind.ANSWER, PromiseKind.STILL_STANDS, PromiseKind.TIMES})


def _history(what: Job) -> str:
    """Who was asked, and when; the year only where it is another than the due day's."""
    if what.asked is None or what.kind not in _ASKED:
        return ""
    now = what.due or what.asked
    asked = f"{capital(_role(what))} ble spurt {dates.near(what.asked, now)}"
    if what.reminded is None:
        return f"{asked}."
    return f"{asked} og fikk en påminnelse {dates.near(what.reminded, now)}."


def _answer(what: Job) -> str:
    toward = what.toward
    if toward is Toward.SECRETARY:
        return f"Ring {_on_number(what)}."
    if toward is Toward.COORDINATOR:
        return f"Bestem hva dere gjør uten svar fra {_role(what)}."
    if toward is Toward.LEADER:
        return f"Snakk med {_whom(what)} om {_meeting(what)}."
    if what.role in DOCTORS:
        return f"Har {_whom(what)} svart i journalsystemet?"
    return f"Send en påminnelse til {_whom(what)}."


def _elsewhere(what: Job) -> str:
    """What a letter travels by besides the post (R20): Nav and others are not on Helsenorge."""
    return "fra journalsystemet" if what.role in THIRD_PARTIES else "på Helsenorge"


def _by_hand(what: Job) -> str:
    if what.channel is Channel.SMS:
        return _by_sms(what)
    if what.channel is Channel.PHONE:
        asks = f"Ring {_on_number(what)} og spør hvilke tider som passer."
        tells = f"Ring {_whom(what)} med en beskjed om {_meeting(what)}."
        return asks if what.sends in ASKING_TIMES else tells
    if what.role in DOCTORS and what.sends is SendingKind.ABOUT_WHOM:
        whose = "Kopier teksten om hvem møtet gjelder"
        return f"{whose}, og send den som e-melding til {_whom(what)} i journalsystemet."
    if what.role in DOCTORS:
        copied = f"Kopier {_text(what.sends)} til {_whom(what)}"
        return f"{copied}, og send teksten som e-melding i journalsystemet."
    if what.role is Role.CLINICIAN:
        entry = by_hand.calendar(what.sends, _whom(what)).removesuffix(".")
        return f"{entry}, og si fra når det er gjort."
    where = "" if what.addressed else "Adressen finner du i journalsystemet."
    return sentences(
        f"Kopier brevet til {_whom(what)}, og send det i posten eller {_elsewhere(what)}.", where
    )


def text_label(line: TaskLine) -> str:
    """As "påminnelsen til Solsiden legesenter", "innkallingen til pasienten på SMS"."""
    colleague = line.person is not None and line.person.role is Role.CLINICIAN
    plain = line.channel in {None, Channel.SECURE_MESSAGE} or colleague
    way = "" if plain or line.channel is None else f" {names.by_channel(line.channel)}"
    return f"{_text(line.sends)} til {text_whom(line)}{way}"


def _text(sends: SendingKind | None) -> str:
    """What a text is, short enough to stand before "til Solsiden legesenter"."""
    if sends is SendingKind.STILL_STANDS:
        return "spørsmålet"
    return sending_names.sending_definite(sends) if sends else "teksten"


def text_whom(line: TaskLine) -> str:
    """Who is to have the text, by name where there may be several in the same role."""
    person = line.person
    if person is None:
        return "henviseren" if line.kind is PromiseKind.REFERRAL_CONTENT else "deltakeren"
    role = names.role_definite(person.role)
    named = person.name if person.role is not Role.PATIENT else ""
    return shown(person) or (f"{role} ({named})" if named else role)


def _by_sms(what: Job) -> str:
    """A text message is sent on weekdays from 9 to 15 only (P6)."""
    reminder = f"påminnelsen om {_meeting(what)}" if what.kind is PromiseKind.REMINDER else ""
    if what.opens:
        named = f"SMS med {reminder}" if reminder else "SMS"
        return f"Send {named} til {_whom(what)}, tidligst {dates.medium_moment(what.opens)}."
    copied = f"Kopier {reminder or 'teksten'}, og send den som SMS"
    return f"{copied} til {_whom(what)}, hverdager kl. 09–15."


def _reminder(what: Job) -> str:
    if what.channel is Channel.SMS:
        return _by_sms(what)
    if what.channel is Channel.PHONE:
        return f"Ring {_whom(what)}, og minn om {_meeting(what)}."
    return f"Minn {_whom(what)} om {_meeting(what)}."


def _phone(what: Job) -> str:
    """R14 for Nav and others; every other call is about the meeting."""
    if what.telling:
        return calls.telling(
            what.role,
            what.ref,
            name=what.name,
            office=what.office,
            phone=what.phone,
            contact=what.contact,
        )
    return f"Ring {_on_number(what)} om {_meeting(what)}."


def _on_number(what: Job) -> str:
    """As "Nina Vik, Nav Fjordly (55 55 12 34)"."""
    return f"{_whom(what)} ({phones.number(what.phone)})" if what.phone else _whom(what)


def _consent(what: Job) -> str:
    if what.lacking:
        return calls.wider(_role(what), what.lacking)
    return f"Spør pasienten om vi kan kontakte {_role(what)}."


def _fixed(text: str) -> Callable[[Job], str]:
    """A sentence with holes for {whom}, {role}, {meeting}, {Meeting} and {due}."""

    def sentence(what: Job) -> str:
        due, met = dates.full(what.due) if what.due else "snart", _meeting(what)
        who = _whom(what) if what.role is Role.CLINICIAN else _role(what)
        return text.format(whom=_whom(what), role=who, meeting=met, Meeting=capital(met), due=due)

    return sentence


def _link(what: Job) -> str:
    """Until there is a link, and until everybody who attends by video has been sent it (D4b)."""
    if what.linked:
        return f"Lenken til {_meeting(what)} er ikke sendt til alle som deltar på video."
    return f"Legg inn lenken til {_meeting(what)}."


def _milestone(what: Job) -> str:
    """As "SHM1 må holdes senest …", or that the day has gone by."""
    if what.milestone is None or what.due is None:
        return "Neste milepæl må nås snart."
    return planning.due_by(what.milestone, what.due, late=what.late)


_TODO: dict[PromiseKind, Callable[[Job], str]] = {
    PromiseKind.ANSWER: _answer,
    PromiseKind.TIMES: _answer,
    PromiseKind.TIMES_CHOICE: _fixed("Velg tidspunkt blant tidene dere har spurt om."),
    PromiseKind.TIME_QUESTION: _fixed("{Meeting} passer ikke for {role}. Bestem hva dere gjør."),
    PromiseKind.SECURE_MESSAGE: _by_hand,
    PromiseKind.PHONE_CALL: _phone,
    PromiseKind.CONSENT: _consent,
    PromiseKind.WISHES: _fixed("Spør pasienten om ønsker for møtet: deltakere, sted og møteleder."),
    PromiseKind.PLACE: _fixed("Avtal med legekontoret at pasienten kan delta derfra."),
    PromiseKind.PREVIEW: _fixed("Pasienten kan nå kalles inn."),
    PromiseKind.CALL_BACK: _fixed("Ring {whom} tilbake."),
    PromiseKind.BRIEFING: _fixed("{Meeting} nærmer seg."),
    PromiseKind.LINK: _link,
    PromiseKind.REMINDER: _reminder,
    PromiseKind.STILL_STANDS: _fixed("Spør {whom} om {meeting} fortsatt passer."),
    **dict.fromkeys(papers.TITLES, papers.job),
    PromiseKind.SHM2_DETAILS: _fixed("Bestem dato og deltakere til SHM2."),
    PromiseKind.EXTRA_MEETING: _fixed("Avtal et ekstra møte med pasienten om tiltaksplanen."),
    PromiseKind.ASSESSMENT_START: _fixed("Ble utredningen startet?"),
    PromiseKind.MEETING_HELD: lambda what: ask_held.job(what.meets, what.met),
    **dict.fromkeys(checklists.OWN, lambda what: checklists.job(what.kind)),
    PromiseKind.CLOSE: _fixed("Alt etter SHM2 er gjort. Avslutt forløpet."),
    PromiseKind.REFERRAL_CONTENT: referral.job,
    PromiseKind.INTERVIEW: _fixed("Send pasienten brevet om intervju."),
    PromiseKind.MILESTONE: _milestone,
    PromiseKind.AWAY: away_tasks.job,
    PromiseKind.QUESTION: _fixed("Noe om {meeting} på e-post eller i kalenderen må ses på."),
    PromiseKind.NEW_GP: _fixed(
        "En annen lege oppgir å ha overtatt som fastlege. Stemmer det, så bytt fastlege."
    ),
    PromiseKind.POSTPONED: _fixed("Møtet er utsatt til {due}. Bestem hva dere gjør nå."),
}
