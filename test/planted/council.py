# SPDX-License-Identifier: EUPL-1.2
"""A council in which every text that came from outside is a payload, and who looks at which of its pages."""
import json
import urllib.parse

import acts    # noqa: E402
import house    # noqa: E402
import make    # noqa: E402
import payloads    # noqa: E402
import upload    # noqa: E402

# Texts that are the tests' own to choose, so that people can be signed in, and those that only time writes.
FIXED = {"person_bound.name", "council_opened.name"}
# Fields that an address of a form may name.
ABOUT = ("measure", "organisation", "person", "body", "goal", "indicator", "plan", "proposal", "status", "statuses", "question",
         "entry")
WORDS = {"measure_added": ("diary_no",), "plan_adopted": ("diary_no",),
         "decision_proposed": ("case_system", "case_no")}
AGENT = "Mozilla/5.0 (X11; Linux x86_64) \"'><img src=x onerror=planted(9999)> Firefox/128.0"
# What everybody may open is opened by everybody; all there is by the auditor, who reads most and writes nothing.
COMMON = ("/overview", "/tasks", "/plan", "/working_group", "/decisions", "/council_page", "/log", "/write",
          "/public/measure/1", "/measure/1", "/story/1", "/sessions", "/notes?id=1")
# Addresses that hold what they are asked with.
ECHOES = ("/letter?token=%s", "/welcome?token=%s", "/log?kind=%s", "/plan?process=%s", "/%s", "/measure/%s", "/write/%s",
          "/sign_in?next=%s", "/problem?code=404&why=%s")


def reader(act):
    """Somebody else who may open the form of this kind, of those who have the same role or a wider one."""
    return {"contact": "second", "second": "contact", "administrator": "coordinator", "registrar": "coordinator"}.get(
        act.by, "contact" if act.kind in ("goal_set", "money_recorded") else "second")


class Garden(acts.Play):
    """`posts` are forms that are sent and come back refused with what was typed."""

    def __init__(self, path, plants):
        acts.found(path, plants.text("council_opened.name"))
        super().__init__(house.Server(path))
        self.plants, self.author, self.posts, self.uploads = plants, {}, [], []
        # What is erased is seen by nobody: test/erasure looks at that.
        self.acts = [a for a in acts.read(plants.field) if a.kind != "erasure_seconded"]
        numbers = {text: number for number, (_, text) in enumerate(plants.all)}
        for act in self.acts:
            # Sign-in names are for administrators alone, so nobody else can look.
            if act.kind != "person_bound":
                self.author.update({numbers[v]: act.by for _, v in act.fields if v in numbers})
            for name in WORDS.get(act.kind, ()):
                act.fields = [(n, v) for n, v in act.fields if n != name]
                act.fields.append((name, plants.text("%s.%s" % (act.kind, name), "word")))
            self.write(act)
        self.write(acts.Act("administrator", "enrolment_proposed", [("organisation", "annan"), ("function", "Vikarie"),
                                                                   ("name", "Vikarien")], "x11"))
        self.write(acts.Act("coordinator", "enrolment_seconded", [("proposal", "$x11")], None))
        for sort in ("login", "user"):
            self.write(acts.Act("administrator", "person_bound", [
                ("person", "11"), ("sort", sort), ("name", plants.text("person_bound.name " + sort))], None))
        self.keep_drafts()
        self.send_tables()
        self.fill_forms()
        self.visitor("security").ask("POST", "/as/security", form={"csrf": self.visitor("security").csrf},
                                     headers={"User-Agent": AGENT})

    def keep_drafts(self):
        """One's own, half written; seen again by who wrote them only."""
        for who, kind, field in (("coordinator", "factor_set", "name"), ("coordinator", "plan_adopted", "short_horizon")):
            reply = self.visitor(who).post("/write/" + kind, [
                (field, self.plants.text("draft of %s.%s" % (kind, field), "text")), ("draft", "1")])
            if reply.status != 303:
                raise RuntimeError("no draft is kept: %s" % reply)
        reply = self.visitor("coordinator").post("/notes_draft?id=3", [
            ("text.999999999", self.plants.text("draft of notes", "text")), ("audience.999999999", "secret"),
            ("provision.999999999", self.plants.text("draft of a provision", "word")), ("sender.999999999", "polis")])
        if reply.status != 303:
            raise RuntimeError("no draft of notes is kept: %s" % reply)

    def send_tables(self):
        """Tables with headings, cells and names of that sort, on their way in."""
        heading, cell = self.plants.text("heading of a table"), self.plants.text("cell of a table")
        names = [self.plants.short("name of a sheet") for _ in range(2)]
        quoted = tuple('"%s"' % text.replace('"', '""') for text in (heading, cell))
        book = make.Book()
        for name in names:
            book.sheet(name, [["Nr", "Titel", "Ansvarig", heading], [901, cell, "ks", "x"]])
        table = "Nr;Titel;Ansvarig;%s\n901;%s;ks;x\n" % quoted
        for name, data in (("<img src=x onerror=planted(9998)>.csv", table.encode()),
                           ("<svg onload=planted(9997)>.xlsx", book.bytes())):
            visitor = self.visitor("coordinator")
            reply = upload.send(visitor, data, name)
            if reply.status != 303:
                raise RuntimeError("the table is not taken: %s" % reply)
            self.uploads.append(reply.location)

    def fill_forms(self):
        """Each kind's form with a payload in every typed field and nothing else: refused, and shown again."""
        seen = set()
        for act in self.acts:
            if act.kind in seen:
                continue
            seen.add(act.kind)
            form = [(field, self.plants.text("typed again: %s.%s" % (kind, field), sort))
                    for (kind, field), sort in self.plants.types.items() if kind == act.kind and field != "fields"]
            if form:
                self.posts.append({"who": act.by, "path": "/write/" + act.kind, "form": form + [("n", "?")]})
        self.posts.append({"who": None, "path": "/sign_in", "form": [
            ("login", self.plants.text("typed again: sign_in.login")), ("passphrase", "fyra vita måsar")]})

    def addresses(self):
        """(who, path): everything, by one who did not write it."""
        entries = self.ask("SELECT max(seq) FROM log")[0][0]
        measures = [n for n, in self.ask("SELECT number FROM measure ORDER BY number")]
        for n in measures:
            yield from (("auditor", path % n) for path in ("/measure/%d", "/story/%d", "/log?measure=%d"))
        for kind in sorted({a.kind for a in self.acts}):
            yield "administrator" if kind == "person_bound" else "auditor", "/log?kind=" + kind
        for before in range(entries + 1, 0, -20):
            yield "auditor", "/log?before=%d" % before
        for path in ("/people", "/handover", "/organisation/ks", "/organisation/fritid", "/council_page?frozen=1",
                     "/help", "/kinds", "/plan?responsible=skola", "/working_group?large=1", "/", "/public/measure/1", "/requests",
                     "/request/1", "/request/2", "/answer?request=1", "/copy?request=2", "/copy?request=4", "/copy?request=5"):
            yield "auditor", path
        for path in ("/letters", "/publish", "/import", *self.uploads, "/write/factor_set", "/write/plan_adopted",
                     "/confirm"):
            yield "coordinator", path
        for query in ("", "&as=polis", "&as=finish"):
            yield "coordinator", "/notes_draft?id=3" + query
        yield "administrator", "/people"
        yield "administrator", "/log?kind=person_set"
        for who in ("contact", "second", "member", "police", "security"):
            yield who, "/follow_up?all=1"
            yield who, "/confirm"
        for who in acts.PERSONS + (None,):
            for path in COMMON if who else ("/", "/public/measure/1", "/kinds", "/sign_in"):
                yield who, path

    def visits(self):
        visits = [{"who": who, "path": path} for who, path in self.addresses()]
        for act in self.acts:
            about = next((f for f in act.given(self.numbers) if f[0] in ABOUT), None)
            if about:
                visits.append({"who": reader(act), "path": "/write/%s?%s=%s" % (act.kind, *about)})
        # A table in CSV is saved and not shown (test/doors/cells.py looks at its cells); data are shown as they are.
        visits += [{"who": "auditor", "path": page + ".json"}
                   for page in ("/log", "/plan", "/decisions", "/measure/1", "/people")]
        for echo in ECHOES:
            visits += [{"who": "auditor", "path": echo % urllib.parse.quote(payloads.filled(group, 9997), safe="")[:900],
                        "isEcho": True} for group in payloads.GROUPS]
        visits += self.posts
        seen = set()
        for visit in visits:
            key = json.dumps(visit)
            if key not in seen:
                seen.add(key)
                yield {**visit, "cookie": self.visitor(visit["who"]).cookies["__Host-fyr"] if visit["who"] else None}
