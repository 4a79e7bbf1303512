#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Judges a council's file by what its clients were told.  Shares no code with the program.

usage: oracle.py FILE RECORD FOUNDED

RECORD is lines of JSON kept by the clients, outside the file:
    {"e":"sent","c":client,"n":nonce,"text":typed,"t":ns}              before a request first leaves
    {"e":"answer","c":client,"n":nonce,"t":ns,"seq":..,"hash":..,"checkpoint":note or null}    after an answer came
Times are of one monotonic clock.  FOUNDED: entries the file had before any client wrote.

Asserts (each a list of complaints, empty when it holds):
    lost        an answered entry is in the book at its number, with its hash and the text that was typed
    doubled     no nonce and no text occurs twice; a nonce asked again gets the number it got before
    disordered  who was sent after another's answer has a higher number; a client's own numbers ascend
    invented    every entry after the founding was sent, or is the system's own
    broken      numbers have no gap, leaves hash to what is stored, times do not go back
    unkept      every checkpoint shown, stored or remembered by the signer, and every base an entry names, is the
                root of the book's beginning; every checkpoint bears the log's signature

FILE and its -wal are copied first: the evidence is not touched, and recovery is SQLite's own.
Prints one JSON object; exit 1 when there is a complaint.
"""
import base64
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "verifier"))

import ed25519    # noqa: E402

# ----------------------------------------------------------------------------- the tree, RFC 6962 §2.1

def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


def roots(leaves, sizes):
    """The root over the first n leaves for every n of sizes, in one pass."""
    wanted, found, stack = set(sizes), {}, []
    for n in range(len(leaves) + 1):
        if n:
            stack.append((1, leaves[n - 1]))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (size, right), (_, left) = stack.pop(), stack.pop()
            stack.append((2 * size, hashlib.sha256(b"\1" + left + right).digest()))
        if n in wanted:
            whole = stack[-1][1] if stack else hashlib.sha256(b"").digest()
            for _, left in reversed(stack[:-1]):
                whole = hashlib.sha256(b"\1" + left + whole).digest()
            found[n] = whole
    return found


# ----------------------------------------------------------------------------- what is there

class Book:
    def __init__(self, path):
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, "copy")
            shutil.copy(path, copy)
            if os.path.exists(path + "-wal"):
                shutil.copy(path + "-wal", copy + "-wal")
            base = sqlite3.connect(copy)
            self.entries = base.execute("SELECT seq, leaf, hash FROM entry ORDER BY seq").fetchall()
            self.texts = dict(base.execute("SELECT seq, value FROM disclosure WHERE field = 'text'"))
            self.notes = [note for note, in base.execute("SELECT note FROM checkpoint ORDER BY size")]
            base.close()
        if os.path.exists(path + "-head"):
            with open(path + "-head", encoding="utf-8") as head:
                self.notes.append(head.read())
        self.leaves = [leaf_hash(leaf.encode()) for _, leaf, _ in self.entries]
        self.lines = [[json.loads(line) for line in leaf.splitlines()] for _, leaf, _ in self.entries]
        self.at = {}
        for seq, (statement, _) in enumerate(self.lines):
            self.at.setdefault(statement["n"], []).append(seq)


class Record:
    def __init__(self, path):
        self.sent, self.answers = {}, []
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                event = json.loads(line)
                if event["e"] == "sent":
                    self.sent[event["n"]] = event
                else:
                    self.answers.append(event)
        self.first = {}
        for answer in sorted(self.answers, key=lambda event: event["t"]):
            self.first.setdefault(answer["n"], answer)


# ----------------------------------------------------------------------------- the points

def lost(book, record):
    for answer in record.answers:
        seq, name = answer["seq"], "%s's %s" % (answer["c"], answer["n"])
        if not 0 <= seq < len(book.entries):
            yield "%s was told %s, which is not in the book" % (name, seq)
        elif book.lines[seq][0]["n"] != answer["n"]:
            yield "%s was told %d, where another entry stands" % (name, seq)
        elif base64.b64encode(book.leaves[seq]).decode() != answer["hash"]:
            yield "%s was told another hash than entry %d has" % (name, seq)
        elif book.texts.get(seq) != record.sent[answer["n"]]["text"]:
            yield "%s: the text of entry %d is not what was typed" % (name, seq)


def doubled(book, record, founded):
    for n, seqs in book.at.items():
        if len(seqs) > 1:
            yield "nonce %s stands in entries %s" % (n, seqs)
    seen = {}
    for seq in range(founded, len(book.entries)):
        text = book.texts.get(seq)
        if text is not None and text in seen:
            yield "what was sent once stands in entries %d and %d" % (seen[text], seq)
        seen.setdefault(text, seq)
    for answer in record.answers:
        if answer["seq"] != record.first[answer["n"]]["seq"]:
            yield "nonce %s was told %d, then %d" % (answer["n"], record.first[answer["n"]]["seq"], answer["seq"])


def disordered(record):
    """One sweep in time: a request must get a number above every number told before it was first sent.  Since a
    client has one request under way at a time, its own order is a part of this."""
    events = [(record.sent[n]["t"], 1, n) for n in record.first]
    events += [(answer["t"], 0, n) for n, answer in record.first.items()]
    highest, floor = -1, {}
    for _, is_sent, n in sorted(events):
        if is_sent:
            floor[n] = highest
        else:
            highest = max(highest, record.first[n]["seq"])
            if record.first[n]["seq"] <= floor[n]:
                yield "%s got %d, but %d had been told before it was sent" % (n, record.first[n]["seq"], floor[n])


def invented(book, record, founded):
    for seq in range(founded, len(book.entries)):
        statement = book.lines[seq][0]
        sent = record.sent.get(statement["n"])
        if statement["by"] == "system":
            continue
        if not sent:
            yield "entry %d (%s) was sent by nobody" % (seq, statement["kind"])
        elif statement["kind"] != "question_asked" or sent["text"] != book.texts.get(seq):
            yield "entry %d is not what was sent" % seq


def broken(book):
    last = ""
    for at, (seq, _, stored) in enumerate(book.entries):
        envelope = book.lines[at][1]
        if seq != at or envelope["seq"] != at:
            yield "entry %d stands at place %d" % (seq, at)
        if stored != book.leaves[at]:
            yield "entry %d does not hash to what is stored" % seq
        if envelope["t"] < last:
            yield "entry %d is older than the one before it" % seq
        last = envelope["t"]


def read_note(note, vkey):
    """Size and root of a signed checkpoint; None when it is no checkpoint or not signed by the log."""
    text, _, signatures = note.partition("\n\n")
    origin, size, root = text.split("\n")
    name, _, rest = vkey.partition("+")
    key_id, _, key = rest.partition("+")
    key = base64.b64decode(key)
    for line in signatures.splitlines():
        dash, signer, raw = line.split(" ")
        raw = base64.b64decode(raw)
        if dash == "\u2014" and signer == name == origin and raw[:4].hex() == key_id:
            holds = ed25519.holds(key[1:], (text + "\n").encode(), raw[4:])
            return (int(size), base64.b64decode(root)) if holds else None
    return None


def unkept(book, record):
    notes = {answer["checkpoint"] for answer in record.answers if answer["checkpoint"]} | set(book.notes)
    vkey = book.lines[0][0]["d"]["vkey"]
    promises = []
    for note in sorted(notes):
        promise = read_note(note, vkey)
        if not promise:
            yield "a checkpoint is not signed by the log: %r" % note
        else:
            promises.append(("a checkpoint",) + promise)
    for seq, (statement, _) in enumerate(book.lines):
        size, _, root = statement["base"].partition(":")
        if int(size) > seq:
            yield "entry %d builds on %s entries" % (seq, size)
        promises.append(("entry %d's base" % seq, int(size), base64.b64decode(root)))
    found = roots(book.leaves, [size for _, size, _ in promises])
    for who, size, root in promises:
        if found.get(size) != root:
            yield "%s of %d entries is not a beginning of the book, which has %d" % (who, size, len(book.leaves))


def judge(path, record_path, founded):
    book, record = Book(path), Record(record_path)
    complaints = {
        "lost": list(lost(book, record)), "doubled": list(doubled(book, record, founded)),
        "disordered": list(disordered(record)), "invented": list(invented(book, record, founded)),
        "broken": list(broken(book)), "unkept": list(unkept(book, record)),
    }
    figures = {
        "entries": len(book.entries), "sent": len(record.sent), "answered": len(record.first),
        "asked_again": len(record.answers) - len(record.first),
        "unanswered_in_book": sum(n in book.at for n in record.sent if n not in record.first),
        "unanswered_not_in_book": sum(n not in book.at for n in record.sent if n not in record.first),
        "checkpoints": len({a["checkpoint"] for a in record.answers if a["checkpoint"]} | set(book.notes)),
    }
    return complaints, figures


def main(words):
    if len(words) != 3:
        sys.exit(__doc__)
    complaints, figures = judge(words[0], words[1], int(words[2]))
    print(json.dumps({"complaints": complaints, "figures": figures}, indent=1))
    return 1 if any(complaints.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
