# SPDX-License-Identifier: EUPL-1.2
"""A council of an earlier version is opened by today's program, which brings it over, and the power goes meanwhile."""
import collections
import gzip
import os
import random
import signal
import sqlite3
import tempfile

import load
import replay
from alive import Plain
from recording import Tally

OLD = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "upgrade")
SIDES = ("", "-key", "-head", "-office")
KEPT = {"": "SELECT seq, leaf FROM entry ORDER BY seq", "-office": "SELECT person, hash FROM passphrase ORDER BY person"}


class Upgrade:
    def __init__(self, program, recorder, form, folder):
        """Records the first start of the program on a council of the form `format-1` and so on, and its stop."""
        self.program, root, work = program, os.path.join(folder, "root"), os.path.join(folder, "work")
        os.makedirs(root)
        os.mkdir(work)
        for side in SIDES:
            with gzip.open(os.path.join(OLD, form, "council.fyr%s.gz" % side)) as packed:
                with open(os.path.join(root, "council" + side), "wb") as file:
                    file.write(packed.read())
            os.chmod(os.path.join(root, "council" + side), 0o600)
        self.found = replay.read_folder(root)
        self.kept = self.contents({path: (None, content) for path, _, content in self.found}, folder)
        recorded, self.trouble = load.Recorded(program, recorder, root, work), []
        if not recorded.start() or load.writer(recorded.file).ask(op="ready"):
            self.trouble.append("the server does not serve it")
        if recorded.end() != 0:
            self.trouble.append("the server did not end well")
        self.calls = replay.read_journal(recorded.journal)
        disk = replay.Disk(self.found)
        for call in self.calls:
            disk.do(call)
        self.trouble += replay.differences(disk.now(), root)

    @staticmethod
    def contents(state, place):
        found = {}
        for part, question in KEPT.items():
            with tempfile.TemporaryDirectory(dir=place) as folder:
                for side in (part, part + "-wal", part + "-journal"):
                    if "council" + side in state:
                        with open(os.path.join(folder, "council" + side), "wb") as file:
                            file.write(state["council" + side][1])
                try:
                    base = sqlite3.connect(os.path.join(folder, "council" + part))
                    found[part] = base.execute(question).fetchall()
                    base.close()
                except sqlite3.Error as error:
                    found[part] = repr(error)
        return found

    def states(self, count, chance, forms):
        """Every beginning at which more than bytes of a file was changed, and `count` random cuts."""
        places = collections.Counter(chance.randrange(len(self.calls) + 1) for _ in range(count))
        disk = replay.Disk(self.found)
        for k, call in enumerate(self.calls + [None]):
            for state in ([disk.now()] if not call or call.call != "W" else []) + [
                    disk.cut(chance, forms) for _ in range(places[k])]:
                yield k, state
            if call:
                disk.do(call)

    def cuts(self, count, every, seed, place):
        """(tally, how many of them the program was started on: each of `every`)"""
        chance, tally, started = random.Random(seed), Tally(), 0
        for k, state in self.states(count, chance, collections.Counter()):
            found = self.contents(state, place)
            complaints = [("lost", "council%s: %s" % (part, str(found[part])[:80])) for part in KEPT if found[part] != self.kept[part]]
            if tally.states % every == 0:
                started += 1
                complaints += [("stuck", text) for text in self.starts(state, place)]
            tally.add(complaints, "cut at %d" % k)
        return tally, started

    def starts(self, state, place):
        with tempfile.TemporaryDirectory(dir=place) as folder:
            root, work = os.path.join(folder, "root"), os.path.join(folder, "work")
            replay.lay(state, root)
            os.mkdir(work)
            victim = Plain(self.program, root, work)
            if not victim.start():
                victim.end(signal.SIGKILL)
                return ["the server does not start"]
            try:
                wrong = [] if load.writer(victim.file).ask(op="ready") == {} else ["the writer is not ready"]
            except OSError as error:
                wrong = ["the writer is away: %r" % error]
            wrong += [] if victim.end() == 0 else ["the server does not end well"]
            wrong += ["verify finds something"] if victim.run("verify", victim.file) else []
            if self.contents({path: (None, content) for path, _, content in replay.read_folder(root)}, folder) != self.kept:
                wrong.append("something is lost afterwards")
            return wrong
