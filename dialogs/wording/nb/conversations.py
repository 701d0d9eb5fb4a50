"""What the program says around any conversation: asking, not understanding, leaving, greeting."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb.ask_readings import AS_TYPED
from dialogs.wording.nb.grammar import counted, listed, others

YES = "Ja"
NO = "Nei"
SURE = "Ja, det stemmer"
NOT_SURE = "Nei, jeg vil endre det"
EMPTY = "–"

_MOST_LISTED = 12


def joined(*parts: str) -> str:
    """The parts that say something, an empty line between."""
    return "\n\n".join(part for part in parts if part)


def question(ask: str, titles: Sequence[str], *, otherwise: str | None) -> str:
    """A question, its choices by number, and what skipping it means where it may be skipped."""
    shown = [f"{place}. {title}" for place, title in enumerate(titles[:_MOST_LISTED], start=1)]
    more = len(titles) - len(shown)
    if more > 0:
        shown.append(f"… og {others(more)}. Skriv hva du vil velge.")
    optional = "" if otherwise is None else skipping(otherwise)
    return "\n".join(part for part in (ask, *shown, optional) if part)


def skipping(otherwise: str) -> str:
    """How a question is left, and what that means."""
    meaning = f" («{otherwise}»)" if otherwise else ""
    return f"Skriv «hopp over» for å gå videre{meaning}, eller «ferdig» for å hoppe over resten."


def about_case(title: str, ref: str, name: str) -> str:
    """As "Kall inn fastlegen: sak K7M2, Test Testesen", "Fjern: sak K7M2"."""
    return f"{title.removesuffix(' sak')}: sak {case_title(ref, name)}"


def about_ref(title: str, ref: str) -> str:
    """As "Kall inn fastlegen: sak K7M2", where the name was seen on the card before."""
    named = f": sak {ref}"
    return title if title.endswith(named) else f"{title.removesuffix(' sak')}{named}"


def noted(label: str, title: str) -> str:
    """What was understood: "Dato: tirsdag 3. november 2026."; a label that asks is answered."""
    return f"{label}{'' if label.endswith('?') else ':'} {title.removesuffix('.')}."


def yes_or_no(asked: str) -> str:
    """The last question of a form."""
    return f"{asked} Svar ja eller nei."


def answer_yes_or_no(labels: Sequence[str]) -> str:
    """What is expected at the last question; `labels` are of the answers that can be changed."""
    short = [label for label in labels if len(label.split()) == 1] or labels
    example = f"«endre {short[0].lower()}» eller " if short else ""
    return (
        f"Svar «ja» eller «nei». Skriv {'for eksempel ' if example else ''}{example}«tilbake» for "
        "å endre noe, eller «avbryt» for å slutte."
    )


def are_you_sure(doubts: Sequence[str]) -> str:
    """A date or time that is possible but unlikely."""
    return " ".join([*doubts, "Er du sikker?"])


def which_one(titles: Sequence[str]) -> str:
    """An answer that may mean several things, or perhaps just one."""
    if len(titles) == 1:
        return f"Mener du {titles[0]}?"
    shown = [f"{place}. {title}" for place, title in enumerate(titles, start=1)]
    one = len(titles) == len(("known", "as typed")) and titles[1].startswith(AS_TYPED)
    return "\n".join([f"Mener du {titles[0]}?" if one else "Hva mener du?", *shown])


def not_understood(why: str, example: str) -> str:
    """An answer that does not fit the question."""
    first = why or "Det forsto jeg ikke."
    ways = "Skriv «hjelp» for å se hva du kan gjøre, eller «avbryt» for å slutte."
    return " ".join(part for part in (first, example, ways) if part)


def unknown_command(guesses: Sequence[str]) -> str:
    """What was typed is no command."""
    ways = "Skriv «hjelp» for å se hva du kan gjøre."
    if not guesses:
        return f"Det forsto jeg ikke. {ways}"
    meant = listed((f"«{guess}»" for guess in guesses), "eller")
    return f"Det forsto jeg ikke. Mente du {meant}? {ways}"


def too_long(limit: int) -> str:
    """More text than the program takes."""
    return f"Teksten er for lang. Skriv det kortere, høyst {limit} tegn. Ingenting er endret."


def strange_characters() -> str:
    """Control characters and the like."""
    return "Teksten har tegn jeg ikke kan lese. Skriv den på nytt. Ingenting er endret."


def empty() -> str:
    """Nothing was typed."""
    return "Skriv hva du vil gjøre, for eksempel «ny pasient». Skriv «hjelp» for å se alt."


def field_missing(label: str) -> str:
    """An input that must be filled in is empty."""
    return f"{label}: Fyll ut dette feltet."


def field_fault(label: str, expected: str) -> str:
    """An input that was not understood."""
    return f"{label}: {expected or 'Dette forsto jeg ikke.'}"


def must_be_answered() -> str:
    """A question that cannot be left."""
    return "Dette må jeg vite for å gå videre. Skriv «avbryt» for å slutte."


def nothing_before() -> str:
    """*Tilbake* at the first question."""
    return "Dette er det første spørsmålet. Skriv «avbryt» for å slutte."


def nothing_done() -> str:
    """A no to the last question."""
    return "Greit. Ingenting er endret, og ingenting er sendt."


def left(title: str) -> str:
    """*Avbryt* in a form."""
    return f"Jeg har avbrutt «{title}». Ingenting er endret, og ingenting er sendt."


def overtaken(title: str) -> str:
    """Somebody else changed the case in the middle of a form."""
    return f"Saken er endret i mellomtiden, så ingenting ble gjort. Begynn «{title}» på nytt."


def nothing_to_leave() -> str:
    """*Avbryt*, *tilbake* and the like outside a form."""
    return "Du holder ikke på med noe nå. Skriv «hjelp» for å se hva du kan gjøre."


def still_in(title: str) -> str:
    """Before the open question is asked again."""
    return f"Du holder på med «{title}»."


def leave_for(title: str, command: str) -> str:
    """A command typed in the middle of a form."""
    asked = f"Vil du avbryte det og gå til «{command}»?"
    return f"{still_in(title)} {yes_or_no(asked)}"


def stale_card(*, renewed: bool) -> str:
    """A card that has been answered or overtaken."""
    return "Dette kortet er utdatert." + (" Her er det nye." if renewed else "")


def card_done(ref: str) -> str:
    """A card whose form has ended, so that there is no new one."""
    see = (
        f"Skriv «sak {ref}» for å se saken." if ref else "Skriv «hjelp» for å se hva du kan gjøre."
    )
    return f"{stale_card(renewed=False)} {see}"


def help_in_form(title: str, example: str) -> str:
    """*Hjelp* in the middle of a form."""
    ways = (
        "Skriv «tilbake» for å gå ett steg tilbake, «hopp over» der svaret kan vente, "
        "«ferdig» for å hoppe over resten, eller «avbryt» for å slutte."
    )
    return " ".join(part for part in (still_in(title), example, ways) if part)


def which_case() -> str:
    """A command that needs a case, and none is meant."""
    return "Hvilken sak gjelder det? Skriv referansen eller navnet, for eksempel K7M2."


def no_case_found(text: str) -> str:
    """What was typed fits no case."""
    return f"Jeg finner ingen sak for «{text}». Skriv referansen, for eksempel K7M2."


def what_to_find() -> str:
    """*Finn* alone."""
    return "Hva leter du etter? Skriv en referanse, et navn, en dato eller et legekontor."


def why_too_short() -> str:
    """A reason that says nothing."""
    return "Skriv kort hvorfor du trenger å se saken, for eksempel «vikarierer for Kari i dag»."


def hello(name: str, tasks: int) -> str:
    """A greeting that says what there is to do."""
    todo = f"Du har {counted(tasks, 'oppgave', 'oppgaver')}." if tasks else "Du har ingen oppgaver."
    return f"Hei, {name}! {todo} Skriv «hjelp» for å se hva du kan gjøre."


def find_typed(text: str) -> str:
    """The command that looks for this."""
    return f"finn {text}"


def case_title(ref: str, name: str) -> str:
    """As "K7M2, Test Testesen"."""
    return f"{ref}, {name}" if name else ref


HELLO_TITLE = "Hei"
NEW_PATIENT = "Ny pasient"
HELP_TITLE = "Hva du kan gjøre"
HELP_INTRO = "Skriv en av disse, eller trykk på en knapp:"
HELP_LINES = (
    ("ny pasient", "registrer et nytt forløp"),
    ("oppgaver", "det du har å gjøre. Det som haster, står først"),
    ("oversikt", "alle saker. De som haster, står først"),
    ("finn Kari", "let etter referanse, navn, dato eller legekontor"),
    ("sak K7M2", "se alt om en sak"),
    ("finn tid K7M2", "se når møtet passer for dem som skal være med"),
    ("hvorfor ikke torsdag kl. 10 K7M2", "se hva som taler imot et tidspunkt"),
    ("kall inn K7M2", "kall inn fastlegen eller pasienten til møte"),
    ("start møte K7M2", "start møtet, og følg det del for del"),
    ("kall inn alle K7M2", "kall inn alle som kan kalles inn nå"),
    ("ny deltaker K7M2", "legg til nærstående, tolk, kliniker eller andre"),
    (
        "endre deltaker K7M2",
        "endre hvordan noen deltar, telefon, e-post eller hvilke deler av møtet",
    ),
    ("bytt deltaker K7M2", "la noen ta en annens plass, med samme deler av møtet"),
    ("ta bort deltaker K7M2", "ta bort noen fra saken"),
    ("ønsker K7M2", "registrer hva pasienten ønsker"),
    ("svar K7M2 ja", "registrer et svar på en innkalling"),
    ("milepæl K7M2", "registrer at utredningen har startet, eller at et møte er holdt"),
    ("dagens e-meldinger", "alt du skal sende for hånd i dag"),
    ("sendt K7M2", "si fra at du har sendt en e-melding eller et brev"),
    ("purr K7M2", "send en påminnelse til den som ikke har svart"),
    ("bestem K7M2", "se hva dere kan gjøre når legen ikke kan komme"),
    ("svar fra legekontoret K7M2", "en annen lege, et annet tidspunkt eller begge deler"),
    ("fastlegen deltar K7M2 på telefon", "fastlegen deltar på telefon eller i en del"),
    ("flytt K7M2", "flytt et møte"),
    ("endre møtet K7M2", "endre møteoppsett, sted eller møteleder"),
    ("endre delene K7M2", "gjør deler lengre eller kortere, bytt om, del opp eller slå sammen"),
    ("angre K7M2", "angre den siste endringen, så lenge ingen har fått melding om den"),
    ("avlys K7M2", "avlys et møte"),
    ("lenke K7M2", "legg inn lenken til videomøtet"),
    ("noen kommer ikke inn K7M2", "send lenken på nytt til én deltaker"),
    ("sett opp utredning K7M2", "legg utredningen i klinikernes kalendere"),
    ("flytt utredning K7M2", "flytt en utredning eller en intern prat"),
    ("avlys utredning K7M2", "avlys en utredning eller en intern prat"),
    ("intern prat før K7M2", "sett av tid til klinikerne før eller etter møtet"),
    ("samtykke K7M2", "registrer samtykke fra pasienten"),
    ("trekk samtykke K7M2", "registrer at samtykket er trukket"),
    ("nav K7M2", "se hvem du skal ringe i Nav, og hva du skal si"),
    ("registrer veileder K7M2", "registrer hvem som er veileder i Nav"),
    ("annen lege K7M2", "en annen lege svarer, denne gangen eller for godt"),
    ("uten fastlege K7M2", "hold møtet uten fastlege"),
    ("rett opp K7M2", "rett opp navn, datoer eller kontaktopplysninger"),
    ("rett opp fastlege K7M2", "bytt ut en fastlege som er skrevet feil"),
    ("rett opp svar K7M2", "ta bort et svar som gjaldt en annen sak"),
    ("fjern sak K7M2", "fjern en sak som ble opprettet ved en feil"),
    ("kontakt Solsiden", "finn fastleger, veiledere og kontorer"),
    ("rett kontakt Solsiden", "rett opp e-post, telefon eller kontor"),
    ("utsett K7M2", "skjul en oppgave til en dag"),
    ("gi videre K7M2", "gi en oppgave til en kollega"),
    ("utsett møtet K7M2", "avlys møtet, og bestem senere hva dere gjør"),
    ("avslutt forløpet K7M2", "avslutt et forløp, og avlys alt"),
)
HELP_END = "Skriv «avbryt» for å slutte med noe og «tilbake» for å gå ett steg tilbake."


def example_ref(typed: str, ref: str) -> str:
    """A help line about the case that is talked about."""
    return typed.replace("K7M2", ref) if ref else typed
