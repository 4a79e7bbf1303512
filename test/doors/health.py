# SPDX-License-Identifier: EUPL-1.2
"""What those who run the server see: /healthz and /readyz, log lines, numbered problems, the service manager's word."""
import os
import re
import signal
import socket
import sqlite3
import subprocess

from house import FYR, PATIENCE, Server, demo, fyr, until

LINE = re.compile(r'time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ method=(GET|HEAD|POST) route=[a-z_]+( format=(html|json|csv))? '
                  r'status=\d{3} ms=\d+ bytes=\d+ request=[0-9a-f]{16}( why="[A-Za-z0-9 ,-]+")?$')
SECRETS = ("HEMLIG-I-SÖKVÄG", "HEMLIG-I-FRÅGAN", "HEMLIG-I-FORMULÄRET", "HEMLIG-KAKA", "HEMLIG-WEBBLÄSARE", "192.0.2.77",
           "HEMLIG-INLOGGNING", "HEMLIG-LÖSENFRAS", "HEMLIG-REFERENS", "hemlig.example", "127.0.0.1")


def probes(tap, path, server):
    visitor = server.visitor()
    for name, word in (("/healthz", "ok\n"), ("/readyz", "ready\n")):
        for host in ("localhost:%d" % server.port, "10.0.0.7", "anything.example"):
            reply = visitor.get(name, headers={"Host": host})
            tap.ok(reply.status == 200 and reply.text == word and reply.headers["Content-Type"].startswith("text/plain")
                   and not reply.headers.get("Set-Cookie") and not reply.headers.get("Server"), "%s for Host %s: %r" % (name, host, word), reply)
        tap.same(visitor.ask("HEAD", name).status, 200, "HEAD %s" % name)
        tap.ok(visitor.post(name, {}).status in (403, 404), "POST %s is nothing" % name)
    tap.same(visitor.get("/", headers={"Host": "anything.example"}).status, 421, "the example's pages still ask for the host")
    os.kill(server.process.pid, signal.SIGSTOP)  # nobody brings the writer back now
    try:
        os.kill(server.named("fyr-writer"), signal.SIGKILL)
        reply = visitor.get("/readyz")
        tap.ok(reply.status == 503 and reply.text == "not ready\n", "without a writer: 503, though none will ever come", reply)
        tap.same(visitor.get("/healthz").status, 200, "but the process serves")
    finally:
        os.kill(server.process.pid, signal.SIGCONT)
    tap.ok(until(lambda: visitor.get("/readyz").status == 200), "ready again when the writer is back")
    db = sqlite3.connect(path)
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'entry'").fetchall():
        db.execute("DROP TRIGGER " + name)
    newest = db.execute("SELECT max(seq) FROM entry").fetchone()[0]
    kept = db.execute("SELECT hash FROM entry WHERE seq = ?", (newest,)).fetchone()[0]
    for change, back, what in ((bytes(32), kept, "the newest entry's hash was changed"),):
        db.execute("UPDATE entry SET hash = ? WHERE seq = ?", (change, newest))
        db.commit()
        tap.same(visitor.get("/readyz").status, 503, what + ": 503")
        db.execute("UPDATE entry SET hash = ? WHERE seq = ?", (back, newest))
        db.commit()
        tap.same(visitor.get("/readyz").status, 200, "put right: 200")
    db.close()
    tap.ok("entry %d" % newest in server.said, "the log says which entry", server.said[-800:])


def lines(tap, server):
    visitor = server.visitor()
    visitor.become("coordinator")
    path, query, form, cookie, agent, address, login, words, referer, host, _ = SECRETS
    quoted = "%2D".join(path.encode("ascii", "ignore").decode().split("-"))
    claims = {"User-Agent": agent.encode(), "X-Forwarded-For": address, "Referer": "https://hemlig.example/" + referer}
    visitor.cookies["annan"] = cookie
    for target in ("/" + quoted, "/measure/1?q=" + quoted, "/measure/" + quoted, "/log?fr%C3%A5ga=" + quoted, "/plan.csv?x=" + quoted):
        visitor.get(target, headers=claims)
    visitor.get("/?HEMLIG-I-FR%C3%85GAN=HEMLIG-I-FRAGAN", headers=claims)
    visitor.post("/write/question_asked", {"measure": "1", "text": form}, headers=claims)
    visitor.post("/write/question_asked.json", {"measure": "nej " + form, "text": form}, headers=claims)
    visitor.post("/write/" + quoted, {"text": form}, headers=claims)
    visitor.get("/", headers={"Host": host})
    stranger = server.visitor()
    stranger.get("/sign_in")
    stranger.post("/sign_in", {"login": login, "passphrase": words}, headers={"X-Forwarded-For": address})
    stranger.get("/welcome?token=HEMLIG-TOKEN")
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as line:
        line.sendall(b"GET /HEMLIG-RA HTTP/1.1\r\nHost: a\r\nHEMLIG Odd: HEMLIG\r\n\r\n")
        line.recv(4096)
    said = server.said
    for secret in SECRETS + ("HEMLIG", "%48EMLIG", "påhittad"):
        tap.ok(secret.lower() not in said.lower(), "the log does not hold %s" % secret, [l for l in said.split("\n") if secret.lower() in l.lower()][:5])
    requests = [l for l in said.split("\n") if l.startswith("time=")]
    odd = [l for l in requests if not LINE.match(l)]
    tap.ok(len(requests) > 15 and not odd, "every request is one line of its form", odd[:5], len(requests))
    for word in ("route=measure ", "route=log ", "route=plan format=csv", "route=write ", "route=sign_in ", "route=none ", "status=400", 'why="'):
        tap.ok(any(word in l for l in requests), "a line says " + word.strip(), requests[-20:])
    rest = [l for l in said.split("\n") if l and not l.startswith("time=")]
    tap.ok(len(rest) == 1 and rest[0].startswith("fyr: fences that stand: "), "and nothing else is said but the fences, once", rest[:5])


def numbers(tap, server):
    visitor = server.visitor()
    reply = visitor.get("/nowhere.json")
    found = re.fullmatch(r"urn:fyr:request:([0-9a-f]{16})", reply.json.get("instance", ""))
    tap.ok(found and "request=" + found.group(1) in server.said, "a JSON problem has the number that stands in the log", reply)
    tap.ok(reply.headers["Content-Type"] == "application/problem+json" and {"type", "title", "status"} <= set(reply.json),
           "as RFC 9457 asks", reply)
    reply = visitor.get("/nowhere")
    found = re.search(r"(?<!style-)\b[0-9a-f]{16}\b", reply.text)
    tap.ok(found and "request=" + found.group(0) in server.said, "so has the page", reply)
    tap.ok(visitor.get("/nowhere").text != reply.text, "each its own")


def silence(tap, path):
    server = Server(path, "--log", "none")
    server.visitor().get("/nowhere")
    server.stop()
    tap.ok("time=" not in server.said, "--log none says nothing of requests", server.said)
    ran = fyr("serve", path, "--log", "loud", "--listen", "127.0.0.1:0")
    tap.same(ran.code, 2, "another word than text or none: exit 2", ran)


def serve(path, said, **env):
    return subprocess.Popen([FYR, "serve", path, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=said,
                            env={**os.environ, **env})


def journal(tap, path):
    """Lines start with a priority when standard error is the stream that the journal names."""
    for right in (True, False):
        name = tap.path("journal-%s" % right)
        with open(name, "wb") as said:
            place = os.fstat(said.fileno())
            process = serve(path, said, JOURNAL_STREAM="%d:%d" % (place.st_dev, place.st_ino + (not right)))
            port = int(re.search(rb":(\d+)", process.stdout.readline()).group(1))
            with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                while line.recv(4096):
                    pass
            process.terminate()
            process.wait(PATIENCE)
            process.stdout.close()
        with open(name, encoding="utf-8") as file:
            first = next(line for line in file if "time=" in line)
        tap.ok(first.startswith("<6>time=" if right else "time="), "in the journal with priority" if right
               else "elsewhere without", first)


def manager(tap, path):
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    name = tap.path("notify")
    listening.bind(name)
    listening.settimeout(PATIENCE)
    process = serve(path, subprocess.DEVNULL, NOTIFY_SOCKET=name)
    tap.same(listening.recv(100), b"READY=1", "the service manager is told READY=1")
    tap.ok(process.stdout.readline().startswith(b"http://localhost:"), "when the address is there")
    process.terminate()
    tap.same(listening.recv(100), b"STOPPING=1", "and STOPPING=1")
    tap.same(process.wait(PATIENCE), 0, "exit 0")
    process.stdout.close()
    listening.close()
    process = serve(path, subprocess.DEVNULL, NOTIFY_SOCKET=tap.path("nobody"))
    tap.ok(process.stdout.readline(), "a manager that is not there stops nobody")
    process.terminate()
    tap.same(process.wait(PATIENCE), 0, "exit 0")
    process.stdout.close()


def run(tap):
    path = demo(tap)
    server = Server(path)
    try:
        lines(tap, server)
        numbers(tap, server)
        probes(tap, path, server)
    finally:
        server.stop()
    path = demo(tap, "again.fyr")
    silence(tap, path)
    journal(tap, path)
    manager(tap, path)
