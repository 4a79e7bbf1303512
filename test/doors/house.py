# SPDX-License-Identifier: EUPL-1.2
"""What the groups of test/doors share."""
import base64
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FYR = os.path.abspath(os.environ.get("FYR", os.path.join(ROOT, "build", "fyr")))
sys.path.insert(0, os.path.join(ROOT, "test"))

import tap    # noqa: E402

SIDES = ("", "-wal", "-shm", "-key", "-head", "-office", "-office-wal", "-office-shm")
EDGE = "----edge"
EXAMPLE_ENTRIES = 729    # of the example council
PATIENCE = 180      # seconds until what does not come is held never to come: nothing a test says depends on speed


def until(ask, is_so=bool, seconds=PATIENCE):
    """Asks until the answer is so, or is not going to be; the last answer."""
    end = time.monotonic() + seconds
    while True:
        got = ask()
        if is_so(got) or time.monotonic() > end:
            return got
        time.sleep(0.02)


class Tap(tap.Tap):
    """A group's lines, kept to be said together so that groups may run side by side; and a folder of its own."""

    def __init__(self, name):
        super().__init__(name)
        self.lines = []             # what the suite's own Tap is to say
        self.folder = tempfile.mkdtemp(prefix="fyr-doors-")

    def say(self, passed, name, details=(), skip=None):
        self.lines.append((bool(passed), self.suite + name, [] if passed else [str(detail) for detail in details], skip))
        return bool(passed)

    def path(self, name):
        return os.path.join(self.folder, name)

    def end(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def told(self):
        """Says all of them, as a suite of one group.  The exit code."""
        suite = tap.Tap()
        for line in self.lines:
            suite.say(*line)
        return suite.plan()


def group(name, run):
    """The lines of a group: of what `run` says to a Tap of its own.  One that falls over is one failure, told in full."""
    lines = Tap(name)
    try:
        run(lines)
    except Exception:
        lines.ok(False, "runs to its end", traceback.format_exc())
    finally:
        lines.end()
    return lines.lines


def group_into(suite, name, run):
    for line in group(name, run):
        suite.say(*line)


class Ran:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __str__(self):
        return "exit %d\nstdout: %s\nstderr: %s" % (self.code, self.out.strip()[-600:], self.err.strip()[-1200:])

    @property
    def number(self):
        """The last integer of the last line: a write's entry."""
        lines = self.out.strip().split("\n")
        numbers = re.findall(r"-?\d+", lines[-1])
        return int(numbers[-1]) if numbers else None


def fyr(*words, **options):
    """Runs the program; bytes are decoded leniently, because some cases send what is not text."""
    done = subprocess.run([FYR, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE, check=False,
                          **options)
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def finish_notes(path, meeting, hashes):
    """Finishes the notes of a meeting by command: their passages' leaves, as each write told its hash."""
    digest = hashlib.sha256(b"".join(base64.b64decode(leaf) for leaf in hashes)).digest()
    return fyr("write", "notes_finished", path, "meeting=%d" % meeting, "passages=%d" % len(hashes),
               "digest=" + base64.b64encode(digest).decode(), "--as", "coordinator")


def copy(source, target):
    """A council file with everything that lies beside it, at rest; a key that others may read is not used."""
    for side in SIDES:
        if os.path.exists(source + side):
            shutil.copy(source + side, target + side)
    return target


def contents(path):
    """All bytes of a council at rest: to see that nothing changed."""
    result = {}
    for side in ("", "-key", "-head", "-office"):
        if os.path.exists(path + side):
            with open(path + side, "rb") as file:
                result[side] = file.read()
    return result


def demo(tap, name="demo.fyr"):
    path = tap.path(name)
    done = fyr("demo", path)
    if done.code:
        raise RuntimeError("fyr demo: %s" % done)
    return path


def signed(path):
    """How many entries the signer's newest checkpoint covers."""
    with open(path + "-head", encoding="utf-8") as head:
        return int(head.read().split("\n")[1])


def is_signed(path):
    """Does the newest checkpoint in the book cover all its entries?"""
    told = json.loads(fyr("verify", path, "--json").out)
    return told["checkpoint"] == told["entries"]


def is_running(pid):
    """One that has ended and that nobody asked after is not."""
    try:
        with open("/proc/%d/stat" % pid, encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def is_traced(pid):
    with open("/proc/%d/status" % pid, encoding="ascii", errors="replace") as file:
        return "TracerPid:\t0\n" not in file.read()


def why_untraced():
    """Why strace may not be put on a process that runs already; None when it may."""
    if not shutil.which("strace"):
        return "strace is not installed"
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as one:
        tracer = subprocess.Popen(["strace", "-qq", "-o", os.devnull, "-p", str(one.pid)], stderr=subprocess.DEVNULL)
        until(lambda: tracer.poll() is not None or is_traced(one.pid))
        may = tracer.poll() is None
        one.stdin.close()
        tracer.wait()
    return None if may else "strace may not trace a process here"


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        try:
            return json.loads(self.text)
        except ValueError:
            return {}

    @property
    def location(self):
        return self.headers.get("Location")

    def __str__(self):
        return "status %d, location %s\n%s" % (self.status, self.location, self.text[:1500])


def hidden(page, name):
    """The value of a hidden field of a form."""
    found = re.search(r'<input[^>]*\bname="%s"[^>]*>' % re.escape(name), page)
    value = re.search(r'\bvalue="([^"]*)"', found.group(0)) if found else None
    return value.group(1).replace("&#43;", "+").replace("&#61;", "=").replace("&amp;", "&") if value else None


class Visitor:
    """A browser without scripts: keeps its cookies, says where its requests come from."""

    def __init__(self, port):
        self.port, self.cookies, self.csrf = port, {}, None

    def ask(self, method, path, form=None, headers=None, body=None):
        sent = {"Host": "localhost:%d" % self.port}
        if self.cookies:
            sent["Cookie"] = "; ".join("%s=%s" % pair for pair in self.cookies.items())
        if form is not None:
            body = urllib.parse.urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            sent["Sec-Fetch-Site"] = "same-origin"
        for name, value in (headers or {}).items():
            sent.pop(name, None)
            if value is not None:
                sent[name] = value
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body=body, headers=sent)
            answer = line.getresponse()
            reply = Reply(answer.status, answer.headers, answer.read())
        finally:
            line.close()
        for cookie in reply.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        self.csrf = hidden(reply.text, "csrf") or self.csrf
        return reply

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, form, **more):
        """With the word against forgery of the newest page, unless the form brings one itself."""
        whole = list(form.items() if isinstance(form, dict) else form)
        if self.csrf and not any(name == "csrf" for name, _ in whole):
            whole.append(("csrf", self.csrf))
        return self.ask("POST", path, form=[pair for pair in whole if pair[1] is not None], **more)

    def post_parts(self, path, parts, headers=None):
        """As multipart/form-data: each a name and a value, and of a file its name too.  A quotation mark is one byte then."""
        body = b""
        for name, value, *file in parts:
            head = 'name="%s"' % name
            if file:
                head += '; filename="%s"\r\nContent-Type: application/octet-stream' % file[0]
            body += ("--%s\r\nContent-Disposition: form-data; %s\r\n\r\n" % (EDGE, head)).encode()
            body += (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
        body += ("--%s--\r\n" % EDGE).encode()
        return self.ask("POST", path, body=body, headers={"Content-Type": "multipart/form-data; boundary=" + EDGE,
                                                          "Sec-Fetch-Site": "same-origin", **(headers or {})})

    def become(self, person):
        """The example council's role bar; then a page, for its word against forgery."""
        self.cookies.pop("__Host-fyr", None)
        self.csrf = None
        reply = self.post("/as/" + person, {})
        self.get("/overview")
        return reply


def until_held_back(ask):
    """The statuses of ask(0), ask(1) ... until one says that it must wait.  The delay doubles, so that a slow machine meets it
    too, only later."""
    said = []
    while len(said) < 14 and 429 not in said:
        said.append(ask(len(said)))
    return said


def free_port():
    """A port nobody listens on, beyond those that the system gives to whoever connects: it stays free until it is taken."""
    while True:
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", random.randrange(10000, 32000)))
                return one.getsockname()[1]
            except OSError:
                continue


class Server:
    def __init__(self, path, *words, program=None):
        self.path = path
        self.process = subprocess.Popen([program or FYR, "serve", path, "--listen", "127.0.0.1:0", *words], stdout=subprocess.PIPE,
                                        stderr=open(path + "-said", "ab"))
        line = self.process.stdout.readline().decode()
        found = re.search(r":(\d+)", line)
        if not found:
            raise RuntimeError("fyr serve did not start: " + self.said)
        self.port = int(found.group(1))
        self.line = line.strip()
        until(lambda: self.answers() or self.process.poll() is not None)

    def answers(self):
        """Anything but that it has no writer yet."""
        try:
            return Visitor(self.port).get("/readyz").text != "not ready\n"
        except OSError:
            return False

    @property
    def said(self):
        with open(self.path + "-said", encoding="utf-8", errors="replace") as file:
            return file.read()

    def visitor(self):
        return Visitor(self.port)

    def children(self):
        with open("/proc/%d/task/%d/children" % (self.process.pid, self.process.pid), encoding="ascii") as file:
            return [int(pid) for pid in file.read().split()]

    def names(self):
        """What its children call themselves, by process."""
        found = {}
        for pid in self.children():
            try:
                with open("/proc/%d/comm" % pid, encoding="ascii") as file:
                    found[file.read().strip()] = pid
            except OSError:
                pass    # it ended meanwhile
        return found

    def named(self, name):
        """A child that calls itself so."""
        return self.names()[name]

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process.stdout.close()
        return code
