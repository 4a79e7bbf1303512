# SPDX-License-Identifier: EUPL-1.2
"""A whole server whose system calls fail by strace: every process of it, and those that come after them.

A sample is a call, an error and a place: the N-th such call of each process once (N), or that and all later ones (N+).
"""
import base64
import glob
import os
import re
import shutil
import subprocess
import time

import group_disk
import oracle
from group_commands import entries
from house import Server, fyr, is_traced, signed, until, why_untraced

ACTS, ACTS_FOR_GOOD = 12, 4
WRITING = (("pwrite64", ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EINTR")), ("fdatasync", ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EINTR")),
           ("fsync", ("EIO", "ENOSPC")), ("ftruncate", ("EIO",)), ("rename", ("EIO", "ENOSPC", "EROFS")), ("unlink", ("EIO", "EROFS")),
           ("openat", ("EIO", "EMFILE", "EROFS", "ENOSPC")), ("pread64", ("EIO", "EINTR")))
SHORT = (("pwrite64", "EIO", "3"), ("pwrite64", "ENOSPC", "6"), ("pwrite64", "EDQUOT", "5+"), ("fdatasync", "EIO", "3"),
         ("fdatasync", "EIO", "1+"), ("pread64", "EIO", "2"), ("rename", "EIO", "1+"))
RARE = {"ftruncate", "unlink", "openat"}     # may not come at all while a server is at work


def samples(world):
    if not world.is_long:
        return SHORT
    return [(call, error, when) for call, errors in WRITING for error in errors
            for when in ("1", "2", "3", "5", "8", "13", "21", "1+", "4+", "9+")
            if error != "EINTR" or call == "fdatasync" or not when.endswith("+")]     # SQLite tries those again, for ever


class Traced:
    def __init__(self, world, server, call, error, when):
        self.log = world.path("trace")
        pids = [server.process.pid] + server.children()
        self.process = subprocess.Popen(["strace", "-f", "-y", "-qq", "-o", self.log, *[w for pid in pids for w in ("-p", str(pid))],
                                         "-e", "trace=" + call, "-e", "inject=%s:error=%s:when=%s" % (call, error, when)],
                                        stderr=subprocess.DEVNULL)
        until(lambda: all(is_traced(pid) for pid in pids))

    def end(self):
        """The calls that were made to fail."""
        self.process.terminate()
        self.process.wait()
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return [line for line in file if "(INJECTED)" in line]


def is_of_folder(line):
    """A sync of a folder by SQLite, which takes no notice of how it ends: src/store/vfs.c has made its own before."""
    found = re.search(r"\(\d+<([^>]*)>", line)
    return found and os.path.isdir(found.group(1))


def copied(folder):
    """The entries of a second copy, each with its length before it (C2SP tlog-tiles)."""
    found = b""
    for name in sorted(glob.glob(os.path.join(folder, "tile/entries/*"))):
        with open(name, "rb") as file:
            found += file.read()
    return found


def ask(visitor, n, text):
    try:
        return visitor.post("/write/question_asked.json", {"measure": "1", "text": text, "n": n})
    except OSError as error:
        return error


def sample(world, place, number, call, error, when):
    """Complaints about one sample; None when nothing failed in it."""
    path = os.path.join(place, "c%d" % number)
    subprocess.run(["cp", place + "/council", path], check=True)
    for side in ("-key", "-head", "-office"):
        subprocess.run(["cp", place + "/council" + side, path + side], check=True)
    second, far = path + "-second", path + "-elsewhere"
    server = Server(path, "--copy", second, "--high-water", far + "-head")
    wrong, told, acts = [], {}, ACTS_FOR_GOOD if when.endswith("+") else ACTS
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        trace = Traced(world, server, call, error, when)
        for i in range(acts):
            n, text = base64.urlsafe_b64encode(b"%06d-%08d" % (number, i)).decode().rstrip("="), "%s %d" % (group_disk.TEXT, i)
            reply = ask(visitor, n, text)
            told[n] = (text, reply)
            if not isinstance(reply, OSError) and reply.status not in (201, 500, 503, 507):
                wrong.append("act %d: %s" % (i, reply))
            if i % 3 == 0:
                page = visitor.get("/plan")
                if page.status != 200 and call not in ("pread64", "openat"):
                    wrong.append("/plan is not shown: %s" % page.status)
        injected = trace.end()
        if server.process.poll() is not None:
            wrong.append("the server ended")
        is_ready = until(lambda: visitor.get("/readyz").status == 200)
        for n, (text, reply) in list(told.items()):
            if isinstance(reply, OSError) or reply.status != 201:
                again = ask(visitor, n, text)
                told[n] = (text, again)
                if isinstance(again, OSError) or again.status != 201:
                    wrong.append("relieved, it is not taken: %s" % again)
        if visitor.get("/plan").status != 200 or not is_ready:
            wrong.append("relieved, it is not ready")
        if call == "fdatasync" and not all(map(is_of_folder, injected)) and "the writer ended (exit 6)" not in server.said:
            wrong.append("a sync failed, and no writer ended")
        if "(signal" in server.said:
            wrong.append("a process ended by a signal")
    finally:
        if server.stop() != 0:
            wrong.append("a stop does not end with 0")
    book = oracle.Book(path)
    for n, (text, reply) in told.items():
        if isinstance(reply, OSError) or reply.status != 201:
            continue
        seq = reply.json["seq"]
        if book.at.get(n) != [seq] or base64.b64encode(book.leaves[seq]).decode() != reply.json["hash"] or book.texts[seq] != text:
            wrong.append("answered %d, and it stands at %s" % (seq, book.at.get(n)))
    wrong += list(oracle.broken(book))
    ran = fyr("verify", path)
    if ran.code:
        wrong.append("verify: %s" % ran)
    if copied(second) != b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in map(str.encode, entries(path))):
        wrong.append("the second copy is not the book's")
    if signed(path) != len(book.leaves) or signed(far) != signed(path):
        wrong.append("signed %d, remembered elsewhere %d of %d" % (signed(path), signed(far), len(book.leaves)))
    if wrong:
        wrong += [line for line in server.said.split("\n") if line.startswith("fyr:")][:6]
    shutil.rmtree(second)
    for name in glob.glob(path + "*"):
        os.unlink(name)
    return len(injected), wrong


def run(world):
    why = why_untraced()
    if why:
        world.skip("traced: calls of a server at work that fail", why)
        return
    place = world.path("traced")
    os.mkdir(place)
    group_disk.whole(world, place)
    injected = tried = void = 0
    for number, (call, error, when) in enumerate(samples(world)):
        began = time.monotonic()
        count, wrong = sample(world, place, number, call, error, when)
        tried, injected, void = tried + 1, injected + count, void + (not count)
        if wrong or not world.is_long:
            world.ok(not wrong and (count or call in RARE), "traced: %s fails with %s at %s (%d times)" % (call, error, when, count), *wrong)
        if time.monotonic() - began > 60:
            world.note("%s %s %s took long" % (call, error, when))
    world.ok(injected > tried / 2 and void <= tried / 2, "traced: %d samples, %d calls failed" % (tried, injected), void)
