# SPDX-License-Identifier: EUPL-1.2
"""The canaries' council (test/canary/council.case) played today against a running server: it writes every kind and fills
every typed text, so whoever goes through it line by line has one valid offer of everything."""
import base64
import datetime
import hashlib
import os
import re
import shlex
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "doors"))

import house    # noqa: E402

SCRIPT = os.path.join(os.path.dirname(HERE), "canary", "council.case")
# In the order of their numbers in the council.
PERSONS = ("administrator", "coordinator", "contact", "second", "member", "police", "security", "registrar", "auditor")
# The script's clock moves, ours does not: what must not have passed yet lies in the days to come.
AHEAD = {"answer_by": 20, "decide_by": 60, "resumes": 90, "meeting": 10}


class Act:
    """One line of the script: who writes which kind with which fields; `name` is what its number is kept as."""

    def __init__(self, by, kind, fields, name):
        self.by, self.kind, self.fields, self.name = by, kind, fields, name

    def given(self, numbers):
        return [(f, numbers[v[1:]] if v.startswith("$") else v) for f, v in self.fields]


def fitted(by, kind, pairs, word):
    """A line's fields with words for the stars, dates that hold today and the logins that tests sign in by."""
    fields, person = [], dict(pairs).get("person")
    for name, value in pairs:
        if value == "*" and kind == "person_bound" and dict(pairs)["sort"] == "login":
            value = PERSONS[int(person) - 1]
        elif (kind, name) == ("attachment_added", "file"):
            value = base64.urlsafe_b64encode(b"En fil.\n").decode().rstrip("=")
        elif value.endswith("*"):
            value = value[:-1] + word(kind, name)
        elif (kind, name) == ("log_key_proposed", "key"):
            value = "$a_new_log_key"
        elif name in AHEAD and "-" in value:     # other kinds name a meeting by its number
            value = str(datetime.date.today() + datetime.timedelta(AHEAD[name]))
        fields.append((name, value))
    return fields


def read(word):
    """All acts; word(kind, field) is what stands for a star.  The system's own acts come with time, not from a person."""
    by, acts = None, []
    for line in open(SCRIPT, encoding="utf-8"):
        words = shlex.split(line, comments=True)
        name = None
        if words[:1] == ["as"]:
            by = words[1]
        if words[:1] == ["let"]:
            name, words = words[1], words[3:]
        if words[:1] == ["finish"]:
            acts.append(Act(by, "notes_finished", [("meeting", words[1]), ("passages", "$passages"), ("digest", "$digest")], None))
        if words[:1] == ["write"] and by != "system":
            pairs = [tuple(w.split("=", 1)) for w in words[2:]]
            acts.append(Act(by, words[1], fitted(by, words[1], pairs, word), name))
    return acts


def found(path, name="Prövby brottsförebyggande råd"):
    """An example council with its first two persons; gives the tokens of their two links."""
    done = house.fyr("init", path, "--name", name, "--example")
    if done.code:
        raise RuntimeError("fyr init: %s" % done)
    return re.findall(r"token=(\S+)", done.out)


def log_key(origin):
    """A key that a log of this name may change to (C2SP signed-note)."""
    key = b"\1" + hashlib.sha256(origin.encode()).digest()
    mark = hashlib.sha256(origin.encode() + b"\n" + key).hexdigest()[:8]
    return "%s+%s+%s" % (origin, mark, base64.b64encode(key).decode())


class Play:
    """The council while it is played: who is signed in, and the numbers that were kept."""

    def __init__(self, server):
        self.server, self.path, self.numbers, self.visitors = server, server.path, {}, {}
        self.numbers["a_new_log_key"] = log_key(self.ask("SELECT origin FROM council")[0][0])

    def visitor(self, name):
        if name not in self.visitors:
            self.visitors[name] = self.server.visitor()
            if self.visitors[name].become(name).status != 303:
                raise RuntimeError("%s cannot be signed in" % name)
        return self.visitors[name]

    def write(self, act, query="", **more):
        """By the door for programs; the entry's number.  Every act of the script is one that is accepted."""
        reply = self.visitor(act.by).post("/write/%s.json%s" % (act.kind, query), act.given(self.numbers), **more)
        if reply.status != 201:
            raise RuntimeError("%s by %s is refused: %s" % (act.kind, act.by, reply))
        if act.name:
            self.numbers[act.name] = str(reply.json["seq"])
        if act.kind == "passage_noted":
            self.count_passages(dict(act.fields)["meeting"])
        return reply.json["seq"]

    def count_passages(self, meeting):
        """What finishing the notes says of them as they stand now (kinds/passage.h)."""
        rows = self.ask("SELECT p.hash FROM passage AS p JOIN meeting AS m ON m.id = p.meeting WHERE m.number = ?"
                        " AND p.sort = 'passage' ORDER BY p.position, p.seq", int(meeting))
        digest = hashlib.sha256(b"".join(base64.b64decode(h) for h, in rows)).digest()
        self.numbers.update(passages=str(len(rows)), digest=base64.b64encode(digest).decode())

    def ask(self, sql, *values):
        db = sqlite3.connect("file:%s?mode=ro" % self.path, uri=True)
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()
