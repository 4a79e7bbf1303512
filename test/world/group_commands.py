# SPDX-License-Identifier: EUPL-1.2
"""Commands whose file calls fail, each once, by strace: a backup, a council put back, an erasure, a signed checkpoint, an export.

A sample is a call, an error and a place: the N-th such call of each process of the command.  Which there are is told by a run
of the command to which nothing is done.  The outcome is whole, or refused with a sentence and nothing of it is there; and the
command, given once more without a fault, does what it should.
"""
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time

import controls
import house
from house import copy, fyr, signed, why_untraced

HERE = os.path.dirname(os.path.abspath(__file__))
SHORT_CALLS = 7                 # of each command, drawn
PATIENCE = 120                  # seconds: who hangs is found
TEXT = "En mening som ska bort"
DISK = ("EIO", "ENOSPC", "EROFS")
ERRORS = {"openat": ("EIO", "ENOSPC", "EROFS", "EMFILE", "EINTR"), "read": ("EIO", "EINTR"), "pread64": ("EIO", "EINTR"),
          "write": DISK + ("EINTR",), "pwrite64": DISK + ("EINTR",), "fsync": ("EIO", "ENOSPC", "EINTR"),
          "fdatasync": ("EIO", "ENOSPC", "EINTR"), "syncfs": ("EIO", "ENOSPC"), "ftruncate": DISK, "rename": DISK, "renameat2": DISK,
          "unlink": ("EIO", "EROFS"), "mkdir": DISK, "rmdir": ("EIO", "EROFS"), "newfstatat": ("EIO",), "access": ("EIO",),
          "statfs": ("EIO",), "fcntl": ("EIO", "ENOLCK", "EINTR"), "flock": ("ENOLCK", "EINTR"), "fchown": ("EPERM",),
          "lseek": ("EIO",), "close": ("EIO",)}
TIDYING = ("unlink", "rmdir")   # what was begun may lie there when it cannot be taken away


def entries(path):
    book = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    try:
        return [row[0] for row in book.execute("SELECT leaf FROM entry ORDER BY seq")]
    finally:
        book.close()


def verdict(path):
    ran = fyr("verify", path, "--json")
    return json.loads(ran.out) if ran.code == 0 else {"findings": str(ran)}


class Home:
    """What every sample begins from, made once."""

    def __init__(self, world):
        self.folder = world.path("commands")
        os.mkdir(self.folder)
        self.council, self.copy, self.second = (os.path.join(self.folder, name) for name in ("council.fyr", "copy", "second"))
        self.sealed, self.key = os.path.join(self.folder, "sealed"), os.path.join(self.folder, "key")
        house.fyr("demo", self.council)
        asked = self.write("question_asked", "coordinator", "measure=1", "text=" + TEXT)
        self.must("backup", self.council, self.copy)
        recipient = self.must("recipient", self.key).out
        with open(self.council + "-recipient", "w", encoding="ascii") as file:
            file.write(recipient)
        self.must("backup", self.council, self.sealed)
        os.unlink(self.council + "-recipient")
        self.proposal = self.write("erasure_proposed", "coordinator", "entry=%d" % asked, "fields=text", "ground=Rättelse",
                                   "basis=correction")
        if world.is_long:
            server = house.Server(self.council, "--copy", self.second)
            house.until(lambda: len(entries(self.council)) == signed(self.council) and os.path.exists(self.second + "/checkpoint"))
            server.stop()

    @staticmethod
    def must(*words):
        ran = fyr(*words)
        if ran.code:
            raise RuntimeError("%s: %s" % (words, ran))
        return ran

    def write(self, kind, who, *pairs):
        return self.must("write", kind, self.council, *pairs, "--as", who).number


class Job:
    """A command on a council of its own, in a folder of its own."""
    name = makes = None

    def __init__(self, home, folder):
        self.home, self.folder = home, folder
        self.council = copy(home.council, os.path.join(folder, "council.fyr"))
        os.chmod(self.council + "-key", 0o600)
        self.target, self.said = os.path.join(folder, self.makes or ""), ""

    def left(self):
        """What lies at the target though the command was refused."""
        return [n for n in os.listdir(self.folder) if n.startswith(self.makes) and not n.endswith("-lock") and ".unfinished-" not in n]

    def half(self):
        """What lies there of a copying that was broken off."""
        return [n for n in os.listdir(self.folder) if ".unfinished-" in n]

    def again(self):
        return fyr(*self.words()).code


class Backup(Job):
    name, makes, source = "backup", "target", None

    def words(self):
        return "backup", self.council, self.target

    def wrong(self, done):
        back = os.path.join(self.folder, "back.fyr")
        ran = fyr("restore", self.target, back, *self.opens())
        return None if ran.code == 0 and entries(back) == entries(self.council) else ran

    def opens(self):
        return ()


class SealedBackup(Backup):
    name = "backup, sealed"

    def __init__(self, home, folder):
        super().__init__(home, folder)
        with open(self.council + "-recipient", "w", encoding="ascii") as file:
            file.write(next(line for line in house.fyr("recipient", os.path.join(folder, "key")).out.splitlines()) + "\n")

    def opens(self):
        return "--key", os.path.join(self.folder, "key")


class Restore(Job):
    name, makes = "restore", "back.fyr"

    def words(self):
        return "restore", self.home.copy, self.target

    def wrong(self, done):
        said = verdict(self.target)
        return None if said["findings"] == 0 and entries(self.target) == entries(os.path.join(self.home.copy, "council.fyr")) else said


class SealedRestore(Restore):
    name = "restore, sealed"

    def words(self):
        return "restore", self.home.sealed, self.target, "--key", self.home.key


class BroughtUp(Restore):
    name = "restore with a second copy"

    def words(self):
        return "restore", self.home.copy, self.target, "--copy", self.home.second

    def wrong(self, done):
        ran = fyr("verify", self.target)     # the texts that came with no copy are missing
        whole = ran.code == 4 and ran.err.count("is missing") == ran.err.count("\nfyr: ") + ran.err.startswith("fyr: ")
        return None if entries(self.target) == entries(self.council) and (whole or ran.code == 4) else ran


class Export(Job):
    name, makes = "export", "taken"

    def words(self):
        return "export", "log", self.council, self.target

    def wrong(self, done):
        ran = fyr("verify", self.target)
        return None if ran.code == 0 else ran


class Act(Job):
    """An entry, and the checkpoint that is signed over it, with the signer's memory here and elsewhere."""
    name = "checkpoint"

    def __init__(self, home, folder):
        super().__init__(home, folder)
        self.elsewhere, self.before = os.path.join(folder, "elsewhere"), entries(self.council)
        with open(self.council + "-high-water", "w", encoding="utf-8") as file:
            file.write(self.elsewhere + "\n")
        shutil.copyfile(self.council + "-head", self.elsewhere)

    def words(self):
        return "write", "question_asked", self.council, "measure=1", "text=Hur går det?", "--as", "coordinator"

    def left(self):
        """A commit that failed may have reached the disk or not; half an entry is what may not be there."""
        said = verdict(self.council)
        return [] if said["findings"] == 0 and self.is_mine() else [said]

    def half(self):
        return []

    def is_mine(self):
        now = entries(self.council)
        return now[:len(self.before)] == self.before and len(now) <= len(self.before) + 2

    def wrong(self, done):
        """Once it has been done without a fault, all of it is signed, and both memories know."""
        said, now = verdict(self.council), entries(self.council)
        if said["findings"] or now[:len(self.before)] != self.before or len(now) == len(self.before):
            return said
        if not done:
            return None
        with open(self.elsewhere, encoding="utf-8") as file:
            far = int(file.read().split("\n")[1])
        return None if said["checkpoint"] == len(now) == signed(self.council) == far else (said, len(now), signed(self.council), far)


class Erase(Act):
    name = "erasure"

    def words(self):
        return "write", "erasure_seconded", self.council, "proposal=%d" % self.home.proposal, "--as", "registrar"

    def again(self):
        """The one that was refused may have reached the disk: then there is nothing left to second.  What is left of its text
        goes with the next act."""
        had = len(entries(self.council)) > len(self.before)
        code = fyr(*self.words()).code
        return fyr(*super().words()).code if had and code == 3 else code

    def wrong(self, done):
        holders = [n for n in os.listdir(self.folder) if os.path.isfile(os.path.join(self.folder, n))
                   and TEXT.encode() in open(os.path.join(self.folder, n), "rb").read()]
        if holders and (done or "erased text may still stand" not in self.said):
            return "the text still stands in %s" % holders
        return super().wrong(done)


SHORT = (Backup, Restore, Act, Erase, Export)
LONG = SHORT + (SealedBackup, SealedRestore, BroughtUp)


def traced(words, log, *what):
    try:
        return subprocess.run(["strace", "-f", "-y", "-qq", "-o", log, *what, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, errors="replace", timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return None


def places(job, log):
    """{call: the largest N of one process}, and from which N on it is about ours: before that the program is only loaded."""
    traced((house.FYR, *job.words()), log, "-e", "trace=" + ",".join(ERRORS))
    counts, first, begun = {}, {}, set()
    with open(log, encoding="utf-8", errors="replace") as file:
        for line in file:
            found = re.match(r"(\d+) +(\w+)\(", line)
            if not found:
                continue
            pid, call = found.groups()
            mine = counts.setdefault(pid, {})
            mine[call] = mine.get(call, 0) + 1
            if job.folder in line or len(counts) > 1:
                begun.add(pid)
            if pid in begun:
                first.setdefault(call, mine[call])
    return {call: range(first[call], max(mine.get(call, 0) for mine in counts.values()) + 1) for call in first}


def sample(make, folder, log, call, error, n, program=None):
    """Did a call fail, and what is wrong with what came of it?"""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        job = make.here(place)
        ran = traced((program or house.FYR, *job.words()), log, "-e", "trace=" + call, "-e", "inject=%s:error=%s:when=%d" % (call, error, n))
        with open(log, encoding="utf-8", errors="replace") as file:
            lines = file.read().split("\n")
        failed = [line for line in lines if "(INJECTED)" in line]
        if ran is None:
            return True, ["it hangs", failed]
        job.said = ran.stderr
        wrong = [line for line in lines if "killed by" in line]
        said_where = any(re.search(r"write\([12]<", line) for line in failed)
        if not 0 <= ran.returncode <= 6:
            wrong.append("exit %d" % ran.returncode)
        if ran.returncode and not ran.stderr.startswith("fyr: ") and not said_where:
            wrong.append("refused without a sentence: " + ran.stderr)
        # Who could not say that it was done has done it all the same.
        is_done = not ran.returncode or (said_where and job.makes is not None and os.path.exists(job.target))
        lack = job.wrong(False) if is_done else None
        if not is_done and job.left():
            wrong.append(("refused, and there is", job.left()))
        if job.half() and call not in TIDYING:
            wrong.append(("half a copy is left", job.half()))
        if lack:
            wrong.append(("done, and not whole", lack))
        if not is_done or isinstance(job, Act):
            for name in job.half():
                shutil.rmtree(os.path.join(place, name))
            if isinstance(job, Erase) and not ran.returncode:
                code = fyr(*Act.words(job)).code
            else:
                code = job.again()
            if code or job.wrong(True):
                wrong.append(("once more, exit %d" % code, job.wrong(True)))
        return bool(failed), wrong and wrong + [failed, "exit %d" % ran.returncode, ran.stderr]


class Maker:
    def __init__(self, home, sort):
        self.home, self.sort = home, sort

    def here(self, folder):
        return self.sort(self.home, folder)


def loop(world, home, sort):
    """All places of one command, or in the short form one of a few calls."""
    maker, log, began = Maker(home, sort), os.path.join(home.folder, "trace"), time.monotonic()
    with tempfile.TemporaryDirectory(dir=home.folder) as place:
        found = places(maker.here(place), log)
    chosen = [(call, error, n) for call in sorted(found) for n in found[call] for error in ERRORS[call]]
    if not world.is_long:
        calls = world.chance.sample(sorted(found), min(SHORT_CALLS, len(found)))
        chosen = [(call, world.chance.choice(ERRORS[call]), world.chance.choice(found[call])) for call in calls]
    failed, bad = 0, []
    for call, error, n in chosen:
        has_failed, wrong = sample(maker, home.folder, log, call, error, n)
        failed += has_failed
        if wrong:
            bad.append(("%s:%s:%d" % (call, error, n), wrong))
            world.note("%s: %s fails with %s at %d: %s" % (sort.name, call, error, n, wrong))
    world.ok(not bad, "commands: %s: %d calls fail, it is whole or refused, and the next is done" % (sort.name, failed),
             len(bad), *bad[:4])
    world.ok(failed > len(chosen) // 2, "commands: %s: the calls did fail" % sort.name, failed, len(chosen))
    if world.is_long:
        world.note("%s: %d samples, %d seconds" % (sort.name, len(chosen), time.monotonic() - began))


def broken(world, home):
    """The control: a restore that leaves what it had placed when the next file cannot be."""
    patch = os.path.join(HERE, "controls", "commands_left_half.patch")
    with tempfile.TemporaryDirectory(dir=home.folder) as folder:
        program = controls.built(world, patch, world.build, folder)
        if program:
            failed, wrong = sample(Maker(home, Restore), home.folder, os.path.join(home.folder, "trace"), "renameat2", "EIO", 2, program)
            world.ok(failed and any("refused, and there is" in str(w) for w in wrong), "commands: control %s is found"
                     % controls.name_of(patch), wrong)


def run(world):
    why = why_untraced()
    if why:
        world.skip("commands: their calls fail", why)
        return
    home = Home(world)
    for sort in LONG if world.is_long else SHORT:
        loop(world, home, sort)
    broken(world, home)
