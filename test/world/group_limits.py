# SPDX-License-Identifier: EUPL-1.2
"""Few descriptors, few threads, thousands of idle connections: afterwards all is as before, and nothing has leaked."""
import os
import resource
import socket

import group_disk
from house import PATIENCE, Server, until

IDLE_SHORT, IDLE_LONG, SLICE, FEW = 1000, 4000, 500, 32


def descriptors(server):
    """Open descriptors of every process of the server, by duty."""
    found = {"parent": len(os.listdir("/proc/%d/fd" % server.process.pid))}
    for pid in server.children():
        with open("/proc/%d/comm" % pid, encoding="ascii") as name:
            duty = name.read().strip()
        try:
            found[duty] = found.get(duty, 0) + len(os.listdir("/proc/%d/fd" % pid))
        except PermissionError:
            pass    # the signer, once it has a line, is looked at by nobody but root (ledger/signer.c)
    return found


def settled(server, before, seconds=PATIENCE):
    """Descriptors when they are as few as before, or at last."""
    # A reader's database that is kept for the next request is no leak: a handful for each worker.
    def is_so(now):
        return all(now.get(duty, 0) <= before[duty] + (24 if duty == "fyr-worker" else 2) for duty in before)

    now = until(lambda: descriptors(server), is_so, seconds)
    return is_so(now), now


def answers(server):
    """Does it answer again?  Whoever is turned away tries again."""
    def is_served():
        try:
            return server.visitor().get("/").status == 200
        except OSError:
            return False

    return until(is_served)


def limit_children(server, few):
    """The limit falls on processes at work, as an administrator does with prlimit."""
    kept = {}
    for pid in server.children():
        kept[pid] = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (few, kept[pid][1]))
    return kept


def idle(port, count):
    """Connections that say nothing, or half a request."""
    lines = []
    for i in range(count):
        line = socket.socket()
        line.settimeout(2)
        try:
            line.connect(("127.0.0.1", port))
            if i % 2:
                line.sendall(b"GET / HTTP/1.1\r\nHost: local")
        except OSError:
            line.close()
            continue
        lines.append(line)
    return lines


def few_descriptors(world, path):
    server = Server(path)
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        told = group_disk.Told(visitor)
        before, kept = descriptors(server), limit_children(server, FEW)
        lines = idle(server.port, 200)
        knocks = idle_knocks(path + "-socket", 100)
        full = until(lambda: {duty: count for duty, count in descriptors(server).items() if duty != "parent"},
                     lambda full: max(full.values()) >= FEW - 2)
        world.ok(max(full.values()) >= FEW - 2, "limits: with %d descriptors a process does run out of them" % FEW, full)
        for line in lines + knocks:
            line.close()
        for pid, limit in kept.items():
            resource.prlimit(pid, resource.RLIMIT_NOFILE, limit)
        world.ok(answers(server), "limits: relieved, it answers again")
        world.ok(told.ask(group_disk.TEXT).status == 201, "limits: and writes")
        world.ok(visitor.get("/readyz").status == 200, "limits: and is ready")
        passed, now = settled(server, before)
        world.ok(passed, "limits: no descriptor is left open", before, now)
        world.ok("ended" not in server.said, "limits: no process ended", server.said[-500:])
    finally:
        world.ok(server.stop() == 0, "limits: a stop ends with 0")
    world.ok(not told.missing(path), "limits: what was answered is there")


def idle_knocks(path, count):
    """The writer's own door, knocked at by somebody who says nothing."""
    lines = []
    for _ in range(count):
        line = socket.socket(socket.AF_UNIX)
        line.setblocking(False)
        try:
            line.connect(path)
        except OSError:
            line.close()
            continue
        lines.append(line)
    return lines


def born_small(world, path):
    """Started with few descriptors from the beginning: it serves, or ends in order."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FEW, hard))
    try:
        server = Server(path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        reply = visitor.post("/write/question_asked.json", {"measure": "1", "text": group_disk.TEXT})
        world.ok(reply.status == 201 and visitor.get("/plan").status == 200, "limits: a server with %d descriptors serves a few" % FEW, reply)
    finally:
        world.ok(server.stop() == 0, "limits: and stops with 0")


def many_idle(world, path):
    server = Server(path)
    lines, count = [], IDLE_LONG if world.is_long else IDLE_SHORT
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        before = descriptors(server)
        for _ in range(count // SLICE):
            lines += idle(server.port, SLICE)
        # While they last, somebody who waits gets a page: each is let go after some seconds of silence.
        world.ok(answers(server), "limits: beside %d idle connections a page is served in the end" % len(lines))
        world.ok(len(lines) >= count // 2, "limits: idle connections were made", len(lines))
        for line in lines:
            line.close()
        world.ok(answers(server), "limits: they go, and it answers")
        world.ok(visitor.post("/write/question_asked.json", {"measure": "1", "text": group_disk.TEXT}).status == 201,
                 "limits: and writes")
        passed, now = settled(server, before)
        world.ok(passed, "limits: their descriptors are closed", before, now)
    finally:
        world.ok(server.stop() == 0, "limits: a stop ends with 0")


def leaking(world, path):
    """The control: connections that stay open are seen as a leak."""
    server = Server(path)
    try:
        before = descriptors(server)
        lines = idle_knocks(path + "-socket", 60)
        until(lambda: not settled(server, before, 0)[0])
        passed, now = settled(server, before, 0)
        world.ok(not passed, "limits: control, descriptors that stay open are noticed", before, now)
        for line in lines:
            line.close()
    finally:
        server.stop()


def few_threads(world, path):
    """No memory to be had for a connection's thread: the connection is refused, and the next one after relief is served.
    By memory, since the superuser is held to no limit of threads."""
    server = Server(path)
    try:
        workers = [pid for pid in server.children() if "worker" in open("/proc/%d/comm" % pid, encoding="ascii").read()]
        kept = {pid: resource.prlimit(pid, resource.RLIMIT_AS) for pid in workers}
        for pid in workers:
            with open("/proc/%d/statm" % pid, encoding="ascii") as file:
                size = int(file.read().split()[0]) * resource.getpagesize()
            resource.prlimit(pid, resource.RLIMIT_AS, (size + (1 << 16), kept[pid][1]))
        refused = 0
        for _ in range(8):
            try:
                refused += server.visitor().get("/").status != 200
            except OSError:
                refused += 1
        world.ok(refused, "limits: without memory for a thread a connection is refused")
        for pid, limit in kept.items():
            try:
                resource.prlimit(pid, resource.RLIMIT_AS, limit)
            except ProcessLookupError:
                pass
        world.ok(answers(server), "limits: relieved, it is served")
    finally:
        world.ok(server.stop() == 0, "limits: a stop ends with 0")


def run(world):
    if os.geteuid():
        world.skip("limits: the signer's descriptors", "only root may look at who keeps the log's key; the others are counted")
    place = group_disk.Small(world, "limits", 64 << 20)
    try:
        path = group_disk.whole(world, place.path)
        few_descriptors(world, path)
        born_small(world, path)
        many_idle(world, path)
        few_threads(world, path)
        leaking(world, path)
    finally:
        place.end()
