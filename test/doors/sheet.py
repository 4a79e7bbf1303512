# SPDX-License-Identifier: EUPL-1.2
"""Sheets over HTTP: many rows are written at once or not at all, a row changed by another is a conflict, nothing typed is lost."""
import html
import re
import sqlite3

from house import Server, demo, fyr, hidden
from web import entries

RETURN, NOTHING = 500000000, 500000000
TYPED = "Det här skrev jag länge på & <ser> ut så"


def status(number, **fields):
    """One row of follow_up."""
    row = {"kind.%d" % number: "status_reported", "about.measure.%d" % number: str(number)}
    row.update({"%s.%d" % (name, number): value for name, value in fields.items()})
    return row


def green(number):
    return status(number, process="green", evidence="counted")


def act(reply):
    return {"n": hidden(reply.text, "n"), "base": hidden(reply.text, "base")}


def waiting(visitor):
    reply = visitor.get("/confirm")
    return reply, [int(n) for n in re.findall(r'name="about\.statuses\.(\d+)"', reply.text)]


def confirm_rows(seqs):
    rows = {}
    for seq in seqs:
        rows.update({"kind.%d" % seq: "status_confirmed", "about.statuses.%d" % seq: str(seq),
                     "kind.%d" % (seq + RETURN): "status_returned", "about.status.%d" % (seq + RETURN): str(seq),
                     "reason.%d" % (seq + RETURN): ""})
    return rows


def hostile(tap, path, visitor):
    """What no page of ours sends: 400 or 422, in words, and no entry."""
    before = entries(path)
    base = act(visitor.get("/follow_up?all=1"))
    many = {}
    for i in range(1, 402):
        many.update(green(i))
    wide = [pair for i in range(1, 401) for pair in green(i).items()][:1600]
    wide += [("x" * 400 + ".%d" % (i % 400 + 1), "a") for i in range(2400)]
    for what, form, code in (
            ("an unknown kind", {"kind.1": "nokind", "about.measure.1": "1", "process.1": "green"}, 400),
            ("a kind the sheet may not write", {"kind.1": "period_closed", "take.1": "1"}, 400),
            ("a row without a kind", {"about.measure.1": "1", "process.1": "green"}, 400),
            ("a kind twice", list(green(1).items()) + [("kind.1", "status_reported")], 400),
            ("row nought", {"kind.0": "status_reported", "process.0": "green"}, 400),
            ("a row below nought", {"kind.-1": "status_reported", "process.-1": "green"}, 400),
            ("a row with a nought before", {"kind.01": "status_reported", "process.01": "green"}, 400),
            ("a row of twelve digits", {"kind.640823323400": "status_reported", "process.640823323400": "green"}, 400),
            ("a field without a row", {**green(1), "process": "green"}, 400),
            ("a field with dots", {**green(1), "a.b.1": "x"}, 400),
            ("a field with a strange name", {**green(1), "Prócess.1": "x"}, 400),
            ("only a row that is none", {**green(1), "row": "x"}, 400),
            ("all of a kind that is none", {**green(1), "all": "period_closed"}, 400),
            ("401 rows", many, 400),
            ("400 rows with fields of long names", wide, 422),
            ("10 000 fields", [("kind.%d" % i, "status_reported") for i in range(1, 10001)], 400),
            ("nothing at all", {}, 422),
            ("rows left blank", status(1, process="", evidence="", text=" \t"), 422),
            ("no word of what it is about", {"kind.1": "status_reported", "process.1": "green", "evidence.1": "counted"}, 422),
            ("a measure there is not", {**green(1), "about.measure.1": "9999"}, 422),
            ("the measure twice", {**green(1), "measure.1": "2"}, 422),
            ("another organisation’s measure", green(9), 422),
            ("own measure and another organisation’s", {**green(1), **green(9)}, 422),
            ("one measure on two rows", {**green(1), **green(3), "about.measure.3": "1"}, 422),
            ("red", status(1, process="red", evidence="counted"), 422),
            ("an unknown field", {**green(1), "colour.1": "red"}, 422),
            ("an identity number", status(1, process="green", evidence="counted", text="Gäller 640823-3234."), 422),
            ("a nonce that is none", {**green(1), "n": "?"}, 422),
            ("a base that is none", {**green(1), "base": "igår"}, 422)):
        whole = form if isinstance(form, list) else list({**base, **form}.items())
        for end in (".json", ""):
            reply = visitor.post("/follow_up%s" % end, whole)
            tap.ok(reply.status == code and len(reply.text) > 20, "%s%s: %d" % (what, end, code), reply)
    tap.same(entries(path), before, "none of them is an entry")
    tap.same(visitor.post("/overview", green(1)).status, 404, "a page that is no sheet takes nothing: 404")
    tap.same(visitor.post("/follow_up", {**green(1), "csrf": "x" * 43}).status, 403, "a wrong word against forgery: 403")
    tap.same(visitor.post("/follow_up?all=1&colour=red", green(3)).status, 303, "an address with more is no matter to the act")


def refused(tap, path, visitor):
    """One row refused: none is written, each is shown again as typed."""
    before = entries(path)
    form = {**act(visitor.get("/follow_up?all=1")), **green(1), **status(4, process="yellow", evidence="stated", text=TYPED)}
    reply = visitor.post("/follow_up?all=1", form)
    shown = html.unescape(reply.text)
    tap.ok(reply.status == 422 and TYPED in shown, "one row of two is refused: 422, the text stands", reply)
    for place in ("field-obstacle-4", "field-next_step-4"):
        tap.ok('href="#%s"' % place in shown and 'id="%s"' % place in shown, "the summary leads to %s" % place)
    tap.ok(re.search(r'id="field-process-1"[^>]* checked', shown), "the row that was right stands too")
    tap.same(hidden(reply.text, "n"), form["n"], "it is the same act when it is sent again")
    said = visitor.post("/follow_up.json", form).json
    tap.ok(said.get("written") is False and len(said.get("answers", ())) == 2, "json tells of each row", said)
    tap.same(entries(path), before, "and nothing is written")
    form.update({"obstacle.4": "staffing", "next_step.4": "En vikarie börjar i december."})
    tap.same(visitor.post("/follow_up?all=1", form).status, 303, "corrected both are taken")
    tap.same(entries(path), before + 2, "two entries")
    page = visitor.get("/follow_up?all=1")
    tap.ok("2 poster skrivna" in page.text, "and the page says so", page)
    again = visitor.post("/follow_up?all=1", form)
    tap.ok(again.status == 303 and entries(path) == before + 2, "a sheet sent twice is the same acts", again)
    changed = visitor.post("/follow_up?all=1", {**form, "text.4": "Något annat"})
    tap.ok(changed.status == 422 and entries(path) == before + 2 and "Något annat" in changed.text,
           "a row changed after it was written is told, not lost", changed)


def conflict(tap, path, visitor):
    form = {**act(visitor.get("/follow_up?all=1")), **green(1), **status(2, process="green", evidence="counted", text=TYPED)}
    ran = fyr("write", "question_asked", path, "measure=2", "text=En fråga under tiden", "--as", "coordinator")
    tap.same(ran.code, 0, "somebody asks about one of the measures meanwhile", ran)
    before = entries(path)
    reply = visitor.post("/follow_up?all=1", form)
    shown = html.unescape(reply.text)
    tap.ok(reply.status == 409 and TYPED in shown and "En fråga under tiden" in shown, "that row is a conflict: 409, with both", reply)
    tap.ok('href="#field-row-2"' in shown and 'href="#field-row-1"' not in shown, "and only that row")
    tap.same(visitor.post("/follow_up.json", form).status, 409, "as json too")
    tap.same(entries(path), before, "no row is written")
    tap.same(visitor.post("/follow_up?all=1", {**form, **act(reply)}).status, 303, "sent once more after seeing both it is taken")
    tap.same(entries(path), before + 2, "two entries")


def alone(tap, path, visitor):
    """One row saved by itself: the others come back as they stand."""
    form = {**act(visitor.get("/follow_up?all=1")), **green(1), **status(3, process="green", evidence="stated", text=TYPED), "row": "1"}
    before = entries(path)
    reply = visitor.post("/follow_up?all=1", form)
    tap.ok(reply.status == 200 and TYPED in html.unescape(reply.text) and entries(path) == before + 1,
           "one row alone is written, the other stands", reply)
    tap.ok(hidden(reply.text, "n") not in (None, form["n"]), "as a new form")
    reply = visitor.post("/follow_up?all=1", {**act(reply), **green(1), "row": "1"})
    tap.ok(reply.status == 303 and reply.location == "/follow_up?all=1#row-1", "and with nothing else typed, back to its row", reply)


def nothing_new(tap, path, visitor):
    row = 3 + NOTHING
    form = {"kind.%d" % row: "status_reported", "about.measure.%d" % row: "3", "about.process.%d" % row: "green",
            "about.evidence.%d" % row: "stated", "about.nothing_new.%d" % row: "yes"}
    before = entries(path)
    tap.same(visitor.post("/follow_up", {**form}).status, 422, "a row that is only fixed is not written by itself")
    reply = visitor.post("/follow_up?measure=3", {**form, "take.%d" % row: "1", "next": "/follow_up?after=3"})
    tap.ok(reply.status == 303 and reply.location == "/follow_up?after=3" and entries(path) == before + 1, "the button takes it", reply)
    reply = visitor.post("/follow_up?measure=3", {**form, "take.%d" % row: "1", "next": "//elsewhere.example"})
    tap.same(reply.location, "/", "nobody is led away")
    both = {**form, "take.%d" % row: "1", **green(3)}
    tap.same(visitor.post("/follow_up", both).status, 422, "“nothing new” beside a status of the same measure is refused")
    row = 4 + NOTHING
    form = {name.replace(str(3 + NOTHING), str(row)): value for name, value in form.items()}
    form["about.measure.%d" % row] = "4"
    tap.same(visitor.post("/follow_up", {**form, "take.%d" % row: "1"}).status, 422, "“nothing new” after yellow is refused")


def confirmed(tap, path, server):
    """What contact has reported waits for second: returned, refused, in conflict, all at once."""
    contact, second = server.visitor(), server.visitor()
    contact.become("contact")
    second.become("second")
    page, seqs = waiting(second)
    tap.ok(len(seqs) >= 4, "what was reported waits", page)
    before = entries(path)
    tap.same(second.post("/confirm", {**act(page), **confirm_rows(seqs)}).status, 422, "nothing marked: nothing is written")
    tap.same(contact.post("/confirm", {**confirm_rows(seqs), "all": "status_confirmed"}).status, 422, "who reported may not confirm")
    other = server.visitor()
    other.become("auditor")
    tap.same(other.post("/confirm", {**confirm_rows(seqs), "all": "status_confirmed"}).status, 403, "who may not open it may not send it")
    both = {**act(page), **confirm_rows(seqs), "take.%d" % seqs[0]: "1", "reason.%d" % (seqs[0] + RETURN): TYPED}
    reply = second.post("/confirm", both)
    tap.ok(reply.status == 422 and TYPED in html.unescape(reply.text), "confirmed and returned at once is refused", reply)
    tap.same(entries(path), before, "no entry yet")
    form = {**act(page), **confirm_rows(seqs), "reason.%d" % (seqs[-1] + RETURN): "Vilka siffror bygger det på?"}
    tap.same(second.post("/confirm", form).status, 303, "one is returned with a reason")
    tap.same(entries(path), before + 1, "one entry")
    page, seqs = waiting(second)
    tap.same(contact.post("/follow_up", green(1)).status, 303, "somebody reports anew meanwhile")
    before = entries(path)
    form = {**act(page), **confirm_rows(seqs), "all": "status_confirmed"}
    reply = second.post("/confirm", form)
    tap.ok(reply.status == 409 and "En nyare status har kommit" in html.unescape(reply.text), "that row is a conflict: 409, both are shown", reply)
    tap.same(entries(path), before, "and none is confirmed")
    page, seqs = waiting(second)
    form = {**act(page), **confirm_rows(seqs), "all": "status_confirmed"}
    reply = second.post("/confirm", form)
    tap.ok(reply.status == 303 and entries(path) == before + len(seqs), "all %d at once" % len(seqs), reply)
    page, seqs = waiting(second)
    tap.ok(not seqs, "nothing waits any longer", page)


def signed_out(tap, server, visitor):
    """A sheet sent when the sign-in had run out waits in the sign-in form, field by field."""
    form = {**act(visitor.get("/follow_up?all=1")), **status(1, process="yellow", evidence="stated", text=TYPED)}
    reply = server.visitor().post("/follow_up?all=1", form)
    shown = html.unescape(reply.text)
    tap.ok(reply.status == 401 and TYPED in shown and all('name="kept.%s"' % n in shown for n in ("kind.1", "text.1", "process.1", "base")),
           "signed out: 401, every field waits", reply)
    tap.same(server.visitor().post("/follow_up.json", form).status, 401, "as json: 401")


def signed_in_again(tap, path, server, visitor):
    """After the sign-in the same page comes back with what was typed, and its base still tells of a change meanwhile."""
    phrase = "fem blå båtar vid bryggan"
    form = {**act(visitor.get("/follow_up?measure=1")), **status(1, process="yellow", evidence="stated", text=TYPED)}
    token = re.search(r"token=(\S+)", fyr("link", path, "contact", "--as", "administrator").out)
    if not tap.ok(token, "a link for contact"):
        return
    tap.same(server.visitor().post("/welcome", {"token": token.group(1), "passphrase": phrase, "again": phrase}).status, 303, "redeemed")
    kept = {"kept." + name: value for name, value in form.items()}
    name = {"login": "contact", "passphrase": phrase}
    guest = server.visitor()
    reply = guest.post("/sign_in", {**name, **kept, "next": "/follow_up?measure=1"})
    shown = html.unescape(reply.text)
    tap.ok(reply.status == 200 and TYPED in shown and re.search(r'id="field-process-1-2"[^>]* checked', shown)
           and hidden(reply.text, "base") == form["base"], "what was typed stands in its row again", reply)
    tap.same(guest.post("/follow_up?measure=1", form).status, 422, "and is judged like any other")
    for where in ("/overview", "//elsewhere.example/follow_up", "/follow_up/1", "/nowhere"):
        reply = server.visitor().post("/sign_in", {**name, **kept, "next": where})
        tap.ok(reply.status == 303, "kept for no sheet of ours, it leads on: %s" % where, reply)


def same_object(tap, path, server):
    """Two rows about one measure are no conflict with each other, though the second finds the measure changed."""
    contact, second = server.visitor(), server.visitor()
    contact.become("contact")
    second.become("second")
    for text in ("En gång", "En gång till"):
        contact.post("/follow_up", status(1, process="green", evidence="counted", text=text))
    base = act(second.get("/confirm"))
    db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    seqs = [row[0] for row in db.execute("SELECT seq FROM status WHERE checked = 'unconfirmed' AND measure ="
                                         " (SELECT id FROM measure WHERE number = 1) ORDER BY seq")]
    db.close()
    before = entries(path)
    reply = second.post("/confirm.json", {**base, **confirm_rows(seqs), "all": "status_confirmed"})
    tap.ok(len(seqs) >= 2 and reply.status == 201 and entries(path) == before + len(seqs), "two rows of one measure are taken", reply)
    again = second.post("/confirm.json", {**base, **confirm_rows(seqs), "all": "status_confirmed"})
    tap.ok(again.status == 201 and all(a.get("repeat") for a in again.json.get("answers", ())) and entries(path) == before + len(seqs),
           "sent again they are the same acts", again)
    tap.same(second.post("/confirm.json", {**confirm_rows(seqs), "all": "status_confirmed"}).status, 422, "as new acts they are refused")


def row_of(page, number, **typed):
    """A row of the working group's table as the page has it, with what is typed in it."""
    row = dict(re.findall(r'name="((?:kind|about\.[a-z_]+)\.%d)" value="([^"]*)"' % number, page.text))
    row.update({"%s.%d" % (name, number): value for name, value in typed.items()})
    return {name: html.unescape(value) for name, value in row.items()}


def at_the_meeting(tap, path, server):
    """The working group's table: the coordinator writes for the reporter, others for themselves, and nobody for more."""
    people = {name: server.visitor() for name in ("coordinator", "contact", "member", "auditor", "administrator")}
    for name, visitor in people.items():
        visitor.become(name)
    page = people["coordinator"].get("/working_group")
    base, before = act(page), entries(path)
    good = row_of(page, 16, process="green")
    tap.ok("about.on_behalf_of.16" in good and good.get("about.evidence.16") == "stated", "the row says for whom and on what", good)
    for what, who, form, code in (
            ("a contact takes the coordinator's row", "contact", good, 422),
            ("a member takes it", "member", good, 422),
            ("an auditor takes it", "auditor", good, 422),
            ("the administrator takes it", "administrator", good, 422),
            ("for somebody of another organisation", "coordinator", {**good, "about.on_behalf_of.16": "police"}, 422),
            ("for nobody", "coordinator", {k: v for k, v in good.items() if "behalf" not in k}, 422),
            ("according to nothing", "coordinator", {k: v for k, v in good.items() if "according_to" not in k}, 422),
            ("at a meeting that has not been", "coordinator", {**good, "about.according_date.16": "2199-01-01"}, 422),
            ("a measure that has ended", "coordinator", {**good, "about.measure.16": "23"}, 422),
            ("red", "coordinator", {**good, "process.16": "red"}, 422),
            ("the basis twice", "coordinator", {**good, "evidence.16": "measured"}, 422),
            ("yellow alone", "coordinator", {**good, "process.16": "yellow"}, 422),
            ("an identity number in a question", "member", row_of(people["member"].get("/working_group"), 1000016,
                                                                  text="Gäller 640823-3234."), 422),
            ("a closing", "coordinator", {"kind.16": "closing_proposed", "about.measure.16": "16", "reason.16": "x"}, 400),
            ("a blank row", "coordinator", row_of(page, 16, process="", text=" "), 422)):
        reply = people[who].post("/working_group", {**act(people[who].get("/working_group?responsible=fritid")), **form}) \
            if who in ("coordinator", "contact", "member") else people[who].post("/working_group", form)
        tap.ok(reply.status == code, "%s: %d" % (what, code), reply)
    tap.same(entries(path), before, "none of them is an entry")
    whole = {**base, **good, **row_of(page, 17, text="Halvskrivet & <sparat>"), "row": "16"}
    reply = people["coordinator"].post("/working_group?responsible=social", whole)
    tap.ok(reply.status == 200 and entries(path) == before + 1, "a row alone is written, and the page comes back", reply)
    tap.ok("Halvskrivet & <sparat>" in html.unescape(reply.text), "with what stood in the other row", reply)
    tap.ok(re.search(r'id="row-16"[^>]* autofocus', reply.text), "and leads to the row that was written")
    again = people["coordinator"].post("/working_group.json", {**base, **good, "row": "16"})
    tap.ok(again.status == 201 and entries(path) == before + 1, "sent twice it is the same act", again)
    late = people["coordinator"].post("/working_group", {**base, **row_of(page, 16, process="green", text="Nytt"), "n": "a" * 32})
    tap.same(late.status, 409, "a row that was shown before somebody wrote is a conflict: 409")
    lost = server.visitor().post("/working_group", {**base, **row_of(page, 17, text="Halvskrivet")})
    tap.ok(lost.status == 401 and "Halvskrivet" in lost.text, "without a sign-in it waits in the sign-in form: 401", lost)


def remark(tap, server):
    """What is noted about several measures names them all on the next page."""
    visitor = server.visitor()
    visitor.become("coordinator")
    page = visitor.get("/publish?period=2025-Q4").text
    numbers = list(dict.fromkeys(re.findall(r'name="measures" value="(\d+)"', page)))
    form = [("period", hidden(page[page.index("/write/period_published"):], "period"))] + [("measures", n) for n in numbers]
    reply = visitor.post("/write/period_published", form)
    shown = visitor.get(reply.location or "/public").text
    tap.ok(reply.status == 303 and re.search(r"andra person: åtgärd \d+, \d+\.", html.unescape(shown)),
           "each measure of a remark is named once it is saved", reply, shown[:3000])
    tap.same(visitor.get("/public").text.count("andra person: åtgärd"), 0, "and the remark is shown once")
    for planted in ("1.2~period.unconfirmed~<b>", "1.2~period.unconfirmed~" + "9." * 2000, "1.2~period.unconfirmed~..,"):
        visitor.cookies["__Host-saved"] = planted
        reply = visitor.get("/public")
        tap.ok(reply.status == 200 and "<b>" not in reply.text and "9, 9" not in reply.text, "a planted remark shows nothing", reply)


def run(tap):
    path = demo(tap, "sheet.fyr")
    server = Server(path)
    try:
        visitor = server.visitor()
        visitor.become("contact")
        hostile(tap, path, visitor)
        refused(tap, path, visitor)
        conflict(tap, path, visitor)
        alone(tap, path, visitor)
        nothing_new(tap, path, visitor)
        signed_out(tap, server, visitor)
        confirmed(tap, path, server)
        same_object(tap, path, server)
        at_the_meeting(tap, path, server)
        signed_in_again(tap, path, server, visitor)
        remark(tap, server)
    finally:
        server.stop()
    tap.same(fyr("verify", path).code, 0, "the council is whole", server.said)
