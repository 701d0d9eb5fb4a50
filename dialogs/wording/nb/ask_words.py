"""The words that steer a conversation: what starts it, what leaves it, and what buttons say."""

from __future__ import annotations

from dialogs.wording.nb.words import answering, looking
from dialogs.wording.nb.words import plan as plan_commands
from dialogs.wording.nb.words import run as run_commands
from dialogs.wording.nb.words.staff import STAFF_COMMANDS

COMMANDS: dict[str, tuple[str, ...]] = {
    "register": (
        "ny pasient",
        "nytt forløp",
        "ny sak",
        "registrer pasient",
        "registrer en pasient",
        "registrere pasient",
        "registrere en pasient",
    ),
    "invite": ("kall inn", "kalle inn", "innkall", "inviter", "invitere", "innkalling"),
    "invite_all": (
        "kall inn alle",
        "kalle inn alle",
        "inviter alle",
        "kall inn resten",
        "kall inn de andre",
    ),
    "answer": (
        *("svar", "registrer svar", "registrere svar", "registrer svaret", "svar fra"),
        *("fastlegen ringte", "legen ringte", "fastlegen svarte", "legen svarte"),
        *("fastlegen har ringt", "legen har ringt", *answering.SAID_BY),
    ),
    "milestone": ("milepæl", "milepel", "registrer milepæl", "registrere milepæl"),
    "correct": (
        *("rett opp", "rette opp", "korriger", "rett", "endre opplysninger"),
        *("svaret gjaldt feil pasient", "svaret gjelder feil pasient", "feil svar"),
        *("ta bort svaret", "ta bort svar", "slett svaret", "slett svar", "fjern svaret"),
        *("fjern svar", "angre svaret", "angre svar", "trekk tilbake svaret"),
    ),
    "remove": ("fjern sak", "fjern saken", "slett sak", "slett saken", "ta bort saken"),
    "correct_contact": ("rett kontakt", "rett kontakten", "rette kontakt", "endre kontakt"),
    "stop": (
        *("avslutt forløpet", "avslutte forløpet", "avslutt forløp"),
        *("stopp forløpet", "stopp forløp", "stoppe forløpet", "stopp"),
    ),
    "sent": ("sendt", "jeg har sendt", "jeg har ringt", "ringt", "gjort"),
    "finish": (
        *("ferdig", "skrevet og sendt", "skrevet ikke sendt", "delt ut", "notatet er sendt"),
        *("ferdig og delt ut", "tiltaksplanen er ferdig", "tiltaksplanen er delt ut"),
        *("journalnotatet er sendt", "journalnotatet er skrevet", "notatet er skrevet"),
        *("notatet er skrevet og sendt", "tiltaksplan ferdig", "notat skrevet", "skrevet"),
    ),
    "no_extra_meeting": ("ekstra møte trengs ikke", "ikke ekstra møte", "avlys ekstra møte"),
    "extra_meeting": ("ekstra møte", "ekstramøte", "avtal ekstra møte", "avtale ekstra møte"),
    "after": ("etter møtet", "etter møte", "oppsummer møtet", "hva nå etter møtet"),
    "writers": ("referent", "planansvarlig", "hvem skriver", "velg referent"),
    "attended": ("deltok", "hvem deltok", "rett deltakerlisten", "rett listen"),
    "next_meeting": ("neste møte", "avtal neste møte", "avtal shm2", "samme deltakere"),
    "interview": ("intervju", "intervjubrev", "brev om intervju", "intervjubrevet er sendt"),
    "tick_items": ("kryss av", "kryss", "krysse av"),
    "referral": (
        *("henvisning", "henvisningen", "henvisningen mangler", "sjekk henvisningen"),
        *("les henvisningen", "vurder henvisningen"),
    ),
    "snooze": ("utsett", "utsette", "vent med", "minn meg på"),
    "move": ("flytt", "flytte", "flytt møtet", "flytte møtet", "nytt tidspunkt"),
    "change_meeting": (
        *("endre møtet", "endre møte", "bytt møteleder", "endre sted"),
        *("møteoppsett", "endre møteoppsett", "bytt møteoppsett"),
    ),
    "change_parts": (
        *("endre delene", "endre deler", "delene", "endre del", "forleng", "forlenge", "forkort"),
        *("forkorte", "bytt del", "bytt om del", "del del", "del opp del", "splitt", "slå sammen"),
        *("flytt del", "fjern del", "ta bort del", "rekkefølge", "rekkefølgen"),
    ),
    "ask_times": (
        *("spør om tider", "spørre om tider", "spør om tid", "spør om tidspunkt"),
        *("spør om disse tidene", "endre tidene", "hvilke tider passer"),
    ),
    "asked_times": ("tider", "vis tider", "svarene om tider", "se svarene om tider", "se tider"),
    "choose_time": ("velg tid", "velge tid", "velg tidspunkt", "velg tiden"),
    "times_answer": (
        *("svar om tider", "registrer svar om tider", "svar på tider", "tidssvar"),
        *("legen kan", "fastlegen kan"),
    ),
    "stop_times": ("stopp spørsmålet om tider", "stopp tider", "stopp spørsmålet"),
    "undo": ("angre", "angre endringen", "angre siste", "angre siste endring", "angre det"),
    "cancel_meeting": ("avlys", "avlyse", "avlys møtet", "avlyse møtet"),
    "link": ("lenke", "lenken", "møtelenke", "legg inn lenke", "legg inn lenken"),
    "let_in": (
        *("noen kommer ikke inn", "kommer ikke inn", "slipper ikke inn", "kommer seg ikke inn"),
        *("send lenken på nytt", "send lenke på nytt", "lenken på nytt", "lenken virker ikke"),
    ),
    "assessment": (
        *("sett opp utredning", "sette opp utredning", "sett opp utredningen", "ny utredning"),
        *("book utredning", "bestill utredning", "avtal utredning", "kall inn til utredning"),
    ),
    "internal": (
        *("intern prat", "internt møte", "intern prat før", "intern prat etter", "internprat"),
        *("sett av tid før møtet", "sett av tid etter møtet", "sett opp intern prat"),
    ),
    "move_appointment": (
        *("flytt utredning", "flytt utredningen", "flytte utredningen", "flytt avtalen"),
        *("flytt intern prat", "flytt den interne praten"),
    ),
    "change_appointment": ("endre utredning", "endre utredningen", "endre avtalen"),
    "cancel_appointment": (
        *("avlys utredning", "avlys utredningen", "avlyse utredningen", "avlys avtalen"),
        *("avlys intern prat", "avlys den interne praten"),
    ),
    "consent": ("samtykke", "registrer samtykke", "samtykket"),
    "withdraw": (
        *("trekk samtykke", "trekk samtykket", "samtykke trukket", "samtykket er trukket"),
        *("nav skal ikke være med", "nav skal ikke med", "ikke ha med nav"),
    ),
    "add_participant": ("ny deltaker", "legg til deltaker", "legg til", "deltaker"),
    "change_participant": ("endre deltaker", "endre deltakeren", "endre deltakelse"),
    "remove_participant": ("ta bort deltaker", "fjern deltaker", "ta bort", "ta ut deltaker"),
    "replace_participant": (
        *("bytt deltaker", "bytte deltaker", "bytt deltakeren", "bytt ut deltaker", "bytt ut"),
        *("bytte ut", "bytt kliniker", "bytt klinikeren", "bytt behandler", "bytt behandleren"),
        *("bytt tolk", "bytt tolken", "bytt nærstående", "bytt pårørende", "bytt henviser"),
    ),
    "wishes": ("ønsker", "registrer ønsker", "pasientens ønsker", "ønske"),
    "keep_to_consent": ("følg samtykket", "tilpass til samtykket", "begrens deltakelsen"),
    "nav": ("nav", "ring nav", "vis nav"),
    "adviser": (
        "registrer veileder",
        "registrere veileder",
        "registrer kontaktperson",
        "veilederen er",
        *("bytt veileder", "bytt veilederen", "bytt nav-veileder", "ny veileder"),
    ),
    "call_back": ("ring tilbake", "ringe tilbake", "vil bli ringt", "vil ringes opp", "oppringing"),
    "no_reply": ("ikke svar", "ikke noe svar", "ingen svarte", "svarte ikke", "nav svarte ikke"),
    "no_adviser": ("har ingen veileder", "ingen veileder", "nav har ingen veileder"),
    "replace_gp": (
        *("annen lege", "en annen lege", "ny fastlege", "bytt fastlege", "bytt fastlegen"),
        *("bytt lege", "bytt legen", "bytt ut fastlegen", "bytt ut legen"),
    ),
    "without_gp": ("uten fastlege", "møte uten fastlege"),
    "times": (
        *("finn tid", "finne tid", "finn en tid", "finn tider", "finn tidspunkt"),
        *("finn et tidspunkt", "finn møtetid", "ledige tider", "når passer det"),
    ),
    "why_not": ("hvorfor ikke", "hvorfor passer ikke", "passer det"),
    "decide": ("bestem", "bestemme", "avgjør", "hva har dere bestemt", "hva gjør vi"),
    "office": ("svar fra legekontoret", "svar fra kontoret", "flere ting", "legekontoret svarte"),
    "attend": ("fastlegen deltar", "legen deltar", "deltar på telefon", "deltar i en del"),
    "postpone": ("utsett møtet", "utsette møtet", "utsett møte", "vent med møtet"),
    "remind": (
        *("purr", "purre", "send purring", "send påminnelse", "purring"),
        *("send en purring", "send en påminnelse"),
    ),
    "proposals": ("forslag", "vis forslag", "se forslaget", "vis forslaget"),
    "accept": ("godta forslag", "godta forslaget", "godta"),
    "decline": ("avslå forslag", "avslå forslaget", "avslå"),
    "mail": ("innboks", "se e-posten", "vis e-posten", "e-postsvar"),
    "judge": ("vurder", "vurder e-posten", "vurdere e-posten"),
    "strays": ("e-post uten sak", "e-poster uten sak"),
    "tie": ("hører til", "knytt e-post", "knytt e-posten"),
    "seen": ("e-post sett", "e-posten er sett"),
    "hand_over": ("gi videre", "gi oppgaven videre", "overlat", "overlate", "ikke min"),
    "absence": (
        *("fravær", "registrer fravær", "meld fravær", "jeg er syk", "jeg er sykmeldt"),
        *("jeg er borte", "jeg blir borte", "jeg har ferie", "jeg skal ha ferie", "sykmelding"),
    ),
    "back": (
        *("avslutt fravær", "avslutt fraværet", "jeg er tilbake", "tilbake på jobb"),
        *("jeg er frisk", "er tilbake", "avlys fravær", "avlys fraværet"),
    ),
    **STAFF_COMMANDS,
    **looking.COMMANDS,
    **run_commands.COMMANDS,
    **plan_commands.COMMANDS,
}
"""By conversation, the likeliest words first: these are what buttons and help say."""

SAY_WHAT = frozenset(
    (
        *COMMANDS["change_parts"][3:],
        *COMMANDS["answer"][5:],
        *COMMANDS["withdraw"][4:],
        *COMMANDS["correct"][5:],
        *COMMANDS["finish"][1:],
        *COMMANDS["writers"][:2],
        *COMMANDS["interview"][3:],
        *COMMANDS["internal"][2:],
        *COMMANDS["replace_participant"][6:],
        *COMMANDS["absence"][3:],
    )
)
"""Words of a command that are also a part of what is to be done."""

FILLERS = (
    "kan du",
    "kunne du",
    "vil du",
    "jeg vil",
    "jeg vil gjerne",
    "jeg skal",
    "jeg må",
    "vennligst",
    "vær så snill og",
    "vær så snill å",
    "å",
    "hei",
)
"""What people say before a command."""

SMALL_WORDS = frozenset({"i", "til", "for", "på", "sak", "saken", "av", "fra", "med", "den"})
"""Words around a reference that carry no fact."""

BEFORE_REFERENCE = r"(?:(?:i|til|for|på|av|fra|med)\s+)?(?:sak(?:en)?\s+)?"
"""What may stand in front of a reference and goes with it, as a pattern: "i sak"."""

HELP = frozenset({"hjelp", "help", "?", "hjelp meg"})
CANCEL = frozenset({"avbryt", "avslutt", "stopp", "slutt", "lukk", "glem det", "cancel"})
BACK = frozenset({"tilbake", "angre", "forrige", "gå tilbake", "ett steg tilbake"})
SKIP = frozenset({"hopp over", "hopp", "ingen", "vet ikke", "-", "neste", "senere"})
BARE_ANSWERS = frozenset({"ja", "nei", "ja takk", "nei takk"})
"""What is no text, where a text is wanted."""

NO_MORE = frozenset({"nei", "nei takk"})
"""What leaves a question that asks for a text and may be left."""

SKIP_TYPED = "hopp over"
CHANGE = frozenset({"endre", "rett", "bytt"})
TO = "til"
DATE_LABEL, AT_CLOCK = "dato", "kl."
DAY_LABELS = frozenset({"dato", "datoen", "dag", "dagen", "tid", "tiden", "tidspunkt"})
CLOCK_LABELS = frozenset({"klokkeslett", "klokkeslettet", "klokka", "klokken"})
"""What a day and a time are called, whatever stands above their field."""

DO_IT = frozenset({"gjør det", "kjør", "kjør på", "bekreft", "jeg bekrefter", "send", "send den"})
DO_IT |= frozenset({"send dem", "send nå", "lagre", "registrer", "fortsett", "utfør"})
"""A yes to the last question."""

NOT_YET = frozenset({"ikke ennå", "nei ikke ennå", "ikke nå", "nei ikke nå", "vent", "vent litt"})
NOT_YET |= frozenset({"nei vent", "ikke gjør det", "nei ikke gjør det", "ikke send"})
"""A no to the last question."""

NO_BEFORE = ("neida", "nei")
"""What may stand before another time: "nei, kl. 11"."""

ALL_BUT = frozenset({"", "alle", "alle sammen"})
"""What may stand before those who do not come: "uten broren", "alle unntatt broren"."""

FINISH = frozenset({"ferdig", "resten", "hopp over resten", "bruk forslagene"})

YES_TYPED = "ja"
NEXT = "Neste"
BACK_TITLE, BACK_TYPED = "Tilbake", "tilbake"
CANCEL_TITLE, CANCEL_TYPED = "Avbryt", "avbryt"
CHOOSE = "Velg"
FIELD_EMPTY = "Fyll ut dette feltet."
NO_GP = "Ingen fastlege"
NO_GP_WORDS = frozenset({"ingen", "ingen fastlege", "har ikke fastlege", "mangler", "uten"})


DOCTOR_TITLES = frozenset(
    {"fastlege", "fastlegen", "lege", "legen", "dr", "doktor", "vikar", "vikaren", "er", "heter"}
)
"""What may stand before a doctor's name."""

PATIENT = "pasienten"
"""Whom, after the words that invite."""

LIMITS = frozenset({"fra", "til"})
"""Small words that limit a day which comes after them, where a time is looked for."""


def typed(name: str, *more: str) -> str:
    """What one types for a command: its likeliest words, and what follows them."""
    return " ".join((COMMANDS[name][0], *more))


def day_label(label: str) -> str:
    """Above the date of a date and time."""
    return f"{label}: dato"


def clock_label(label: str) -> str:
    """Above the time of a date and time."""
    return f"{label}: klokkeslett"


def other_label(example: str) -> str:
    """Above the field for what is not on the list."""
    return f"… eller noe annet. {example}".strip()
