"""The NOMED factors by number, as headings of measures (R27)."""

from __future__ import annotations

FACTORS = {
    1: "Vedvarende ønske om smertestillende medisiner",
    2: "Søvnplager",
    3: "Vedvarende ønske om mer utredning",
    4: "Frykt og unngåelse",
    5: "Utmattelse",
    6: "Dårlig fysisk form",
    7: "Helseangst",
    8: "Sosial isolasjon",
    9: "Verste fallstenkning",
    10: "Engstelighet",
    11: "Bekymring for arbeid og Nav",
    12: "Depresjon",
    13: "Grubling",
    14: "Følelse av avvisning",
    15: "Opplevelse av urettferdighet",
    16: "Vanskelig forhold til de nærmeste",
    17: "Tidligere alvorlige livshendelser",
}
