# SPDX-License-Identifier: EUPL-1.2
"""A disk that gets full and is relieved, and one that becomes read-only, under a server at work.

The small file system needs root.  Without it that part is skipped aloud: a limit on the size of files stands in for the full
disk, and writes that fail with EROFS for the read-only one; both are tried in any case.
"""
import json
import os
import subprocess
import time

import oracle
from house import FYR, SIDES, Server, fyr, hidden, is_traced, until, why_untraced

TEXT = "Hur går arbetet? En fråga till provet"
RESERVE = 16 << 20
DISK = 64 << 20                 # with room for the council, the longest file there may be, and a reserve
LONGEST = 9999999


class Small:
    """A file system of a few MiB in memory."""

    def __init__(self, world, name, size):
        self.path = world.path(name)
        os.mkdir(self.path)
        self.is_there = not subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d" % size, "none", self.path],
                                           stderr=subprocess.DEVNULL, check=False).returncode

    def fill(self, leaving=0):
        """Fills it, and gives back `leaving` bytes at the end."""
        with open(os.path.join(self.path, "filler"), "ab", buffering=0) as filler:
            try:
                while filler.write(b"x" * 4096):
                    pass
            except OSError:
                pass
            size = filler.tell()
            if leaving:
                filler.truncate(max(0, size - leaving))

    def relieve(self):
        os.unlink(os.path.join(self.path, "filler"))

    def end(self):
        if self.is_there:
            subprocess.run(["umount", "-l", self.path], check=False)


def whole(world, folder):
    path = os.path.join(folder, "council")
    done = fyr("demo", path)
    if done.code:
        raise RuntimeError(str(done))
    return path


def page_with(visitor, number):
    """The form as a person fills it in, sent; the reply and what was typed."""
    form = visitor.get("/write/question_asked?measure=1").text
    typed = "%s nummer %d" % (TEXT, number)
    return visitor.post("/write/question_asked", {"measure": "1", "text": typed, "n": hidden(form, "n") or "",
                                                  "base": hidden(form, "base") or ""}), typed


class Told:
    """Entries that were answered, as JSON, to be looked for at the end."""

    def __init__(self, visitor):
        self.visitor, self.answers = visitor, []

    def ask(self, text):
        reply = self.visitor.post("/write/question_asked.json", {"measure": "1", "text": text})
        if reply.status == 201:
            self.answers.append((reply.json["seq"], reply.json["hash"], text))
        return reply

    def missing(self, path):
        import base64
        book = oracle.Book(path)
        return [a for a in self.answers if a[0] >= len(book.entries) or base64.b64encode(book.leaves[a[0]]).decode() != a[1]
                or book.texts.get(a[0]) != a[2]]


def filled(world, disk, server, visitor, told):
    """Filled to the brim while somebody writes: the first refusal, and what the server says of itself."""
    disk.fill(leaving=300 << 10)
    number, reply = 0, None
    while number < 2000:
        number += 1
        reply = told.ask("%s %d" % (TEXT, number) + " och mer" * 200)
        if reply.status != 201:
            break
    world.ok(reply.status == 507 and "full" in reply.json.get("title", ""), "disk: full, a write is refused and says why", reply)
    world.ok(until(lambda: not os.path.exists(server.path + "-reserve")), "disk: the reserve is given up")
    world.ok(until(lambda: "the disk is full" in server.said), "disk: the log says so", server.said[-500:])
    for path in ("/decisions", "/plan", "/measure/1", "/log", "/overview"):
        world.ok(visitor.get(path).status == 200, "disk: full, %s is shown" % path)
    reply, typed = page_with(visitor, number)
    world.ok(reply.status == 507 and typed in reply.text and "disken är full" in reply.text,
             "disk: full, the form comes back with what was typed", reply)
    ready = visitor.get("/readyz")
    world.ok(ready.status == 503 and ready.text == "not ready: the disk is full\n", "disk: /readyz says that it is full", ready)
    world.ok(server.visitor().become("contact").status == 303, "disk: full, people can still sign in")
    return number


def signed(path):
    """How many entries the newest stored or remembered checkpoint covers, and how many there are."""
    book = oracle.Book(path)
    return max(int(note.split("\n")[1]) for note in book.notes), len(book.entries)


def with_long_file(world, path):
    """The longest file there may be is added to a meeting; its entry."""
    file = os.path.join(os.path.dirname(path), "long.txt")
    with open(file, "w", encoding="ascii") as out:
        out.write(("Många ord. ".replace("å", "a") * (LONGEST // 11 + 1))[:LONGEST])
    done = fyr("write", "attachment_added", path, "meeting=2", "file=" + file, "title=Underlag", "audience=council", "--as", "coordinator")
    os.unlink(file)
    world.ok(done.code == 0, "disk: a file of %d bytes is added" % LONGEST, done)
    return done.number


def erased(server, seq, field):
    """A text is erased by two persons while the disk is full."""
    first, second = server.visitor(), server.visitor()
    first.become("administrator")
    second.become("coordinator")
    one = first.post("/write/erasure_proposed.json", {"entry": str(seq), "fields": field, "ground": "Gallringsplan punkt 7", "basis": "correction"})
    two = second.post("/write/erasure_seconded.json", {"proposal": str(one.json.get("seq", ""))})
    return one, two


def full(world, stops_full):
    disk = Small(world, "full-%d" % stops_full, DISK)
    if not disk.is_there:
        world.skip("disk: a small file system that gets full", "no mount; files that may not grow were tried instead")
        return
    server = None
    try:
        path = whole(world, disk.path)
        long_file = with_long_file(world, path)
        server = Server(path)
        visitor = server.visitor()
        visitor.become("coordinator")
        told = Told(visitor)
        world.ok(until(lambda: os.path.exists(path + "-reserve")) and os.stat(path + "-reserve").st_blocks * 512 >= RESERVE,
                 "disk: a server keeps a reserve")
        world.ok(told.ask(TEXT).status == 201, "disk: a write while there is room")
        filled(world, disk, server, visitor, told)
        world.ok(until(lambda: signed(path)[0] == signed(path)[1]), "disk: full, what was written is still signed", signed(path))
        if not stops_full:
            for seq, field in ((told.answers[0][0], "text"), (long_file, "file")):
                one, two = erased(server, seq, field)
                world.ok(one.status == 201 and two.status == 201, "disk: full, %s of entry %d can be erased" % (field, seq), one, two)
            told.answers.pop(0)
            disk.relieve()
            reply = told.ask(TEXT + " efteråt")
            world.ok(reply.status == 201, "disk: room again, and writing goes on without a restart", reply)
            world.ok(visitor.get("/readyz").status == 200 and os.path.exists(path + "-reserve"), "disk: ready, with a new reserve")
        code = server.stop()
        server = None
        world.ok(code == 0, "disk: a stop ends with 0", code)
        missing = told.missing(path)
        world.ok(not missing, "disk: everything answered is there (%d)" % len(told.answers), missing[:3])
        ran = fyr("verify", "--json", path)
        verdict = json.loads(ran.out or "{}")
        world.ok(ran.code == 0 and verdict["checkpoint"] == verdict["entries"],
                 "disk: verify, and the last checkpoint was stored%s" % (" on the full disk" if stops_full else ""), ran)
    finally:
        if server:
            server.stop()
        disk.end()


def read_only(world):
    """The disk under a server at work turns read-only, as a kernel does after an error: its writes are refused with EROFS."""
    why = why_untraced()
    if why:
        world.skip("read-only: a disk that turns so under a server at work", why)
        return
    path = whole(world, world.folder)
    server = Server(path)
    trace = None
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        told = Told(visitor)
        world.ok(told.ask(TEXT).status == 201, "read-only: a write before")
        trace = subprocess.Popen(["strace", "-f", "-qq", "-o", "/dev/null", "-p", str(server.named("fyr-writer")),
                                  "-e", "trace=pwrite64", "-e", "inject=pwrite64:error=EROFS"])
        until(lambda: is_traced(server.named("fyr-writer")))
        reply, typed = page_with(visitor, 1)
        world.ok(reply.status == 507 and typed in reply.text, "read-only: a write is refused, and the form comes back", reply)
        for page in ("/decisions", "/plan", "/log", "/overview.json"):
            world.ok(visitor.get(page).status == 200, "read-only: %s is shown" % page)
        ready = visitor.get("/readyz")
        world.ok(ready.status == 503 and "read-only" in ready.text, "read-only: /readyz says so", ready)
        writer = server.named("fyr-writer")
        trace.terminate()
        trace.wait()
        trace = None
        world.ok(visitor.get("/readyz").status == 200, "read-only: over, and ready again")
        world.ok(told.ask(TEXT + " igen").status == 201 and server.named("fyr-writer") == writer,
                 "read-only: over, and the same writer goes on")
        world.ok(server.said.count("read-only; what is there") == 1, "read-only: the log says so once",
                 [line for line in server.said.split("\n") if line.startswith("fyr")])
    finally:
        if trace:
            trace.terminate()
            trace.wait()
        world.ok(server.stop() == 0, "read-only: a stop ends with 0")
    world.ok(not told.missing(path) and fyr("verify", path).code == 0, "read-only: all that was answered is there, verify")


def mounted_read_only(world):
    disk = Small(world, "mounted", 8 << 20)
    if not disk.is_there:
        world.skip("read-only: a small file system that is", "no mount; writes that fail so are tried instead")
        return
    try:
        path = whole(world, disk.path)
        subprocess.run(["mount", "-o", "remount,ro", disk.path], check=True)
        ran = fyr("serve", path, "--listen", "127.0.0.1:0")
        world.ok(ran.code == 6 and "Read-only" in ran.err and not ran.out, "read-only: a start is refused with 6 and says why", ran)
        ran = fyr("show", "plan", path, "--as", "coordinator")
        world.ok(ran.code == 0 and ran.out, "read-only: a page is shown by command", ran)
        subprocess.run(["mount", "-o", "remount,rw", disk.path], check=True)
        server = Server(path)
        world.ok(server.stop() == 0, "read-only: over, and it starts")
    finally:
        disk.end()


def limited(world):
    """Files that may not grow: a full disk without a file system of its own."""
    path = whole(world, world.path("."))
    size = os.path.getsize(path)
    ran = subprocess.run(["sh", "-c", "ulimit -f 1; exec \"$@\"", "sh", FYR, "write", "question_asked", path, "measure=1",
                          "text=" + TEXT, "--as", "coordinator"], capture_output=True, text=True, check=False)
    world.ok(ran.returncode == 6 and "full" in ran.stderr and os.path.getsize(path) == size,
             "disk: files that may not grow are a full disk, exit 6", ran.returncode, ran.stderr)
    for side in SIDES:
        if os.path.exists(path + side):
            os.unlink(path + side)


def unharmed(world):
    """The control: on a disk that has room none of the refusals above is seen."""
    path = whole(world, world.path("."))
    server = Server(path)
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        told = Told(visitor)
        reply, typed = page_with(visitor, 1)
        world.ok(reply.status == 303 and told.ask(TEXT).status == 201 and visitor.get("/readyz").text == "ready\n"
                 and "full" not in server.said and os.path.exists(path + "-reserve"), "disk: control, with room nothing is refused", reply)
        seq, hash_, text = told.answers[0]
        told.answers = [(seq, hash_[::-1], text), (seq + 1, hash_, text), (seq, hash_, text + "!")]
        world.ok(len(told.missing(path)) == 3, "disk: control, an entry that is not there is missed")
    finally:
        server.stop()
        for side in SIDES + ("-reserve", "-lock", "-said"):
            if os.path.exists(path + side):
                os.unlink(path + side)


def run(world):
    limited(world)
    unharmed(world)
    full(world, False)
    full(world, True)
    mounted_read_only(world)
    read_only(world)
