# SPDX-License-Identifier: EUPL-1.2
"""Every act by every door: what a person may not do is refused, and nothing is written."""
import base64
import re

import house
from people import LETTER_KINDS, ROLES

# What a form of ours never holds: a person may not say who acts, when, as what, or what becomes of it.
STRANGE = ("as", "by", "session", "role", "roles", "op", "actor", "seq", "t", "kind", "dry", "obj", "origin", "letter_by",
           "own_from", "source", "checkpoint")
HEADERS = {"X-Forwarded-User": "administrator", "X-Remote-User": "administrator", "Remote-User": "administrator",
           "Authorization": "Basic YWRtaW5pc3RyYXRvcjp4"}
QUERY = "?as=administrator&person=1&session=x&role=administrator"


def rules(reply):
    """What came of a question to the door for programs, in few words."""
    if reply.status == 201:
        return "written"
    told = [r for r in reply.json.get("refusals", ()) if not r.get("note")]
    return " ".join(sorted({r["rule"] for r in told})) if told else str(reply.status)


class Tries:
    """The tries of one act, before it is written by who may."""

    def __init__(self, council, matrix, act, is_first, is_long):
        self.council, self.matrix, self.act = council, matrix, act
        self.is_first, self.is_long, self.what = is_first, is_long, "write " + act.kind
        self.given, self.at = act.given(council.numbers), council.state()

    def wrong(self, text):
        self.matrix.complain(self.what, text)

    def untouched(self, who, door):
        """Nothing was written by that: neither entry nor draft nor session."""
        now = self.council.state()
        if now != self.at:
            self.wrong("%s by %s: something was written" % (door, who))
            self.at = now

    def refused(self, who):
        """By program, form and draft; who has no right is told so and nothing else."""
        visitor, path = self.council.people[who], "/write/" + self.act.kind
        reply = visitor.post(path + ".json", self.given)
        self.matrix.note(self.what, "%d %s" % (reply.status, rules(reply)) if reply.status == 422 else rules(reply), who)
        if reply.status not in (401, 422):
            self.wrong("%s: %s" % (who, reply))
        self.untouched(who, "json")
        if not self.is_first and not self.is_long:
            return
        for more in ([], [("draft", "1")]):
            reply = visitor.post(path, self.given + more)
            self.matrix.tries += 1
            if reply.status not in (401, 403, 422):
                self.wrong("%s by the form%s: %s" % (who, " as a draft" if more else "", reply))
            self.untouched(who, "form")

    def path_of(self, file):
        """At the command line a file is given by its path."""
        path = self.council.path + "-file"
        with open(path, "wb") as to:
            to.write(base64.urlsafe_b64decode(file + "=" * (-len(file) % 4)))
        return path

    def command(self, who):
        """By the command line: dry for who may, in earnest for who may not."""
        may = self.council.may_write(who, self.act.kind)
        words = ["%s=%s" % (name, self.path_of(value) if (self.act.kind, name) == ("attachment_added", "file") else value)
                 for name, value in self.given]
        ran = house.fyr("write", self.act.kind, self.council.path, *words, "--as", who, *(["--dry"] if may else []),
                        "--json")
        if not may and ran.code != 3:
            self.wrong("%s by the command: %s" % (who, ran))
        told = sorted(set(re.findall(r'"rule": ?"([^"]+)"', ran.out + ran.err)))
        if may:
            self.matrix.note(self.what, " ".join(told) if ran.code == 3 else "may" if ran.code == 0 else str(ran), who)
        self.untouched(who, "command")

    def tampered(self, number):
        """The author's own valid offer with one thing in it that is not the author's to say."""
        author, path = self.council.visitor(self.act.by), "/write/%s.json" % self.act.kind
        strange = [n for n in STRANGE if n not in dict(self.given)]
        name = strange[number % len(strange)]
        other = self.council.people["auditor" if self.act.by != "auditor" else "member"]
        for what, form, headers, rule in (
                ("field " + name, self.given + [(name, "administrator")], {}, "offer.unknown_field"),
                ("base ahead", self.given + [("base", "999999:" + "A" * 43 + "=")], {}, "offer."),
                ("base of no head", self.given + [("base", "3:" + "A" * 43 + "=")], {}, "offer."),
                ("n of no form", self.given + [("n", "' OR 1=1 --")], {}, "offer.nonce"),
                ("another's word", self.given + [("csrf", other.csrf)], {}, "403"),
                ("no word", self.given + [("csrf", "")], {}, "403"),
                ("another site", self.given, {"Sec-Fetch-Site": "cross-site"}, "403"),
                ("a site beside", self.given, {"Sec-Fetch-Site": "same-site"}, "403"),
                ("another origin", self.given, {"Sec-Fetch-Site": None, "Origin": "https://exempel.invalid"}, "403")):
            reply = author.post(path, form, headers=headers)
            self.matrix.tries += 1
            if reply.status == 201 or rule not in rules(reply):
                self.wrong("%s: %s" % (what, reply))
            self.untouched(self.act.by, what)

    def written(self):
        """By the author, whoever the address and the headers say it is: one entry, in the author's name."""
        before = self.council.ask("SELECT count(*) FROM log")[0][0]
        author = self.council.ask("SELECT id FROM person WHERE number = ?", list(ROLES).index(self.act.by))[0][0]
        seq = self.council.write(self.act, QUERY, headers=HEADERS)
        entry = self.council.ask("SELECT by, kind FROM log WHERE seq = ?", seq)
        count = self.council.ask("SELECT count(*) FROM log")[0][0]
        if entry != [(author, self.act.kind)] or count != before + 1:
            self.wrong("written as %s, %d entries" % (entry, count - before))
        self.matrix.note(self.what, "may", self.act.by)


def try_acts(council, matrix, is_long):
    """Each act of the script by everybody else first, then tampered with, then as it should be."""
    seen = set()
    for number, act in enumerate(council.acts):
        t = Tries(council, matrix, act, act.kind not in seen, is_long)
        seen.add(act.kind)
        for who in council.people:
            may = council.may_write(who, act.kind)
            if not may:
                t.refused(who)
            is_named = who in council.visitors and who != "closed"
            if is_named and who != act.by and (may or t.is_first or is_long):
                t.command(who)
        if t.is_first or is_long:
            t.tampered(number)
        t.written()
        if act.kind == "period_opened" and "letter" not in council.people:
            council.open_letter()
    for kind, roles in council.writers.items():
        if kind not in seen and roles - {"system"}:
            try_out_of_time(council, matrix, kind)
        elif kind not in seen:
            try_system(council, matrix, kind)


def try_out_of_time(council, matrix, kind):
    """A council is opened once, and then by nobody again."""
    for who, visitor in council.people.items():
        at, reply = council.state(), visitor.post("/write/%s.json" % kind, {"name": "En till", "origin": "en-till",
                                                                         "vkey": "en"})
        matrix.note("write " + kind, rules(reply), who)
        if reply.status == 201 or council.state() != at:
            matrix.complain("write " + kind, "%s: %s" % (who, reply))


def try_system(council, matrix, kind):
    """What only time writes is written by no person, about any proposal."""
    proposals = [str(n) for n, in council.ask("SELECT seq FROM proposal ORDER BY seq")]
    for who, visitor in council.people.items():
        for proposal in proposals:
            at, reply = council.state(), visitor.post("/write/%s.json" % kind, {"proposal": proposal})
            matrix.note("write " + kind, rules(reply), who)
            if reply.status == 201 or council.state() != at:
                matrix.complain("write " + kind, "%s: %s" % (who, reply))


# ----------------------------------------------------------------------------- sheets

def sheet_rows(kind, ids, fields):
    """One row for each id; the row before all others is one that is never taken, so that nothing is ever written."""
    about = {"status_reported": "measure", "question_asked": "measure", "status_confirmed": "statuses",
             "status_returned": "status"}[kind]
    rows = {}
    for i in ids:
        rows.update({"kind.%d" % i: kind, "about.%s.%d" % (about, i): str(i), "take.%d" % i: "1"})
        rows.update({"%s.%d" % (name, i): value for name, value in fields.items()})
    poison = {"kind.900001": "status_reported", "about.measure.900001": "9999", "process.900001": "green"}
    if kind in ("status_confirmed", "status_returned"):
        poison = {"kind.900001": kind, "about.%s.900001" % about: "0", "take.900001": "1"}
    return {**rows, **poison}


def try_sheets(council, matrix):
    """Every row of every sheet, by everybody; rows have their own answers, and one that is refused holds all back."""
    measures = [n for n, in council.ask("SELECT number FROM measure ORDER BY number")]
    statuses = [n for n, in council.ask("SELECT seq FROM status ORDER BY seq")]
    green = {"process": "green", "evidence": "counted"}
    for page, kind, ids, fields in (("follow_up", "status_reported", measures, green),
                                    ("working_group", "status_reported", measures, green),
                                    ("working_group", "question_asked", measures, {"text": "Hur går det?"}),
                                    ("confirm", "status_confirmed", statuses, {}),
                                    ("confirm", "status_returned", statuses, {"reason": "Skriv mer."})):
        for who, visitor in council.people.items():
            at, what = council.state(), "sheet %s %s " % (page, kind)
            reply = visitor.post("/%s.json" % page, sheet_rows(kind, ids, fields))
            answers = reply.json.get("answers", ())
            for i, answer in zip(ids, answers):
                told = sorted({r["rule"] for r in answer["refusals"] if not r.get("note")})
                matrix.note(what + str(i), " ".join(told) or "may", who)
            if not answers:
                matrix.note(what + "no row", str(reply.status), who)
            elif len(answers) != len(ids) + 1 or reply.json.get("written") is not False:
                matrix.complain(what + str(ids[0]), "%s: %d answers for %d rows, %s" % (who, len(answers), len(ids), reply))
            if council.state() != at:
                matrix.complain(what + str(ids[0]), "%s: something was written" % who)


# ----------------------------------------------------------------------------- what is no act

def parts(visitor, address, fields):
    part = '--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = "".join(part % pair for pair in fields) + "--B--\r\n"
    return visitor.ask("POST", address, body=body.encode(), headers={
        "Content-Type": "multipart/form-data; boundary=B", "Sec-Fetch-Site": "same-origin"})


def try_others(council, matrix):
    """Files, letters, links and the sessions of others; the council's own files out."""
    coordinator = council.ask("SELECT id FROM person WHERE number = 2")[0][0]
    db = council.office
    plan = 'file"; filename="plan.csv'
    for who, visitor in council.people.items():
        before, at = db.execute("SELECT count(*), coalesce(max(id), 0) FROM upload").fetchone(), council.state()
        reply = parts(visitor, "/import", [("csrf", visitor.csrf or ""), ("sort", "plan"),
                                           (plan, "Nr;Titel;Ansvarig\n901;Ny;ks\n")])
        matrix.note("post /import", str(reply.status), who)
        after = db.execute("SELECT count(*), coalesce(max(id), 0) FROM upload").fetchone()
        if (after != before) != (who == "coordinator") or council.state()[0] != at[0]:
            matrix.complain("post /import", "%s: %s uploads before, %s after: %s" % (who, before, after, reply))
    upload = str(db.execute("SELECT max(id) FROM upload").fetchone()[0])
    sessions = [str(i) for i, in db.execute("SELECT id FROM session WHERE person = ?", [coordinator])]
    for who, visitor in council.people.items():
        for what, path, form in (("post /import write", "/import", {"upload": upload, "do": "write"}),
                                 ("post /import drop", "/import", {"upload": upload, "do": "drop"}),
                                 ("post /letters", "/letters", {"who": "p-" + "A" * 22}),
                                 ("post /letters.txt", "/letters.txt", {"subject": "Ämne", "body": "Brev"}),
                                 ("post /people", "/people", {"person": "p-" + "A" * 22}),
                                 ("post /sessions", "/sessions", {"id": sessions[0]})):
            if who == "coordinator" and path in ("/import", "/sessions"):
                continue
            at, reply = council.state(), visitor.post(path, form)
            matrix.note(what, str(reply.status), who)
            if council.state() != at or (reply.status in (200, 201) and path != "/letters.txt"):
                matrix.complain(what, "%s: %s" % (who, reply))
        for sort in ("plan.csv", "statuses.csv?period=2025-Q4", "plan.csv?plain=1", "people.csv", "../council.fyr"):
            matrix.note("get /export/" + sort, str(visitor.get("/export/" + sort).status), who)
        try_transparency(visitor, matrix, who)
    if not db.execute("SELECT count(*) FROM session WHERE id = ?", sessions[:1]).fetchone()[0]:
        matrix.complain("post /sessions", "somebody ended the coordinator's session")


def try_notes(council, matrix):
    """Drafts of notes, to be kept and to be finished unseen; and each passage of finished ones, by everybody."""
    draft = {"text.999999999": "Ett utkast", "audience.999999999": "council"}
    passages = council.ask("SELECT seq, sort, audience FROM passage ORDER BY seq")
    for who, visitor in council.people.items():
        for what, form in (("post /notes_draft", draft), ("post /notes_draft finish", {"finish": "1"})):
            at, reply = council.state(), visitor.post("/notes_draft?id=3", form)
            matrix.note(what, str(reply.status), who)
            now = council.state()
            if now[0] != at[0] or (now != at) != (who == "coordinator" and form is draft):
                matrix.complain(what, "%s: %s" % (who, reply))
        at, reply = council.state(), parts(visitor, "/notes_draft?id=3", [
            ("csrf", visitor.csrf or ""), ('file"; filename="notes.txt', "Läst av %s." % who)])
        matrix.note("post /notes_draft file", str(reply.status), who)
        if (council.state() != at) != (who == "coordinator"):
            matrix.complain("post /notes_draft file", "%s: %s" % (who, reply))
        told = {p["seq"]: p["text"] or "" for p in visitor.get("/notes.json?id=1").json.get("passages", ())}
        for seq, sort, audience in passages:
            is_read = "Ett ord om" in told.get(seq, "")
            matrix.note("passage of notes, %s, %s" % (sort, audience), "text" if is_read else "mark" if seq in told else "nothing", who)


def try_transparency(visitor, matrix, who):
    """Checkpoint and hashes are anybody's; the first entries are theirs who see them on the page log."""
    checkpoint = visitor.get("/transparency/checkpoint")
    matrix.note("get /transparency/checkpoint", str(checkpoint.status), who)
    size = int(checkpoint.text.split("\n")[1])
    width = "" if size >= 256 else ".p/%d" % size
    for what in ("tile/0/000", "tile/entries/000"):
        matrix.note("get /transparency/" + what, str(visitor.get("/transparency/" + what + width).status), who)


def try_letter(council, matrix):
    """What a letter may is really written by it; in the person's own name, and told to be by a letter."""
    visitor, person = council.people["letter"], council.ask("SELECT id FROM person WHERE number = 3")[0][0]
    tried = {what for what, outcomes in matrix.outcomes.items() if any("letter" in who for who in outcomes.values())}
    for act in council.acts:
        if "write " + act.kind not in tried and act.kind not in LETTER_KINDS:
            Tries(council, matrix, act, True, True).refused("letter")
    for kind, form in (("lesson_noted", {"measure": "5", "lesson": "Börja tidigare."}),
                       ("status_reported", {"measure": "1", "process": "green", "evidence": "counted"})):
        reply = visitor.post("/write/%s.json" % kind, form)
        matrix.note("letter writes " + kind, rules(reply), "letter")
        by = council.ask("SELECT by FROM log WHERE seq = ?", reply.json.get("seq", -1))
        told = council.office.execute("SELECT 1 FROM letter_entry WHERE seq = ?", [reply.json.get("seq", -1)]).fetchall()
        if by != [(person,)] or not told:
            matrix.complain("letter writes " + kind, "%s %s %s" % (reply, by, told))
