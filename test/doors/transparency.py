# SPDX-License-Identifier: EUPL-1.2
"""The log for whoever follows it: checkpoint and hashes to anybody, entries to those who see them on the page log."""
import hashlib
import os
import re
import socket

from house import PATIENCE, Server, Visitor, demo, fyr


def files_of(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                found[os.path.relpath(os.path.join(place, name), folder)] = file.read()
    return found


def raw(port, target):
    """The status of a request whose target no library would send."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n" % port)
        answer = line.makefile("rb").read()
    return int(answer.split(b" ")[1])


def same_as_export(tap, server, path, folder):
    """What is served is what the export holds, byte for byte."""
    export, public, coordinator = files_of(folder), server.visitor(), server.visitor()
    coordinator.become("coordinator")
    served = {name: public.get("/transparency/" + name) for name in export if name == "checkpoint" or name.startswith("tile/")}
    entries = {name for name in served if name.startswith("tile/entries/")}
    tap.ok(len(served) > 7 and len(entries) == 3, "there is enough to serve", sorted(served))
    tap.ok(all(reply.status == 200 and reply.body == export[name] for name, reply in served.items() if name not in entries),
           "checkpoint and hash tiles are those of the export", {n: r.status for n, r in served.items()})
    tap.ok(all(served[name].status == 403 for name in entries), "entries are not for everybody")
    tap.ok(all(coordinator.get("/transparency/" + name).body == export[name] for name in entries),
           "signed in, entries are those of the export")
    head = served["checkpoint"].headers
    tap.ok(head["Content-Type"] == "text/plain; charset=utf-8" and re.fullmatch(r"public, max-age=[1-9]", head["Cache-Control"]),
           "a checkpoint may be kept for seconds", head)
    head = served["tile/0/000"].headers
    tap.ok(head["Content-Type"] == "application/octet-stream" and "immutable" in head["Cache-Control"],
           "a tile may be kept for ever", head)
    tap.same(coordinator.get("/transparency/" + sorted(entries)[0]).headers["Cache-Control"], "no-store", "entries are not kept")
    reply = public.ask("HEAD", "/transparency/tile/0/000")
    tap.ok(reply.status == 200 and not reply.body and reply.headers["Content-Length"] == "8192", "HEAD tells the length", reply)
    return served


def no_such(tap, server, size):
    """Nothing but the tiles of trees that were published."""
    visitor = server.visitor()
    visitor.become("coordinator")
    width = size % 256
    for name in ("", "checkpoints", "checkpoint/", "log.vkey", "tile/0/003", "tile/0/002", "tile/0/002.p/%d" % (width - 5),
                 "tile/0/002.p/%d" % (width + 1), "tile/0/2", "tile/0/x000/000", "tile/0/000.p/256", "tile/8/000", "tile/2/000.p/1",
                 "tile/entries/002.p/%d" % (width + 1), "tile/entries/003", "tile/0/000.json", "tile/0/000.csv",
                 "tile/0/x036/x028/x797/x018/x963/967", "tile/7/x999/x999/999"):
        tap.same(visitor.get("/transparency/" + name).status, 404, "no such thing: " + name)
    for target, status in ((b"/transparency/../council", 400), (b"/transparency/tile/%2e%2e/checkpoint", 400),
                           (b"/transparency/tile%2F0%2F000", 400), (b"/transparency//checkpoint", 400),
                           (b"/transparency/tile/0/00\xff", 400), (b"/transparency/" + b"x001/" * 300, 414)):
        got = raw(server.port, target)
        tap.ok(got in (status, 404), "sent raw: %s" % target[:40], got)
    tap.same(visitor.post("/transparency/checkpoint", {}).status in (404, 405), True, "it is only read")


def whose(tap, server, size):
    """A bundle with a decision's case number is for the few who handle it; the others read those without."""
    name = "tile/entries/001"
    for who, status in (("coordinator", 200), ("security", 200), ("auditor", 200), ("administrator", 403), ("police", 403),
                        ("public", 403)):
        visitor = server.visitor()
        visitor.become(who)
        tap.same(visitor.get("/transparency/" + name).status, status, "entries with a decision, asked for by %s" % who)
    member = server.visitor()
    member.become("police")
    tap.same(member.get("/transparency/tile/entries/000").status, 200, "entries without one, by police")
    del size


def grows(tap, server, path):
    """What was published stays, and a new checkpoint is shown when it is stored."""
    visitor = Visitor(server.port)
    before = visitor.get("/transparency/checkpoint").text
    size = int(before.split("\n")[1])
    for text in ("Ett.", "Två."):    # a checkpoint is stored with the next batch
        fyr("write", "question_asked", path, "measure=1", "text=" + text, "--as", "coordinator")
    old = "tile/0/002.p/%d" % (size % 256)
    tap.same(visitor.get("/transparency/" + old).status, 200, "the partial tile of the older checkpoint is still there")
    tap.same(server.stop(), 0, "the server stops")
    again = Server(path)
    after = Visitor(again.port).get("/transparency/checkpoint").text
    tap.ok(int(after.split("\n")[1]) == size + 2, "after the stop the checkpoint covers all", after)
    new = "tile/0/002.p/%d" % ((size + 2) % 256)
    fresh = Visitor(again.port).get("/transparency/" + new)
    tap.ok(fresh.status == 200 and fresh.body.startswith(Visitor(again.port).get("/transparency/" + old).body),
           "and its partial tile begins with the older one", hashlib.sha256(fresh.body).hexdigest())
    tap.same(Visitor(again.port).get("/transparency/tile/0/002.p/%d" % (size % 256 - 1)).status, 404,
             "of sizes that were never published there is none")
    tap.same(again.stop(), 0, "the server stops again")


def run(tap):
    path, folder = demo(tap), tap.path("export")
    done = fyr("export", "log", path, folder)
    tap.same(done.code, 0, "the log is exported", done)
    server = Server(path)
    served = same_as_export(tap, server, path, folder)
    size = int(served["checkpoint"].text.split("\n")[1])
    no_such(tap, server, size)
    whose(tap, server, size)
    grows(tap, server, path)
