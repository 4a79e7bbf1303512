#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks an exported log with nothing but Python's standard library and the published specifications.

usage: verify.py FOLDER [--key VKEY]      exit 0 whole, 4 damaged: one line for each thing that is wrong
       verify.py --vectors FOLDER         the published test vectors; TAP

No line of it comes from the program that writes the log.
"""
import base64
import json
import os
import re
import sys

import book
import tlog
from log_keys import LogKeys
from tlog import Bad

FIXED = {"README.txt", "SHA256SUMS", "checkpoint", "disclosures.jsonl", "log.vkey", "policy", "verify.html"}


def files_of(folder):
    """Every file, and what is neither file nor folder or an empty folder."""
    files, odd = {}, []
    for place, folders, names in os.walk(folder):
        here = os.path.relpath(place, folder)
        for name in names + [f for f in folders if os.path.islink(os.path.join(place, f))]:
            path = os.path.normpath(os.path.join(here, name))
            whole = os.path.join(place, name)
            if os.path.isfile(whole) and not os.path.islink(whole):
                files[path] = whole
            else:
                odd.append(path)
        if not folders and not names:
            odd.append(here)
    return files, odd


class Export:
    def __init__(self, folder, key=None):
        self.folder, self.findings, self.trusted = folder, [], key
        self.files, odd = files_of(folder)
        for path in odd:
            self.find("%s: neither a file nor a folder with something in it" % path)
        self.undisclosed = self.texts = 0
        self.erased = set()

    def find(self, what):
        self.findings.append(what)

    def read(self, path):
        try:
            with open(self.files[path], "rb") as file:
                return file.read()
        except (KeyError, OSError) as e:
            raise Bad("%s: missing" % path) from e

    def head(self):
        self.keys, self.chain = LogKeys.read(self.read("log.vkey")), LogKeys()
        self.origin, self.size, self.root = self.keys.opened(self.read("checkpoint"))
        if self.trusted and self.keys.place(self.trusted) is None:
            raise Bad("log.vkey: it is not the log's key")

    def vouched(self):
        """The newest checkpoint by the keys that the entries tell of; the checkpoints lead to it from the first key, and from the
        one that is trusted."""
        if self.chain.text() != self.keys.text():
            self.find("log.vkey: its keys are not those that the entries tell of")
        self.chain.opened(self.read("checkpoint"), self.witnesses)
        if self.chain.unvouched():
            self.find("log.vkey: no checkpoint shows that an older key vouches for %s" % self.chain.unvouched())
        if self.trusted and self.chain.reach(self.keys.place(self.trusted)) < self.size:
            self.find("checkpoint: nothing that the key given signed leads to it")

    def older(self, path):
        """The size by which an older checkpoint's file is named, or None."""
        found = re.fullmatch(r"checkpoints/(0|[1-9][0-9]{0,18})", path)
        return int(found.group(1)) if found and int(found.group(1)) < self.size else None

    def inventory(self):
        """Every file that must be there, and no other."""
        wanted = {tlog.tile_path(*t) for t in tlog.tile_paths(self.size)} if self.size < 1 << 25 else set()
        for path in sorted(wanted | FIXED):
            if path not in self.files:
                self.find("%s: missing" % path)
        for path in sorted(self.files):
            if path not in wanted and path not in FIXED and self.older(path) is None:
                self.find("%s: it does not belong here" % path)
        return not (wanted | FIXED) - set(self.files)

    def policy(self):
        """A key of the log that counts must be a log of it, and its quorum must be something it names."""
        logs, names, quorum = [], {"none"}, []
        for line in self.read("policy").decode("utf-8", "replace").split("\n"):
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            if words[0] == "log" and 2 <= len(words) <= 3:
                logs.append(tlog.Key.read(words[1]).text)
            elif words[0] == "witness" and 3 <= len(words) <= 4:
                self.witnesses.append(tlog.Key.read(words[2]))
                names.add(words[1])
            elif words[0] == "group" and len(words) >= 4 and set(words[3:]) <= names:
                names.add(words[1])
            elif words[0] == "quorum" and len(words) == 2:
                quorum.append(words[1])
            else:
                raise Bad("policy: a line that says nothing: %s" % line[:60])
        ours = {key.text for i, (key, _, _) in enumerate(self.keys.keys) if self.keys.counts(i, self.size)}
        if not ours & set(logs) or len(quorum) != 1 or quorum[0] not in names:
            raise Bad("policy: it is not that of this log")

    def sums(self):
        """Every file but the tiles and the sums themselves, once."""
        lines = self.read("SHA256SUMS").split(b"\n")
        wanted = sorted((FIXED | {path for path in self.files if self.older(path) is not None}) - {"SHA256SUMS"})
        if lines.pop() or sorted(line[66:].decode("utf-8", "replace") for line in lines) != wanted:
            self.find("SHA256SUMS: it does not name each file once")
            return
        for line in lines:
            path = line[66:].decode()
            if line != b"%s  %s" % (tlog.sha(self.read(path)).hex().encode(), line[66:]):
                self.find("%s: SHA256SUMS has another sum of it" % path)

    def tiles(self, hashes):
        """Each level of hashes against its tiles; the next level's are roots of full tiles below."""
        level = 0
        while hashes:
            for number in range((len(hashes) + 255) // 256):
                part = hashes[number * 256:number * 256 + 256]
                path = tlog.tile_path(level, number, len(part))
                if self.read(path) != b"".join(part):
                    self.find("%s: not the hashes of the entries" % path)
            hashes = [tlog.root_of(hashes[i:i + 256]) for i in range(0, len(hashes) - 255, 256)]
            level += 1

    def lines(self):
        """Disclosed texts by entry, each {field: [disclosure]}."""
        found, last = {}, (-1, "")
        raw = self.read("disclosures.jsonl")
        if raw and not raw.endswith(b"\n"):
            raise Bad("disclosures.jsonl: its last line is cut")
        for line in raw.split(b"\n")[:-1]:
            one = book.canonical(line)
            if not isinstance(one, dict) or set(one) != {"d", "f", "seq"} or type(one["seq"]) is not int \
                    or not isinstance(one["f"], str) or not isinstance(one["d"], list) or not one["d"] \
                    or not all(isinstance(d, str) for d in one["d"]) or not 0 <= one["seq"] < self.size:
                raise Bad("disclosures.jsonl: a line after entry %d is none" % last[0])
            if (one["seq"], one["f"]) <= last:
                raise Bad("disclosures.jsonl: a line after entry %d stands in the wrong place" % last[0])
            last = (one["seq"], one["f"])
            found.setdefault(one["seq"], {})[one["f"]] = one["d"]
            self.texts += 1
        return found

    def check_texts(self, e, texts):
        for field, disclosures in texts.items():
            digest = e.f.get(field)
            try:
                if digest is None:
                    raise Bad("a text is disclosed that it does not name: %s" % field)
                book.text_of(field, digest, disclosures)
            except Bad as bad:
                self.find("entry %d: %s" % (e.seq, bad))
        self.undisclosed += len(set(e.f) - set(texts))

    def check_entry(self, e, hashes, roots):
        size, _, root = e.base.partition(":")
        if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size) or int(size) > e.seq or \
                base64.b64encode(roots[int(size)]).decode() != root:
            self.find("entry %d: the head it builds on was never the log's" % e.seq)
        if e.log != self.origin:
            self.find("entry %d: it was written for another log" % e.seq)
        if e.seq == 0 and (e.d.get("vkey") != self.keys.keys[0][0].text or e.d.get("origin") != self.origin):
            self.find("entry 0: it names another key than log.vkey")

    def entries(self):
        texts = self.lines()
        stack, hashes, roots, last = [], [], [tlog.sha(b"")], 0
        rule = book.TwoPersons()
        for number in range((self.size + 255) // 256):
            width = min(256, self.size - number * 256)
            path = tlog.tile_path("entries", number, width)
            try:
                bundle = tlog.bundle_read(self.read(path), width)
            except Bad as bad:
                raise Bad("%s: %s" % (path, bad)) from bad
            for leaf in bundle:
                seq = len(hashes)
                hashes.append(tlog.leaf_hash(leaf))
                tlog.push(stack, hashes[-1])
                roots.append(tlog.stack_root(stack))
                try:
                    e = book.Entry(leaf, seq)
                except Bad as bad:
                    self.find("entry %d: %s" % (seq, bad))
                    continue
                if e.time < last:
                    self.find("entry %d: it is dated before the one before it" % seq)
                last = e.time
                self.check_entry(e, hashes, roots)
                self.check_texts(e, texts.get(seq, {}))
                for why in (rule.take_signed(e), rule.take(e, hashes[-1]), self.chain.follow(e, hashes[-1])):
                    if why:
                        self.find("entry %d: %s" % (seq, why))
        for seq, field in sorted(rule.erased):
            if field in texts.get(seq, {}):
                self.find("entry %d: the text %s was erased but is still there" % (seq, field))
        self.undisclosed -= len(rule.erased)
        if roots[-1] != self.root:
            self.find("checkpoint: it was signed for other entries")
        self.tiles(hashes)
        return roots

    def checkpoints(self, roots):
        for path in sorted(self.files):
            size = self.older(path)
            if size is None:
                continue
            try:
                if self.chain.opened(self.read(path), self.witnesses) != (self.origin, size, roots[size]):
                    self.find("%s: it was signed for other entries, or another size" % path)
            except Bad as bad:
                self.find("%s: %s" % (path, bad))

    def verify(self):
        self.witnesses = []
        try:
            self.head()
            if self.inventory():
                self.policy()
                self.sums()
                self.keys.opened(self.read("checkpoint"), self.witnesses)
                self.checkpoints(self.entries())
                self.vouched()
        except Bad as bad:
            self.find(str(bad))
        return self.findings


# ------------------------------------------------------------------------------------------------- vectors ---

class Tap:
    def __init__(self):
        self.run = self.failed = 0

    def ok(self, good, what):
        self.run += 1
        self.failed += not good
        print("%sok %d - %s" % ("" if good else "not ", self.run, what))


def raw(text):
    return base64.b64decode(text) if text else b""


def proof_holds(v):
    proof = [raw(h) for h in v["proof"] or []]
    if v["kind"] == "inclusion":
        return tlog.inclusion_root(v["index"], v["size"], raw(v["leaf_hash"]), proof) == raw(v["root"])
    return tlog.consistency_holds(v["from"], v["to"], proof, raw(v["root1"]), raw(v["root2"]))


def vectors(folder):
    def load(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return json.load(file)

    tap = Tap()
    for name in ("merkle-proofs.json", "merkle-proofs-over-int63.json"):
        for v in load(name)["vectors"]:
            tap.ok(proof_holds(v) == v["valid"], v["name"])
    vector_tiles(tap, load("tiles.json"))
    vector_notes(tap, load("notes.json"))
    vector_example(tap, load("tlogcheck-example.json"))
    print("1..%d" % tap.run)
    return tap.failed


def vector_tiles(tap, told):
    for tree in told["trees"]:
        leaves = [b"leaf %d" % i for i in range(tree["size"])]
        levels = [[tlog.leaf_hash(leaf) for leaf in leaves]]
        while len(levels[-1]) >= 256:
            levels.append([tlog.root_of(levels[-1][i:i + 256]) for i in range(0, len(levels[-1]) - 255, 256)])
        tap.ok(tlog.root_of(levels[0]) == raw(tree["root"]), "the root of %d leaves" % tree["size"])
        tap.ok(len(tlog.tile_paths(tree["size"])) == tree["resources"], "and the number of its resources")
        for level, number, width in tlog.tile_paths(tree["size"]):
            path = tlog.tile_path(level, number, width)
            if path not in tree["sha256"]:
                continue
            first = number * 256
            if level == "entries":
                data = b"".join(len(l).to_bytes(2, "big") + l for l in leaves[first:first + width])
                tap.ok(tlog.bundle_read(data, width) == leaves[first:first + width], path + " read")
            else:
                data = b"".join(levels[level][first:first + width])
            tap.ok(tlog.sha(data).hex() == tree["sha256"][path], path)


def vector_key(told):
    return tlog.Key.read(told["vkey"])


def opens(note, keys):
    try:
        tlog.note_opened(note, keys)
        return True
    except Bad:
        return False


def vector_notes(tap, told):
    for v in told["notes"]:
        key, note = vector_key(v["key"]), v["note"].encode()
        tap.ok(opens(note, [key]), v["source"])
        tap.ok(key.raw.hex() == v["key"].get("public_key", key.raw.hex()), "its key")
        wrong = [bytearray(note) for _ in range(16)]
        for i, one in enumerate(wrong):     # whichever bit is another, the note opens no more
            one[(i * 37 + 5) % len(note)] ^= 1 << i % 8
        tap.ok(not any(opens(bytes(one), [key]) for one in wrong), "a bit changed is found")
    for v in told["cosignatures"]:
        note = v["checkpoint_body"] + "\n" + v["line"].rstrip("\n") + "\n"
        key = vector_key(v["key"])
        tap.ok(opens(note.encode(), [key]), v["source"])
        tap.ok(not opens(note.replace("\n10\n", "\n11\n").encode(), [key]), "for another size")
    for v in told["bad_vkeys"]:
        try:
            tlog.Key.read(v["vkey"])
            tap.ok(False, v["why"])
        except Bad:
            tap.ok(True, v["why"])


def vector_example(tap, v):
    keys = [tlog.Key.read(k) for k in [v["vkey"], *v["witness_vkeys"]]]
    text, good = tlog.note_opened(v["checkpoint"].encode(), keys)
    _, size, root = tlog.checkpoint_read(text)
    hashes = [tlog.leaf_hash(raw(leaf)) for leaf in v["leaves"]]
    tap.ok(len(good) == len(keys), "all keys have signed the example")
    tap.ok(size == len(hashes) and tlog.root_of(hashes) == root, "its tree")
    for p in v["inclusion"]:
        n = p.get("size", size)
        tap.ok(tlog.inclusion_root(p["index"], n, hashes[p["index"]], [raw(h) for h in p["proof"]])
               == tlog.root_of(hashes[:n]), "an inclusion")
    for p in v["consistency"]:
        if p["from"]:
            tap.ok(tlog.consistency_holds(p["from"], p["to"], [raw(h) for h in p["proof"]], tlog.root_of(hashes[:p["from"]]),
                                          tlog.root_of(hashes[:p["to"]])), "a consistency")
    for note in v["older_checkpoints"]:
        _, n, older = tlog.checkpoint_read(tlog.note_opened(note.encode(), keys)[0])
        tap.ok(tlog.root_of(hashes[:n]) == older, "an older checkpoint of %d" % n)
    for p in v["tlog_proofs"]:
        tap.ok(tlog.proof_opened(p["text"].encode(), raw(p["leaf"]), keys) is not None, "a .tlog-proof")
        tap.ok(tlog.proof_opened(p["text"].encode(), raw(p["leaf"]) + b"x", keys) is None, "of another leaf")


def main():
    words = sys.argv[1:]
    if len(words) == 2 and words[0] == "--vectors":
        return 1 if vectors(words[1]) else 0
    if len(words) not in (1, 3) or (len(words) == 3 and words[1] != "--key"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    export = Export(words[0], words[2] if len(words) == 3 else None)
    findings = export.verify()
    for what in findings[:100]:
        print(what)
    if findings:
        return 4
    print("%d entries, %d texts, %d left out: whole" % (export.size, export.texts, export.undisclosed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
