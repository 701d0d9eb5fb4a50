"""Whether words beside an answer hold more than the answer."""

import pytest

from dialogs.understand.surplus import says_more

ONLY_A_YES = [
    "",
    " \n\n",
    "Ja",
    "Ja, takk!",
    "JA TAKK",
    "Ok 👍",
    "Fint, jeg kommer.",
    "Fint :)",
    "Jeg kommer gjerne.",
    "Jeg kan komme.",
    "Passer fint for meg.",
    "Det passer utmerket, takk for invitasjonen.",
    "Hei! Bekrefter at jeg deltar på møtet.",
    "Bekrefter tidspunktet.",
    "Den er grei, vi ses!",
    "Det er helt i orden for min del.",
    "Det er ikke noe problem.",
    "Det går bra. Ha en fin dag!",
    "Hei Anne, det passer fint. Ser frem til møtet!",
    "God morgen alle sammen! Jeg blir med.",
    "Tusen takk for innkallingen. Jeg har satt av tid og gleder meg til\nå delta.",
    "Takk for invitasjonen!\n\nHilsen Kari Nordmann\nLegesenteret",
    "Mottatt og notert, mvh Kari",
    "Fint.\n\nMvh\nGro Prøve\nFastlege\nLegesenteret\nwww.solsiden.example\nTlf: 33000000",
    "Dette passer.\n\nHilsen\nGro Prøve\nAvdeling for sammensatte lidelser\nSykehuset i Sør HF",
    "Hei Kari! Dette er notert i kalenderen min. Vi sees på møtet.",
    "Legen deltar. Hilsen helsesekretær Anne",
    "Passar fint.\n\nMed venleg helsing\nGro Prøve\nfastlege",
    "Ja takk, det passar bra.",
    "Eg kjem gjerne. Takk for innkallinga, vi sest!",
    "Eg stadfestar at eg deltek.",
    "Det er ikkje noko problem, ser fram til å møte dykk.",
    "Great, see you there.",
    "Yes, that works for me. Looking forward to it!",
    "Thank you for the invitation. I will attend.\n\nBest regards,\nOla Prøve",
    "Confirmed. I'll be there!",
    "Dear Kari,\n\nHappy to join.\n\nKind regards\nOla Prøve, MD PhD",
    "Sendt fra min iPhone",
    "Passer fint.\n\nSendt fra Outlook for iOS",
    "Ja\n\nSendt fra min Samsung Galaxy-smarttelefon.",
    "Fine for me\n\nSent from Mail for Windows 10",
    "Ja\n\nHent Outlook for Android<",
    "Kari Nordmann har godtatt denne invitasjonen.",
    "Kari has accepted this invitation.",
    "Accepted: Møte (ref. K7M2)",
    "Godtatt: Møte (ref. K7M2)",
    "Med vennlig hilsen\nGro Prøve\nFastlege, Solsiden legesenter\nTlf 33 00 00 00",
    (
        "Fint!\n\nVennlig hilsen\nGro Prøve | Spesialist i allmennmedisin\nSolsiden legesenter AS\n"
        "Storgata 12 B, 3110 Tønsberg\nTelefon: +47 33 00 00 00 | gro@solsiden.example\n"
        "www.solsiden.example"
    ),
    "Ok.\n--\nGro Prøve\nDaglig leder\nPostboks 12, 3101 Tønsberg\nOrg.nr. 999 999 999",
    "Jeg deltar.\n\nMvh\nNils Prøve\nveileder\nNAV Tønsberg\nMob. 99 00 00 00\n[cid:image001.png]",
    (
        "Passer bra.\n\nMvh Gro\n\nDenne e-posten kan inneholde fortrolig informasjon og er bare\n"
        "ment for mottakeren. Slett den hvis du har fått den ved en feil."
    ),
    "This e-mail may be confidential. If you are not the intended recipient, please delete it.",
    "Passer fint.\n\nKari Nordmann\nTlf. 33 00 00 00",
]
"""Courtesies, signatures and what programs add, as people write them."""

MORE = [
    "Ja, elleve passer",
    "Ja, fra ti til elleve",
    "Bekrefter ettermiddagen",
    "Det passer fint onsdagen",
    "Ja takk, i morgen",
    "Helst på fredager",
    "Vikaren kommer i stedet for meg",
    "Jeg blir forsinket",
    "Passer, men jeg må gå tidlig",
    "Jeg kommer halv elleve",
    "Kan bare være med på første del",
    "Ja, 10.30",
    "Ja, ½ time",
    "Er det parkering?",
    "Kan du ringe meg",
    "Heller torsdag",
    "Jeg deltar på telefon",
    "Jeg kommer sammen med en kollega",
    "Ja, om pasienten vil",
    "Ja, hvis hun kommer",
    "Kanskje",
    "Nei, det går ikke",
    "Jeg går",
    "Ring meg på 33 00 00 00",
    "Kari kommer",
    "Fint 👎",
    "Ja takk\n\nVikaren",
    "Passer bra.\n\nHilsen Gro\n\nPS: Jeg kommer litt sent",
    "Passer bra. Hilsen Gro, som kommer halv elleve",
    "Hilsen Gro\nvikarlege",
    "Hilsen Gro\nDigitalt",
    "Hilsen Gro\nAvdeling for tidlig torsdag",
    "Hilsen Gro\nHeller torsdag",
    "Hilsen Gro\nkl. 10.30-11.30",
    "HILSEN GRO\nJEG BLIR FORSINKET",
    "Hei Torsdag, passer fint",
    "Hei Vikaren kommer",
    "Godtatt: Møte (ref. K7M2) kl. 11",
    "Kari Nordmann har godtatt denne invitasjonen, men ikke tiden.",
    "Denne meldingen gjelder bare første del.",
    "Denne meldingen er fortrolig. Jeg kommer kl. 11.",
    "Sendt fra telefonen, kommer elleve",
    "eg kjem ti over",
    "eg kan ikkje før lunsj",
    "Det passar betre tysdagen",
    "Eg kjem seinare",
    "Berre digitalt",
    "Only if it is short",
    "Yes, eleven works",
    "I will be late",
    "My locum will attend",
    "Tomorrow is fine",
    "MEN IKKE LENGE",
    "Kva med tysdag",
    "是",
]
"""A time, a day, a condition, another person, another way, a question, or what nobody knows."""


@pytest.mark.parametrize("words", ONLY_A_YES)
def test_a_yes_is_only_a_yes(words: str) -> None:
    """Courtesies, names and what stands below them are no more than the answer."""
    assert not says_more(words)


@pytest.mark.parametrize("words", MORE)
def test_anything_else_is_more(words: str) -> None:
    """What is not known to be harmless makes a person read it."""
    assert says_more(words)


def test_who_wrote_may_sign_anywhere() -> None:
    """The sender's own name is no more than a signature, with no word before it; another's is."""
    words = "Passer fint. Kari"
    assert says_more(words)
    assert not says_more(words, "Nordmann, Kari")
    assert not says_more("Ja\nKARI\nfastlege", "Kari Nordmann")
    assert says_more("Ja\nOla", "Kari Nordmann")
    assert says_more("Ja\nHilsen Kari\nDigitalt", "Kari Nordmann")


def test_a_name_that_is_a_time_is_read_all_the_same() -> None:
    """Nobody hides a day by being called one."""
    assert says_more("Ja, torsdag", "Torsdag Vikar")


def test_long_words_are_read_fast() -> None:
    """Text that is made to be slow is not."""
    for piece in ("a", "a.", "1 ", "Hei Kari ", "gata", "med ", "@", "a@"):
        assert says_more("Hilsen\n" + piece * 20_000 + " x?")
