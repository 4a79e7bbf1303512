# SPDX-License-Identifier: EUPL-1.2
"""Personal keys, replayed from the leaves: who has which, who must sign, and whether a signature in a leaf is its maker's
own over just that statement (W3C Web Authentication level 2, §7.2)."""
import hashlib
import json
import re

import ed25519
import es256
from tlog import Bad, base64url_strict

ES256_HEAD, ES256_MIDDLE = bytes.fromhex("a5010203262001215820"), bytes.fromhex("225820")
EDDSA_HEAD = bytes.fromhex("a4010103272006215820")


class Key:
    """A public key in one of COSE's two shapes that are known."""

    def __init__(self, raw):
        if len(raw) == 42 and raw.startswith(EDDSA_HEAD):
            self.alg, self.parts = -8, raw[10:]
        elif len(raw) == 77 and raw.startswith(ES256_HEAD) and raw[42:45] == ES256_MIDDLE:
            self.alg = -7
            self.parts = int.from_bytes(raw[10:42], "big"), int.from_bytes(raw[45:], "big")
            if not es256.on_curve(*self.parts):
                raise Bad("a key that is no point of its curve")
        else:
            raise Bad("a key of no known shape")

    def holds(self, message, signature):
        if self.alg == -8:
            return ed25519.holds(self.parts, message, signature)
        return es256.holds(*self.parts, message, signature)


class Credential:
    def __init__(self, person, cose, rp, since):
        self.person, self.cose, self.rp, self.since = person, cose, rp, since
        self.until, self.counter = None, 0

    def has_counted(self, t):
        """Since before `t`, if only for a while: one revoked while it waited was never a key."""
        return self.since <= t and (self.until is None or self.until >= self.since)


def read(one):
    """The parts of a member of an envelope's `sig`; Bad for anything else than its form."""
    if not isinstance(one, dict) or set(one) != {"ad", "alg", "cd", "k", "sig"} or type(one["alg"]) is not int \
            or one["alg"] not in (-7, -8):
        raise Bad("a signature has not that form")
    ad, cd, k, sig = (base64url_strict(one[name]) for name in ("ad", "cd", "k", "sig"))
    if None in (ad, cd, k, sig) or len(ad) != 37 or len(k) != 32 or len(cd) > 2048 or len(sig) > 72:
        raise Bad("a signature has not that form")
    return {"ad": ad, "alg": one["alg"], "cd": cd, "k": one["k"], "sig": sig}


def challenge_of(statement):
    return hashlib.sha256(b"fyr/statement/v1\n" + statement).digest()


def fault(s, key, rp, statement):
    """Why it is no signature by the key over the statement, or None."""
    try:
        data = json.loads(s["cd"].decode())
    except (ValueError, UnicodeError, RecursionError):
        return "the client's data is not JSON"
    if not isinstance(data, dict) or data.get("type") != "webauthn.get":
        return "the client's data is of another type"
    if base64url_strict(data.get("challenge")) != challenge_of(statement):
        return "it was made for another statement"
    place = re.fullmatch(r"(https?)://([^:/]+)(?::([1-9][0-9]{0,4}))?", str(data.get("origin")))
    if not place or place.group(2) != rp or (place.group(1) == "http" and rp != "localhost") or int(place.group(3) or 1) > 65535 \
            or data.get("crossOrigin", False) is not False:
        return "it was made on another site"
    flags = s["ad"][32]
    if s["ad"][:32] != hashlib.sha256(rp.encode()).digest():
        return "it was made for another site"
    if not flags & 1 or not flags & 4:
        return "nobody was present, or nobody was recognised"
    if flags & ~0x1d or (flags & 16 and not flags & 8):
        return "its flags contradict each other"
    if s["alg"] != key.alg or not key.holds(s["ad"] + hashlib.sha256(s["cd"]).digest(), s["sig"]):
        return "the signature itself does not hold"
    return None


class Signing:
    """What two persons decide, and the withdrawal of a key, is signed by whoever has a key or has had one."""

    def __init__(self, roles):
        self.credentials, self.roles, self.demands = {}, roles, set()   # roles: person -> roles she holds
        self.wait = 72 * 3600

    def must(self, e, family, stage):
        if e.kind != "passkey_revoked" and stage not in ("proposed", "seconded", "stopped", "withdrawn"):
            return False
        counted = {c.person for c in self.credentials.values() if c.has_counted(e.time)}
        return e.by in counted or (family in ("enrolment", "key_policy", "passkey") and len(counted) >= 2)

    def why_not(self, e):
        family, _, stage = e.kind.rpartition("_")
        if not e.sig:
            return "its maker has a key and has not signed" if self.must(e, family, stage) else None
        s = read(e.sig[0])
        c = self.credentials.get(s["k"])
        if not c or c.person != e.by:
            return "it is signed with a key that is not its maker's"
        if e.time < c.since:
            return "it is signed with a key that still waited"
        if c.until is not None:
            return "it is signed with a key that was revoked"
        if s["ad"][32] & 8 and self.demands & set(self.roles.get(e.by, ())):
            return "it is signed with a key that other devices may have, which her role does not allow"
        counter = int.from_bytes(s["ad"][33:], "big")
        if (counter or c.counter) and counter <= c.counter:
            return "its key has counted further before: there is a copy of it"
        try:
            return fault(s, Key(base64url_strict(c.cose) or b""), c.rp, e.statement)
        except Bad as bad:
            return str(bad)

    def take(self, e, enrolled):
        """After the entry; `enrolled` is the proposal it put in force."""
        if e.kind == "council_opened":
            self.wait = 3600 * e.d.get("key_wait_hours", 0 if e.d.get("is_example") else 72)
        elif e.kind == "passkey_revoked":
            c = self.credentials.get(e.d.get("credential"))
            if c and c.person == e.obj:
                c.until = e.time
        elif e.kind == "passkey_seconded" and enrolled:
            d = enrolled.d
            self.credentials[d.get("credential")] = Credential(enrolled.obj, d.get("key", ""), d.get("rp", ""), e.time + self.wait)
        elif e.kind == "key_policy_seconded" and enrolled:
            self.demands.discard(enrolled.d.get("role"))
            if enrolled.d.get("demand") == "device":
                self.demands.add(enrolled.d.get("role"))
        if e.sig:
            s = read(e.sig[0])
            if s["k"] in self.credentials:
                self.credentials[s["k"]].counter = int.from_bytes(s["ad"][33:], "big")
