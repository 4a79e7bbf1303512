# SPDX-License-Identifier: EUPL-1.2
"""A recorded life of an example council, and its states after a power cut."""
import collections
import copy
import json
import multiprocessing
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile

import judge
import load
import replay

MEMORY = "/dev/shm"
JOBS = 2


class Council:
    """An example council and who is behind its logins; each recording begins with a copy."""

    def __init__(self, program, folder):
        self.folder = os.path.join(folder, "founded")
        os.mkdir(self.folder)
        file = os.path.join(self.folder, "council")
        subprocess.run([program, "demo", file], check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with tempfile.TemporaryDirectory() as aside:
            base = sqlite3.connect(shutil.copy(file, aside))
            self.persons = dict(base.execute(
                "SELECT d.value, b.person FROM binding b JOIN disclosure d ON d.seq = b.name_text AND d.field = 'name'"
                " WHERE b.sort = 'login'"))
            self.persons[""] = base.execute("SELECT max(number) FROM person").fetchone()[0]
            base.close()


class Tally:
    """Complaints by sort, with the first few of each in words."""

    def __init__(self):
        self.counts, self.first, self.states = collections.Counter(), {}, 0

    def add(self, complaints, where):
        self.states += 1
        for sort in {sort for sort, _ in complaints}:
            self.counts[sort] += 1
        for sort, text in complaints:
            texts = self.first.setdefault(sort, [])
            if len(texts) < 4:
                texts.append("%s: %s" % (where, text))

    def join(self, other):
        self.states += other.states
        self.counts += other.counts
        for sort, texts in other.first.items():
            self.first[sort] = (self.first.get(sort, []) + texts)[:4]


class Recording:
    def __init__(self, program, recorder, council, folder, rounds, backups=1, forget=None):
        """Lives through it and reads the journal; `trouble` says what was not as it should be."""
        self.root, self.work = os.path.join(folder, "root"), os.path.join(folder, "work")
        shutil.copytree(council.folder, self.root)
        os.mkdir(self.work)
        self.found = replay.read_folder(self.root)
        recorded = load.Recorded(program, recorder, self.root, self.work, forget)
        self.counts, self.trouble = load.live(recorded, council.persons, rounds, backups)
        self.calls = replay.read_journal(recorded.journal)
        self.counts["checkpoint"] = sum(call.name == "council-head.new" and call.call == "R" for call in self.calls)
        self.windows = {}           # by link: (place, state, promises)
        self.truth = judge.Truth(self.root, self.calls)
        self.judge = judge.Judge(self.truth, tempfile.mkdtemp(prefix="fyr-power-", dir=MEMORY))

    def end(self):
        self.judge.end()

    def missed(self):
        """What the journal does not tell of the folder as it became."""
        disk = replay.Disk(self.found)
        try:
            for call in self.calls:
                if call.call != "A":
                    disk.do(call)
        except (KeyError, ValueError) as error:
            return ["the journal makes no sense: %r" % error]
        return list(replay.differences(disk.now(), self.root))

    def walk(self):
        """(place in the journal, call, disk as it was before the call, promises by then)"""
        disk, promises = replay.Disk(self.found), judge.Promises()
        self.judge.begin()
        for k, call in enumerate(self.calls):
            yield k, call, disk, promises
            if call.call == "A":
                promises.take(json.loads(call.bytes), self.truth)
            else:
                disk.do(call)
        yield len(self.calls), None, disk, promises

    def prefixes(self, every):
        """Each beginning of the journal, done exactly: `every` call, or those after which something else than bytes of
        a file is changed.  They also teach the judge what commits left."""
        tally, is_due = Tally(), True
        self.judge.is_learning = True
        for k, call, disk, promises in self.walk():
            if is_due:
                state = disk.now()
                tally.add(self.judge.judge(state, promises), "after call %d" % k)
                self.keep_window(k, state, promises)
            is_due = call and call.call != "A" and (every or call.call != "W")
        self.judge.is_learning = False
        return tally

    def keep_window(self, k, state, promises):
        """Somebody was closed in the book, and the office holds the person's link still: the next start must see to it."""
        n, given = self.judge.last
        for event in self.truth.events:
            if "left" in event and event["by"] < (n or 0) and given and event["left"] in given[0]:
                copied = {path: (thing, content and bytes(content)) for path, (thing, content) in state.items()}
                self.windows[event["left"]] = k, copied, copy.deepcopy(promises)

    def cuts(self, count, seed, forms):
        """(place, state, promises) of `count` random power cuts, in the journal's order."""
        chance = random.Random(seed)
        places = sorted((chance.randrange(len(self.calls) + 1) for _ in range(count)), reverse=True)
        for k, _, disk, promises in self.walk():
            while places and places[-1] == k:
                places.pop()
                yield k, disk.cut(chance, forms), promises

    def random_states(self, count, seed, until=None):
        """Judges them; stops early when a complaint of the sort `until` came."""
        tally, forms = Tally(), collections.Counter()
        for k, state, promises in self.cuts(count, seed, forms):
            tally.add(self.judge.judge(state, promises), "cut at %d (seed %s)" % (k, seed))
            if until and tally.counts[until]:
                break
        return tally, forms

    def random_states_on_all_cores(self, count, seed):
        tally, forms = Tally(), collections.Counter()
        pieces = [(count // JOBS + (job < count % JOBS), "%s-%d" % (seed, job)) for job in range(JOBS)]
        with multiprocessing.get_context("fork").Pool(JOBS, Recording.begin_job, (self,)) as pool:
            for some, some_forms in pool.starmap(Recording.job, pieces):
                tally.join(some)
                forms += some_forms
        return tally, forms

    @staticmethod
    def begin_job(recording):
        """A process of its own judges in a folder of its own."""
        recording.judge.place = tempfile.mkdtemp(prefix="job-", dir=recording.judge.place)
        Recording.here = recording

    @staticmethod
    def job(count, seed):
        return Recording.here.random_states(count, seed)
