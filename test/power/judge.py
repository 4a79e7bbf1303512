# SPDX-License-Identifier: EUPL-1.2
"""Judges a state of the disk by what had been promised before the power went.  Shares no code with the program.

    lost       every entry that was answered, and every entry a shown checkpoint covers, is in the book
    broken     the databases open, are whole, hold a beginning of the book and nothing else, and are byte for byte as some
               commit left them
    ahead      the signer remembers no more than the book holds: otherwise the server would not start
    forgotten  the signer remembers every checkpoint that was shown: otherwise it could sign another book
    office     links and sessions that were given are there
    unmarked   an entry in the book that was written by a letter is known as such
    backup     a backup that was told of is there, and what bears a backup's name is whole
"""
import atexit
import base64
import json
import os
import shutil
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "kill"))
import oracle    # noqa: E402

SORTS = ("lost", "broken", "ahead", "forgotten", "office", "unmarked", "backup")


class Promises:
    """What clients had been told at one place of the journal."""

    def __init__(self):
        self.entries, self.signed, self.office, self.backups = 0, 0, set(), set()

    def take(self, event, truth):
        for seq, _, _ in event.get("entries", ()):
            self.entries = max(self.entries, seq + 1)
        if event.get("note"):
            self.signed = max(self.signed, truth.note_size(event["note"]) or 0)
        if "backup" in event:
            self.backups.add(event["backup"])
        self.office.update(event.get("office", ()))
        self.office.difference_update(event.get("drop", ()))


class Truth:
    """The book as it became: of one council there is one, and every state holds a beginning of it."""

    def __init__(self, root, calls):
        self.events = [json.loads(call.bytes) for call in calls if call.call == "A"]
        book = oracle.Book(os.path.join(root, "council"))
        self.entries, self.texts, self.vkey = book.entries, {}, book.lines[0][0]["d"]["vkey"]
        self.erased, self.letters, self.notes = {}, set(), {}
        self.roots = oracle.roots(book.leaves, range(len(book.leaves) + 1))
        self.complaints = list(oracle.broken(book))
        for event in self.events:
            for seq, leaf, text in event.get("entries", ()):
                if base64.b64encode(book.leaves[seq]).decode() != leaf:
                    self.complaints.append("entry %d is not the one that was answered" % seq)
                self.texts[seq] = text
                if event.get("letter"):
                    self.letters.add(seq)
            if "erased" in event:
                self.erased[event["erased"]] = event["by"]
        for note in {event["note"] for event in self.events if event.get("note")} | set(book.notes):
            if self.note_size(note) is None:
                self.complaints.append("a checkpoint is no beginning of the book: %r" % note[:80])
        self.backups = {}
        for path, content in walk(root):
            folder, slash, name = path.partition("/")
            if slash:
                self.backups.setdefault(folder, {})[name] = content
        with open(os.path.join(root, "council-key"), "rb") as key:
            self.key = key.read()

    def note_size(self, note):
        """Entries a checkpoint covers; None when it is not the log's, or of another book."""
        if note not in self.notes:
            try:
                promise = oracle.read_note(note, self.vkey)
            except (ValueError, IndexError):
                promise = None
            holds = promise and self.roots.get(promise[0]) == promise[1]
            self.notes[note] = promise[0] if holds else None
        return self.notes[note]


def walk(root):
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    yield os.path.relpath(path, root), file.read()


class Judge:
    def __init__(self, truth, place):
        """`place`: a folder in memory, where states are laid for SQLite."""
        self.truth, self.place = truth, place
        self.books, self.offices, self.sides = {}, {}, {}       # by content: what was found
        self.parts, self.laid, self.stamps = {}, {}, {}          # by file and version
        self.known = {"council": set(), "council-office": set()}
        self.learned, self.is_learning = set(), False
        self.last = None            # (entries, (links and sessions, entries by letter)) of the state judged last
        os.makedirs(place, exist_ok=True)
        atexit.register(self.end)   # what is in memory must go, whatever happens

    def begin(self):
        """Before a disk is replayed anew: files are other objects then."""
        self.parts, self.laid, self.stamps = {}, {}, {}

    def end(self):
        shutil.rmtree(self.place, ignore_errors=True)

    # ------------------------------------------------------------------------- databases

    def opened(self, state, name):
        """The pages of a database and its -wal, recovered."""
        for side in (name, name + "-wal", name + "-shm"):
            self.put(side, state.get(side))
        base = sqlite3.connect("file:%s?mode=ro" % os.path.join(self.place, name), uri=True)
        try:
            return base.serialize()
        finally:
            base.close()

    def put(self, name, thing):
        """The file as real bytes; what lies there already is not written again."""
        path = os.path.join(self.place, name)
        if thing is None:
            if os.path.exists(path):
                os.unlink(path)
            self.laid.pop(name, None)
            return
        file, content = thing
        stamp = (id(file), file.version) if content is file.safe else None
        if stamp and self.laid.get(name) == stamp:
            return
        with open(path, "wb") as out:
            out.write(content)
        self.laid[name] = stamp

    def database(self, state, name, memo, read):
        """(what `read` found, complaints).  What was opened once is not opened again, and each content is read once."""
        sides = tuple(self.stamp(state.get(side), side) for side in (name, name + "-wal"))
        if sides in self.sides and (not self.is_learning or sides in self.learned):
            return self.sides[sides]
        key, wrong = self.recovered(state, name, memo, read)
        found, complaints = memo.get(key, (None, []))
        if wrong:
            complaints = [("broken", wrong)]
        elif self.is_learning:
            self.known[name].add(key)
            self.learned.add(sides)
        elif key not in self.known[name]:
            complaints = complaints + [("broken", "%s is as no commit left it" % name)]
        self.sides[sides] = found, complaints
        return found, complaints

    def recovered(self, state, name, memo, read):
        """(key of the content, None), or (None, why there is none)."""
        if name not in state:
            return None, "%s is gone" % name
        try:
            content = self.opened(state, name)
            key = hash(content)
            if key not in memo:
                memo[key] = read(content)
        except (sqlite3.Error, ValueError, TypeError, AttributeError) as error:     # cells may hold anything
            return None, "%s does not open: %s" % (name, error)
        return key, None

    def stamp(self, thing, name):
        """A number of a file's content; of what stays safe it is kept."""
        if thing is None:
            return None
        file, content = thing
        if content is not file.safe:
            return hash(bytes(content))
        if self.stamps.get(name, (None,))[0] != (id(file), file.version):
            self.stamps[name] = (id(file), file.version), hash(bytes(content))
        return self.stamps[name][1]

    def read_book(self, content):
        base, complaints, truth = sqlite3.connect(":memory:"), [], self.truth
        base.deserialize(of_no_wal(content))
        if base.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            complaints.append(("broken", "the book's database is damaged"))
        entries = base.execute("SELECT seq, leaf, hash FROM entry ORDER BY seq").fetchall()
        n = len(entries)
        if entries != truth.entries[:n]:
            complaints.append(("broken", "the book holds what nobody wrote, or not what was written"))
        if base.execute("SELECT size FROM tree").fetchone() != (n,):
            complaints.append(("broken", "the tree is not of the entries"))
        for note, in base.execute("SELECT note FROM checkpoint"):
            if truth.note_size(note) is None or truth.note_size(note) > n:
                complaints.append(("broken", "a stored checkpoint is no beginning of the book"))
        texts = dict(base.execute("SELECT seq, value FROM disclosure WHERE field = 'text'"))
        for seq, text in truth.texts.items():
            gone = truth.erased.get(seq, n) < n
            if seq < n and text is not None and texts.get(seq) != (None if gone else text):
                complaints.append(("broken", "entry %d's text is not what was typed, or is not erased" % seq))
        base.close()
        return n, complaints

    def read_office(self, content):
        base, complaints = sqlite3.connect(":memory:"), []
        base.deserialize(of_no_wal(content))
        if base.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            complaints.append(("broken", "the office is damaged"))
        given = {raw.hex() for raw, in base.execute("SELECT token_hash FROM link UNION SELECT token_hash FROM session")}
        letters = {seq for seq, in base.execute("SELECT seq FROM letter_entry")}
        base.close()
        return (given, letters), complaints

    # ------------------------------------------------------------------------- the verdict

    def judge(self, state, promises):
        """Complaints, each (sort, text)."""
        n, complaints = self.database(state, "council", self.books, self.read_book)
        given, wrong = self.database(state, "council-office", self.offices, self.read_office)
        complaints, self.last = complaints + wrong, (n, given)
        if n is not None:
            complaints += self.of_book(n, state, promises)
        if given is not None:
            if not promises.office <= given[0]:
                complaints.append(("office", "%d links or sessions are gone" % len(promises.office - given[0])))
            unmarked = {seq for seq in self.truth.letters if seq < (n or 0)} - given[1]
            if unmarked:
                complaints.append(("unmarked", "entries %s were written by a letter, and nothing says so" % sorted(unmarked)))
        if "council-key" not in state or state["council-key"][1] != self.truth.key:
            complaints.append(("broken", "the log's key is gone"))
        return complaints + self.of_backups(state, promises)

    def of_book(self, n, state, promises):
        head, complaints = None, []
        if "council-head" in state:
            head = self.truth.note_size(bytes(state["council-head"][1]).decode("utf-8", "replace"))
            if head is None:
                complaints.append(("broken", "the signer's memory is no checkpoint of this book"))
        if n < max(promises.entries, promises.signed):
            complaints.append(("lost", "%d entries were answered, %d signed; %d are there" % (
                promises.entries, promises.signed, n)))
        if head is not None and head > n:
            complaints.append(("ahead", "%d entries are signed and the book has %d" % (head, n)))
        if promises.signed and (head or 0) < promises.signed:
            complaints.append(("forgotten", "a checkpoint of %d entries was shown, the signer remembers %s" % (
                promises.signed, head)))
        return complaints

    def of_backups(self, state, promises):
        complaints = []
        for name in promises.backups:
            if name not in state:
                complaints.append(("backup", "%s was made and is gone" % name))
        for name, files in self.truth.backups.items():
            if name not in state:
                continue
            for path, content in files.items():
                thing = state.get(name + "/" + path)
                if thing is None or not self.is_same(thing, content, name + "/" + path):
                    complaints.append(("backup", "%s bears its name, but %s is not whole" % (name, path)))
        return complaints

    def is_same(self, thing, content, path):
        file, now = thing
        if now is not file.safe:
            return now == content
        key = (id(file), file.version, path)
        if key not in self.parts:
            self.parts[key] = now == content
        return self.parts[key]


def of_no_wal(content):
    """A database in memory knows no -wal: its two bytes of the header say so."""
    return content[:18] + b"\1\1" + content[20:]
