"""What people read when a rule refuses: one function for each error class, with the way out."""

from __future__ import annotations

from functools import singledispatch

from dialogs.wording.nb import dates, names, planning
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.nb.refusals import changes as change_refusals
from dialogs.wording.nb.refusals import mail as mail_refusals
from dialogs.wording.nb.refusals import office as office_refusals
from dialogs.wording.nb.refusals import people as people_refusals
from dialogs.wording.nb.refusals import plan_text as plan_text_refusals
from dialogs.wording.nb.refusals import run as run_refusals
from dialogs.wording.nb.refusals import staff as staff_refusals
from dialogs.wording.nb.refusals import times as times_refusals
from dialogs.wording.nb.refusals import video as video_refusals
from dialogs.wording.neutral import clean, quoted
from pathway import errors
from pathway.views import Clash
from pathway.words import Milestone, Role

_OSLO = "Europe/Oslo"


@singledispatch
def refusal(error: errors.RuleError) -> str:
    """One or two short sentences: what is wrong, and what to do."""
    del error
    return "Det kan ikke gjøres. Ingenting er endret."


@refusal.register
def unknown_case(error: errors.UnknownCaseError) -> str:
    """The reference is not ours."""
    return f"Jeg finner ingen sak {quoted(error.ref)}. Sjekk referansen, eller skriv «finn»."


@refusal.register
def unknown_staff(error: errors.UnknownStaffError) -> str:
    """The id is not in the clinic file."""
    return (
        f"Jeg finner ingen ansatt med brukernavnet {quoted(error.staff_id)}. "
        "Spør den som har satt opp møteboten."
    )


@refusal.register
def not_allowed(_: errors.NotAllowedError) -> str:
    """The person's roles do not allow it."""
    return "Dette gjør helsesekretæren eller forløpskoordinatoren. Be en av dem om hjelp."


@refusal.register
def why_needed(error: errors.WhyNeededError) -> str:
    """One outside the team says why, for the log (P3)."""
    return (
        f"Du er ikke i teamet for sak {clean(error.ref)}. "
        "Skriv kort hvorfor du trenger å se den. Det blir stående i loggen."
    )


@refusal.register
def stale_plan(_: errors.StalePlanError) -> str:
    """The case changed under the plan."""
    return "Saken er endret i mellomtiden, så ingenting ble gjort. Se over på nytt, og bekreft."


@refusal.register
def time_runs_backward(error: errors.TimeRunsBackwardError) -> str:
    """`--at` is before what is recorded."""
    recorded = dates.moment(dates.wall(error.recorded, _OSLO))
    return f"Det siste som er registrert, er fra {recorded}. Oppgi et senere tidspunkt."


@refusal.register
def pathway_closed(_: errors.PathwayClosedError) -> str:
    """The pathway has ended."""
    return "Saken er avsluttet, så ingenting mer kan gjøres i den. Du kan fortsatt lese den."


@refusal.register
def referral_in_future(error: errors.ReferralInFutureError) -> str:
    """The referral's date is still to come."""
    return f"{capital(dates.full(error.on))} har ikke vært ennå. Når ble henvisningen mottatt?"


@refusal.register
def milestone_order(error: errors.MilestoneOrderError) -> str:
    """A milestone would stand before the one that it follows (R5)."""
    wanted, earlier = _milestone(error.milestone), _milestone(error.earlier)
    if error.on is None:
        return f"Registrer først «{earlier}». Så kan du registrere «{wanted}»."
    since = f"«{earlier}» ({dates.short_year(error.on)})"
    return f"«{capital(wanted)}» kan ikke være før {since}. Rett opp én av datoene."


def _milestone(name: str) -> str:
    return names.milestone(Milestone(name)) if name in set(Milestone) else clean(name)


@refusal.register
def milestone_in_future(error: errors.MilestoneInFutureError) -> str:
    """A milestone's date is still to come."""
    return f"{capital(dates.full(error.on))} har ikke vært ennå. Skriv hvilken dag det skjedde."


@refusal.register
def meeting_in_past(_: errors.MeetingInPastError) -> str:
    """The time has passed."""
    return "Tidspunktet er passert. Velg et senere tidspunkt."


@refusal.register
def assessment_not_started(_: errors.AssessmentNotStartedError) -> str:
    """SHM1 before the assessment (R5)."""
    return (
        "SHM1 kan ikke være før utredningen har startet. "
        "Skriv «milepæl», og registrer starten, eller velg en senere dag."
    )


@refusal.register
def no_meeting(_: errors.NoMeetingError) -> str:
    """Nothing is arranged."""
    return "Det er ikke satt opp noe slikt møte i saken. Skriv «kall inn» for å sette det opp."


@refusal.register
def nobody_to_invite(_: errors.NobodyToInviteError) -> str:
    """The person is not part of the case."""
    return "Denne deltakeren er ikke lagt inn i saken. Legg til navnet først."


@refusal.register
def already_invited(_: errors.AlreadyInvitedError) -> str:
    """The person holds an invitation already."""
    return "Denne deltakeren er allerede kalt inn til møtet. Flytt møtet i stedet."


@refusal.register
def gate_closed(error: errors.GateClosedError) -> str:
    """Something must be true first (R12, R13, R14)."""
    if not error.unmet:
        return "Innkallingen kan ikke sendes ennå. Skriv «sak» for å se hva som mangler."
    why, how = planning.unmet_all(error.unmet), planning.way_out(error.unmet[0])
    return f"Innkallingen kan ikke sendes ennå: {why}. {how}"


@refusal.register
def consent_not_needed(error: errors.ConsentNotNeededError) -> str:
    """Only those who have nothing to do with the treatment are asked for with consent (R16)."""
    who = Role(error.role) if error.role in set(Role) else None
    if who in {Role.PATIENT, None}:
        return "Samtykket gjelder Nav og andre utenfor. Skriv «samtykke nav», for eksempel."
    said = capital(names.role_definite(who)) if who else ""
    if who is Role.RELATIVE:
        return f"{said} kommer når pasienten ønsker det. Det trengs ikke noe samtykke."
    needed = "Samtykke trengs bare for Nav og andre utenfor helsetjenesten."
    return f"{said} kan inviteres uten samtykke. {needed}"


@refusal.register
def consent_outdated(error: errors.ConsentOutdatedError) -> str:
    """It was withdrawn after that day (R19)."""
    day = dates.full(error.withdrawn)
    return f"Samtykket ble trukket {day}. Hvilken dag ga pasienten det på nytt?"


@refusal.register
def no_consent(_: errors.NoConsentError) -> str:
    """This actor, by this name, is not consented to (R13)."""
    return (
        "Pasienten har ikke samtykket til at vi kontakter denne personen. "
        "Skriv «samtykke» når pasienten har sagt ja."
    )


@refusal.register
def no_such_part(error: errors.NoSuchPartError) -> str:
    """The meeting has fewer parts, or none was named."""
    return f"Møtet har {error.parts} deler. Skriv for eksempel «1» eller «hele møtet»."


@refusal.register
def gap_in_attendance(error: errors.GapInAttendanceError) -> str:
    """Somebody would leave and come back (R21)."""
    who = listed(clean(name) for name in error.who) or "noen"
    mend = "Endre rekkefølgen på delene."
    if error.mended:
        mend = f"Prøv delene i rekkefølgen {listed(str(old + 1) for old in error.mended)}."
    way = "Skriv «endre møtet» for å velge et annet møteoppsett."
    return sentences(f"Da må {who} gå ut og komme inn igjen.", mend, way)


@refusal.register
def nav_part_too_short(_: errors.NavPartTooShortError) -> str:
    """Nav's time is under 15 minutes (R23)."""
    return "Nav må få minst 15 minutter i møtet. Gjør delen lengre."


@refusal.register
def clash(error: errors.ClashError) -> str:
    """Somebody, or the link, is taken (P1)."""
    found = (planning.clash(c, _OSLO) for c in error.clashes if isinstance(c, Clash))
    said = sentences(*found) or "Noen er opptatt på dette tidspunktet."
    return f"{said} Velg noe annet, eller bekreft at det er greit."


@refusal.register
def no_such_invitation(_: errors.NoSuchInvitationError) -> str:
    """Nothing to answer."""
    return "Denne deltakeren har ingen innkalling å svare på. Skriv «sak» for å se hvem som har."


@refusal.register
def answer_not_held(_: errors.AnswerNotHeldError) -> str:
    """The answer counts no more, or its meeting is over."""
    return "Det er ikke noe svar å ta bort nå. Skriv «sak» for å se hvem som har svart hva."


@refusal.register
def nothing_to_correct(_: errors.NothingToCorrectError) -> str:
    """The field is unknown or unchanged."""
    return "Dette står der allerede. Skriv noe annet, eller «avbryt»."


@refusal.register
def already_outside(error: errors.AlreadyOutsideError) -> str:
    """Somebody outside has heard of the case."""
    who = capital(names.role_definite(Role(error.role)))
    return (
        f"{who} kan ha fått noe om saken, så den kan ikke fjernes. "
        f"Skriv «avslutt forløpet {clean(error.ref)}» for å avslutte den."
    )


@refusal.register
def unknown_contact(_: errors.UnknownContactError) -> str:
    """The clinic knows no such contact."""
    return "Kontakten finnes ikke lenger. Skriv «kontakter» for å se hvem som finnes."


@refusal.register
def reason_needed(_: errors.ReasonNeededError) -> str:
    """A reason in words is wanted."""
    return "Skriv en kort begrunnelse. Én setning er nok."


@refusal.register
def not_completed(_: errors.NotCompletedError) -> str:
    """The last meeting is not held (R5, R10)."""
    return (
        "Forløpet er ikke gjennomført før SHM2 er holdt. "
        "Skriv «milepæl» for å registrere SHM2, eller velg en annen grunn."
    )


@refusal.register
def birth_number(_: errors.BirthNumberError) -> str:
    """A text holds a birth number (P4)."""
    return "Fødselsnummer skal ikke stå her. Skriv teksten uten nummeret."


@refusal.register
def too_long(error: errors.TooLongError) -> str:
    """The text must be shorter."""
    return f"Teksten er for lang. Den kan være på høyst {error.limit} tegn."


refusal.register(errors.NothingToChaseError, office_refusals.nothing_to_chase)
refusal.register(errors.QuestionSettledError, mail_refusals.question_settled)
refusal.register(errors.NoVerdictError, mail_refusals.no_verdict)
refusal.register(errors.NobodyAskedError, mail_refusals.nobody_asked)
refusal.register(errors.ProposalGoneError, mail_refusals.proposal_gone)
refusal.register(errors.SameTimeError, mail_refusals.same_time)
refusal.register(errors.AlreadyRemindedError, office_refusals.already_reminded)
refusal.register(errors.NotTheirTaskError, office_refusals.not_their_task)
refusal.register(errors.NotYoursError, office_refusals.not_yours)
refusal.register(errors.TooLateByThenError, office_refusals.too_late_by_then)
refusal.register(errors.AlreadyTheirsError, office_refusals.already_theirs)
refusal.register(errors.NothingSettledError, office_refusals.nothing_settled)
refusal.register(errors.DayNotAheadError, office_refusals.day_not_ahead)
refusal.register(errors.StillToDoError, office_refusals.still_to_do)
refusal.register(errors.AlreadyParticipantError, people_refusals.already_participant)
refusal.register(errors.OwnWayInError, people_refusals.own_way_in)
refusal.register(errors.LeaderNeededError, people_refusals.leader_needed)
refusal.register(errors.NameNeededError, people_refusals.name_needed)
refusal.register(errors.PhoneNeededError, people_refusals.phone_needed)
refusal.register(errors.WayNotTheirsError, people_refusals.way_not_theirs)
run_refusals.enlist(refusal.register)
video_refusals.enlist(refusal.register)
_OTHERS = change_refusals.REFUSALS | times_refusals.REFUSALS | staff_refusals.REFUSALS
_OTHERS |= plan_text_refusals.REFUSALS
for _error, _words in _OTHERS.items():
    refusal.register(_error, _words)
