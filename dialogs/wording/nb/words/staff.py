"""The words about colleagues: who is away, who leaves, who holds what up."""

from __future__ import annotations

STAFF_COMMANDS: dict[str, tuple[str, ...]] = {
    "hand_over_cases": (
        *("overfør sakene", "overfør saker", "overføre sakene", "overfør alle sakene"),
        *("overfør alle saker", "flytt sakene"),
    ),
    "digest_hour": (
        *("når vil jeg ha oppgavene", "send oppgavene", "når får jeg oppgavene"),
        *("send oppgavene mine", "jeg vil ha oppgavene", "endre tid for oppgavene"),
    ),
    "held_up": (
        *("hvem venter vi på", "mandagsliste", "mandagslisten", "hvem holder igjen"),
        *("hva venter vi på", "vis mandagslisten", "hvem henger vi på"),
        *("hvem har ikke svart", "hvem mangler vi svar fra"),
    ),
    "who_away": (
        *("hvem er borte", "hvem er syk", "hvem er syke", "vis fravær", "hvem er på jobb"),
        *("hvem er borte i dag", "hvem har ferie"),
    ),
}
