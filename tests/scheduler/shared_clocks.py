"""The clocks of two machines: each is a little off, and now and then one jumps for a while."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random

HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=31)
JUMPS = {
    "clock an hour forward": HOUR,
    "clock a day forward": DAY,
    "clock a month forward": MONTH,
    "clock an hour back": -HOUR,
    "clock a day back": -DAY,
    "clock a month back": -MONTH,
}
COUNTED: Counter[str] = Counter()
"""How often each has happened, and what came of it."""

ALIKE = timedelta(minutes=2)
"""No further are two clocks apart of which none has jumped."""


class Clocks:
    """What each machine shows; in `jumping` passes of a hundred one begins to be far off.

    `ahead` is how far the program's time is before everybody else's: it stands still meanwhile.
    """

    def __init__(self, chance: Random, skews: tuple[timedelta, timedelta], jumping: int) -> None:
        self.chance, self.skews, self.jumping = chance, skews, jumping
        self.ahead = timedelta()
        self._jumped, self._by, self._passes = 0, timedelta(), 0
        self._shown: dict[datetime, set[datetime]] = {}

    def next_pass(self) -> None:
        """Whoever has jumped is right again after some passes, and perhaps another jumps."""
        self._passes -= 1
        if self._passes > 0:
            return
        self._by = timedelta()
        if self.chance.randrange(100) < self.jumping:
            name = self.chance.choice(sorted(JUMPS))
            self._jumped, self._by = self.chance.randrange(len(self.skews)), JUMPS[name]
            self._passes = self.chance.choice((1, 1, 2, 4))
            COUNTED[name] += 1

    def off(self, number: int) -> timedelta:
        """How far this machine is off."""
        jumped = self._by if number == self._jumped else timedelta()
        return self.skews[number] + jumped

    def stand_still(self, pause: timedelta) -> timedelta:
        """How much of the pause the program sees."""
        caught_up = min(self.ahead, pause)
        self.ahead -= caught_up
        return pause - caught_up

    def come_right(self) -> None:
        """No clock jumps any more."""
        self.jumping, self._by, self.ahead = 0, timedelta(), timedelta()

    def passed(self, *moments: datetime) -> None:
        """Both have passed at once, each at its own moment."""
        for moment in moments:
            self._shown.setdefault(moment, set()).update(moments)

    def beside(self, moment: datetime) -> set[datetime]:
        """What the clocks showed in the passes of which this was one's moment."""
        return self._shown.get(moment, set())
