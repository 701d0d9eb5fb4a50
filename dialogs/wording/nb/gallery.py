"""The gallery of cards: its headings, and long names and texts of people who do not exist."""

from __future__ import annotations

TITLE = "Alle kortene"
INTRO = (
    "Hvert kort som programmet kan sende, med det lengste innholdet det kan få: lyst og mørkt, "
    "bredt som på en skjerm og smalt som på en telefon. Alle er oppdiktet, og knappene gjør "
    "ingenting."
)
BACK = "Til den lokale klinikken"
FRAMES = ("Lyst, bredt", "Lyst, smalt", "Mørkt, bredt", "Mørkt, smalt")
LARGEST = "Størst"
CLINIC = "Oppdiktet smerteklinikk for øvelser og bilder"
PUBLIC_NAME = "Møtekontoret i Oppdiktet kommune"

STAFF = (
    "Sigrid Margrethe Oppdiktet-Eksempelsen fra Nordre Øvre Prøvelia i Øvingsfjorden",
    "Kåre Johannes Prøvesen",
    "Leonora Kristine Amalie Liksom-Låtsomsen fra Søndre Nedre Øvelsesbakken i Fjord",
    "Pål Påfunn",
    "Liv Låtsom",
)
"""The secretary, the coordinator, two clinicians and the leader."""

PATIENT = "Test Alexandra Margrethe Oppdiktet-Testesen fra Ytre Øvingsfjorden ved Prøvevika"
PATIENTS = (
    "Ola Kristoffer Johannes Oppdiktet-Prøvesen fra Indre Øvingsfjorden ved Prøvevika",
    "Anne Elisabeth Charlotte Oppdiktet-Eksempelsen fra Nedre Prøvelia i Øvingen",
    "Test Testesen",
)
DOCTORS = (
    "Kari Alexandra Konstanse Testlege-Prøvesen",
    "Mari Mønster",
    "Vera Vikar",
)
OFFICE = "Solsiden og Omegn Legesenter og Legevakt i Øvingsfjorden"
OTHER_OFFICE = "Bakkely legekontor"
PLACE = "Møterom Storeblåfjell, 4. etasje i bygg B, inngang fra parkeringsplassen bak hovedbygget"
EDIT = "forleng del 3 til 35 min"
PLACES = (PLACE, "Møterom 2", "Grupperommet")
RELATIVES = (
    "mor",
    "Bo Kristian Nærstående-Oppdiktet",
    "Anne Kristine Margrethe Nærstående-Oppdiktet fra Øvre Prøvelia",
)
INTERPRETER = "Tor Gunnar Alexander Tolkesen-Oppdiktet ved Tolketjenesten for Øvingsfjorden"
ADVISER = "Nina Katarina Viktoria Veileder-Oppdiktet"
NAV_OFFICE = "Nav Øvingsfjorden, avdeling for oppfølging og sykefravær"
OTHER = "Eva Sofie Margrete Arbeidsgiver-Oppdiktet ved Øvingsfjorden Skipsverft"
LINK = "https://video.example/samhandling/rom/4319070000000000000000000000000000000000000000000000"
PHONE = "99 88 77 66"
COMMENT = (
    "Kan bare delta i første halvtime, og helst på telefon. Ring resepsjonen på forhånd, "
    "så blir samtalen satt over. Har også spørsmål om timen i januar, og om hvem andre som "
    "kommer. Skriver gjerne mer på forhånd hvis det er nyttig for dere. Hilsen kontoret."
)
