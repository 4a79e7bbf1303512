# SPDX-License-Identifier: EUPL-1.2
"""Clients that write through the three doors, each request under a nonce of its own, and keep what they were told.

A request without an answer is sent again under the same nonce, by the same person, perhaps through another door,
until an answer comes; some are left alone instead, so that there are acts nobody knows the end of.  Some answered
ones are asked again as well.
"""
import base64
import hashlib
import http.client
import json
import os
import random
import re
import signal
import subprocess
import threading
import time
import urllib.parse

import frames

DOOR_SECONDS = 150          # more than the loop lets pass in silence: a slow machine is no fault
ABANDONED, ASKED_AGAIN, STABBED = 0.1, 0.05, 0.15


class Unanswered(Exception):
    """The door gave no answer: nobody knows whether the act was done."""


class Wrong(Exception):
    """An answer no honest request should get."""


class Record:
    """What was sent and told, outside the victim's files; a line is whole before anything depends on it."""

    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8")
        self.lock = threading.Lock()
        self.answered = 0
        self.last_answer = time.monotonic()
        self.wrong = []

    def write(self, event):
        with self.lock:
            self.file.write(json.dumps(event) + "\n")
            self.file.flush()
            if event["e"] == "answer":
                self.answered += 1
                self.last_answer = time.monotonic()

    def complain(self, text):
        with self.lock:
            self.wrong.append(text)


# ----------------------------------------------------------------------------- doors

class Web:
    """A browser: signed in once, and the cookie must stay good whatever is killed."""
    name = "web"

    def __init__(self, victim, login):
        self.victim, self.login = victim, login
        self.cookie = self.csrf = self.connection = None

    def ask(self, method, path, form=None):
        try:
            if not self.connection or self.connection.port != self.victim.port:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.victim.port,
                                                             timeout=DOOR_SECONDS)
            self.connection.request(method, path, urllib.parse.urlencode(form) if form else None, {
                "Content-Type": "application/x-www-form-urlencoded",
                **({"Cookie": "__Host-fyr=" + self.cookie} if self.cookie else {})})
            reply = self.connection.getresponse()
            return reply.status, reply.headers, reply.read().decode()
        except (OSError, http.client.HTTPException) as error:
            if self.connection:
                self.connection.close()
            self.connection = None
            raise Unanswered from error

    def sign_in(self):
        """The word against forged forms stands in the form; auth/token.h says how it comes from the cookie, for as
        long as there is no such page."""
        status, headers, _ = self.ask("POST", "/as/" + self.login, {"back": "/"})
        found = re.search("__Host-fyr=([^;]+)", headers.get("Set-Cookie", ""))
        if status != 303 or not found:
            raise Unanswered
        cookie = found.group(1)
        token = base64.urlsafe_b64decode(cookie + "=")
        word = hashlib.blake2b(b"csrf", digest_size=32, key=token).digest()
        self.csrf = base64.urlsafe_b64encode(word).decode().rstrip("=")
        self.cookie = cookie
        status, _, text = self.ask("GET", "/write/question_asked?measure=1")
        found = re.search('name="csrf" value="([^"]+)"', text)
        if status == 200 and found and found.group(1) != self.csrf:
            raise Wrong("the form's csrf word is another than its header says")

    def write(self, n, text):
        if not self.cookie:
            self.sign_in()
        status, _, body = self.ask("POST", "/write/question_asked.json",
                                   {"measure": "1", "text": text, "n": n, "csrf": self.csrf})
        if status >= 500:
            raise Unanswered
        if status != 201:
            raise Wrong("HTTP %d: %s" % (status, body[:200]))
        return json.loads(body)

    def close(self):
        if self.connection:
            self.connection.close()


class Socket:
    """A program that speaks the frames of base/frame.h to the writer itself."""
    name = "socket"

    def __init__(self, victim, login):
        self.victim, self.login, self.line = victim, login, None

    def write(self, n, text):
        try:
            if not self.line:
                self.line = frames.Line(self.victim.file, DOOR_SECONDS)
            answer = self.line.ask(op="write", kind="question_asked", n=n, fields=[["measure", "1"], ["text", text]],
                                   **{"as": self.login})
        except OSError as error:
            self.close()
            raise Unanswered from error
        if "fault" in answer:
            raise Unanswered
        return answer

    def close(self):
        if self.line:
            self.line.close()
        self.line = None


class Command:
    """The command line: hands over to the writer, or is the writer while no server runs.  Now and then it is itself
    killed."""
    name = "command"

    def __init__(self, victim, login, chance):
        self.victim, self.login, self.chance, self.stabbed, self.busy = victim, login, chance, 0, 0

    def write(self, n, text):
        command = subprocess.Popen([self.victim.program, "write", "question_asked", self.victim.file, "measure=1",
                                    "text=" + text, "n=" + n, "--as", self.login, "--json"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)
        if self.chance.random() < STABBED:
            time.sleep(self.chance.uniform(0.002, 0.03))
            command.send_signal(signal.SIGKILL)
            self.stabbed += 1
        try:
            out, err = command.communicate(timeout=4 * DOOR_SECONDS)
        except subprocess.TimeoutExpired as late:
            command.kill()
            raise Wrong("a command ran for %d s" % (4 * DOOR_SECONDS)) from late
        self.busy += command.returncode == 5
        if command.returncode in (-signal.SIGKILL, 5, 6):
            raise Unanswered
        if command.returncode:
            raise Wrong("the command ended with %d: %s" % (command.returncode, err[:200]))
        return json.loads(out)

    def close(self):
        pass


# ----------------------------------------------------------------------------- clients

class Client(threading.Thread):
    def __init__(self, name, victim, record, gate, login, home, seed):
        super().__init__(name=name, daemon=True)
        self.chance = random.Random(seed)
        self.record, self.gate, self.is_stopped = record, gate, threading.Event()
        makers = {"web": lambda: Web(victim, login), "socket": lambda: Socket(victim, login),
                  "command": lambda: Command(victim, login, self.chance)}
        self.home = makers[home]()
        self.others = [makers[door]() for door in ("web", "socket") if door != home]
        self.abandoned, self.retries, self.resting, self.count = [], 0, threading.Event(), 0
        self.slowest = (0, "")      # seconds of the longest try, and its door

    def ask(self, door, n, text):
        """One try; the answer as it was recorded."""
        began = time.monotonic_ns()
        try:
            answer = door.write(n, text)
        finally:
            told = time.monotonic_ns()
            self.slowest = max(self.slowest, ((told - began) / 1e9, door.name))
        if answer.get("refusals") or not isinstance(answer.get("seq"), int):
            raise Wrong("%s was refused: %s" % (n, json.dumps(answer)[:300]))
        self.record.write({"e": "answer", "c": self.name, "n": n, "t": told, "seq": answer["seq"],
                           "hash": answer["hash"], "checkpoint": answer["checkpoint"], "door": door.name})
        return answer

    def one(self):
        self.count += 1
        n = base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")
        text = "Hur går arbetet? Fråga %d från %s" % (self.count, self.name)
        self.record.write({"e": "sent", "c": self.name, "n": n, "text": text, "t": time.monotonic_ns()})
        door = self.home
        while True:
            try:
                self.ask(door, n, text)
                break
            except Unanswered:
                if self.is_stopped.is_set() or self.chance.random() < ABANDONED:
                    self.abandoned.append((n, text))
                    return
                self.retries += 1
                time.sleep(0.01)
                door = self.home if self.chance.random() < 0.7 else self.chance.choice(self.others)
        if self.chance.random() < ASKED_AGAIN:
            try:
                answer = self.ask(self.chance.choice(self.others), n, text)
                if not answer["repeat"]:
                    self.record.complain("%s was asked again and is not called a repeat" % n)
            except Unanswered:
                pass

    def run(self):
        while not self.is_stopped.is_set():
            if not self.gate.is_set():
                self.resting.set()
                self.gate.wait(0.05)
                continue
            self.resting.clear()
            try:
                self.one()
            except Wrong as wrong:
                self.record.complain("%s: %s" % (self.name, wrong))
                return
            except Exception as error:      # a client that dies silently would make the loop look good
                self.record.complain("%s ended: %r" % (self.name, error))
                return
            time.sleep(self.chance.uniform(0, 0.006))
        for door in [self.home] + self.others:
            door.close()

    def settle(self, is_in_book):
        """Asks after what was left alone: the nonce must tell whether the act was done."""
        door = Socket(self.others[0].victim, self.others[0].login)
        for n, text in self.abandoned:
            answer = self.ask(door, n, text)
            if answer["repeat"] != is_in_book(n):
                self.record.complain("%s: asked whether it was done, the answer was %s" % (n, answer["repeat"]))
        door.close()


def crew(victim, record, gate, seed):
    """Six clients of five persons: what one person sends twice, by whatever door, is one act."""
    who = [("web-a", "contact", "web"), ("web-b", "second", "web"), ("web-c", "coordinator", "web"),
           ("socket-a", "member", "socket"), ("socket-b", "contact", "socket"),
           ("command-a", "coordinator", "command")]
    return [Client(name, victim, record, gate, login, home, "%s %s" % (seed, name)) for name, login, home in who]
