# SPDX-License-Identifier: EUPL-1.2
"""One writer: second servers, commands beside a server, lost children, dead sockets, stop and start."""
import concurrent.futures
import json
import os
import signal
import socket
import time

from account import office
from house import EXAMPLE_ENTRIES, Server, demo, fyr, is_running, signed, until

ASK = ("measure=1", "text=Hur går det?", "--as", "coordinator")


def beside(tap, path, server):
    ran = fyr("serve", path, "--listen", "127.0.0.1:0")
    tap.ok(ran.code == 5 and "in use" in ran.err and not ran.out, "a second server on the same file: exit 5", ran)
    tap.same(server.visitor().get("/").status, 200, "the first one goes on")
    ran = fyr("rebuild", path)
    tap.ok(ran.code == 5 and "in use" in ran.err, "rebuild beside a server: exit 5", ran)
    numbers = [fyr("write", "question_asked", path, *ASK).number for _ in range(3)]
    tap.same(numbers, [EXAMPLE_ENTRIES + i for i in range(3)], "commands beside a server write through it, in order")
    said = fyr("write", "question_asked", path, *ASK, "--json")
    tap.same(json.loads(said.out).get("seq"), EXAMPLE_ENTRIES + 3, "with --json too", said)
    tap.same(fyr("write", "question_asked", path, "measure=1", "--as", "coordinator").code, 3, "refusals come through it too")
    tap.same(fyr("write", "question_asked", path, *ASK[:2]).code, 3, "without a person a write is refused there too")
    ran = fyr("verify", path)
    tap.ok(ran.code == 0, "verify works beside a running writer", ran)
    visitor = server.visitor()
    visitor.become("coordinator")
    reply = visitor.post("/write/question_asked.json", {"measure": "1", "text": "Från webben"})
    tap.ok(reply.status == 201 and reply.json.get("seq") == EXAMPLE_ENTRIES + 4, "a form takes the next number", reply)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda _: fyr("write", "question_asked", path, *ASK).number, range(8)))
    tap.same(sorted(numbers), [EXAMPLE_ENTRIES + 5 + i for i in range(8)], "eight commands at once get eight numbers")


def children_come_back(tap, path, server):
    visitor = server.visitor()
    visitor.become("coordinator")
    for pid in server.children():
        os.kill(pid, signal.SIGKILL)
        until(lambda: not is_running(pid))
        form = {"measure": "1", "text": "Efter ett avbrott", "n": "after-a-death-%d" % pid}
        # The writer is waited for, but not for ever: a slow machine is asked again.
        reply = until(lambda: visitor.post("/write/question_asked.json", form), lambda reply: reply.status != 503)
        tap.ok(reply.status == 201, "a child killed: the next write is taken", reply, server.said)
    tap.same(fyr("verify", path).code, 0, "the file is whole")


def furniture(tap, path):
    """Sessions outlive the server, and so does a draft."""
    server = Server(path)
    visitor = server.visitor()
    visitor.become("contact")
    reply = visitor.post("/write/question_asked", {"measure": "1", "text": "Ett utkast som väntar", "draft": "1"})
    tap.same(reply.status, 303, "a draft is kept", reply)
    tap.same(server.stop(), 0, "SIGTERM stops the server, exit 0", server.said)
    tap.ok(not os.path.exists(path + "-socket") and not os.path.exists(path + "-signer"), "its sockets are gone")
    tap.ok(not os.path.exists(path + "-wal") or not os.path.getsize(path + "-wal"), "nothing is left in -wal: FILE alone is whole")
    ran = fyr("verify", path, "--json")
    told = json.loads(ran.out)
    tap.ok(ran.code == 0 and told["entries"] == told["checkpoint"], "after a stop all entries are signed", ran)
    server = Server(path)
    visitor.port = server.port
    tap.same(visitor.get("/overview").status, 200, "the session goes on after stop and start")
    reply = visitor.get("/write/question_asked?measure=" + measure_id(visitor))
    tap.ok("Ett utkast som väntar" in reply.text or "Ett utkast som väntar" in
           visitor.get("/write/question_asked?measure=1").text, "and the draft is in its form", reply)
    server.stop(signal.SIGINT)


def leaves(tap, path):
    """Who is closed has no session, draft, passphrase or link left, and the others keep theirs."""
    server = Server(path)
    left, stays = server.visitor(), server.visitor()
    for visitor, who in ((left, "second"), (stays, "contact")):
        visitor.become(who)
        visitor.post("/write/question_asked", {"measure": "1", "text": "Ett utkast av " + who, "draft": "1"})
    fyr("link", path, "second", "--as", "administrator")
    person = office(path, "SELECT person FROM session ORDER BY id LIMIT 1")[0][0]
    tables = ("passphrase", "session", "draft", "link", "upload")
    held = lambda who: [name for name in tables if office(path, "SELECT 1 FROM %s WHERE person = ?" % name, who)]
    tap.same(held(person), ["session", "draft", "link"], "the office holds something for a person")
    ran = fyr("write", "person_closed", path, "person=second", "--as", "administrator")
    tap.same(ran.code, 0, "the person is closed", ran)
    tap.same(held(person), [], "and the office holds nothing for the person any longer")
    tap.ok(left.get("/overview").status in (303, 401), "whose browser is signed out", left.get("/overview"))
    tap.same(stays.get("/overview").status, 200, "another's session goes on")
    tap.same(len(office(path, "SELECT 1 FROM draft")), 1, "and another's draft stays")
    server.stop()


def measure_id(visitor):
    for measure in visitor.get("/plan.json").json.get("measures", ()):
        if measure["number"] == 1:
            return measure.get("id", "1")
    return "1"


def dead_sockets(tap, path):
    for name in ("-socket", "-signer"):
        dead = socket.socket(socket.AF_UNIX)
        dead.bind(path + name)
        dead.close()
    before = json.loads(fyr("verify", path, "--json").out)["entries"]
    ran = fyr("write", "question_asked", path, *ASK)
    tap.ok(ran.code == 0 and ran.number == before, "a command does not wait at a dead socket", ran)
    server = Server(path)
    ran = fyr("write", "question_asked", path, *ASK)
    tap.ok(ran.code == 0 and ran.number == before + 1, "a server replaces a dead socket", ran)
    children = server.children()
    tap.same(server.stop(signal.SIGKILL), -9, "the parent killed")
    until(lambda: not any(map(is_running, children)))
    server = Server(path)
    ran = fyr("write", "question_asked", path, *ASK)
    tap.ok(ran.code == 0 and ran.number == before + 2, "its children end with it, and the next server starts", ran)
    # The signer dies while the parent cannot bring it back: the writer that is then left alone does not wait for it.
    os.kill(server.process.pid, signal.SIGSTOP)
    os.kill(server.named("fyr-signer"), signal.SIGKILL)
    ran, children = fyr("write", "question_asked", path, *ASK), server.children()
    server.stop(signal.SIGKILL)
    until(lambda: not any(map(is_running, children)))
    server = Server(path)
    tap.ok(ran.code == 0 and ran.number == before + 3, "nor does a writer without signer hold the next server up", ran)
    server.stop()
    tap.same(fyr("verify", path).code, 0, "the file is whole")


def new_signer(tap, path):
    """Whoever stops the server just after its signer was brought back finds the last entries signed all the same."""
    server = Server(path)
    visitor = server.visitor()
    visitor.become("coordinator")
    time.sleep(2.5)  # one that ends as soon as it began would be brought back later
    time.sleep(1 - time.time() % 1)
    reply = visitor.post("/write/question_asked.json", {"measure": "1", "text": "Före"})  # signed in this second, and not again
    until(lambda: signed(path) > reply.json["seq"])
    first = server.named("fyr-signer")
    os.kill(first, signal.SIGKILL)
    until(lambda: server.names().get("fyr-signer", first) != first)
    reply = visitor.post("/write/question_asked.json", {"measure": "1", "text": "Efter"})
    tap.same(server.stop(), 0, "a server whose signer was brought back stops", reply)
    told = json.loads(fyr("verify", path, "--json").out)
    tap.same(told["checkpoint"], told["entries"], "and its last entries are signed by the new one", server.said)


def ports(tap, path):
    server = Server(path)
    other = demo(tap, "other.fyr")
    ran = fyr("serve", other, "--listen", "127.0.0.1:%d" % server.port)
    tap.ok(ran.code == 5 and ran.err, "a port that is taken: exit 5", ran)
    tap.ok(not os.path.exists(other + "-socket"), "and no socket is left")
    tap.ok(server.line == "http://localhost:%d" % server.port, "serve prints the localhost link")
    server.stop()


def run(tap):
    path = demo(tap)
    server = Server(path)
    try:
        beside(tap, path, server)
        children_come_back(tap, path, server)
    finally:
        server.stop()
    furniture(tap, path)
    leaves(tap, demo(tap, "leaves.fyr"))
    new_signer(tap, path)
    dead_sockets(tap, path)
    ports(tap, path)
