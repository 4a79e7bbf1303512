# SPDX-License-Identifier: EUPL-1.2
"""A log and its notes, sharing nothing with the program: the tree (RFC 6962), signed notes, checkpoints and cosignatures (C2SP),
on the Ed25519 and the tree of test/verifier."""
import base64
import hashlib
import os
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "verifier"))

import ed25519  # noqa: E402
import tlog     # noqa: E402


class Key:
    """A key to sign with, of a log (type 1) or a cosigner (type 4)."""

    def __init__(self, name, seed, sort=1):
        self.name, self.seed, self.sort, self.public = name, seed, sort, ed25519.public(seed)
        self.id = hashlib.sha256(name.encode() + b"\n" + bytes([sort]) + self.public).digest()[:4]

    @property
    def vkey(self):
        return "%s+%s+%s" % (self.name, self.id.hex(), base64.b64encode(bytes([self.sort]) + self.public).decode())

    def line(self, text, now=None):
        """The signature line under a note's text; a cosigner's with its time."""
        if self.sort == 4:
            signature = now.to_bytes(8, "big") + ed25519.signed(self.seed, b"cosignature/v1\ntime %d\n" % now + text.encode())
        else:
            signature = ed25519.signed(self.seed, text.encode())
        return "\u2014 %s %s\n" % (self.name, base64.b64encode(self.id + signature).decode())


def signed_by(note, vkey):
    """Is the note signed by the key of a vkey, of either sort?"""
    name, ident, coded = vkey.split("+", 2)
    public, text = base64.b64decode(coded), note[:note.rindex("\n\n") + 1]
    for line in note[len(text) + 1:].splitlines():
        _, signer, coded = line.split(" ")
        raw = base64.b64decode(coded)
        if signer != name or raw[:4].hex() != ident:
            continue
        if public[0] == 4:
            message = b"cosignature/v1\ntime %d\n" % int.from_bytes(raw[4:12], "big") + text.encode()
            return ed25519.holds(public[1:], message, raw[12:])
        return ed25519.holds(public[1:], text.encode(), raw[4:])
    return False


# ---------------------------------------------------------------------------------------------- the tree ---

def consistency(m, leaves, is_known=True):
    n = len(leaves)
    if m == n:
        return [] if is_known else [tlog.root_of(leaves)]
    k = tlog.split(n)
    if m <= k:
        return consistency(m, leaves[:k], is_known) + [tlog.root_of(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [tlog.root_of(leaves[:k])]


def is_consistent(m, n, proof, old, new):
    """From nothing to anything: what a witness sees first is proven by nothing."""
    return tlog.consistency_holds(m, n, proof, old, new) if m else not proof


class Log:
    """A log that grows: its checkpoints and what it sends to a witness."""

    def __init__(self, origin, seed):
        self.origin, self.key, self.leaves = origin, Key(origin, seed), []

    def grow(self, count, word=b"leaf"):
        self.leaves += [tlog.leaf_hash(b"%s %d" % (word, len(self.leaves) + i)) for i in range(count)]

    def checkpoint(self, size=None):
        leaves = self.leaves[:size]
        text = "%s\n%d\n%s\n" % (self.origin, len(leaves), base64.b64encode(tlog.root_of(leaves)).decode())
        return text + "\n" + self.key.line(text)

    def request(self, old, size=None):
        size = len(self.leaves) if size is None else size
        proof = consistency(old, self.leaves[:size]) if 0 < old < size else []
        return "old %d\n%s\n%s" % (old, "".join(base64.b64encode(h).decode() + "\n" for h in proof), self.checkpoint(size))
