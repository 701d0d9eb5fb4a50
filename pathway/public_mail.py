"""Mail services at which anybody has an address, so that the same domain is no same office."""

from __future__ import annotations

import re
from typing import Final

_BY_NAME: Final = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|icloud|me|mac|yahoo|ymail|rocketmail|aol|gmx"
    r"|mail|email|fastmail|hey|zoho|yandex|proton|protonmail|pm|tuta|tutanota)"
    r"(?:\.(?:com?|org))?\.[a-z]{2,3}"
)
"""Under whichever country: hotmail.com, hotmail.no, yahoo.co.uk."""

_NORWEGIAN: Final = re.compile(
    r"(?:online|getmail|broadpark|start|frisurf|chello|c2i|lyse|altibox|tele2|telia|bluezone|epost"
    r"|ebnett|enivest|haugnett|loqal|tussanett|powertech|bbnett|neasonline|ntebb|runbox|nextgentel"
    r"|sensewave)\.(?:no|net|com)"
)
"""What Norwegian subscribers to telephone and network are given."""


def is_public(domain: str) -> bool:
    """Whether neighbours may have addresses at this domain, given in lower case."""
    return bool(_BY_NAME.fullmatch(domain) or _NORWEGIAN.fullmatch(domain))
