"""Messages to staff about what leaves: what did not arrive, and what is sent by hand."""

from __future__ import annotations

from dialogs.wording.nb import sending_names
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.nb.notices.frame import framed, the_meeting, the_role
from dialogs.wording.neutral import clean
from pathway.outgoing import Content, SendingKind
from pathway.ports import Notice
from pathway.postbox import PostboxFault
from pathway.words import Channel, Role


def _what_left(notice: Notice) -> str:
    return sending_names.sending_definite(SendingKind(notice.values.get("kind", SendingKind.TASK)))


_WHY_UNDELIVERED = {
    "refused": "Adressen ble avvist.",
    "failed": "Mottakerens e-posttjeneste svarte ikke.",
}


def undelivered(notice: Notice) -> Content:
    """The other side refused it for good; `error` is refused or failed."""
    text = sentences(
        f"{capital(_what_left(notice))} til {the_role(notice)} i sak {notice.ref} kom ikke fram.",
        _WHY_UNDELIVERED.get(notice.values.get("error", ""), ""),
        "Ring i stedet, eller rett opp adressen.",
    )
    fix = ("rett opp", "Rett opp adressen")
    return framed(notice, f"Kom ikke fram til {the_role(notice)}", text, fix)


def given_up(notice: Notice) -> Content:
    """Tried many times without success."""
    text = (
        f"Vi har prøvd flere ganger å sende {_what_left(notice)} til {the_role(notice)} "
        f"i sak {notice.ref}, men den kommer ikke fram. Ring i stedet, eller rett opp adressen."
    )
    fix = ("rett opp", "Rett opp adressen")
    return framed(notice, f"Kunne ikke sendes til {the_role(notice)}", text, fix)


def not_in_calendar(notice: Notice) -> Content:
    """The calendar of one or more colleagues could not be written, on one event."""
    names = (clean(name) for name in notice.values.get("names", "").splitlines())
    who = listed(names) or "en kollega"
    text = (
        f"{capital(_what_left(notice))} til {who} i sak {notice.ref} kom ikke inn i kalenderen. "
        "Ring i stedet, og si fra til IT."
    )
    return framed(notice, "Kom ikke inn i kalenderen", text)


def consent_withdrawn(notice: Notice) -> Content:
    """The actor hears nothing more than the cancellation, if it holds anything (R19)."""
    role = notice.values.get("role") or notice.values.get("who") or Role.NAV_ADVISER
    who = "Nav" if role == Role.NAV_ADVISER else the_role(notice)
    after = (
        f"Avlysningen sendes nå, og {who} får ingenting mer. "
        "Du får beskjed hvis den ikke kommer fram."
    )
    if notice.values.get("sent") == "no":
        after = f"Ingenting var sendt, og {who} får heller ikke noe nå."
    elif notice.values.get("channel") == Channel.LETTER:
        after = f"Avlysningen må du sende selv. Etter det får {who} ingenting mer."
    text = f"Samtykket for {who} er trukket i sak {notice.ref}. {after}"
    return framed(notice, "Samtykket er trukket", text)


def link_missing(notice: Notice) -> Content:
    """The meeting comes near and nobody can be let in (D4b)."""
    text = (
        f"{capital(the_meeting(notice))} i sak {notice.ref} har ingen lenke ennå. "
        "Legg den inn, så sender vi den til dem som deltar på video."
    )
    return framed(notice, "Lenken mangler", text, ("lenke", "Legg inn lenken"))


def secure_message_to_send(notice: Notice) -> Content:
    """A text waits to be copied into the EHR (D6)."""
    text = (
        f"E-meldingen til {the_role(notice)} i sak {notice.ref} er klar. Kopier teksten, og send "
        "den som e-melding i journalsystemet. Trykk «Jeg har sendt den» når det er gjort."
    )
    title = f"Send e-melding til {the_role(notice)}"
    return framed(notice, title, text, ("sendt", "Jeg har sendt den"), ("utsett", "Utsett"))


def cancel_by_hand(notice: Notice) -> Content:
    """A pathway has ended, and a person must still send a cancellation (D6, F6)."""
    who = the_role(notice)
    text = (
        f"{notice.values.get('text', '')}\n\n"
        f"Sak {notice.ref} er avsluttet, men denne avlysningen til {who} blir ikke "
        "sendt automatisk. Kopier teksten ovenfor, og send den i dag."
    )
    return framed(notice, f"Send avlysningen til {who}", text.strip())


def patient_needs_letter(notice: Notice) -> Content:
    """The patient's letter goes by post or Helsenorge, by hand (R20)."""
    text = (
        f"Brevet til pasienten i sak {notice.ref} er klart. Kopier teksten, og send det "
        "i posten eller på Helsenorge. Trykk «Jeg har sendt det» når det er gjort."
    )
    title = "Send brev til pasienten"
    return framed(notice, title, text, ("sendt", "Jeg har sendt det"), ("utsett", "Utsett"))


def colleague_unreached(notice: Notice) -> Content:
    """Somebody's chat is blocked or removed, and they have no e-mail address here (D4)."""
    name = clean(notice.values.get("name", "")) or "En kollega"
    text = (
        f"{name} får ikke meldingen om sak {notice.ref} i chatten. "
        "Si fra på en annen måte, eller gi oppgaven videre."
    )
    return framed(notice, "En kollega kan ikke nås", text, ("gi videre", "Gi videre"))


def colleague_without_chat(notice: Notice) -> Content:
    """The same of what is about no one case, as the day's tasks: it waits until they write.

    `never`: they have not written at all.
    """
    name = clean(notice.values.get("name", "")) or "En kollega"
    why = (
        f"{name} får ikke dagens oppgaver: Chatten virker ikke lenger, og vi har ingen "
        "e-postadresse."
    )
    if notice.values.get("never"):
        why = (
            f"{name} får ikke beskjedene som venter: Samtalen med meg i Teams er ikke åpnet, "
            "og vi har ingen e-postadresse."
        )
    text = (
        f"{why} Be {name} skrive «oppgaver» i chatten, så kommer alt som venter. "
        f"Er {name} borte, kan du registrere fravær. Da går oppgavene til en vikar."
    )
    actions = (("fravær", "Registrer fravær"),)
    return Content(subject="En kollega kan ikke nås", text=text, actions=actions)


_MAILBOX = {
    PostboxFault.REFUSED: "Postkassen godtar ikke lenger påloggingen vår.",
    PostboxFault.GONE: "Mappen vi leser i, finnes ikke lenger i postkassen.",
}


def mailbox_down(notice: Notice) -> Content:
    """Answers by mail do not come, whichever case they are about; or do, and cannot be put away."""
    actions = (("oppgaver", "Se oppgavene"),)
    if notice.values.get("fault") == PostboxFault.UNFILED:
        text = (
            "E-post som er behandlet, blir liggende i innboksen, fordi mappen for behandlet e-post "
            "ikke kan brukes. Si fra til IT. Svarene kommer inn i sakene som før."
        )
        return Content(subject="Behandlet e-post blir liggende", text=text, actions=actions)
    why = _MAILBOX.get(PostboxFault(notice.values.get("fault", PostboxFault.UNREACHABLE)))
    text = (
        f"{why or 'Postkassen svarer ikke.'} Svar på e-post kommer derfor ikke inn i sakene nå. "
        "Si fra til IT. Ingenting er tapt: Svarene kommer inn av seg selv når postkassen kan "
        "leses igjen. Haster det, kan du lese dem i postkassen."
    )
    return Content(subject="Svar på e-post kommer ikke inn", text=text, actions=actions)


_CALENDAR = {
    PostboxFault.REFUSED: "Programmet slipper ikke inn i Microsoft 365.",
    PostboxFault.GONE: "Arrangørens postkasse i Microsoft 365 finnes ikke lenger.",
}


def calendar_down(notice: Notice) -> Content:
    """Our own people's calendars are neither written nor read, whichever case it is about."""
    why = _CALENDAR.get(PostboxFault(notice.values.get("fault", PostboxFault.UNREACHABLE)))
    text = (
        f"{why or 'Microsoft 365 svarer ikke.'} Innkallinger til de ansatte kommer derfor ikke i "
        "kalenderen nå, og svarene deres kommer ikke inn i sakene. Si fra til IT. Ingenting er "
        "tapt: Programmet prøver igjen av seg selv. Haster det, kan du ringe."
    )
    actions = (("oppgaver", "Se oppgavene"),)
    return Content(subject="Kalenderen virker ikke", text=text, actions=actions)


def rooms_down(notice: Notice) -> Content:
    """Online meetings in Teams are not made safe, made or moved; all else goes on."""
    refused = notice.values.get("fault") == PostboxFault.REFUSED
    why = "Programmet har ikke tilgang til nettmøtene i Teams." if refused else ""
    text = sentences(
        why,
        "Ett eller flere Teams-møter kan ikke gjøres klare, og får derfor ingen lenke av seg selv.",
        "Innkallinger og svar går som før. Si fra til IT. Programmet prøver igjen av seg selv.",
        "Haster det, kan du legge inn en lenke selv.",
    )
    actions = (("oppgaver", "Se oppgavene"),)
    return Content(subject="Teams-møter får ikke lenke", text=text, actions=actions)


def holds_down(_notice: Notice) -> Content:
    """Times that are asked about are not held in staff's calendars, or not let go."""
    text = (
        "Programmet får ikke satt av tid, eller tatt den bort igjen, i kalenderen til én eller "
        "flere ansatte. Tider dere spør om, kan derfor se ledige ut, og gamle kan stå igjen. "
        "Innkallinger og svar går som før. Si fra til IT. Programmet prøver igjen av seg selv."
    )
    actions = (("oppgaver", "Se oppgavene"),)
    return Content(subject="Tider settes ikke av i kalenderen", text=text, actions=actions)


def subscription_down(notice: Notice) -> Content:
    """Microsoft 365 does not tell of changes: they are seen at the look now and then instead."""
    refused = notice.values.get("fault") == PostboxFault.REFUSED
    text = sentences(
        "Microsoft 365 vil ikke gi programmet beskjed når noen svarer i kalenderen.",
        "Programmet mangler tilgang." if refused else "Kanskje når det ikke fram til programmet.",
        "Svarene kommer inn likevel, men litt senere.",
        "Si fra til IT. Programmet prøver igjen av seg selv.",
    )
    actions = (("oppgaver", "Se oppgavene"),)
    return Content(subject="Svar fra kalenderen kommer litt senere", text=text, actions=actions)
