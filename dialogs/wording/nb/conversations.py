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


THANKED = "Bare hyggelig!"
UNKNOWN = "Det forsto jeg ikke"


def unknown_hint(number: int) -> str:
    """Above a press for each command that may have been meant; so many."""
    asked = "Mente du dette?" if number == 1 else "Mente du noe av dette?"
    return f"{asked} Skriv «hjelp» for å se hva du kan gjøre."


def unknown_command(guesses: Sequence[str]) -> str:
    """What was typed is no command."""
    ways = "Skriv «hjelp» for å se hva du kan gjøre."
    if not guesses:
        return f"{UNKNOWN}. {ways}"
    meant = listed((f"«{guess}»" for guess in guesses), "eller")
    return f"{UNKNOWN}. Mente du {meant}? {ways}"


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


def example_ref(typed: str, ref: str) -> str:
    """A help line about the case that is talked about."""
    return typed.replace("K7M2", ref) if ref else typed
