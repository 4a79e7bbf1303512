# SPDX-License-Identifier: EUPL-1.2
"""Trees, proofs, notes and tiles, written from the specifications alone: RFC 6962 §2.1, and C2SP's signed-note,
tlog-checkpoint, tlog-cosignature and tlog-tiles.  Strict: one spelling for each thing."""
import base64
import hashlib
import re

import ed25519

DASH = b"\xe2\x80\x94 "
SPACES = re.compile("[\x00- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


class Bad(Exception):
    """What is wrong, in a sentence."""


def sha(data):
    return hashlib.sha256(data).digest()


def leaf_hash(entry):
    return sha(b"\0" + entry)


def node_hash(left, right):
    return sha(b"\1" + left + right)


def root_of(hashes):
    """The root over leaf hashes, by the definition's own rule on a stack of whole subtrees."""
    stack = []
    for h in hashes:
        push(stack, h)
    return stack_root(stack)


def push(stack, h):
    level = 0
    while stack and stack[-1][0] == level:
        h = node_hash(stack.pop()[1], h)
        level += 1
    stack.append((level, h))


def stack_root(stack):
    if not stack:
        return sha(b"")
    root = stack[-1][1]
    for _, h in reversed(stack[:-1]):
        root = node_hash(h, root)
    return root


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def inclusion_root(index, size, leaf, proof):
    """The root that the proof leads to; None when it does not fit the tree."""
    if not 0 <= index < size or any(len(h) != 32 for h in [leaf, *proof]):
        return None
    sides = []
    while size > 1:
        k = split(size)
        sides.append(index >= k)
        index, size = (index - k, size - k) if index >= k else (index, k)
    if len(sides) != len(proof):
        return None
    for right, h in zip(reversed(sides), proof):
        leaf = node_hash(h, leaf) if right else node_hash(leaf, h)
    return leaf


def consistency_holds(old, new, proof, old_root, new_root):
    if not 1 <= old <= new or any(len(h) != 32 for h in [old_root, new_root, *proof]):
        return False
    left = list(proof)

    def both(m, n, known):
        """Roots of the first m and of all n leaves of this part, taking what the proof holds from its front."""
        if m == n:
            h = old_root if known else taken()
            return h, h
        k = split(n)
        if m <= k:
            a, b = both(m, k, known)
            return a, node_hash(b, taken())
        a, b = both(m - k, n - k, False)
        h = taken()
        return node_hash(h, a), node_hash(h, b)

    def taken():
        if not left:
            raise Bad("the proof is too short")
        return left.pop(0)

    try:
        a, b = both(old, new, True)
    except Bad:
        return False
    return not left and a == old_root and b == new_root


def base64_strict(text):
    """Bytes of standard base64 in its one spelling; None otherwise."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if base64.b64encode(raw) == (text.encode() if isinstance(text, str) else text) else None


def base64url_strict(text):
    """Bytes of base64url without padding in its one spelling; None otherwise."""
    if not isinstance(text, str) or not re.fullmatch("[A-Za-z0-9_-]*", text) or len(text) % 4 == 1:
        return None
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return raw if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == text else None


class Key:
    def __init__(self, name, kind, raw):
        self.name, self.kind, self.raw = name, kind, raw
        self.id = sha(name.encode() + b"\n" + bytes([kind]) + raw)[:4]

    @staticmethod
    def read(text):
        parts = text.split("+", 2)
        raw = base64_strict(parts[2]) if len(parts) == 3 else None
        if not raw or len(raw) != 33 or raw[0] not in (1, 4) or not parts[0] or SPACES.search(parts[0]):
            raise Bad("not a key of a kind we know: %r" % text[:80])
        key = Key(parts[0], raw[0], raw[1:])
        if key.id.hex() != parts[1]:
            raise Bad("the key's number is another key's: %r" % text[:80])
        return key

    @property
    def text(self):
        return "%s+%s+%s" % (self.name, self.id.hex(), base64.b64encode(bytes([self.kind]) + self.raw).decode())


def note_parts(raw):
    """(text, [(name, id, signature)]) of a signed note; nothing is verified."""
    if len(raw) > 512 << 10:
        raise Bad("the note is too long")
    try:
        raw.decode()
    except UnicodeDecodeError as e:
        raise Bad("the note is not UTF-8") from e
    if any(b < 0x20 and b != 0x0A for b in raw):
        raise Bad("the note holds a control character")
    at = raw.rfind(b"\n\n")
    if at <= 0 or not raw.endswith(b"\n"):
        raise Bad("the note has no text, or no signatures")
    lines, found = raw[at + 2:-1].split(b"\n"), []
    for line in lines:
        name, _, rest = line[len(DASH):].partition(b" ")
        blob = base64_strict(rest)
        if not line.startswith(DASH) or not name or b"+" in name or SPACES.search(name.decode()) or not blob or len(blob) < 5:
            raise Bad("a signature line is none")
        found.append((name.decode(), blob[:4], blob[4:]))
    if len(found) > 100:
        raise Bad("too many signatures")
    return raw[:at + 1], found


def note_opened(raw, keys):
    """(text, the keys that signed, with a time for cosigners); a bad signature under a known key is as bad as none."""
    text, found = note_parts(raw)
    good = []
    for name, number, signature in found:
        for key in keys:
            if (key.name, key.id) != (name, number):
                continue
            time, message = None, text
            if key.kind == 4:
                if len(signature) != 72:
                    raise Bad("a cosignature has another length")
                time = int.from_bytes(signature[:8], "big")
                if time >= 2 ** 63:
                    raise Bad("a cosignature's time is beyond the end")
                message, signature = b"cosignature/v1\ntime %d\n" % time + text, signature[8:]
            if not ed25519.holds(key.raw, message, signature):
                raise Bad("the signature of %s is not good" % name)
            good.append((key, time))
    if not good:
        raise Bad("nobody known has signed")
    return text, good


def checkpoint_read(text):
    """(origin, size, root) of a checkpoint's text."""
    lines = text.split(b"\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise Bad("a checkpoint is three lines")
    root = base64_strict(lines[2])
    if not re.fullmatch(rb"0|[1-9][0-9]{0,18}", lines[1]) or int(lines[1]) >= 2 ** 63 or not root or len(root) != 32:
        raise Bad("a checkpoint's size or root is none")
    return lines[0].decode(), int(lines[1]), root


def tile_path(level, number, width=256):
    """Level is a number, or "entries"."""
    groups = []
    while True:
        groups.insert(0, "%03d" % (number % 1000))
        number //= 1000
        if not number:
            break
    name = "/".join(["x" + g for g in groups[:-1]] + groups[-1:])
    return "tile/%s/%s%s" % (level, name, "" if width == 256 else ".p/%d" % width)


def tile_paths(size):
    """All tiles and bundles of a tree: (level or "entries", number, width)."""
    result = []
    for level in range(8):
        hashes = size >> (8 * level)
        for number in range((hashes + 255) // 256):
            width = min(256, hashes - number * 256)
            result.append((level, number, width))
            if level == 0:
                result.append(("entries", number, width))
    return result


def bundle_read(raw, width):
    entries, at = [], 0
    while at < len(raw):
        n = int.from_bytes(raw[at:at + 2], "big")
        if len(raw) - at < 2 + n:
            raise Bad("an entry is cut short")
        entries.append(raw[at + 2:at + 2 + n])
        at += 2 + n
    if len(entries) != width:
        raise Bad("it holds %d entries, not %d" % (len(entries), width))
    return entries


def proof_opened(raw, entry, keys):
    """(index, the keys that signed) of a C2SP .tlog-proof that shows this entry; None when it does not."""
    lines, _, note = raw.partition(b"\n\n")
    found = re.fullmatch(rb"c2sp\.org/tlog-proof@v1\n(?:extra ([^\n]*)\n)?index (0|[1-9][0-9]{0,18})((?:\n[^\n]+)*)", lines)
    if not found or (found.group(1) is not None and base64_strict(found.group(1)) is None):
        return None
    proof = [base64_strict(line) for line in found.group(3).split(b"\n")[1:]]
    try:
        text, good = note_opened(note, keys)
        _, size, root = checkpoint_read(text)
    except Bad:
        return None
    if None in proof or inclusion_root(int(found.group(2)), size, leaf_hash(entry), proof) != root:
        return None
    return int(found.group(2)), good
