"""Whether somebody's own words beside an answer may hold more than that answer."""

import re
from typing import Final

from dialogs.understand.tidy import listed

_LIMITS: Final = listed(
    "men bare berre kun ikke ikkje heller isteden istedenfor unntatt hvis dersom viss om "
    "but only not instead unless except if"
)
_ASKS: Final = listed("kan kunne kunnet hva kva når hvor kor can could what when where please")
_TIMES: Final = listed(
    "halv kvart kl klokka klokken tidligere tidlegare senere seinare først fyrst etter før "
    "mandag måndag tirsdag tysdag onsdag torsdag fredag lørdag laurdag søndag sundag uke veke "
    "half later earlier after before until week "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_MORE: Final = _LIMITS | _ASKS | _TIMES
_WORD: Final = re.compile(r"[^\W\d_]+")
_SIGNS: Final = re.compile(r"[0-9?]")


def says_more(words: str) -> bool:
    """Whether there is a number, a question, a time or a condition in it, so that a person reads.

    "Fint, jeg kommer." is only a yes. When in doubt it is more: nothing is guessed.
    """
    said = {word.lower() for word in _WORD.findall(words)}
    return bool(_SIGNS.search(words)) or not said.isdisjoint(_MORE)
