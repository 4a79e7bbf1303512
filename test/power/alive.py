# SPDX-License-Identifier: EUPL-1.2
"""The real program on a state that a power cut left: it must recover, keep what was promised, and go on."""
import collections
import os
import random
import shutil
import signal
import sqlite3


import load
import replay
from recording import Tally

STATES, LONG_STATES = 150, 1000
CALLS_MAX = 400


class Plain(load.Recorded):
    """The program without the recorder."""

    def __init__(self, program, root, work):
        super().__init__(program, "", root, work)
        self.env = dict(os.environ)


def state_of(root):
    """Real files as a state; what lies in the folder is all there is."""
    state = {}
    for path, _, content in replay.read_folder(root):
        thing = replay.File(content or b"")
        state[path] = (thing, None if content is None else thing.safe)
    return state


def kept(recording, root, promises):
    """Is all that was promised there, after the program has been at work?  It may have written more."""
    base = sqlite3.connect("file:%s?mode=ro" % os.path.join(root, "council"), uri=True)
    entries = base.execute("SELECT seq, leaf, hash FROM entry ORDER BY seq").fetchall()
    base.close()
    n = 0
    while n < min(len(entries), len(recording.truth.entries)) and entries[n] == recording.truth.entries[n]:
        n += 1
    if n < max(promises.entries, promises.signed):
        yield "of %d entries only %d are as they were" % (promises.entries, n)
    for seq, by in recording.truth.erased.items():
        if by >= n:
            continue
        for name in ("council", "council-wal", "council-office", "council-office-wal"):
            path = os.path.join(root, name)
            if os.path.exists(path):
                with open(path, "rb") as file:
                    if recording.truth.texts[seq].encode() in file.read():
                        yield "the text of entry %d was erased and stands in %s" % (seq, name)


def still_given(root, link):
    base = sqlite3.connect(os.path.join(root, "council-office"))
    found = base.execute("SELECT count(*) FROM link WHERE token_hash = ?", (bytes.fromhex(link),)).fetchone()[0]
    base.close()
    return ["the link of somebody who was closed is there"] if found else []


def recovers(program, state, folder, recording, promises):
    """Complaints."""
    root, work = os.path.join(folder, "root"), os.path.join(folder, "work")
    replay.lay(state, root)
    os.mkdir(work)
    victim = Plain(program, root, work)
    code = victim.run("verify", victim.file)
    if code:
        yield "verify ends with %d" % code
    if not victim.start():
        yield "the server does not start"
        victim.end(signal.SIGKILL)
        return
    try:
        answer = load.writer(victim.file).ask(**{"op": "write", "kind": "question_asked", "as": "coordinator",
                                                 "fields": [["measure", "3"], ["text", "Gick strömmen?"]]})
        if (answer.get("seq") or 0) < promises.entries:
            yield "a new entry gets number %s, %d were promised" % (answer.get("seq"), promises.entries)
    except OSError as error:
        yield "nobody can write: %r" % error
    code = victim.end()
    if code:
        yield "the server ends with %s" % code
    code = victim.run("verify", victim.file)
    if code:
        yield "verify afterwards ends with %d" % code
    yield from kept(recording, root, promises)


def is_ready(victim):
    """The address is told before the writer is there.  After the first answer it has the book signed, then it answers
    the second."""
    try:
        line = load.writer(victim.file)
        return [line.ask(op="ready") for _ in range(2)] == [{}, {}]
    except OSError:
        return False


class Again:
    """One state whose recovery is cut at its first call, its second, and so on, each time followed by another one."""

    def __init__(self, program, recorder, recording, state, promises, seed):
        self.program, self.recorder, self.recording = program, recorder, recording
        self.state, self.promises, self.seed = state, promises, seed
        self.covered = self.states = 0

    def go(self, folder, is_long):
        n = 1
        while n < CALLS_MAX:
            place = os.path.join(folder, str(n))
            os.mkdir(place)
            calls, found, is_through, wrong = self.start(place, n)
            yield from ("at call %d of the start: %s" % (n, text) for text in wrong)
            if is_through:
                yield from self.nested(found, calls, LONG_STATES if is_long else STATES)
                break
            self.covered += 1
            if is_long or self.covered % 8 == 1:
                root = os.path.join(place, "root")
                yield from ("at call %d of the start: %s" % (n, text) for text in
                            recovers(self.program, state_of(root), os.path.join(place, "again"), self.recording, self.promises))
            shutil.rmtree(place)
            n += 1 if is_long else 1 + n // 12      # the short form leaves out some of the later ones

    def start(self, place, n):
        """Starts the server, which is killed at its nth call.  (calls, files before, was it through, complaints)"""
        root, work = os.path.join(place, "root"), os.path.join(place, "work")
        os.makedirs(os.path.join(place, "again"))
        replay.lay(self.state, root)
        os.mkdir(work)
        found = replay.read_folder(root)
        victim = load.Recorded(self.program, self.recorder, root, work)
        is_through = victim.start(cut=n) and is_ready(victim)
        victim.end(signal.SIGKILL)
        calls = replay.read_journal(victim.journal) if os.path.exists(victim.journal) else []
        disk = replay.Disk(found)
        for call in calls:
            disk.do(call)
        wrong = list(replay.differences(disk.now(), root))
        if len(calls) >= n and not is_through:      # calls that changed nothing are counted and not recorded
            wrong.append("%d calls were recorded" % len(calls))
        self.recording.judge.begin()
        wrong += self.judged(state_of(root))
        return calls, found, is_through, wrong

    def judged(self, state):
        """By the promises of the first cut.  Recovery commits too, and what it leaves is new to the judge."""
        self.states += 1
        self.recording.judge.is_learning = True
        complaints = self.recording.judge.judge(state, self.promises)
        self.recording.judge.is_learning = False
        return ["%s: %s" % pair for pair in complaints]

    def nested(self, found, calls, count):
        """Random power cuts during the whole start, once each beginning of it has been judged."""
        disk = replay.Disk(found)
        for call in calls:
            self.recording.judge.begin()
            yield from self.judged(disk.now())
            disk.do(call)
        chance, tally, forms = random.Random("%s-again" % self.seed), Tally(), collections.Counter()
        places = sorted((chance.randrange(len(calls) + 1) for _ in range(count)), reverse=True)
        disk = replay.Disk(found)
        self.recording.judge.begin()
        for k, call in enumerate(calls + [None]):
            while places and places[-1] == k:
                places.pop()
                tally.add(self.recording.judge.judge(disk.cut(chance, forms), self.promises), "cut at %d" % k)
            if call:
                disk.do(call)
        self.states += tally.states
        for sort, texts in tally.first.items():
            yield from ("again %s: %s" % (sort, text) for text in texts)
