# SPDX-License-Identifier: EUPL-1.2
"""A strict witness, and what else may answer in its place: the counterpart of the program's own client."""
import base64
import http.server
import os
import threading
import time

from log import Key, is_consistent, signed_by


class Strict(http.server.ThreadingHTTPServer):
    """`mood` is how it answers: "strict", or a status, "conflict" (409 without a size), "silent", "huge", "garbage", "elsewhere"
    (a redirect).  `seen` is what it was asked: (old, size, status)."""
    daemon_threads = True

    def __init__(self, name, log_vkey):
        super().__init__(("127.0.0.1", 0), Asked)
        self.key, self.log_vkey, self.mood = Key(name, os.urandom(32), 4), log_vkey, "strict"
        self.size, self.root, self.seen, self.times = 0, None, [], []
        self.lock, self.stopped = threading.Lock(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.server_address[1]

    def end(self):
        self.stopped.set()
        self.shutdown()
        self.server_close()

    def judged(self, body):
        """Status, type and body of the answer of C2SP tlog-witness; what is asked is kept."""
        head, _, note = body.partition("\n\n")
        lines = head.split("\n")
        text = note[:note.rindex("\n\n") + 1]
        origin, size, root = text.split("\n")[:3]
        old, size = int(lines[0].split(" ")[1]), int(size)
        answer = self.answer(old, size, origin, base64.b64decode(root), [base64.b64decode(l) for l in lines[1:]], note, text)
        self.seen.append((old, size, answer[0]))
        self.times.append(time.monotonic())
        return answer

    def answer(self, old, size, origin, root, proof, note, text):
        if origin != self.log_vkey.split("+")[0]:
            return 404, "text/plain", ""
        if not signed_by(note, self.log_vkey):
            return 403, "text/plain", ""
        if note.count("\u2014") != 1:
            return 400, "text/plain", "more signatures than the log's own"
        if old > size:
            return 400, "text/plain", ""
        if old != self.size:
            return 409, "text/x.tlog.size", "%d\n" % self.size
        if not is_consistent(old, size, proof, self.root, root):
            return 422, "text/plain", ""
        self.size, self.root = size, root
        return 200, "text/plain", self.key.line(text, int(time.time()))


class Asked(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        server, body = self.server, self.rfile.read(int(self.headers["Content-Length"])).decode()
        with server.lock:
            mood = server.mood
            if self.path != "/add-checkpoint":
                status, kind, words = 404, "text/plain", ""
            elif mood == "strict":
                status, kind, words = server.judged(body)
            else:
                server.seen.append((None, None, mood))
                server.times.append(time.monotonic())
                status, kind, words = self.moody(mood)
        if mood == "silent":
            server.stopped.wait(30)
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if mood == "elsewhere":
            self.send_header("Location", server.url + "/add-checkpoint")
        self.send_header("Content-Length", str(len(words.encode())))
        self.end_headers()
        try:
            self.wfile.write(words.encode())
        except OSError:
            pass

    def moody(self, mood):
        if isinstance(mood, int):
            return mood, "text/plain", "no\n"
        return {"conflict": (409, "text/plain", ""), "silent": (200, "text/plain", ""), "elsewhere": (302, "text/plain", ""),
                "huge": (200, "text/plain", "\u2014 " + "x" * 10 ** 7), "garbage": (200, "text/plain", "\u2014 a b\n\x00\n"),
                "forged": (200, "text/plain", Key(self.server.key.name, b"1" * 32, 4).line("a\n1\nb\n", 1)),
                "ahead": (409, "text/x.tlog.size", "99999999\n")}[mood]

    def log_message(self, *words):
        pass
