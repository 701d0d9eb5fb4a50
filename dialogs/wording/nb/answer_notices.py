"""Messages to staff about answers: gates that open, a GP's no, and who answered instead."""

from __future__ import annotations

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.ask_office import DOCTORS_WAYS
from dialogs.wording.nb.grammar import capital, sentences
from dialogs.wording.nb.notice_parts import (
    SUBSTITUTE,
    comment,
    framed,
    proposed,
    the_meeting,
    the_role,
    verdict,
)
from dialogs.wording.neutral import clean
from pathway.outgoing import Content
from pathway.ports import Notice
from pathway.words import Role


def gate_p_open(notice: Notice) -> Content:
    """The GP or a substitute has accepted: the patient may be called in (R12)."""
    text = sentences(
        f"{_answered(notice, 'har svart ja')} i sak {notice.ref}.",
        "Pasienten kan nå kalles inn.",
        comment(notice),
    )
    call = ("kall inn pasienten", "Kall inn pasienten")
    return framed(notice, "Pasienten kan kalles inn", text, call)


def gp_said_yes(notice: Notice) -> Content:
    """A yes that opens nothing: the patient is called in already, or waits for nobody."""
    who = capital(the_role(notice))
    text = sentences(
        f"{_answered(notice, f'har svart ja til {the_meeting(notice)}')} i sak {notice.ref}.",
        comment(notice),
    )
    return framed(notice, f"{who} har svart ja", text)


def participant_comment(notice: Notice) -> Content:
    """Somebody whose answer asks for nothing wrote something with it; what, stands in the case."""
    who = capital(the_role(notice))
    answered = verdict(
        notice, f"{who} i sak {notice.ref} har svart {{}} til {the_meeting(notice)}."
    )
    said = comment(notice, always=True)
    return framed(notice, f"{who} har skrevet en kommentar", sentences(answered, said))


def gp_said_no(notice: Notice) -> Content:
    """Somebody cannot come, and is asked about, never guessed (D2)."""
    who = capital(the_role(notice))
    when = f" {dates.short(notice.on)}" if notice.on else ""
    said = f"{who} i sak {notice.ref} kan ikke komme{when}."
    text = sentences(said, comment(notice), "Hva har dere bestemt?")
    return framed(notice, f"{who} kan ikke komme", text, *_ways(notice))


def _ways(notice: Notice) -> tuple[tuple[str, str], ...]:
    """What may be decided (D2)."""
    doctor = the_role(notice) in {names.role_definite(Role.GP), SUBSTITUTE}
    return DOCTORS_WAYS if doctor else DOCTORS_WAYS[:1]


def gp_new_time(notice: Notice) -> Content:
    """Another time is wished for, perhaps a certain one (D2)."""
    who, at = capital(the_role(notice)), proposed(notice)
    if at:
        instead = f" i stedet for {dates.medium(notice.on)}" if notice.on else ""
        wish = f"{who} i sak {notice.ref} foreslår {dates.moment(at)}{instead}."
        question = "Passer det for dere?"
    else:
        instead = f" enn {dates.medium(notice.on)}" if notice.on else ""
        wish = f"{who} i sak {notice.ref} ønsker et annet tidspunkt{instead}."
        question = "Hvilket tidspunkt vil dere foreslå?"
    text = sentences(wish, comment(notice), question)
    return framed(notice, f"{who} ønsker et annet tidspunkt", text, *_ways(notice))


def without_gp(notice: Notice) -> Content:
    """Somebody else has recorded that the meeting is held without a GP (D2)."""
    by = clean(notice.values.get("by", "")) or "En kollega"
    text = (
        f"{by} har registrert at {the_meeting(notice)} i sak {notice.ref} holdes uten fastlege. "
        "Pasienten kan nå kalles inn."
    )
    call = ("kall inn pasienten", "Kall inn pasienten")
    return framed(notice, "Møte uten fastlege", text, call)


def gp_tentative(notice: Notice) -> Content:
    """Perhaps: no more reminders, asked once more before the meeting (F4)."""
    who = capital(the_role(notice))
    text = sentences(
        f"{who} i sak {notice.ref} har svart kanskje til {the_meeting(notice)}.",
        comment(notice),
        "Vi spør én gang til fem virkedager før møtet.",
    )
    return framed(notice, f"{who} har svart kanskje", text)


_KEPT = {
    "old_revision": "I sak {ref} har {who} svart på en eldre innkalling.",
    "cancelled": "I sak {ref} har {who} svart på en innkalling som er trukket tilbake.",
    "closed": "I sak {ref}, som er avsluttet, har {who} svart.",
    "begun": "I sak {ref} har {who} svart etter at møtet begynte.",
    "not_asked": "Noen som ikke var spurt, har svart i sak {ref}.",
}


def answer_kept(notice: Notice) -> Content:
    """An answer that is kept and changes nothing; `why_not` says why (F15)."""
    who = the_role(notice)
    came = _KEPT[notice.values.get("why_not", "old_revision")].format(who=who, ref=notice.ref)
    what = verdict(notice, "Svar: {}.")
    text = sentences(came, what, "Svaret er tatt vare på, men endrer ingenting.", comment(notice))
    return framed(notice, "Et svar som ikke endrer noe", text)


_LONGEST_NAME = 60


def _answered(notice: Notice, what: str) -> str:
    """As "Fastlegen har svart ja", "Vikar Vilje har svart ja i stedet for fastlegen"."""
    who = the_role(notice)
    if who != SUBSTITUTE or not notice.values.get("name"):
        return f"{capital(who)} {what}"
    return f"{_doctor(notice)} {what} i stedet for {names.role_definite(Role.GP)}"


def _doctor(notice: Notice) -> str:
    """The name as it was typed outside, on one line and not too long."""
    name = clean(notice.values.get("name") or notice.values.get("who") or "")[:_LONGEST_NAME]
    return name if name and name not in set(Role) else "En annen lege"


def substitute_for_now(notice: Notice) -> Content:
    """Another doctor answered in the GP's place, this once (D2)."""
    text = sentences(
        f"{_doctor(notice)} har svart i stedet for fastlegen i sak {notice.ref}.",
        verdict(notice, "Svar: {}."),
        "Det gjelder bare denne gangen.",
    )
    return framed(notice, "En annen lege har svart", text)


def substitute_for_good(notice: Notice) -> Content:
    """Another doctor says that they are the GP from now on (D2, F14)."""
    text = sentences(
        f"{_doctor(notice)} har svart i sak {notice.ref} og oppgir å ha overtatt som fastlege.",
        verdict(notice, "Svar: {}."),
        "Stemmer det, så bytt fastlege i saken.",
    )
    return framed(notice, "Ny fastlege?", text, ("annen lege", "Bytt fastlege"))
