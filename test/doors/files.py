# SPDX-License-Identifier: EUPL-1.2
"""Files that are broken, foreign, newer or missing, and disks that are full or may only be read."""
import os
import random
import resource
import sqlite3
import subprocess

from house import EXAMPLE_ENTRIES, FYR, contents, copy, demo, fyr

ASK = ("measure=1", "text=Hur går det?", "--as", "coordinator")


def tells(tap, path, what, code, word, commands=("show", "write", "verify", "serve")):
    """Every command refuses the file alike, in words that say what is wrong with it, and leaves it as it was."""
    words = {"show": ("show", "plan", path), "write": ("write", "question_asked", path, *ASK), "verify": ("verify", path),
             "serve": ("serve", path, "--listen", "127.0.0.1:0"), "rebuild": ("rebuild", path)}
    before = contents(path) if os.path.isfile(path) else None
    for name in commands:
        ran = fyr(*words[name])
        tap.ok(ran.code == code and word in ran.err and (not ran.out or name == "verify"), "%s: %s says so, exit %d" % (what, name, code), word, ran)
        tap.ok(len(ran.err.split("\n")) < 30, "%s: %s says it in few words" % (what, name), ran)
    if before is not None:
        tap.ok(contents(path) == before, "%s: nothing was changed" % what)


def foreign(tap):
    path = tap.path("letter.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("En vanlig text, inte ett råd.\n" * 200)
    tells(tap, path, "a text", 4, "not a database", ("show", "write", "verify", "serve", "rebuild"))
    path = tap.path("other.db")
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE entry(a)")
    db.commit()
    db.close()
    tells(tap, path, "another program's database", 4, "not a council file")
    path = tap.path("empty")
    with open(path, "wb"):
        pass
    tells(tap, path, "an empty file", 4, "not a council file")
    tells(tap, tap.path("nowhere"), "a missing file", 1, "does not exist", ("show", "write", "verify", "serve"))
    for name in ("write", "serve", "verify"):
        tap.ok(not os.path.exists(tap.path("nowhere")), "a missing file: %s makes none" % name)
    os.mkdir(tap.path("folder"))
    tells(tap, tap.path("folder"), "a folder", 2, "not an ordinary file", ("show", "write", "serve", "rebuild"))
    # To verify, a folder is an export of the log; this one lacks all of it.
    tells(tap, tap.path("folder"), "a folder", 4, "log.vkey: missing", ("verify",))


def newer(tap, whole):
    path = copy(whole, tap.path("newer.fyr"))
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version=%d" % (db.execute("PRAGMA user_version").fetchone()[0] + 1))
    db.commit()
    db.close()
    tells(tap, path, "a book in a newer format", 2, "newer version", ("show", "write", "verify", "serve", "rebuild"))
    path = copy(whole, tap.path("newer_state.fyr"))
    db = sqlite3.connect(path)
    db.execute("UPDATE state_version SET version = version + 1")
    db.commit()
    db.close()
    tells(tap, path, "a state of a newer program", 2, "newer version", ("show", "write", "serve", "rebuild"))
    tells(tap, path, "a state of a newer program", 4, "newer program", ("verify",))
    path = copy(whole, tap.path("older_state.fyr"))
    db = sqlite3.connect(path)
    db.execute("UPDATE state_version SET version = version - 1")
    db.commit()
    db.close()
    tells(tap, path, "a state of an older program", 2, "fyr rebuild", ("show",))
    ran = fyr("write", "question_asked", path, *ASK)
    tap.same(ran.code, 0, "a state of an older program is made anew by the writer", ran)
    tap.same(fyr("verify", path).code, 0, "and is whole then")


def broken(tap, whole):
    size = os.path.getsize(whole)
    for part in (100, 4096, size // 2, size - 4096):
        path = copy(whole, tap.path("cut.fyr"))
        os.truncate(path, part)
        before = contents(path)
        for name, words in (("verify", ("verify", path)), ("verify --book", ("verify", "--book", path))):
            ran = fyr(*words)
            tap.ok(ran.code == 4 and ran.err, "a file cut to %d of %d bytes: %s exit 4" % (part, size, name), ran)
        tap.ok(contents(path) == before, "a file cut to %d bytes is not made worse" % part)
    chance = random.Random(1)
    for page in sorted({0, *(chance.randrange(1, size // 4096) for _ in range(12))}):
        path = copy(whole, tap.path("garbage.fyr"))
        with open(path, "r+b") as file:
            file.seek(page * 4096 + (100 if not page else 0))
            file.write(chance.randbytes(3996 if not page else 4096))
        ran = fyr("verify", path)
        tap.ok(ran.code == 4 and ran.err, "page %d is garbage: verify exit 4" % page, ran)
        ran = fyr("write", "question_asked", path, *ASK)
        tap.ok(ran.code in (0, 1, 3, 4), "page %d is garbage: a write ends in order" % page, ran)
        ran = fyr("show", "plan", path, "--as", "coordinator")
        tap.ok(ran.code in (0, 1, 3, 4), "page %d is garbage: a page ends in order" % page, ran)
        ran = fyr("rebuild", path)
        tap.ok(ran.code in (0, 4), "page %d is garbage: rebuild ends in order" % page, ran)


def spoiled_sides(tap, whole):
    """The key, the head and the office."""
    path = copy(whole, tap.path("sides.fyr"))
    os.unlink(path + "-key")
    ran = fyr("write", "question_asked", path, *ASK)
    tap.ok(ran.code == 0, "without the key a write stands unsigned", ran)
    ran = fyr("verify", path)
    tap.ok(ran.code == 0 and ran.err, "and verify tells of the unsigned tail, exit 0", ran)
    path = copy(whole, tap.path("office.fyr"))
    with open(path + "-office", "wb") as file:
        file.write(b"not an office" * 100)
    tap.same(fyr("verify", path).code, 0, "a broken office is nothing to the book")
    before = contents(path)
    ran = fyr("write", "question_asked", path, *ASK)
    tap.ok(ran.code == 4 and "-office" in ran.err, "a broken office is named", ran)
    tap.ok(contents(path) == before, "a broken office: nothing was changed")
    os.unlink(path + "-office")
    ran = fyr("write", "question_asked", path, *ASK)
    tap.same(ran.code, 0, "a lost office is made anew", ran)


class Mount:
    """A small file system in memory; without root there is none."""

    def __init__(self, tap, name, size):
        self.path = tap.path(name)
        os.mkdir(self.path)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=" + size, "none", self.path], stderr=subprocess.PIPE, check=False)
        self.why = None if not done.returncode else "no mount: " + done.stderr.decode().strip().split("\n")[0]

    def again(self, how):
        subprocess.run(["mount", "-o", "remount," + how, self.path], check=True)

    def end(self):
        if not self.why:
            subprocess.run(["umount", "-l", self.path], check=False)


def full_disk(tap, whole):
    disk = Mount(tap, "small", "%dk" % (sum(map(len, contents(whole).values())) // 1024 + 256))
    if disk.why:
        tap.skip("a full disk", disk.why)
        return
    try:
        path = copy(whole, os.path.join(disk.path, "c.fyr"))
        filler = os.path.join(disk.path, "filler")
        fd = os.open(filler, os.O_WRONLY | os.O_CREAT)
        try:
            while os.write(fd, b"x" * 4096):
                pass
        except OSError:
            os.close(fd)
        before = contents(path)
        ran = fyr("write", "question_asked", path, *ASK)
        tap.ok(ran.code == 6 and "full" in ran.err and not ran.out, "a full disk: the write is refused, exit 6", ran)
        tap.ok(contents(path) == before, "a full disk: nothing was changed")
        ran = fyr("demo", os.path.join(disk.path, "new.fyr"))
        tap.ok(ran.code == 6 and not os.path.exists(os.path.join(disk.path, "new.fyr")), "a full disk: no half council", ran)
        tap.same(fyr("show", "plan", path, "--as", "coordinator").code, 0, "a full disk: pages are shown")
        tap.same(fyr("verify", path).code, 0, "a full disk: the file is whole")
        ran = fyr("export", "plan", path, os.path.join(disk.path, "plan.csv"), "--as", "coordinator")
        tap.ok(ran.code == 6 and not os.path.exists(os.path.join(disk.path, "plan.csv")), "a full disk: no half export", ran)
        os.unlink(filler)
        ran = fyr("write", "question_asked", path, *ASK)
        tap.ok(ran.code == 0 and ran.number == EXAMPLE_ENTRIES, "room again: the same write is taken", ran)
        tap.same(fyr("verify", path).code, 0, "and the file is whole")
    finally:
        disk.end()


def file_limit(tap, whole):
    """A disk that takes no more, for which no mount is needed: the file may not grow."""
    path = copy(whole, tap.path("limit.fyr"))
    before = contents(path)

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    ran = fyr("write", "question_asked", path, *ASK, preexec_fn=limited)
    tap.ok(ran.code == 6 and ran.err and not ran.out, "files may not grow: the write is refused, exit 6", ran)
    tap.ok(contents(path) == before, "files may not grow: nothing was changed")
    ran = fyr("write", "question_asked", path, *ASK)
    tap.ok(ran.code == 0 and ran.number == EXAMPLE_ENTRIES, "and the next one is taken", ran)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([FYR, "show", "plan", path, "--as", "coordinator"], stdout=full, stderr=subprocess.PIPE, check=False)
    tap.ok(done.returncode == 6 and done.stderr, "standard output on a full disk is told, exit 6", done)


def read_only(tap, whole):
    disk = Mount(tap, "read_only", "4m")
    if disk.why:
        tap.skip("a disk that may only be read", disk.why)
        return
    try:
        path = copy(whole, os.path.join(disk.path, "a council?.fyr"))
        disk.again("ro")
        ran = fyr("verify", path)
        tap.ok(ran.code == 0 and not ran.err, "read-only: verify", ran)
        ran = fyr("show", "plan", path, "--as", "coordinator", "--json")
        tap.ok(ran.code == 0 and '"measures"' in ran.out, "read-only: show", ran)
        for words in (("write", "question_asked", path, *ASK), ("rebuild", path), ("serve", path, "--listen", "127.0.0.1:0"),
                      ("init", os.path.join(disk.path, "new.fyr"), "--name", "Prov")):
            ran = fyr(*words)
            tap.ok(ran.code == 6 and "Read-only" in ran.err, "read-only: %s is refused, exit 6" % words[0], ran)
    finally:
        disk.end()


def run(tap):
    whole = demo(tap)
    foreign(tap)
    newer(tap, whole)
    broken(tap, whole)
    spoiled_sides(tap, whole)
    full_disk(tap, whole)
    file_limit(tap, whole)
    read_only(tap, whole)
