# SPDX-License-Identifier: EUPL-1.2
"""Everybody who may come to the door, signed in beside each other in one council."""
import html
import os
import re
import sqlite3

import acts
import house

GOLDEN = os.path.join(os.path.dirname(acts.HERE), "golden")
# What of a contact's rights a letter leaves (docs/why/letter-sessions.md).
LETTER_KINDS = {"lesson_noted", "question_answered", "status_reported"}
# Beside those of the script: a contact of another organisation, and one who is closed with the session still open.
ROLES = {"public": None, **{p: p for p in acts.PERSONS}, "second": "contact", "other": "contact", "letter": "contact",
         "ended": None, "closed": None, "forged": None}
EXTRA = (("administrator", "enrolment_proposed organisation=annan function=Samordnare name=Annan role=contact", "x11"),
         ("coordinator", "enrolment_seconded proposal=$x11", None),
         ("administrator", "person_bound person=11 sort=login name=other", None),
         ("administrator", "enrolment_proposed organisation=annan function=Handläggare name=Avslutad role=contact", "x12"),
         ("coordinator", "enrolment_seconded proposal=$x12", None),
         ("administrator", "person_bound person=12 sort=login name=closed", None))


def act_of(by, line, name):
    words = line.split()
    return acts.Act(by, words[0], [tuple(w.split("=")) for w in words[1:]], name)


def table(word):
    """test/golden/rights.txt: name -> roles, of the lines that begin so."""
    result = {}
    with open(os.path.join(GOLDEN, "rights.txt"), encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words[0] == word:
                result.setdefault(words[1], set()).add(words[2])
    return result


class Council(acts.Play):
    """Played until everybody is there; `acts` are those left."""

    def __init__(self, path):
        acts.found(path)
        super().__init__(house.Server(path))
        self.writers, self.readers = table("write"), table("open")
        all_acts = acts.read(lambda kind, field: "Ett ord om %s i %s" % (field, kind))
        first = next(i for i, a in enumerate(all_acts) if a.kind == "person_closed") + 1
        for act in all_acts[:first]:
            self.write(act)
        for one in EXTRA:
            self.write(act_of(*one))
        # What the script does before everybody is there is tried with one person more.
        self.acts = [act_of(*one) for one in (
            ("coordinator", "organisation_set code=fler sort=business name=Fler", None),
            ("administrator", "enrolment_proposed organisation=fler function=Handläggare name=Flera role=contact", "x13"),
            ("coordinator", "enrolment_seconded proposal=$x13", None),
            ("administrator", "enrolment_proposed person=13 role=registrar", "x14"),
            ("coordinator", "enrolment_stopped proposal=$x14 reason=Nej", None),
            ("administrator", "enrolment_proposed person=13 role=security", "x15"),
            ("administrator", "enrolment_withdrawn proposal=$x15", None),
            ("administrator", "person_set person=13 function=Utredare", None),
            ("administrator", "role_given person=13 role=member", None),
            ("administrator", "person_bound person=13 sort=login name=flera", None),
            ("administrator", "role_withdrawn person=13 role=member", None),
            ("administrator", "person_closed person=13", None))] + all_acts[first:] + [
                acts.Act("registrar", "erasure_proposed", [("entry", "$s8"), ("fields", "text"), ("ground", "Skäl"),
                                                                ("basis", "correction")], "e9"),
                acts.Act("registrar", "erasure_withdrawn", [("proposal", "$e9")], None)]
        self.people = {name: self.let_in(name) for name in ROLES if name != "letter"}
        self.book = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
        self.office = sqlite3.connect("file:%s-office?mode=ro" % path, uri=True)

    def let_in(self, name):
        if name in acts.PERSONS or name == "other":
            return self.visitor(name)
        visitor = self.server.visitor()
        if name == "ended":
            visitor.become("coordinator")
            kept = dict(visitor.cookies), visitor.csrf
            visitor.post("/sign_out", {})
            visitor.cookies, visitor.csrf = kept
        elif name == "closed":
            visitor.become("closed")
            self.write(acts.Act("administrator", "person_closed", [("person", "12")], None))
        elif name == "forged":
            visitor.cookies["__Host-fyr"] = "A" * 43
        return visitor

    def open_letter(self):
        """As soon as a period is open: the contact comes in by a letter beside the session with a passphrase."""
        person, visitor = self.ask("SELECT id FROM person WHERE number = 3")[0][0], self.server.visitor()
        page = html.unescape(self.visitor("coordinator").post("/letters", {"who": person}).text)
        token = re.search(r"/letter\?token=([A-Za-z0-9_-]{43})", page)
        if not token or visitor.post("/letter", {"token": token.group(1)}).status != 303:
            raise RuntimeError("no letter can be opened: %s" % page)
        visitor.get("/follow_up")
        self.people["letter"] = visitor

    def state(self):
        """Changes as soon as anything is written to the book or to the office."""
        office = [self.office.execute(sql).fetchone() for sql in (
            "SELECT count(*), coalesce(max(t), 0), coalesce(sum(length(fields)), 0) FROM draft",
            "SELECT count(*), count(used_t) FROM link", "SELECT count(*), max(id) FROM session",
            "SELECT count(*) FROM letter_entry", "SELECT count(*), max(id), max(t) FROM upload",
            "SELECT count(*), max(set_t) FROM passphrase",
            "SELECT count(*), coalesce(sum(version), 0), coalesce(sum(length(fields)), 0) FROM draft_passage")]
        return self.book.execute("SELECT count(*) FROM act").fetchone(), office

    def may_write(self, person, kind):
        return ROLES[person] in self.writers.get(kind, ()) and (person != "letter" or kind in LETTER_KINDS)
