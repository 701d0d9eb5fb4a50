"""What stands on the page "Hvilke tider passer?", and nowhere else (F17)."""

from __future__ import annotations

QUESTION = "Hvilke tider passer for deg?"
NOT_DECIDED = (
    "Tidspunktet for møtet er ikke bestemt ennå. Svar for hver tid, så velger vi en som passer."
)
SUITS = "Passer"
SUITS_NOT = "Passer ikke"
NONE_SUITS = "Ingen passer, eller vil du foreslå andre tider? (valgfritt)"
SEND = "Send svaret"
THANKS = "Takk! Vi har registrert svaret ditt."
YOU_CAN = "Dette passer for deg:"
NONE_OF_THEM = "Ingen av tidene passer for deg."
WHAT_NEXT = "Vi gir deg beskjed når tidspunktet er bestemt. Du kan endre svaret til da."
CHANGED = (
    "Tidene er endret siden du åpnet siden. Svaret ditt er tatt vare på. "
    "Se over tidene, og svar en gang til."
)
EACH_NEEDED = "Velg «Passer» eller «Passer ikke» for hver tid."
DECIDED = "Tidspunktet er bestemt"
DECIDED_MORE = "Takk for hjelpen. Skal du være med på møtet, får du en egen invitasjon."
OVER = "Vi trenger ikke lenger svar"
OVER_MORE = "Du trenger ikke å gjøre noe."
EDIT = "Vil du endre svaret?"
