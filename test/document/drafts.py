# SPDX-License-Identifier: EUPL-1.2
"""A file among the drafts of a meeting's notes: through the form and from the terminal, whole or not at all."""
import html
import json
import sqlite3

import papers
from form import drafts, finish_seen, form_of
from papers import docx, item, paragraph, table

WHOLE = docx(paragraph("Läget på torget", "Heading1") + paragraph("Sommaren var lugn.") + item("torget") + item("stationen")
             + table([["Åtgärd", "Läge"], ["Torget", "grön"]]) + "<w:p><w:r><w:drawing/></w:r></w:p>")
BLOCKS = [("heading", "Läget på torget"), ("paragraph", "Sommaren var lugn."), ("list", "torget\nstationen"),
          ("table", "| Åtgärd | Läge\n| Torget | grön")]


def kept(path):
    with sqlite3.connect(path + "-office") as db:
        rows = db.execute("SELECT fields FROM draft_passage ORDER BY place").fetchall()
    return [dict(json.loads(fields)) for fields, in rows]


def without_notes(path):
    """The first meeting that has none, of a council at rest; nor are there any drafts from now on."""
    with sqlite3.connect(path + "-office") as db:
        db.execute("DELETE FROM draft_passage")
    with sqlite3.connect(path) as db:
        return db.execute("SELECT number FROM meeting AS m WHERE NOT EXISTS (SELECT 1 FROM notes WHERE meeting = m.id)"
                          " AND NOT EXISTS (SELECT 1 FROM passage WHERE meeting = m.id) ORDER BY day LIMIT 1").fetchone()[0]


def send(visitor, meeting, data, name="notes.docx", **fields):
    return visitor.post_parts("/notes_draft?id=%s" % meeting, [("csrf", visitor.csrf), ("file", data, name), *fields.items()])


def told(reply, *words):
    text = html.unescape(reply.text)
    return all(word in text for word in words)


def signed_in(server, person, meeting):
    visitor = server.visitor()
    visitor.become(person)
    visitor.get("/notes_draft?id=%s" % meeting)
    return visitor


def whole(tap, path, visitor, meeting):
    reply = send(visitor, meeting, WHOLE)
    tap.ok(reply.status == 200 and told(reply, "4 stycken ligger nu sist", "Bilder och figurer togs inte med (1"),
           "the page says how many passages came, and what was left out", reply)
    tap.same([(d["form"], d["text"]) for d in kept(path)], BLOCKS, "headings, paragraphs, lists and tables are drafts")
    tap.ok(all(d["audience"] == "council" for d in kept(path)), "for the council, unless said otherwise")
    reply = send(visitor, meeting, WHOLE)
    tap.ok(reply.status == 422 and told(reply, "ligger redan bland utkasten") and len(kept(path)) == 4, "the same file again adds nothing", reply)
    reply = send(visitor, meeting, "Möte\n\nAllt är lugnt.\n".encode(), "notes.txt", audience="public")
    tap.ok(reply.status == 200 and [d["audience"] for d in kept(path)[4:]] == ["public"] * 2, "a text file for everybody", reply)


def left_alone(tap, path, visitor, meeting):
    """What was read in and is sent again as it is, is known to be; who changes it meanwhile is not in the way."""
    at, before = "/notes_draft?id=%s" % meeting, kept(path)
    page = visitor.get(at)
    reply = visitor.post(at, form_of(page))
    tap.same([reply.status, kept(path)], [303, before], "the form is sent as it stands, and says the same", reply)
    tap.same({version for _, version, _ in drafts(visitor.get(at))}, {1}, "no passage counts as changed by that")
    first = drafts(page)[0][0]
    tap.same(visitor.post(at, form_of(page, {first: "Läget vid torget"})).status, 303, "one is changed")
    reply = visitor.post(at, form_of(page))
    tap.ok(reply.status == 303 and "Läget vid torget" in [d["text"] for d in kept(path)], "and stays so when an older form is sent", reply)
    tap.same(visitor.post(at, form_of(visitor.get(at), {first: "Läget på torget"})).status, 303, "as it was")


def refused(tap, path, visitor, meeting):
    before = kept(path)
    number = docx(paragraph("Ett.") + paragraph("Polisen nämnde " + papers.NUMBER + " vid mötet.") + table([["a", papers.NUMBER], ["b", "c"]]))
    reply = send(visitor, meeting, number)
    tap.ok(reply.status == 422 and told(reply, "stycke 2: ”Polisen nämnde …”", "stycke 3:") and papers.NUMBER not in reply.text,
           "identity numbers are shown by where they stand, never the numbers", reply)
    tap.same(kept(path), before, "and nothing of the file is kept")
    halves = papers.NUMBER.split("-")
    for cells in (halves, [halves[0], "-" + halves[1]], [halves[0], "", halves[1]]):
        reply = send(visitor, meeting, docx(table([["Namn", "Dag", "Nummer"], cells])))
        tap.ok(reply.status == 422 and told(reply, "personnummer", "stycke 1:") and not any(half in reply.text for half in halves),
               "a number over the cells %s of a table is one" % (cells,), reply)
    tap.same(kept(path), before, "and nothing of these files is kept")
    reply = send(visitor, meeting, b"Numret 640823-3235 var fel.\n", "notes.txt")
    tap.ok(reply.status == 200 and told(reply, "liknar ett personnummer", "stycke 1: ”Numret …”"), "what only looks like one is told", reply)
    before = kept(path)
    for name, words in (("bidi", "skrivriktningen"), ("macro-part", "makron"), ("zip-bomb", "packar upp sig"), ("pdf", "pdf"),
                        ("paste-300-pages", "längre än anteckningar"), ("nothing", "ingen text"), ("xml-bomb", "definitioner")):
        reply = send(visitor, meeting, papers.hostile()[name][0])
        tap.ok(reply.status == 422 and told(reply, words) and kept(path) == before, "%s: in words, and nothing kept" % name, reply)
    reply = send(visitor, meeting, docx("".join(paragraph("Rad %d." % i) for i in range(310))))
    tap.ok(reply.status == 422 and told(reply, "Med filen skulle det bli") and kept(path) == before, "more passages than notes have", reply)
    reply = send(visitor, meeting, b"", "")
    tap.ok(reply.status == 422 and told(reply, "Välj en fil"), "no file", reply)
    reply = send(visitor, meeting, WHOLE, audience="secret")
    tap.ok(reply.status == 403 and kept(path) == before, "secret is chosen for each passage by itself, not for a file", reply)
    reply = send(visitor, 9999, WHOLE)
    tap.ok(reply.status in (403, 404) and kept(path) == before, "there is no such meeting", reply)


def under_agenda(tap, house, path, visitor, meeting):
    """A heading that is a row of the meeting's agenda is not kept twice: what follows stands under the row."""
    done = house.fyr("write", "agenda_item_set", path, "meeting=%s" % meeting, "position=9", "title=Särskild punkt", "sort=other", "--as", "coordinator")
    before = len(kept(path))
    reply = send(visitor, meeting, docx(paragraph("Före.") + paragraph("§ 4. Särskild punkt", "Heading1") + paragraph("Därunder.")
                                        + paragraph("Under den", "Rubrik2") + paragraph("Ännu en rubrik", "Heading1") + paragraph("För sig.")))
    new = kept(path)[before:]
    alone = send(visitor, meeting, docx(paragraph("4 SÄRSKILD PUNKT", "Heading1")))
    tap.ok(alone.status == 422 and told(alone, "bara rubriker som redan står på mötets dagordning") and len(kept(path)) == before + len(new),
           "a file of such headings alone adds nothing, and is told so", alone)
    tap.ok(done.code == 0 and reply.status == 200 and told(reply, "Rubriker som redan stod på mötets dagordning: 1.", "sist under sin punkt"), "headings of the agenda are told", done, reply)
    row = new[1].get("agenda_item")
    tap.ok([d["text"] for d in new] == ["Före.", "Därunder.", "Under den", "Ännu en rubrik", "För sig."] and row
           and [d.get("agenda_item") for d in new] == [None, row, row, None, None] and new[2]["form"] == "subheading"
           and told(reply, "Rubriker som inte står på dagordningen: 1."), "and what follows, until a heading that is none", new, reply)
    at = "/notes_draft?id=%s" % meeting
    page = visitor.get(at)
    heading = next(number for number, _, text in drafts(page) if text == "Ännu en rubrik")
    form = dict(form_of(page))
    form.update({"agenda_item.%s" % heading: row, "section": heading})
    reply = visitor.post(at, list(form.items()))
    new = kept(path)[before:]
    tap.ok(reply.status == 303 and [d.get("agenda_item") for d in new] == [None, row, row, row, row],
           "a heading that is moved under a row takes along what stands under it", new, reply)


def by_others(tap, server, path, meeting):
    before = kept(path)
    for person in ("member", "contact", "administrator", "auditor"):
        visitor = server.visitor()
        visitor.become(person)
        visitor.get("/write/bias_declared")
        reply = send(visitor, meeting, WHOLE)
        tap.ok(reply.status in (401, 403) and kept(path) == before, "%s writes no notes" % person, reply)


def from_terminal(tap, house, path, meeting):
    file = tap.path("anteckningar.docx")
    with open(file, "wb") as f:
        f.write(docx(paragraph("Ur terminalen", "Heading1") + paragraph("Allt var lugnt.")))
    words = ["import", "notes", path, str(meeting), file, "--as", "coordinator"]
    before = len(kept(path))
    done = house.fyr(*words, "--dry")
    tap.ok(done.code == 0 and done.out == "# Ur terminalen\n\nAllt var lugnt.\n" and len(kept(path)) == before, "--dry shows, and keeps nothing", done)
    done = house.fyr(*words, "audience=public")
    tap.ok(done.code == 0 and done.out.strip().endswith("2") and len(kept(path)) == before + 2, "fyr import notes: two passages", done)
    done = house.fyr(*words)
    tap.ok(done.code == 3 and "notes_import.again" in done.err, "again: exit 3", done)
    done = house.fyr(*words[:-1], "member")
    tap.ok(done.code == 3 and len(kept(path)) == before + 2, "a member: exit 3", done)
    tap.same(house.fyr("import", "notes", path, file).code, 2, "a word too few: exit 2")
    for name in ("zip-bomb", "truncated", "bidi-text"):
        with open(file, "wb") as f:
            f.write(papers.hostile()[name][0])
        done = house.fyr(*words)
        tap.ok(done.code == 3 and len(done.err) > 40, "%s: exit 3 in words" % name, done)


def in_order(text, *words):
    """Do they stand in it one behind the other?"""
    at = 0
    for word in words:
        at = text.find(word, at) + 1
        if not at:
            return False
    return True


def to_the_end(tap, house, path, visitor, meeting):
    """What was read in is finished like any other notes, and reads as it was meant."""
    house.fyr("write", "agenda_item_set", path, "meeting=%s" % meeting, "position=10", "title=Sista punkten", "sort=other", "--as", "coordinator")
    send(visitor, meeting, docx(paragraph("Särskild punkt", "Heading1") + paragraph("Alfa.") + paragraph("Mellan", "Heading1")
                                + paragraph("Under mellan", "Rubrik2") + paragraph("Beta.") + paragraph("Sista punkten", "Heading1")
                                + paragraph("Inunder", "Rubrik2") + paragraph("Gamma.")))
    order = ("Särskild punkt</h2>", "Alfa.", "Mellan</h2>", "Under mellan</h3>", "Beta.", "Sista punkten</h2>", "Inunder</h3>", "Gamma.")
    page = visitor.get("/notes_draft?id=%s&as=finish" % meeting)
    tap.ok(in_order(page.text, *order), "a heading that is no row stands behind the row before it", page.text[-6000:])
    reply = finish_seen(visitor, "/notes_draft?id=%s" % meeting)
    tap.same(reply.status, 303, "the notes are finished from what was read in")
    page = visitor.get("/notes?id=%s" % meeting)
    tap.ok(in_order(page.text, *order), "also when the notes are finished", page.text[-6000:])
    tap.ok(told(page, "Läget på torget</h", "<li>torget</li>") and "<th" in page.text, "headings, lists and tables are such", page.text[:3000])
    reply = send(visitor, meeting, WHOLE)
    tap.ok(reply.status == 403 and not kept(path), "into finished notes nothing is read", reply)


def run(tap, house):
    path = house.demo(tap)
    meeting = without_notes(path)
    from_server(tap, house, path, meeting)
    from_terminal(tap, house, path, meeting)
    server = house.Server(path)
    try:
        to_the_end(tap, house, path, signed_in(server, "coordinator", meeting), meeting)
    finally:
        server.stop()
    tap.same(house.fyr("verify", path).code, 0, "the council verifies")


def from_server(tap, house, path, meeting):
    server = house.Server(path)
    try:
        visitor = signed_in(server, "coordinator", meeting)
        whole(tap, path, visitor, meeting)
        left_alone(tap, path, visitor, meeting)
        refused(tap, path, visitor, meeting)
        under_agenda(tap, house, path, visitor, meeting)
        by_others(tap, server, path, meeting)
    finally:
        server.stop()
