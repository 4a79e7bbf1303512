# SPDX-License-Identifier: EUPL-1.2
"""Every column of every table of FILE, changed in the first, a middle and the last row; rows and guards too.

The tables of the book are changed one cell at a time.  A table of the state is compared on its own, so one file takes
a change in each of them at once, and `verify` must name every one.
"""
import hashlib
import json
import sqlite3

from house import EXAMPLE_ENTRIES, copy, demo, finish_notes, fyr

BOOK = ("entry", "disclosure", "tree", "node", "checkpoint")
OF_BOOK = BOOK + ("cosignature",)    # which has no rows here: test/witness changes each of its cells
NEWEST = "checkpoint %d:" % EXAMPLE_ENTRIES


def opened(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA ignore_check_constraints=ON")
    return db


class Unguarded:
    """The file without its guards, which come back as they were."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.db = opened(self.path)
        self.guards = self.db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in self.guards:
            self.db.execute('DROP TRIGGER "%s"' % name)
        return self.db

    def __exit__(self, kind, value, trace):
        if not kind:
            for _, sql in self.guards:
                self.db.execute(sql)
            self.db.commit()
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.close()


def tables_of(db):
    names = [r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {name: db.execute("SELECT name, type, pk FROM pragma_table_info(?)", (name,)).fetchall() for name in names}


def keys_of(columns):
    return [c[0] for c in sorted((c for c in columns if c[2]), key=lambda c: c[2])]


def rows_of(db, table, columns):
    """Keys of the first, a middle and the last row."""
    names = ", ".join('"%s"' % k for k in keys_of(columns))
    rows = db.execute('SELECT %s FROM "%s" ORDER BY %s' % (names, table, names)).fetchall()
    return [rows[i] for i in sorted({0, len(rows) // 2, len(rows) - 1})] if rows else []


def another(value, kind):
    """Another value of the same sort: numbers grow, the last character of a text and the last bit of a blob turn."""
    if value is None:
        return {"INTEGER": 1, "BLOB": b"x"}.get(kind, "x")
    if isinstance(value, int):
        return value + 100000
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1]) if value else b"x"
    return value[:-1] + ("b" if value[-1:] == "a" else "a")


def change(db, table, columns, key, column):
    where = " AND ".join('"%s" = ?' % k for k in keys_of(columns))
    kind = next(c[1] for c in columns if c[0] == column)
    old = db.execute('SELECT "%s" FROM "%s" WHERE %s' % (column, table, where), key).fetchone()[0]
    new = another(old, kind)
    db.execute('UPDATE "%s" SET "%s" = ? WHERE %s' % (table, column, where), (new, *key))
    return old, new


def named(table, key, old, new, column):
    """What `verify` may call the place: the entry, or the table with its row."""
    if table in ("entry", "disclosure"):
        return ["entry %s:" % key[0]] + (["entry %s:" % new] if column == "seq" else [])
    if table == "checkpoint":
        return ["checkpoint %s:" % key[0]] + (["checkpoint %s:" % new] if column == "size" else [])
    if table == "node":
        return ["node %s/%s" % key, "the tree: "]
    if table == "tree":
        return ["the tree: ", "in tree"]
    return ["table %s, row" % table]


def verify_both(tap, path, what, names, full_only=False):
    ran = fyr("verify", path)
    tap.ok(ran.code == 4 and any(n in ran.err for n in names), what, "expected one of %r" % (names,), ran)
    if not full_only:
        ran = fyr("verify", "--book", path)
        tap.ok(ran.code == 4 and any(n in ran.err for n in names), what + " (--book)", "expected one of %r" % (names,), ran)


def book_cells(tap, whole, tables):
    for table in BOOK:
        columns = tables[table]
        with opened(whole) as db:
            keys = rows_of(db, table, columns)
        tap.ok(keys, "%s has rows to change" % table)
        for key in keys:
            for column, _, _ in columns:
                path = copy(whole, tap.path("cell"))
                with Unguarded(path) as db:
                    old, new = change(db, table, columns, key, column)
                verify_both(tap, path, "%s.%s of row %s changed" % (table, column, "/".join(map(str, key))),
                            named(table, key, old, new, column))


def is_named(err, table, columns, key, column, new):
    """The state's rows are named by their keys; a changed key shows as one row too many and one missing."""
    parts = dict(zip(keys_of(columns), key))
    lines = [l for l in err.split("\n") if "table %s, row" % table in l]
    old_row = " ".join("%s=%s" % pair for pair in parts.items())
    if column in parts:
        parts[column] = new
    new_row = " ".join("%s=%s" % pair for pair in parts.items())
    return any("row %s:" % row in l for l in lines for row in (old_row, new_row)) and (
        column in parts or any(l.endswith("column " + column) for l in lines))


def state_cells(tap, whole, tables):
    """The nth column of each table of the state at once, for each of three rows."""
    state = {t: c for t, c in tables.items() if t not in OF_BOOK}
    empty = []
    for n in range(max(len(c) for c in state.values())):
        for which in range(3):
            path, done = copy(whole, tap.path("cells")), []
            with Unguarded(path) as db:
                for table, columns in state.items():
                    keys = rows_of(db, table, columns)
                    if not keys and not n and not which:
                        empty.append(table)
                    if n >= len(columns) or which >= len(keys):
                        continue
                    column = columns[n][0]
                    _, new = change(db, table, columns, keys[which], column)
                    done.append((table, columns, keys[which], column, new))
            if not done:
                continue
            ran = fyr("verify", path)
            tap.ok(ran.code == 4, "column %d of every table of the state, row %d: exit 4" % (n, which), ran)
            for table, columns, key, column, new in done:
                tap.ok(is_named(ran.err, table, columns, key, column, new), "%s.%s of row %s changed is named" % (
                    table, column, "/".join(map(str, key))), ran.err[:3000])
    return empty


def alone(tap, whole, tables):
    """One change at a time in a few tables: nothing above depends on its neighbours' changes."""
    for table, column in (("state_version", "version"), ("light", "process"), ("council", "is_example"),
                          ("role_held", "role"), ("act", "seq"), ("log", "kind")):
        path = copy(whole, tap.path("one"))
        with Unguarded(path) as db:
            key = rows_of(db, table, tables[table])[0]
            change(db, table, tables[table], key, column)
        verify_both(tap, path, "%s.%s alone changed" % (table, column), ["table %s, row" % table], True)


def book_rows(tap, whole, tables):
    added = {"entry": ["entry "], "disclosure": ["entry "], "node": ["the tree: "], "tree": ["the tree: "],
             "checkpoint": ["checkpoint "], "cosignature": ["cosignature "]}
    path = copy(whole, tap.path("rows"))
    with Unguarded(path) as db:
        add_row(db, "cosignature", tables["cosignature"])
    verify_both(tap, path, "a row added to cosignature", added["cosignature"])
    for table in BOOK:
        columns = tables[table]
        path = copy(whole, tap.path("rows"))
        with Unguarded(path) as db:
            keys = rows_of(db, table, columns)
            delete(db, table, columns, keys[len(keys) // 2])
        gone = keys[len(keys) // 2][0]
        names = {"entry": ["entry %s: missing" % gone], "disclosure": ["entry %s:" % gone], "checkpoint": ["checkpoint"]}
        verify_both(tap, path, "a row of %s deleted" % table, names.get(table, ["the tree: "]))
        path = copy(whole, tap.path("rows"))
        with Unguarded(path) as db:
            add_row(db, table, columns)
        verify_both(tap, path, "a row added to %s" % table, added[table])


def state_rows(tap, whole, tables):
    """One row less in every table of the state at once, then one row more in each."""
    state = {t: c for t, c in tables.items() if t not in OF_BOOK}
    path, gone = copy(whole, tap.path("rows")), {}
    with Unguarded(path) as db:
        for table, columns in state.items():
            keys = rows_of(db, table, columns)
            if keys:
                gone[table] = keys[len(keys) // 2]
                delete(db, table, columns, gone[table])
    ran = fyr("verify", path)
    for table, key in gone.items():
        row = "table %s, row %s: it is missing" % (table, " ".join(map("%s=%s".__mod__, zip(keys_of(state[table]), key))))
        tap.ok(ran.code == 4 and row in ran.err, "a row of %s deleted" % table, row, ran)
    path = copy(whole, tap.path("rows"))
    with Unguarded(path) as db:
        for table, columns in state.items():
            add_row(db, table, columns)
    ran = fyr("verify", path)
    for table in state:
        tap.ok(ran.code == 4 and any(l.startswith("fyr: table %s, row " % table) and l.endswith("no entry made it")
                                     for l in ran.err.split("\n")), "a row added to %s" % table, ran)


def delete(db, table, columns, key):
    db.execute('DELETE FROM "%s" WHERE %s' % (table, " AND ".join('"%s" = ?' % k for k in keys_of(columns))), key)


def add_row(db, table, columns):
    """The last row once more under another key, every number and text of it new enough to be unlike."""
    names = ", ".join('"%s"' % c[0] for c in columns)
    keys = keys_of(columns)
    row = db.execute('SELECT %s FROM "%s" ORDER BY "%s" DESC' % (names, table, keys[0])).fetchone()
    if not row:
        row = [1 if c[1] == "INTEGER" else "x" for c in columns]
    new = [another(v, c[1]) if c[2] or c[0] in ("number", "code", "seq", "first_day") or len(columns) < 5 else v
           for v, c in zip(row, columns)]
    db.execute('INSERT INTO "%s"(%s) VALUES(%s)' % (table, names, ", ".join("?" * len(new))), new)


def schema_changes(tap, whole):
    with opened(whole) as db:
        found = db.execute("SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
                           " ORDER BY type, name").fetchall()
    indices = [f for f in found if f[0] == "index"]
    for kind, name in indices[::max(1, len(indices) // 3)] + [f for f in found if f[0] == "trigger"]:
        path = copy(whole, tap.path("schema"))
        db = opened(path)
        db.execute('DROP %s "%s"' % (kind, name))
        db.commit()
        db.close()
        verify_both(tap, path, "%s %s dropped" % (kind, name), ["the schema: "], True)
    for what, sql in (("an extra table", "CREATE TABLE extra(a)"), ("an extra index", "CREATE INDEX extra ON log(role)"),
                      ("an extra view", "CREATE VIEW extra AS SELECT 1"),
                      ("an extra trigger", "CREATE TRIGGER extra AFTER INSERT ON log BEGIN SELECT 1; END"),
                      ("an extra column", "ALTER TABLE measure ADD COLUMN extra TEXT"),
                      ("a table of the state dropped", "DROP TABLE light"),
                      ("a column of the state dropped", "ALTER TABLE light DROP COLUMN day")):
        path = copy(whole, tap.path("schema"))
        db = opened(path)
        db.execute(sql)
        db.commit()
        db.close()
        verify_both(tap, path, what, ["the schema: "], True)
    for table in BOOK:
        path = copy(whole, tap.path("schema"))
        db = opened(path)
        db.execute('DROP TABLE "%s"' % table)
        db.commit()
        db.close()
        ran = fyr("verify", path)
        tap.ok(ran.code == 4 and table in ran.err, "table %s dropped" % table, ran)


def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


def frontier(hashes):
    """Roots of the complete subtrees, largest first (RFC 6962): made here anew, not by the program."""
    roots, at, bit = [], 0, 1 << len(hashes).bit_length()
    while bit:
        if len(hashes) & bit:
            level = hashes[at:at + bit]
            while len(level) > 1:
                level = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level), 2)]
            roots.append(level[0])
            at += bit
        bit >>= 1
    return b"".join(roots)


def cut(db, size):
    """The book shortened so that nothing in it contradicts itself, but for what was signed."""
    for table, column in (("entry", "seq"), ("disclosure", "seq")):
        db.execute("DELETE FROM %s WHERE %s >= ?" % (table, column), (size,))
    hashes = [r[0] for r in db.execute("SELECT hash FROM entry ORDER BY seq")]
    old = db.execute("SELECT frontier FROM tree").fetchone()[0]
    head = len(old) % 32
    db.execute("UPDATE tree SET size = ?, frontier = ?", (size, size.to_bytes(head, "big") + frontier(hashes)))
    db.execute("DELETE FROM node WHERE level = 8 AND idx >= ?", (size >> 8,))


def rewrite(db, seq):
    """An entry changed, and everything above it made to fit again: only the signature cannot be made."""
    leaf, = db.execute("SELECT leaf FROM entry WHERE seq = ?", (seq,)).fetchone()
    at = leaf.index('"n":"') + 5
    leaf = leaf[:at] + ("B" if leaf[at] == "A" else "A") + leaf[at + 1:]
    db.execute("UPDATE entry SET leaf = ?, hash = ? WHERE seq = ?", (leaf, leaf_hash(leaf.encode()), seq))
    hashes = [r[0] for r in db.execute("SELECT hash FROM entry ORDER BY seq")]
    old = db.execute("SELECT frontier FROM tree").fetchone()[0]
    db.execute("UPDATE tree SET frontier = ?", (old[:len(old) % 32] + frontier(hashes),))
    for idx in range(len(hashes) >> 8):
        db.execute("UPDATE node SET hash = ? WHERE level = 8 AND idx = ?", (frontier(hashes[idx << 8:(idx + 1) << 8]), idx))


def consistent_lies(tap, whole):
    for what, lie, name in (("the book cut to 600 entries", lambda db: cut(db, 600), "the newest are gone"),
                            ("the book cut to its first entry", lambda db: cut(db, 1), "the newest are gone"),
                            ("the last entry rewritten with all hashes above it", lambda db: rewrite(db, EXAMPLE_ENTRIES - 1), NEWEST)):
        path = copy(whole, tap.path("lie"))
        with Unguarded(path) as db:
            lie(db)
        ran = fyr("rebuild", path)
        tap.same(ran.code, 0, what + ": the state made anew fits", ran)
        verify_both(tap, path, what, [name])
    path = copy(whole, tap.path("lie"))
    with Unguarded(path) as db:
        db.execute("DELETE FROM checkpoint")
    verify_both(tap, path, "every checkpoint taken away", ["checkpoint"])
    path = copy(whole, tap.path("lie"))
    with Unguarded(path) as db:
        rewrite(db, 300)
    verify_both(tap, path, "entry 300 rewritten: the entries after it built on another head", ["entry 301:", NEWEST])


def another_key(tap, whole):
    """A checkpoint of the right entries under a key that is not the log's."""
    path = copy(whole, tap.path("key"))
    other = demo(tap, "other.fyr")
    with opened(other) as db:
        note, = db.execute("SELECT note FROM checkpoint").fetchone()
    with Unguarded(path) as db:
        db.execute("UPDATE checkpoint SET note = ?", (note,))
    verify_both(tap, path, "a checkpoint of another council", [NEWEST])


def marks(tap, whole):
    for what, sql, names in (("application_id changed", "PRAGMA application_id=1", ["is not a council file"]),
                             ("user_version lowered", "PRAGMA user_version=0", ["version"])):
        path = copy(whole, tap.path("mark"))
        db = opened(path)
        db.execute(sql)
        db.commit()
        db.close()
        verify_both(tap, path, what, names)


def noted(tap):
    """The example with finished notes, and a release of them that was looked at, which it has none of itself."""
    path, hashes = demo(tap, "noted.fyr"), []

    def write(kind, *words, about="meeting=1", who="coordinator"):
        return json.loads(fyr("write", kind, path, about, *words, "--as", who, "--json").out)
    for words in (("audience=public", "text=Lugnt."), ("audience=secret", "provision=OSL 18:1", "sender=polis", "readers=sak", "text=Tips.")):
        passage = write("passage_noted", "position=%d" % (len(hashes) + 1), *words)
        hashes.append(passage["hash"])
    notes = finish_notes(path, 1, hashes)
    write("diary_number_noted", "diary_no=KS 2026:7", "case_no=KS 2026", about="entry=%d" % notes.number)
    write("document_requested", "what=Anteckningar")
    write("passage_masked", "passage=%d" % (passage["seq"] - 1), "provision=OSL 18:1", about="request=1")
    write("release_looked_at", "finding=agrees", about="request=1", who="registrar")
    return path


def run(tap):
    whole = demo(tap)
    with opened(whole) as db:
        tables = tables_of(db)
    for book in ((), ("--book",)):
        ran = fyr("verify", *book, whole)
        tap.ok(ran.code == 0 and not ran.err, "the untouched file is whole %s" % " ".join(book), ran)
    path = copy(whole, tap.path("same"))
    with Unguarded(path) as db:
        db.execute("UPDATE measure SET level = level")
    ran = fyr("verify", path)
    tap.same(ran.code, 0, "guards taken away and brought back change nothing", ran)
    book_cells(tap, whole, tables)
    empty = state_cells(tap, noted(tap), tables)
    tap.same(empty, ["erased"], "the example with notes has rows in every table but one")
    alone(tap, whole, tables)
    book_rows(tap, whole, tables)
    state_rows(tap, whole, tables)
    schema_changes(tap, whole)
    consistent_lies(tap, whole)
    another_key(tap, whole)
    marks(tap, whole)
    ran = fyr("verify", whole)
    tap.same(ran.code, 0, "the untouched file is still whole", ran)
