"""Messages to staff about answers: gates that open, a GP's no, and who answered instead."""

from __future__ import annotations

from datetime import datetime

from dialogs.wording.nb import ask_answer, ask_proposal, by_hand, dates, names
from dialogs.wording.nb.ask_office import DOCTORS_WAYS
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.nb.notices.frame import (
    by_another,
    comment,
    framed,
    listed_in,
    proposed,
    takes_over,
    the_meeting,
    the_role,
    verdict,
)
from dialogs.wording.neutral import clean
from pathway.outgoing import Content
from pathway.ports import Notice
from pathway.words import Channel, Role


def gate_p_open(notice: Notice) -> Content:
    """The GP or a substitute has accepted: the patient may be called in (R12)."""
    call = ("kall inn pasienten", "Kall inn pasienten")
    opens = "Pasienten kan nå kalles inn."
    if takes_over(notice):
        opens = "Stemmer det, så bytt fastlege først. Så kan pasienten kalles inn."
    text = sentences(f"{_answered(notice, 'ja')}.", opens, comment(notice))
    return _framed(notice, "Pasienten kan kalles inn", text, call)


def gp_said_yes(notice: Notice) -> Content:
    """A yes that opens nothing: the patient is called in already, or waits for nobody."""
    who = capital(the_role(notice))
    said = f"{_answered(notice, f'ja til {the_meeting(notice)}')}."
    return _framed(notice, f"{who} har svart ja", sentences(said, _if_so(notice), comment(notice)))


def gp_comes_after_all(notice: Notice) -> Content:
    """A yes to a meeting that was to be held without a GP (D2)."""
    said = f"{_answered(notice, f'ja til {the_meeting(notice)}')}."
    text = sentences(said, ask_answer.after_all(), _if_so(notice), comment(notice))
    return _framed(notice, f"{capital(the_role(notice))} kommer likevel", text)


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
    when = f" {dates.short(notice.on)}" if notice.on else ""
    said = f"{_whoever(notice)} kan ikke komme{when}."
    text = sentences(said, _if_so(notice), comment(notice), "Hva har dere bestemt?")
    return _framed(notice, f"{capital(the_role(notice))} kan ikke komme", text, *_ways(notice))


def _ways(notice: Notice) -> tuple[tuple[str, str], ...]:
    """What may be decided (D2)."""
    doctor = by_another(notice) or the_role(notice) == names.role_definite(Role.GP)
    return DOCTORS_WAYS if doctor else DOCTORS_WAYS[:1]


def gp_new_time(notice: Notice) -> Content:
    """Another time is wished for, perhaps a certain one (D2)."""
    who, at = _whoever(notice), proposed(notice)
    if at:
        instead = f" i stedet for {dates.medium(notice.on)}" if notice.on else ""
        wish = f"{who} foreslår {_times(notice, at)}{instead}."
        question = "Passer det for dere?"
    else:
        instead = f" enn {dates.medium(notice.on)}" if notice.on else ""
        wish = f"{who} ønsker et annet tidspunkt{instead}."
        question = "Hvilket tidspunkt vil dere foreslå?"
    text = sentences(wish, _if_so(notice), comment(notice), question)
    title = f"{capital(the_role(notice))} ønsker et annet tidspunkt"
    look = (ask_proposal.LOOK,) if at else ()
    return _framed(notice, title, text, *look, *_ways(notice))


def _times(notice: Notice, first: datetime) -> str:
    """As "torsdag 26. november 2026 kl. 13.00 eller fredag 27. november 2026 kl. 10.00"."""
    also = (datetime.fromisoformat(at) for at in listed_in(notice, "also"))
    return listed((dates.moment(at) for at in (first, *also)), "eller")


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
    text = sentences(
        f"{_answered(notice, f'kanskje til {the_meeting(notice)}')}.",
        _if_so(notice),
        comment(notice),
        "Vi spør én gang til fem virkedager før møtet.",
    )
    return _framed(notice, f"{capital(the_role(notice))} har svart kanskje", text)


def _framed(notice: Notice, title: str, text: str, *ways: tuple[str, str]) -> Content:
    """As for any notice; one who has taken over is put in the GP's place first (D2, F14)."""
    if not takes_over(notice):
        return framed(notice, title, text, *ways)
    name = _named(notice)
    swap = f"annen lege {name} for godt" if name else "annen lege"
    kept = (way for way in ways if way[0] != "annen lege")
    return framed(notice, "Ny fastlege?", text, (swap, "Bytt fastlege"), *kept)


def _if_so(notice: Notice) -> str:
    """What to do about one who says that they have taken over, and about texts not ticked off."""
    swap = "Stemmer det, så bytt fastlege i saken." if takes_over(notice) else ""
    held = [one.partition(":") for one in notice.values.get("held", "").split()]
    texts = [by_hand.text_to(Channel(way), Role(role)) for way, _, role in held]
    return sentences(swap, by_hand.was_it_sent(texts, notice.ref))


def _whoever(notice: Notice) -> str:
    """As "Fastlegen i sak K7M2", "Vilje Vikar har svart for fastlegen i sak K7M2, og"."""
    gp = names.role_definite(Role.GP)
    if takes_over(notice):
        return f"{_doctor(notice)} oppgir å ha overtatt som fastlege i sak {notice.ref}, og"
    if by_another(notice) and _named(notice):
        return f"{_named(notice)} har svart for {gp} i sak {notice.ref}, bare denne gangen, og"
    return f"{capital(the_role(notice))} i sak {notice.ref}"


_KEPT = {
    "old_revision": "I sak {ref} har {who} svart på en eldre innkalling.",
    "overtaken": "I sak {ref} kom et eldre svar fra {who} etter det som gjelder.",
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


def _answered(notice: Notice, answer: str) -> str:
    """As "Fastlegen har svart ja i sak K7M2", "Vilje Vikar har svart ja i stedet for …"."""
    gp = names.role_definite(Role.GP)
    if takes_over(notice):
        said = f"{_doctor(notice)} har svart {answer} i sak {notice.ref}"
        return f"{said} og oppgir å ha overtatt som fastlege"
    if by_another(notice) and _named(notice):
        said = f"{_named(notice)} har svart {answer} i stedet for {gp} i sak {notice.ref}"
        return f"{said}, bare denne gangen"
    return f"{capital(the_role(notice))} har svart {answer} i sak {notice.ref}"


def _doctor(notice: Notice) -> str:
    return _named(notice) or "En annen lege"


def _named(notice: Notice) -> str:
    """The name as it was typed outside, on one line and not too long."""
    return clean(notice.values.get("name", ""))[:_LONGEST_NAME].strip()
