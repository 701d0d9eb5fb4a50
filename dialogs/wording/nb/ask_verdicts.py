"""The words in which answers are told: what was answered, how it came, and what is beside it."""

from __future__ import annotations

from dialogs.understand.tidy import listed
from pathway.words import Channel, Verdict

_YES, _NO, _MAYBE = Verdict.ACCEPTED, Verdict.DECLINED, Verdict.TENTATIVE
_PHRASES: dict[str, Verdict] = {
    **dict.fromkeys(("ja", "japp", "jepp", "kommer", "det passer", "passer", "kan komme"), _YES),
    **dict.fromkeys(("det passer fint", "passer fint", "det går fint", "det er greit"), _YES),
    **dict.fromkeys(("nei", "kan ikke komme", "kan ikke", "kommer ikke", "passer ikke"), _NO),
    **dict.fromkeys(("det passer ikke", "det går ikke", "har ikke anledning"), _NO),
    **dict.fromkeys(("kan dessverre ikke", "kan dessverre ikke komme"), _NO),
    **dict.fromkeys(("kan likevel ikke", "kan likevel ikke komme", "kan ikke likevel"), _NO),
    **dict.fromkeys(("kan ikke komme likevel", "er syk", "er blitt syk", "ble syk"), _NO),
    **dict.fromkeys(("har blitt syk", "melder avbud", "meldte avbud", "meldt avbud"), _NO),
    **dict.fromkeys(("må melde avbud",), _NO),
    **dict.fromkeys(("kanskje", "foreløpig", "usikker", "er usikker", "vet ikke ennå"), _MAYBE),
    **dict.fromkeys(
        ("nytt tidspunkt", "annet tidspunkt", "et annet tidspunkt", "ny tid", "annen tid"),
        Verdict.NEW_TIME,
    ),
    "ønsker nytt tidspunkt": Verdict.NEW_TIME,
    "ønsker et annet tidspunkt": Verdict.NEW_TIME,
    "ønsker ny tid": Verdict.NEW_TIME,
}
_BEFORE = listed(
    "har svart svarer svarte sier sa sagt ringte takker takket at som fra de hun han og"
)
_TURNS_BOTH = {"men", "kanskje", "annet", "heller", "hvis", "dersom"}
_TURNS = {
    _YES: {*_TURNS_BOTH, "ikke", "nei", "annen", "unntatt"},
    _NO: {*_TURNS_BOTH, "ja", "passer", "foreslår", "nytt", "vikar", "vikaren"},
}
"""Words after a yes or a no that may turn it around: then the answer is asked about."""

_CHANNELS: dict[str, Channel] = {
    **dict.fromkeys(("telefon", "telefonen", "tlf", "mobil", "ringte", "ringt"), Channel.PHONE),
    **dict.fromkeys(("e-melding", "emelding", "e-meldingen", "melding"), Channel.SECURE_MESSAGE),
    **dict.fromkeys(("meldingen", "dialogmelding", "journalsystemet"), Channel.SECURE_MESSAGE),
    **dict.fromkeys(("journalen", "journal"), Channel.SECURE_MESSAGE),
    **dict.fromkeys(("e-post", "epost", "e-posten", "eposten", "mail", "mailen"), Channel.MAIL),
    **dict.fromkeys(("brev", "brevet", "posten", "post"), Channel.LETTER),
}
_DAYS = {"i dag", "i går"}
_NOW = {"nå", "nettopp", "nå nettopp", "nettopp nå", "akkurat nå"}
_BESIDE_A_CHANNEL = listed(
    "på i per pr som med via over en et det kom de hun han legen fastlegen svarte svaret"
)


def split_verdict(rest: str) -> tuple[str, str]:
    """What was answered, and what was said beside it.

    A yes or no that the rest may turn around is no answer yet: then all of it stands beside.
    """
    words = rest.split()
    while words and _bare(words[0]) in _BEFORE:
        words = words[1:]
    for size in range(min(len(words), 4), 0, -1):
        verdict = _PHRASES.get(" ".join(_bare(word) for word in words[:size]))
        if verdict is None:
            continue
        beside = " ".join(words[size:]).lstrip(" ,.;:–-")
        first, _, again = beside.lower().rstrip(" .!").partition(" ")
        if first == "og" and _PHRASES.get(again) is verdict:
            return verdict.value, ""
        after = {_bare(word) for word in words[size:]}
        if after & _TURNS.get(verdict, set()) and not _repeats(verdict, after):
            return "", " ".join(words)
        return verdict.value, beside
    return "", ""


def _repeats(verdict: Verdict, after: set[str]) -> bool:
    """As in "nei, det passer ikke": the same once more."""
    return verdict is _NO and after & _TURNS[_NO] == {"passer"} and "ikke" in after


def channels_in(text: str) -> tuple[Channel, ...]:
    """How the answer came, by every word that says so; none where other words stand there."""
    words = [_bare(word) for word in text.split()]
    if not all(word in _CHANNELS or word in _BESIDE_A_CHANNEL for word in words):
        return ()
    return tuple(dict.fromkeys(_CHANNELS[word] for word in words if word in _CHANNELS))


def without_day(rest: str) -> tuple[str, str]:
    """The words without "i dag", "i går" or "nå nettopp" at the end, and the day that they mean.

    The last is a day only after how the answer came: "har ikke tid nå" says something else.
    """
    words = rest.split()
    for size in (2, 1):
        left, said = words[:-size], " ".join(_bare(word) for word in words[-size:])
        if said in _DAYS:
            return " ".join(left), said
        if said in _NOW and left and _bare(left[-1]) in _CHANNELS:
            return " ".join(left), "i dag"
    return rest, ""


def without_channel(rest: str) -> tuple[str, Channel | None]:
    """The words without "på telefon" and the like at the start or the end, and what that says."""
    words = rest.split()
    for size in (3, 2, 1):
        for part, left in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            ways = channels_in(" ".join(part)) if len(part) == size else ()
            if len(ways) == 1 and _starts_well(part):
                return " ".join(left).strip(" ,"), ways[0]
    return rest, None


def _starts_well(part: list[str]) -> bool:
    """Not more than "på telefon", "i en e-post", "ringte"."""
    return all(_bare(word) in _BESIDE_A_CHANNEL for word in part[:-1])


def _bare(word: str) -> str:
    return word.strip(' ,.;:!?«»"').lower()
