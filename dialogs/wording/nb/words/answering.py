"""What somebody answers, as it is told: "pasienten sier ja", "Nav kan ikke"."""

from __future__ import annotations

WHOEVER_ANSWERS = ("fastlegen", "legen", "pasienten", "veilederen", "nav")
SAID_BY = tuple(
    f"{who} {said}"
    for who in WHOEVER_ANSWERS
    for said in (
        *("sier", "sa", "har sagt", "svarer", "svarte", "har svart", "takker", "takket"),
        *("ringte og sa", "kan ikke", "kan likevel ikke", "kan dessverre ikke"),
        *("melder avbud", "meldte avbud", "har meldt avbud", "må melde avbud"),
    )
) + tuple(
    f"{who} {said}"
    for who in WHOEVER_ANSWERS[2:]  # where a doctor is ill, another may come
    for said in ("er syk", "er blitt syk", "ble syk", "har blitt syk")
)
"""As in "pasienten sier ja" and "nav kan ikke": what somebody has answered."""
