# SPDX-License-Identifier: EUPL-1.2
"""A log and its notes in Python's standard library, sharing nothing with the program: Ed25519 (RFC 8032), the tree (RFC 6962),
signed notes, checkpoints and cosignatures (C2SP)."""
import base64
import hashlib

P = 2 ** 255 - 19
Q = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return (x * y % P, z * t % P, y * z % P, x * t % P)


def times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def decoded(bytes32):
    y = int.from_bytes(bytes32, "little")
    sign, y = y >> 255, y & (2 ** 255 - 1)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or v * x * x % P != u:
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def encoded(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decoded((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def sha512(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little")


class Key:
    """A key to sign with, of a log (type 1) or a cosigner (type 4)."""

    def __init__(self, name, seed, sort=1):
        self.name, self.sort = name, sort
        digest = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & (2 ** 254 - 8) | 2 ** 254
        self.prefix = digest[32:]
        self.public = encoded(times(self.scalar, BASE))
        self.id = hashlib.sha256(name.encode() + b"\n" + bytes([sort]) + self.public).digest()[:4]

    @property
    def vkey(self):
        return "%s+%s+%s" % (self.name, self.id.hex(), base64.b64encode(bytes([self.sort]) + self.public).decode())

    def sign(self, message):
        r = sha512(self.prefix + message) % Q
        point = encoded(times(r, BASE))
        return point + ((r + sha512(point + self.public + message) * self.scalar) % Q).to_bytes(32, "little")

    def line(self, text, now=None):
        """The signature line under a note's text; a cosigner's with its time."""
        if self.sort == 4:
            signature = now.to_bytes(8, "big") + self.sign(b"cosignature/v1\ntime %d\n" % now + text.encode())
        else:
            signature = self.sign(text.encode())
        return "\u2014 %s %s\n" % (self.name, base64.b64encode(self.id + signature).decode())


def verified(public, signature, message):
    a, r, s = decoded(public), decoded(signature[:32]), int.from_bytes(signature[32:], "little")
    if not a or not r or s >= Q or len(signature) != 64:
        return False
    k = sha512(signature[:32] + public + message) % Q
    return encoded(times(s, BASE)) == encoded(add(r, times(k, a)))


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
            return verified(public[1:], raw[12:], message)
        return verified(public[1:], raw[4:], text.encode())
    return False


# ---------------------------------------------------------------------------------------------- the tree ---

def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf(data):
    return hashlib.sha256(b"\x00" + data).digest()


def half(n):
    return 1 << (n - 1).bit_length() - 1


def root(leaves):
    if not leaves:
        return hashlib.sha256().digest()
    return leaves[0] if len(leaves) == 1 else node(root(leaves[:half(len(leaves))]), root(leaves[half(len(leaves)):]))


def consistency(m, leaves, is_known=True):
    n = len(leaves)
    if m == n:
        return [] if is_known else [root(leaves)]
    k = half(n)
    if m <= k:
        return consistency(m, leaves[:k], is_known) + [root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [root(leaves[:k])]


def is_consistent(m, n, proof, old, new):
    if m == n:
        return not proof and old == new
    if not proof or m == 0:
        return m == 0 and not proof
    proof = ([old] if m & (m - 1) == 0 else []) + proof
    f, s = m - 1, n - 1
    while f & 1:
        f, s = f >> 1, s >> 1
    a = b = proof[0]
    for c in proof[1:]:
        if s == 0:
            return False
        if f & 1 or f == s:
            a, b = node(c, a), node(c, b)
            while not f & 1 and f:
                f, s = f >> 1, s >> 1
        else:
            b = node(b, c)
        f, s = f >> 1, s >> 1
    return s == 0 and a == old and b == new


class Log:
    """A log that grows: its checkpoints and what it sends to a witness."""

    def __init__(self, origin, seed):
        self.origin, self.key, self.leaves = origin, Key(origin, seed), []

    def grow(self, count, word=b"leaf"):
        self.leaves += [leaf(b"%s %d" % (word, len(self.leaves) + i)) for i in range(count)]

    def checkpoint(self, size=None):
        leaves = self.leaves[:size]
        text = "%s\n%d\n%s\n" % (self.origin, len(leaves), base64.b64encode(root(leaves)).decode())
        return text + "\n" + self.key.line(text)

    def request(self, old, size=None):
        size = len(self.leaves) if size is None else size
        proof = consistency(old, self.leaves[:size]) if 0 < old < size else []
        return "old %d\n%s\n%s" % (old, "".join(base64.b64encode(h).decode() + "\n" for h in proof), self.checkpoint(size))
