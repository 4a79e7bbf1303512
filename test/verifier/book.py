# SPDX-License-Identifier: EUPL-1.2
"""What the entries of a council's log say, read again from the leaves alone: their form, the rule that two persons stand
behind what two must decide, what was erased, and the salted texts (RFC 9901) that belong to them."""
import base64
import calendar
import datetime
import hashlib
import json
import re

import signing
from tlog import Bad, base64url_strict

STATEMENT = {"base", "by", "d", "f", "kind", "log", "n", "obj", "role", "v"}


def once(pairs):
    """An object in which no name comes twice."""
    if len({name for name, _ in pairs}) != len(pairs) or not all(name.isascii() for name, _ in pairs):
        raise Bad("a name comes twice, or is not ASCII")
    return dict(pairs)


def no_number(text):
    raise Bad("a number that is no whole number: %s" % text)


def whole(text):
    n = int(text) if len(text) < 18 else 2 ** 60
    if abs(n) >= 2 ** 53:
        raise Bad("a number beyond what every reader can hold")
    return n


def canonical(raw):
    """What a line of the subset of RFC 8785 says; Bad for any other spelling of it."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=once, parse_int=whole, parse_float=no_number,
                           parse_constant=no_number)
        again = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    except (ValueError, UnicodeError, RecursionError) as e:
        raise Bad("not JSON") from e
    if again != raw:
        raise Bad("not in canonical form")
    return value


def instant(text):
    """Seconds since 1970 of "2026-11-23T15:04:05Z"."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text, re.ASCII):
        raise Bad("the envelope has no time")
    try:
        return calendar.timegm(datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").timetuple())
    except ValueError as e:
        raise Bad("the envelope's time is none") from e


def last_sunday(year, month):
    day = datetime.date(year, month, 31)
    day -= datetime.timedelta((day.weekday() + 1) % 7)
    return calendar.timegm(day.timetuple()) + 3600


def swedish_day(t):
    """The day in Sweden, counted from 1970: an hour ahead of UTC, two between the last Sundays of March and October."""
    year = datetime.datetime.utcfromtimestamp(t).year
    summer = last_sunday(year, 3) <= t < last_sunday(year, 10)
    return (t + (7200 if summer else 3600)) // 86400


class Entry:
    def __init__(self, leaf, seq):
        lines = leaf.split(b"\n")
        if len(lines) != 3 or lines[2] or len(leaf) > 60000:
            raise Bad("the leaf is not two lines")
        line, envelope = canonical(lines[0]), canonical(lines[1])
        if not isinstance(line, dict) or set(line) - {"ref"} != STATEMENT or line["v"] != 1 or line["v"] is True:
            raise Bad("the statement lacks a member or has one too many")
        if not all(isinstance(line[name], str) for name in STATEMENT - {"d", "f", "v"}) \
                or not isinstance(line.get("ref", ""), str) \
                or not isinstance(line["d"], dict) or not isinstance(line["f"], dict):
            raise Bad("a member of the statement is of another sort")
        if not isinstance(envelope, dict) or set(envelope) != {"seq", "sig", "t"} or envelope["seq"] != seq \
                or not isinstance(envelope["sig"], list) or len(envelope["sig"]) > 1:
            raise Bad("the envelope lacks a member or has another number")
        self.seq, self.time, self.sig = seq, instant(envelope["t"]), envelope["sig"]
        if self.sig:
            signing.read(self.sig[0])
        self.statement = lines[0] + b"\n"
        self.base, self.by, self.kind, self.obj, self.role = (line[n] for n in ("base", "by", "kind", "obj", "role"))
        self.d, self.f, self.log, self.ref = line["d"], line["f"], line["log"], line.get("ref")


class TwoPersons:
    """The rule, replayed: another person than the proposer, asked if somebody was asked, who held a role since before the
    proposal, neither of them biased, within the council's days, and for exactly the proposal's bytes.  Persons, and the
    weighty roles, come by two as well, but for the first, whom the program writes before anybody has acted."""

    WEIGHTY = {"administrator", "coordinator", "registrar", "security"}

    def __init__(self):
        self.limit = 14
        self.roles = {}         # person -> {role: entry that gave it}
        self.persons = set()    # enrolled
        self.closed = set()
        self.biased = set()     # (person, object)
        self.proposals = {}     # entry -> [state, entry]
        self.erased = set()     # (entry, field)
        self.has_begun = False  # somebody has acted
        self.signing = signing.Signing(self.roles)

    def inner(self, e):
        """The proposal an entry is about, or None."""
        found = self.proposals.get(e.d.get("proposal"))
        return found[1] if found else None

    def take_signed(self, e):
        """Before anything else of the entry: what is wrong with its signature, or with its lack of one."""
        why = self.signing.why_not(e)
        self.signing.take(e, self.inner(e))
        return why

    def is_enrolled(self, person, before):
        return person in self.persons and person not in self.closed \
            and any(seq < before for seq in self.roles.get(person, {}).values())

    def why_not_alone(self, e):
        """Of an entry that makes a person or gives a role by itself."""
        if e.by == "system":
            return "the program wrote it when somebody had acted" if self.has_begun else None
        is_new = e.kind == "person_set" and e.obj not in self.persons
        is_weighty = e.kind == "role_given" and e.d.get("role") in self.WEIGHTY
        return "one person did what takes two" if is_new or is_weighty else None

    def why_not(self, e, family):
        found = self.proposals.get(e.d.get("proposal"))
        if not found or found[1].kind != family + "_proposed":
            return "there is no such proposal"
        state, p, ref = found
        asked = p.d.get("second")
        if state != "open":
            return "the proposal was not open any more"
        if p.by == e.by:
            return "the proposer and the second person are the same"
        if asked and asked != e.by:
            return "another person had been asked"
        if p.obj == e.by:
            return "somebody seconded what was about herself"
        if not self.is_enrolled(e.by, p.seq):
            return "the second person held no role before the proposal"
        if (p.by, p.obj) in self.biased or (e.by, p.obj) in self.biased:
            return "one of the two was biased in the matter"
        if swedish_day(e.time) > swedish_day(p.time) + self.limit:
            return "it came too late"
        return None if e.ref == ref else "it names other bytes than the proposal's"

    def take(self, e, leaf_hash):
        """The next entry; what is wrong with it, or None."""
        family, _, stage = e.kind.rpartition("_")
        why = None
        if e.kind in ("person_set", "role_given"):
            why = self.why_not_alone(e)
        elif stage == "proposed":
            why = None if self.is_enrolled(e.by, e.seq) else "its proposer held no role"
        elif stage == "seconded":
            why = self.why_not(e, family)
        self.note(e, family, stage, leaf_hash)
        self.has_begun = self.has_begun or e.by != "system"
        return why

    def note(self, e, family, stage, leaf_hash):
        """What is known after it, lawful or not."""
        if e.kind == "council_opened":
            self.limit = e.d.get("limit_days", 14)
        elif e.kind == "person_set":
            self.persons.add(e.obj)
        elif e.kind == "role_given":
            self.roles.setdefault(e.obj, {})[e.d.get("role")] = e.seq
        elif e.kind == "role_withdrawn":
            self.roles.get(e.obj, {}).pop(e.d.get("role"), None)
        elif e.kind == "person_closed":
            self.closed.add(e.obj)
            self.roles.pop(e.obj, None)
        elif e.kind == "bias_declared":
            self.biased.add((e.by, e.obj))
        elif stage == "proposed":
            self.proposals[e.seq] = ["open", e, "%d:%s" % (e.seq, base64.b64encode(leaf_hash).decode())]
        elif stage in ("seconded", "stopped", "withdrawn", "expired") and e.d.get("proposal") in self.proposals:
            self.proposals[e.d["proposal"]][0] = stage
            if stage == "seconded":
                self.note_effect(e, family, self.inner(e))

    def note_effect(self, e, family, inner):
        if family == "erasure":
            self.erased |= {(inner.d.get("entry"), field) for field in inner.d.get("fields", [])}
        elif family == "enrolment":
            self.persons.add(inner.obj)
            if "role" in inner.d:
                self.roles.setdefault(inner.obj, {})[inner.d["role"]] = e.seq


# ------------------------------------------------------------------------------------------------- texts ---

def base64url(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def digest_of(d):
    return base64url(hashlib.sha256(d.encode()).digest())


def disclosure_read(d):
    """(salt, name or None, value) of one disclosure."""
    raw = base64url_strict(d)
    if not raw:
        raise Bad("a disclosure is not base64url")
    try:
        value = json.loads(raw.decode(), object_pairs_hook=once, parse_int=whole, parse_float=no_number,
                           parse_constant=no_number)
    except (ValueError, UnicodeError, RecursionError) as e:
        raise Bad("a disclosure is not JSON") from e
    if not isinstance(value, list) or len(value) not in (2, 3) \
            or not all(isinstance(part, str) for part in value[:-1]):
        raise Bad("a disclosure is not a list of salt, name and value")
    if len(value) == 3 and value[1] in ("_sd", "..."):
        raise Bad("a disclosure has a name that none may have")
    return value[0], value[1] if len(value) == 3 else None, value[-1]


def text_of(name, digest, disclosures, hidden=""):
    """The text that the disclosures prove; paragraphs that are left out are `hidden`."""
    if digest_of(disclosures[0]) != digest:
        raise Bad("the text of field %s is not the one that was written" % name)
    _, told, value = disclosure_read(disclosures[0])
    if told != name:
        raise Bad("a disclosure of field %s names another" % name)
    if isinstance(value, str):
        if len(disclosures) > 1:
            raise Bad("a disclosure of field %s belongs to nothing" % name)
        return value
    if not isinstance(value, list):
        raise Bad("field %s is no text" % name)
    waiting = {}
    for d in disclosures[1:]:
        if digest_of(d) in waiting:
            raise Bad("a disclosure of field %s comes twice" % name)
        waiting[digest_of(d)] = d
    parts = []
    for element in value:
        if not isinstance(element, dict) or set(element) != {"..."} or not isinstance(element["..."], str):
            raise Bad("a paragraph of field %s is not a digest" % name)
        d = waiting.pop(element["..."], None)
        if d is None:
            parts.append(hidden)
            continue
        _, told, paragraph = disclosure_read(d)
        if told is not None or not isinstance(paragraph, str):
            raise Bad("a paragraph of field %s is none" % name)
        parts.append(paragraph)
    if waiting:
        raise Bad("a disclosure of field %s belongs to nothing" % name)
    return "\n\n".join(parts)
