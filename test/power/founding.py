# SPDX-License-Identifier: EUPL-1.2
"""Commands that make a council: when one has ended well, the council is there after a power cut.  A restored one is
whole as soon as its FILE bears its name, since whoever finds FILE begins to work."""
import collections
import os
import random
import sqlite3
import subprocess

import load
import replay
from recording import Tally

PARTS = ("", "-key", "-office", "-head")


class Founding:
    def __init__(self, program, recorder, council, folder):
        self.root, work, backup = (os.path.join(folder, name) for name in ("root", "work", "backup"))
        self.program, self.trouble = program, []
        os.mkdir(self.root)
        os.mkdir(work)
        subprocess.run([program, "backup", os.path.join(council.folder, "council"), backup], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        recorded = load.Recorded(program, recorder, self.root, work)
        for name, words in (("new", ("init", self.path("new"), "--name", "Nya rådet")),
                            ("restored", ("restore", backup, self.path("restored")))):
            if recorded.run(*words):
                self.trouble.append("%s did not end well" % words[0])
            recorded.tell(made=name)
        self.calls = replay.read_journal(recorded.journal)
        disk = replay.Disk([])
        for call in self.calls:
            if call.call != "A":
                disk.do(call)
        self.trouble += replay.differences(disk.now(), self.root)
        self.whole = {name: self.contents(disk.now(), name, folder) for name in ("new", "restored")}

    def path(self, name):
        return os.path.join(self.root, name)

    @staticmethod
    def contents(state, name, place):
        """Entries, links and passphrases, key, head; what is not there is None."""
        found = []
        for part, question in (("", "SELECT seq, leaf FROM entry"), ("-office", "SELECT token_hash FROM link"
                               " UNION ALL SELECT hash FROM passphrase")):
            for side in (part, part + "-wal"):
                path = os.path.join(place, "found" + side)
                if os.path.exists(path):
                    os.unlink(path)
                if name + side in state:
                    with open(path, "wb") as file:
                        file.write(state[name + side][1])
            try:
                base = sqlite3.connect("file:%s?mode=ro" % os.path.join(place, "found" + part), uri=True)
                found.append(base.execute(question).fetchall())
                base.close()
            except sqlite3.Error:
                found.append(None)
        return found + [bytes(state[name + part][1]) if name + part in state else None for part in ("-key", "-head")]

    def judged(self, state, made, place):
        for name, whole in self.whole.items():
            is_there = name in state and (name in made or name == "restored")
            if name in made and name not in state:
                yield "lost", "%s was made and is gone" % name
            elif is_there and self.contents(state, name, place) != whole:
                yield "half", "%s is there and is not whole" % name

    def cuts(self, count, seed, place):
        """Every beginning, and random cuts where more than bytes of a file is changed.  (tally, states in which each
        council was there)"""
        chance, tally, forms, there = random.Random(seed), Tally(), collections.Counter(), collections.Counter()
        disk, made, each = replay.Disk([]), set(), -(-count // sum(call.call != "W" for call in self.calls))
        for k, call in enumerate(self.calls + [None]):
            for state in [disk.now()] + [disk.cut(chance, forms) for _ in range(0 if call and call.call == "W" else each)]:
                tally.add(list(self.judged(state, made, place)), "cut at %d" % k)
                there.update(name for name in self.whole if name in state)
            if call and call.call == "A":
                made.add(replay.json.loads(call.bytes)["made"])
            elif call:
                disk.do(call)
        return tally, there
