"""The words that steer a meeting while it runs, the likeliest first: buttons and help say these."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, ...]] = {
    "start_meeting": (
        *("start møte", "start møtet", "starte møte", "starte møtet", "begynn møtet"),
        "start samhandlingsmøte",
    ),
    "agenda": ("dagsorden", "vis dagsorden", "agenda", "vis delene", "hva skal vi ta opp"),
    "running": ("vis møtet", "vis møte", "møtekortet", "hvor er vi"),
    "attendance": ("hvem er her", "hvem er i møtet", "hvem er til stede"),
    "next_part": ("neste del", "gå til neste del", "start neste del"),
    "longer": ("mer tid", "+5 min", "+5 minutter", "+5", "fem minutter til"),
    "pause": ("pause", "ta pause", "start pause"),
    "resume": ("fortsett", "fortsett møtet", "fortsette møtet"),
    "late": ("forsinket", "er forsinket", "kommer for sent"),
    "absent": ("møtte ikke", "møter ikke", "kom ikke"),
    "came": ("kom", "er kommet", "har kommet"),
    "left": ("gikk", "har gått", "er gått"),
    "reorder": ("bytt rekkefølge", "bytt rekkefølgen", "bytte rekkefølge", "bytt om delene"),
    "brought": (
        *("pasienten har med", "pasienten tok med", "har med", "har tatt med"),
        "noen er med pasienten",
    ),
    "take_over": ("ta over møtet", "overta møtet", "jeg leder møtet"),
    "end_meeting": ("avslutt møtet", "avslutt møte", "avslutte møtet", "møtet er slutt"),
}

ALONE = {"avslutt": "end_meeting", "slutt": "end_meeting", "neste": "next_part"}
"""What a word means by itself while a meeting runs; else it steers a form."""
