# SPDX-License-Identifier: EUPL-1.2
"""The keys that sign a log, one after the other: as log.vkey lists them and as the entries tell of them, and which checkpoints
are the log's by them."""
import base64
import re

import tlog
from tlog import Bad

SIZE = "(0|[1-9][0-9]{0,18})"


class LogKeys:
    def __init__(self):
        self.keys = []          # [key, the first size it counts for, the last or None]
        self.proposed = None    # (entry, its leaf's hash)
        self.largest, self.latest = {}, 0    # what each key signed last; the newest of each checkpoint's oldest

    @staticmethod
    def read(raw):
        """From log.vkey."""
        found = LogKeys()
        try:
            text = raw.decode()
        except UnicodeDecodeError as e:
            raise Bad("log.vkey: it is not text") from e
        for line in text.split("\n")[:-1]:
            words = re.fullmatch("([^ ]+)(?: %s(?: %s)?)?" % (SIZE, SIZE), line)
            if not words or not found.add(words.group(1), int(words.group(2) or 0), words.group(3)):
                raise Bad("log.vkey: it is not the log's key")
        if not text.endswith("\n") or not found.keys or found.text() != text:
            raise Bad("log.vkey: it is not one line for each key")
        return found

    def add(self, vkey, first, last=None):
        try:
            key = tlog.Key.read(vkey)
        except Bad:
            return False
        if key.kind != 1 or any(k.name != key.name or k.text == vkey for k, _, _ in self.keys) or len(self.keys) == 32:
            return False
        self.keys.append([key, first, None if last is None else int(last)])
        return True

    def text(self):
        lines = []
        for key, first, last in self.keys:
            lines.append(key.text + (" %d" % first if first or last is not None else "") + ("" if last is None else " %d" % last))
        return "".join(line + "\n" for line in lines)

    def place(self, vkey):
        return next((i for i, (key, _, _) in enumerate(self.keys) if key.text == vkey), None)

    def counts(self, i, size):
        _, first, last = self.keys[i]
        return first <= size and (last is None or size <= last)

    def opened(self, raw, witnesses=()):
        """(origin, size, root) of a checkpoint of this log, signed by a key that counts at its size."""
        text, good = tlog.note_opened(raw, [key for key, _, _ in self.keys] + list(witnesses))
        origin, size, root = tlog.checkpoint_read(text)
        signed = {i for i, (key, _, _) in enumerate(self.keys) if any(key is k for k, _ in good) and self.counts(i, size)}
        if origin != self.keys[0][0].name:
            raise Bad("it is another log's")
        if not signed:
            raise Bad("only a key that does not count at %d entries signed it" % size)
        self.latest = max(self.latest, min(signed))
        for i in signed:
            self.largest[i] = max(size, self.largest.get(i, -1))
        return origin, size, root

    def follow(self, e, leaf_hash):
        """The next entry; what is wrong with it, or None."""
        if e.seq == 0:
            return None if self.add(str(e.d.get("vkey")), 0) else "it names no key that this log could have"
        if e.kind == "log_key_proposed":
            self.proposed = (e, "%d:%s" % (e.seq, base64.b64encode(leaf_hash).decode()))
        elif e.kind == "log_key_seconded":
            p, ref = self.proposed or (None, None)
            if p is None or e.d.get("proposal") != p.seq or e.ref != ref or e.by == p.by:
                return "it seconds no key that another person proposed last"
            if not self.add(str(p.d.get("key")), e.seq + 1):
                return "it names no key that this log could have"
        elif e.kind == "log_key_retired":
            for key in self.keys[:-1]:
                key[2] = e.seq if key[2] is None else key[2]
        return None

    def reach(self, place):
        """How far the checkpoints lead whoever knows that key: what it signed, the keys that this covers, what they signed."""
        known, end = {place}, -1
        while True:
            further = max([end] + [self.largest.get(i, -1) for i in known])
            if further == end:
                return end
            end = further
            known |= {i for i, (_, first, _) in enumerate(self.keys) if first <= end}

    def unvouched(self):
        """A key that a checkpoint rests on although nothing leads from the first one to it, or None."""
        return self.keys[self.latest][0].text if self.latest and self.reach(0) < self.keys[self.latest][1] else None
