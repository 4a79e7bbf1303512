# SPDX-License-Identifier: EUPL-1.2
"""A coordinator alone with a spreadsheet, over HTTP and without scripts: an empty council gets its plan; nothing is half
written, nothing is lost, nobody else finds the table; and what goes out comes back in."""
import html
import os
import re
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "doors"))

import council  # noqa: E402
import make  # noqa: E402

PLAN = {"plan_name": "Handlingsplan 2026", "plan_body": "Kommunstyrelsen", "plan_adopted": "2026-02"}


def count(path, sql):
    db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    try:
        return db.execute(sql).fetchone()[0]
    finally:
        db.close()


def entries(path):
    return count(path, "SELECT count(*) FROM entry")


def upload(visitor, data, name="plan.xlsx", sort="plan", headers=None, fields=()):
    parts = [pair for pair in [("csrf", visitor.csrf), ("sort", sort), *fields] if pair[1] is not None]
    return visitor.post_parts("/import", [*parts, ("file", data, name)], headers)


def form_of(page):
    """What a browser would send of the import form as it stands."""
    part = page[page.index('action="/import"'):]
    part = part[:part.index("</form>")]
    fields = []
    for tag in re.findall(r"<input[^>]*>", part):
        get = lambda key, tag=tag: (re.search(r'\b%s="([^"]*)"' % key, tag) or [None, None])[1]  # noqa: E731
        if get("name") and get("type") in ("hidden", "text", None) or (get("type") == "checkbox" and " checked" in tag):
            fields.append((html.unescape(get("name")), html.unescape(get("value") or "")))
    for name, options in re.findall(r'<select[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>', part, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(r'<option value="([^"]*)"', options)
        fields.append((html.unescape(name), html.unescape(chosen[1])))
    return dict(fields)


def refusals(tap, path, visitor):
    before = entries(path)
    for what, data, name, status, word in (
            ("an old .xls", make.hostile()["xls"][0], "a.xls", 422, ".xls"), ("an .ods", make.hostile()["ods"][0], "a.ods", 422, ".ods"),
            ("a zip bomb", make.sheet_bomb(60), "a.xlsx", 422, "packar upp sig"), ("an entity bomb", make.hostile()["xml-bomb"][0], "a.xlsx", 422, "definitioner"),
            ("macros", make.hostile()["macro-part"][0], "a.xlsm", 422, "makron"), ("a password", make.hostile()["encrypted"][0], "a.xlsx", 422, "lösenord"),
            ("a truncated file", make.hostile()["truncated"][0], "a.xlsx", 422, "trasig"), ("10^5 rows", make.hostile()["rows-100000"][0], "a.xlsx", 422, "5000"),
            ("a PDF", b"%PDF-1.7\n", "a.pdf", 422, "pdf"), ("a CSV with an open quote", b'Nr;Titel\n1;"x\n', "a.csv", 422, "rad 2"),
            ("an empty file", b"", "a.csv", 422, "tom"), ("no file", b"", "", 422, "Välj en fil"),
            ("identity numbers", make.Book().sheet("x", [["Titel", "Kontakt"], ["a", "640823-3234"]]).bytes(), "a.xlsx", 422, "B2"),
            ("more than a table may be", b"Titel\n" + b"x" * 9000 + b"\n" + (b"y" * 900 + b"\n") * 3000, "a.csv", 413, "för stor")):
        reply = upload(visitor, data, name)
        tap.ok(reply.status == status and word in html.unescape(reply.text) and 'type="file"' in reply.text, "%s: %d in words" % (what, status), reply)
    for what, data in (("xlsx", make.Book().sheet("x", [["Titel"]]).bytes() + bytes(5 << 20)), ("csv", b"Titel\n" + (b"y" * 9000 + b"\n") * 600)):
        reply = upload(visitor, data)
        tap.ok(reply.status == 422 and "för stor" in html.unescape(reply.text) and 'type="file"' in reply.text, "more than 4 MB of %s: 422 in words" % what, reply)
    reply = upload(visitor, bytes(17 << 20))
    tap.ok(reply.status == 413 and len(reply.text) > 500, "17 MB: 413 in words", reply)
    reply = upload(visitor, make.small().bytes(), fields=[("csrf", "fel")], headers={"Sec-Fetch-Site": "cross-site"})
    tap.same(reply.status, 403, "from another site: 403")
    tap.same((entries(path), count(path + "-office", "SELECT count(*) FROM upload")), (before, 0), "nothing was written, nothing kept")


def rights(tap, server, address):
    other = server.visitor()
    tap.same(other.get("/import").status, 401, "nobody signed in: sign in first")
    other.become("administrator")
    tap.same(other.get("/import").status, 403, "an administrator does not read plans in")
    tap.same(other.get(address).status, 403, "nor opens another's")
    tap.same(upload(other, make.small().bytes()).status, 403, "nor sends a file")
    tap.same(other.post("/import", {"upload": "1", "do": "write"}).status, 403, "nor writes one")


def empty_council(tap, server, path):
    visitor = server.visitor()
    visitor.become("coordinator")
    visitor.get("/import")
    refusals(tap, path, visitor)
    reply = upload(visitor, council.plan())
    address = reply.location
    tap.ok(reply.status == 303 and address == "/import?upload=1", "a file becomes an address", reply)
    page = visitor.get(address)
    text = html.unescape(page.text)
    tap.ok("rad 8, kolumn P (Startdatum)" in text and "rad 25, kolumn B" in text, "faults and remarks by row and column", text[:3000])
    tap.ok('value="write"' not in text and "Polisen, lokalpolisområde Fyrby" in text and 'name="plan_name"' in text,
           "no writing with faults; what is unknown and the plan are asked for")
    form = form_of(page.text)
    tap.ok(form["sheet"] == "Åtgärder" and form["head"] == "4", "the sheet and the row that map best", form)
    tap.same({key[7:]: value for key, value in form.items() if key.startswith("column.") and value},
             {"A": "number", "B": "title", "C": "focus_area", "D": "responsible", "E": "partners", "F": "reporter", "G": "horizon",
              "H": "process_goal", "I": "process_goal_due", "J": "effect_goal", "K": "effect_goal_indicator", "L": "effect_goal_baseline",
              "M": "effect_goal_target", "P": "starts"}, "columns are guessed under two rows of headings")
    rights(tap, server, address)
    before = entries(path)
    visitor.post("/import", {**form, **PLAN, "plan_adopted": "i våras", "do": "look", "leave_faults": "1"})
    page = html.unescape(visitor.get(address).text)
    tap.ok("Fyll i planens namn" in page and "Det finns ingen plan" not in page and 'value="write"' not in page,
           "a day nobody can read is asked for again, and no row is blamed for it", page[:3000])
    form.update(PLAN, do="look", leave_faults="1")
    tap.same(visitor.post("/import", form).location, address + "#check", "choices are kept")
    page = visitor.get(address)
    tap.ok('value="write"' in page.text and "Handlingsplan 2026" in page.text and entries(path) == before, "a dry run, and nothing written")
    kept_through_sign_in(tap, server, visitor, address, form)
    visitor.become("coordinator")
    form = form_of(visitor.get(address).text)
    write(tap, server, path, visitor, address, form)


def kept_through_sign_in(tap, server, visitor, address, form):
    """The session ends; what was chosen waits in the sign-in form, and the file's table in the office."""
    gone = server.visitor()
    reply = gone.post("/import", {**form, "plan_diary_no": "KS 2026:9", "do": "look"})
    tap.ok(reply.status == 401 and 'name="kept.plan_diary_no"' in reply.text and address in html.unescape(reply.text),
           "the sign-in has run out: choices wait in the form", reply)
    tap.same(visitor.get(address).status, 200, "the table is still there")
    tap.same(visitor.get("/import?upload=99").status, 404, "another number finds nothing")
    tap.same(visitor.get("/import?upload=x").status, 400, "no number is no address")


def write(tap, server, path, visitor, address, form):
    before = entries(path)
    reply = visitor.post("/import", {**form, "do": "write"})
    written = entries(path) - before
    tap.ok(reply.status == 303 and reply.location == address and written == 108, "one button writes all of it", written, reply)
    page = html.unescape(visitor.get(address).text)
    tap.ok("108" in page and "Allt i kalkylbladet står i planen" in page and "Det här saknas i planen" in page, "it says how many, and what is missing")
    tap.ok("ansvarig saknas" in page and "sikt saknas" in page and "effektmål saknas" in page, "what is missing is named")
    for sql, want in (("SELECT count(*) FROM measure", 45), ("SELECT count(*) FROM organisation WHERE code = 'missing'", 1),
                      ("SELECT count(*) FROM measure WHERE horizon IS NULL", 11), ("SELECT count(*) FROM goal WHERE sort = 'process'", 36),
                      ("SELECT count(*) FROM person", 2), ("SELECT count(*) FROM plan", 1)):
        tap.same(count(path, sql), want, sql)
    twice = server.visitor()
    twice.become("coordinator")
    before = entries(path)
    reply = visitor.post("/import", {**form, "do": "write"})
    tap.ok(reply.status == 200 and entries(path) == before, "sent twice writes once", reply.status)
    reply = upload(visitor, council.plan())
    page = visitor.get(reply.location)
    tap.ok("Allt i kalkylbladet" not in page.text and "rad 8" in page.text, "the same file again shows its faults again")
    tap.same(visitor.post("/import", {"upload": "2", "do": "drop"}).location, "/import", "a reading is discarded")
    tap.same(visitor.get("/import?upload=2").status, 404, "and gone")


def not_half(tap, path, visitor):
    """One row in forty-five that the rules refuse."""
    rows = [["Nr", "Titel", "Ansvarig", "Horisont", "Start", "Slut"]] + [[100 + i, "Rad %d" % i, "Fritidsförvaltningen", "kort", "2026-03", "2026-09"] for i in range(44)]
    rows.append([999, "Slutar före start", "Fritidsförvaltningen", "kort", "2026-09", "2026-03"])
    before = entries(path)
    address = upload(visitor, make.Book().sheet("x", rows).bytes()).location
    page = visitor.get(address)
    tap.ok("rad 46, kolumn F (Slut)" in html.unescape(page.text) and 'value="write"' not in page.text, "the rules' own no is named by row and column", page.text[:3000])
    reply = visitor.post("/import", {**form_of(page.text), "do": "write"})
    tap.ok(reply.status == 422 and entries(path) == before, "and not one of the others is written", reply.status)


def out_and_in(tap, path, visitor):
    # A title that a spreadsheet would run.
    visitor.get("/write/measure_changed?measure=3")
    reply = visitor.post("/write/measure_changed", {"measure": "3", "title": "=1+1", "n": "abcdefghijklmnop"})
    tap.same(reply.status, 303, "a title that looks like a formula")
    for sort, plain in (("plan", ""), ("plan", "?plain=1")):
        reply = visitor.get("/export/%s.csv%s" % (sort, plain))
        tap.ok(reply.status == 200 and reply.headers["Content-Type"].startswith("text/csv") and "attachment" in reply.headers["Content-Disposition"],
               "%s%s goes out" % (sort, plain), reply.status)
        tap.ok((";'=1+1;" in reply.text) == (not plain) and (";=1+1;" in reply.text) == bool(plain), "safe unless asked otherwise")
        page = visitor.get(upload(visitor, reply.body, "plan.csv").location)
        tap.ok("Allt i kalkylbladet står i planen" in html.unescape(page.text), "%s%s comes back in unchanged" % (sort, plain), html.unescape(page.text)[2000:5000])
    for address, status in (("/export/people.csv", 404), ("/export/plan", 404), ("/export/plan.json", 404), ("/export/statuses.csv?period=1999-Q1", 404)):
        tap.same(visitor.get(address).status, status, "%s: %d" % (address, status))


def statuses(tap, server, path, fyr):
    visitor = server.visitor()
    visitor.become("coordinator")
    visitor.get("/import")
    rows = [["Nr", "Status", "Underlag", "Text", "Enligt"], [1, "grön", "räknat", "", "mötet"], [2, "röd", "räknat", "", "mötet"]]
    page = html.unescape(visitor.get(upload(visitor, make.Book().sheet("x", rows).bytes(), sort="statuses").location).text)
    tap.ok("kolumn B (Status)" in page and 'value="write"' not in page, "statuses come the same way, and nobody sets red", page[2000:4000])


def statuses_of_a_period(tap, house):
    """A working group's own table of the quarter, and the way out and in again."""
    path = house.demo(tap)
    server = house.Server(path)
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        visitor.get("/import")
        rows = [["Åtgärd nr", "Läge", "Kommentar", "Hinder", "Nästa steg"], [1, "Grön", "Allt enligt plan", "", ""],
                [2, "Gul", "Vi saknar personal", "bemanning", "Anställa"]]
        page = visitor.get(upload(visitor, make.Book().sheet("Q3", rows).bytes(), sort="statuses").location)
        before = entries(path)
        tap.ok('value="write"' in page.text, "a table of statuses is understood", html.unescape(page.text)[2000:4000])
        visitor.post("/import", {**form_of(page.text), "do": "write"})
        tap.same(entries(path) - before, 2, "and written")
        reply = visitor.get("/export/statuses.csv")
        page = visitor.get(upload(visitor, reply.body, "s.csv", sort="statuses").location)
        tap.ok("Allt i kalkylbladet" in html.unescape(page.text), "statuses come back in unchanged", html.unescape(page.text)[2000:4000])
    finally:
        server.stop()


def run(tap, house):
    path = tap.path("tom.fyr")
    made = house.fyr("init", path, "--name", "Fyrby", "--example")
    if made.code:
        raise RuntimeError(str(made))
    server = house.Server(path)
    try:
        empty_council(tap, server, path)
        visitor = server.visitor()
        visitor.become("coordinator")
        visitor.get("/import")
        not_half(tap, path, visitor)
        out_and_in(tap, path, visitor)
        tap.same(server.visitor().get("/export/plan.csv").status, 401, "exports are for those signed in")
        statuses(tap, server, path, house.fyr)
    finally:
        server.stop()
    tap.same(house.fyr("verify", path).code, 0, "the council verifies")
    from_terminal(tap, house)
    reports(tap, house)
    statuses_of_a_period(tap, house)


def from_terminal(tap, house):
    path, file = tap.path("terminal.fyr"), tap.path("plan.xlsx")
    house.fyr("init", path, "--name", "Fyrby", "--example")
    with open(file, "wb") as f:
        f.write(council.plan())
    words = ["import", "plan", path, file, "--as", "coordinator"]
    done = house.fyr(*words)
    tap.ok(done.code == 3 and "rad 8, kolumn P" in done.err, "fyr import plan x.xlsx: faults by row and column, exit 3", done)
    done = house.fyr(*words, "leave_faults=1", *("%s=%s" % pair for pair in PLAN.items()))
    tap.ok(done.code == 0 and done.out.strip().endswith("108"), "written with a plan", done)
    done = house.fyr(*words, "leave_faults=1")
    tap.ok(done.code == 0 and "Inget nytt" in done.err, "again: nothing new", done)
    for name in ("xls", "zip-bomb", "xml-bomb", "truncated"):
        with open(file, "wb") as f:
            f.write(make.hostile()[name][0])
        done = house.fyr(*words)
        tap.ok(done.code == 3 and len(done.err) > 40, "%s: exit 3 in words" % name, done)
    for safe in ([], ["--safe"]):
        done = house.fyr("export", "plan", path, tap.path("ut.csv"), *safe, "--as", "coordinator")
        back = house.fyr("import", "plan", path, tap.path("ut.csv"), "--as", "coordinator")
        tap.ok(done.code == 0 and back.code == 0 and "Inget nytt" in back.err, "export %s comes back in unchanged" % "".join(safe), done, back)


def reports(tap, house):
    """The report that is sent by mail and opened without a network."""
    done = house.fyr("report", "status", tap.path("terminal.fyr"), tap.path("ut.html"), "--as", "coordinator")
    tap.ok(done.code == 1 and "no period" in done.err and not os.path.exists(tap.path("ut.html")),
           "a council without a period has nothing to report: exit 1", done)
    path = house.demo(tap, "reported.fyr")
    for name, words in (("ut.html", ("<style>", ":root")), ("ut.csv", ("Föreningar mot rekrytering",))):
        done = house.fyr("report", "status", path, tap.path(name), "--as", "coordinator")
        with open(tap.path(name), encoding="utf-8") as f:
            text = f.read()
        tap.ok(done.code == 0 and all(word in text for word in words), "fyr report status %s is whole" % name, done, text[:500])
        tap.ok(not re.search(r"(href|src|action)=|<link|<form|@import|url\(", text), "%s leads nowhere" % name,
               re.findall(r".{40}(?:href|src|action)=.{40}", text)[:5])
    tap.same(house.fyr("report", "status", path, tap.path("ut.html")).code, 3, "nobody without a person gets it")
