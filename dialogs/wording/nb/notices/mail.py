"""Messages to staff about what came by mail and is no plain answer; none of them names anybody."""

from __future__ import annotations

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import capital, sentences
from dialogs.wording.nb.notices.frame import (
    day_of,
    framed,
    meeting_kind,
    the_meeting,
    the_role,
    verdict,
)
from pathway.outgoing import Content
from pathway.ports import Notice
from pathway.questions import BY_HAND, Doubt
from pathway.words import MeetingKind, Verdict

LOOK = ("innboks", "Se e-posten")
CHOOSE = ("innboks", "Velg hva vi gjør")
STRAYS = ("e-post uten sak", "Se e-posten")

_TITLES = {
    Doubt.STRANGER: "Svar fra en som ikke var spurt",
    Doubt.SAYS_MORE: "Et svar med noe mer",
    Doubt.NO_ANSWER: "Et svar må vurderes",
    Doubt.UNREADABLE: "En e-post kan ikke leses",
    Doubt.AWAY: "Fraværssvar",
    Doubt.DELAYED: "En e-post er forsinket",
    Doubt.UNDELIVERED: "En e-post kom ikke fram",
    Doubt.LETTER: "En e-post om møtet",
    Doubt.OFTEN: "Svært mange svar på samme innkalling",
    Doubt.MANY: "Flere e-poster om møtet",
    Doubt.MOVED: "{it} er flyttet i kalenderen",
    Doubt.DELETED: "{it} er slettet i kalenderen",
    Doubt.TAKEN_OFF: "{it} mangler en deltaker i kalenderen",
    Doubt.REWRITTEN: "{it} har fått en annen tekst i kalenderen",
}


def titled(doubt: Doubt, kind: MeetingKind | None = None) -> str:
    """As "Møtet er flyttet i kalenderen", or of an appointment of the clinicians' own."""
    return _TITLES[doubt].format(it=capital(names.the_meeting(kind)))


ANOTHER_TIME = "har bedt om et annet tidspunkt"


def answered_invitation(what: str, met: str) -> str:
    """As "har svart ja på innkallingen til møtet"; a wish for another time is no such answer."""
    if what == Verdict.NEW_TIME:
        return f"{ANOTHER_TIME} for {met}"
    said = f" {names.verdict(Verdict(what))}" if what else ""
    return f"har svart{said} på innkallingen til {met}"


def but_what(*, another: bool) -> str:
    """Why a yes is not registered by itself; `another` where its calendar shows another time."""
    return "svaret gjelder et annet tidspunkt" if another else "skriver noe mer"


def answered_and_wrote(what: Verdict, met: str) -> str:
    """As "har svart kanskje til møtet og skriver noe mer", of an answer that is kept."""
    new = what is Verdict.NEW_TIME
    said = f"{ANOTHER_TIME} for {met}" if new else f"har svart {names.verdict(what)} til {met}"
    return f"{said} og skriver noe mer. Selve svaret står i saken."


def question(notice: Notice) -> Content:
    """Something came about an invitation, and a person must judge it."""
    doubt = Doubt(notice.values.get("doubt", Doubt.LETTER))
    if doubt in BY_HAND:
        title = titled(doubt, meeting_kind(notice))
        return framed(notice, title, _by_hand(notice, doubt), CHOOSE)
    press = CHOOSE if doubt is Doubt.OFTEN else LOOK  # what is not kept may not have come by mail
    return framed(notice, titled(doubt), _said(notice, doubt), press)


def _by_hand(notice: Notice, doubt: Doubt) -> str:
    """What somebody did in the calendar itself, and what the others believe now."""
    it, met, who = names.the_meeting(meeting_kind(notice)), the_meeting(notice), the_role(notice)
    did, told, but = {
        Doubt.MOVED: (
            f"flyttet {met}",
            "de ansatte har fått den nye tiden",
            f"{it} er ikke flyttet i saken",
        ),
        Doubt.DELETED: (
            f"slettet {met}",
            "de ansatte har fått beskjed om avlysning",
            f"{it} står i saken",
        ),
        Doubt.TAKEN_OFF: (
            f"tatt {who} ut av {met}",
            f"{who} har fått beskjed om avlysning",
            "er fortsatt deltaker i saken",
        ),
        Doubt.REWRITTEN: (
            f"endret teksten eller stedet for {met}",
            "de ansatte ser endringen",
            f"{it} er ikke endret i saken",
        ),
    }[doubt]
    return f"Noen har {did} i sak {notice.ref} i kalenderen. {capital(told)}, men {but}."


def _said(notice: Notice, doubt: Doubt) -> str:  # noqa: PLR0911 - one line a doubt
    if notice.values.get("times"):
        return (
            f"Det kom en e-post om hvilke tider som passer, i sak {notice.ref}. "
            "Ingenting er registrert ennå."
        )
    who, met = capital(the_role(notice)), the_meeting(notice)
    answered = verdict(notice, " {}") or ""
    match doubt:
        case Doubt.STRANGER:
            said = answered_invitation(notice.values.get("verdict", ""), met)
            return (
                f"Noen andre enn {the_role(notice)} {said} i sak {notice.ref}. "
                "Svaret er ikke registrert."
            )
        case Doubt.SAYS_MORE:
            but = but_what(another=bool(notice.values.get("another")))
            return (
                f"{who} i sak {notice.ref} har svart{answered} til {met}, men {but}. "
                "Svaret er ikke registrert ennå."
            )
        case Doubt.AWAY:
            until = day_of(notice, "until")
            away = f"til og med {dates.medium(until)}" if until else "uten at det står hvor lenge"
            return (
                f"{who} i sak {notice.ref} har sendt et fraværssvar, {away}. "
                "Det teller ikke som svar."
            )
        case Doubt.DELAYED:
            return (
                f"En e-post til {the_role(notice)} i sak {notice.ref} er forsinket. "
                "E-posttjenesten prøver fortsatt. Du får beskjed hvis den ikke kommer fram."
            )
        case Doubt.UNREADABLE:
            return f"Det kom en e-post om {met} i sak {notice.ref} som ikke kan leses her."
        case Doubt.UNDELIVERED:
            return f"En e-post om {met} i sak {notice.ref} kom ikke fram til {the_role(notice)}."
        case Doubt.NO_ANSWER:
            return (
                f"Det kom et svar om {met} i sak {notice.ref} som ikke kan registreres av seg selv."
            )
        case Doubt.OFTEN | Doubt.MANY:
            return _more_than_kept(notice, doubt)
        case _:
            return _letter(notice)


def _letter(notice: Notice) -> str:
    """Somebody wrote, beside an answer that is kept or by itself."""
    answer, met = notice.values.get("verdict"), the_meeting(notice)
    if not answer:
        return f"Det kom en e-post om {met} i sak {notice.ref}."
    wrote = answered_and_wrote(Verdict(answer), met)
    return f"{capital(the_role(notice))} i sak {notice.ref} {wrote}"


def _more_than_kept(notice: Notice, doubt: Doubt) -> str:
    """More came than there is room for, of one person or of several."""
    who, met = capital(the_role(notice)), the_meeting(notice)
    if doubt is Doubt.OFTEN:
        return (
            f"{who} i sak {notice.ref} har svart svært mange ganger på innkallingen til {met}. "
            "Flere svar blir ikke registrert. Ring og hør hva som gjelder."
        )
    return (
        f"Det har kommet flere e-poster om {met} i sak {notice.ref} enn det er plass til å "
        "vise her. Se dem i postkassen."
    )


def strays(notice: Notice) -> Content:
    """Mails that belong to no case that we know."""
    count = int(notice.values.get("count", "1"))
    some = "Én e-post" if count == 1 else f"{count} e-poster"
    text = sentences(
        f"{some} ser ut til å være svar på en innkalling, men hører ikke til noen sak vi vet om.",
        "Se hvem som har skrevet, og velg saken.",
    )
    return Content(subject=f"{some} uten sak", text=text, actions=(STRAYS,))
