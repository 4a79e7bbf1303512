# SPDX-License-Identifier: EUPL-1.2
"""What the suites in Python say: their lines in TAP, as test/run reads them."""
import random
import sys

MOST_LINES, MOST_CHARACTERS = 40, 600      # of what is told of one failure


def seed_of_call():
    """The suite as it stands draws the same each time, so that a change is judged by what it changes; a longer form anew."""
    return random.SystemRandom().randrange(10 ** 6) if len(sys.argv) > 1 else 1


class Tap:
    """A suite's lines, said as they come.  `suite`, if any, stands before each name."""

    def __init__(self, suite=""):
        self.suite = suite + ": " if suite else ""
        self.count = self.failed = 0

    def say(self, passed, name, details=(), skip=None):
        """One line; of a failure also its details, each under the other."""
        self.count += 1
        self.failed += not passed
        print("%sok %d - %s%s%s" % ("" if passed else "not ", self.count, self.suite, name, " # SKIP " + skip if skip else ""))
        lines = [] if passed else [line for detail in details for line in str(detail).split("\n")]
        for line in lines[:MOST_LINES]:
            print("# " + line[:MOST_CHARACTERS])
        if len(lines) > MOST_LINES:
            print("# and %d more" % (len(lines) - MOST_LINES))
        sys.stdout.flush()
        return bool(passed)

    def ok(self, passed, name, *details):
        return self.say(passed, name, details)

    def same(self, got, expected, name, *details):
        return self.ok(got == expected, name, "got %r, expected %r" % (got, expected), *details)

    def skip(self, name, why):
        return self.say(True, name, skip=why)

    def plan(self):
        """Says how many there were.  The exit code."""
        print("1..%d" % self.count)
        return 1 if self.failed else 0


class Heard(Tap):
    """Says nothing, and keeps the names of what is not so: a control is found by what it misses."""

    def __init__(self):
        super().__init__()
        self.missed = []

    def say(self, passed, name, details=(), skip=None):
        self.missed += [] if passed else [name]
        return bool(passed)
