# SPDX-License-Identifier: EUPL-1.2
"""The whole way of a file: through the form and from the terminal, to whoever may read it, and to its end."""
import base64
import hashlib
import html
import json
import os
import re

import files
import house

PICTURE = files.jpeg(files.exif([files.MAKE, files.turned(6), files.GPS]))
TEXT = "Läget är lugnt.\n".encode()


def told(reply, *words):
    text = html.unescape(reply.text)
    return all(word in text for word in words)


def entries(path):
    return json.loads(house.fyr("verify", path, "--json").out)["entries"]


def fields_of(page, skip=()):
    """What a browser would send of the form to /write/ as it stands."""
    part = page[page.index('action="/write/attachment_added"'):]
    part = part[:part.index("</form>")]
    found = []
    for tag in re.findall(r"<input[^>]*>", part):
        get = lambda key, tag=tag: (re.search(r'\b%s="([^"]*)"' % key, tag) or [None, None])[1]  # noqa: E731
        if get("type") == "hidden" and get("name") not in skip:
            found.append((html.unescape(get("name")), html.unescape(get("value") or "").encode()))
    return found


def form(visitor, meeting):
    return fields_of(visitor.get("/write/attachment_added?meeting=%s" % meeting).text)


def send(visitor, meeting, data, name="fil.bin", address="/write/attachment_added", **fields):
    return visitor.post_parts(address, [*form(visitor, meeting), ("file", data, name), *fields.items()])


def save(visitor, looked):
    return visitor.post_parts("/write/attachment_added", fields_of(looked.text))


def saved(reply):
    """The number of the entry, as the cookie of the next page has it."""
    found = [value for value in reply.headers.get_all("Set-Cookie") or () if "__Host-saved=" in value]
    return int(re.search(r"__Host-saved=(\d+)", found[0])[1]) if found else None


def signed_in(server, person):
    visitor = server.visitor()
    if person != "public":
        visitor.become(person)
    return visitor


def through_the_form(tap, path, visitor, meeting):
    looked = send(visitor, meeting, PICTURE, "IMG_0001.JPG", title="Torget <i>i dag", audience="council")
    tap.ok(looked.status == 200 and told(looked, "Så här sparas bilagan", "Bild (jpeg)", "Borttaget: var bilden togs", "Borttaget: vilken apparat",
                                         "Torget <i>i dag", "De som arbetar med planen"),
           "before it is saved the form says what the file is, and what was taken out of it", looked)
    tap.ok("IMG_0001" not in looked.text and "<i>i dag" not in looked.text, "its own name is not kept, and a title is text", looked)
    before = entries(path)
    reply = save(visitor, looked)
    entry = saved(reply)
    tap.ok(reply.status == 303 and reply.location == "/meeting/%s" % meeting and entry == before and entries(path) == before + 1, "then it is an entry", reply)
    again = save(visitor, looked)
    tap.ok(again.status == 303 and saved(again) == entry and entries(path) == before + 1, "and the same form again is the same act", again)
    page = visitor.get("/meeting/%s" % meeting)
    tap.ok(told(page, "Torget <i>i dag", "Bild (jpeg), ") and "/attachment/%d.file" % entry in page.text, "the meeting has it", page)
    return entry


def served(tap, visitor, entry):
    reply = visitor.get("/attachment/%d.file" % entry)
    heads = {name.lower(): value for name, value in reply.headers.items()}
    tap.ok(reply.status == 200 and files.SECRET.encode() not in reply.body and reply.body.startswith(b"\xFF\xD8"), "the file comes, without what was taken out", reply)
    tap.same(heads.get("content-type"), "image/jpeg", "of its own type")
    tap.same(heads.get("content-disposition"), "attachment; filename=\"Torget -i-i dag.jpg\"; filename*=UTF-8''Torget%20-i-i%20dag.jpg",
             "to be saved, under a name that is only a name")
    tap.ok("sandbox" in heads.get("content-security-policy", "") and heads.get("x-content-type-options") == "nosniff"
           and heads.get("cache-control") == "no-store", "and nothing else", heads)
    mark = '"%s"' % hashlib.sha256(reply.body).hexdigest()
    tap.same(heads.get("etag"), mark, "its mark is the hash of its bytes")
    tap.same(visitor.get("/attachment/%d.file" % entry, headers={"If-None-Match": mark}).status, 304, "whoever has it gets it once")
    about = visitor.get("/attachment/%d.json" % entry).json["about"]
    tap.ok(about["sha256"] == mark[1:-1] and about["bytes"] == str(len(reply.body)) and about["file_type"] == "jpg" and "file" not in about,
           "as data it is told of, not given", about)


def refused(tap, path, visitor, meeting):
    before = entries(path)
    for name, words in (("svg", "webbsida"), ("program-windows", "ett program"), ("macro-part", "makron"), ("zip-bomb", "packar upp sig"),
                        ("xml-bomb", "definitioner"), ("path-up", "hopsatt"), ("template-outside", "en annan dator"), ("too-large", "större än 10 MB"),
                        ("pdf-script", "skript"), ("zip", "arkiv"), ("encrypted-entry", "krypterad"), ("noise", "inte tas emot"), ("empty", "tom")):
        reply = send(visitor, meeting, files.hostile()[name][0], title="Bild", audience="council")
        tap.ok(reply.status == 422 and told(reply, words) and 'value="Bild"' in reply.text, "%s: in words, and the form as it was" % name, reply)
    for what, data in (("a text", b"Numret 640823-3234."), ("a document", files.docx(files.paragraph("Numret 640823-3234."))),
                       ("what a file tells", files.pdf("/Author (640823-3234)"))):
        reply = send(visitor, meeting, data, title="Bild", audience="council")
        tap.ok(reply.status == 422 and told(reply, "personnummer") and "640823" not in reply.text, "an identity number in %s: refused, never told" % what, reply)
    reply = send(visitor, meeting, TEXT, title="", audience="council")
    tap.ok(reply.status == 422 and told(reply, "Vald fil: Text, 18 byte"), "without a title: the file stays chosen", reply)
    looked = visitor.post_parts("/write/attachment_added", fields_of(reply.text) + [("title", b"L\xc3\xa4get"), ("audience", b"council")])
    tap.ok(looked.status == 200 and told(looked, "Så här sparas bilagan"), "and is there when the title is", looked)
    other = base64.urlsafe_b64encode(files.hostile()["macro-part"][0]).rstrip(b"=")
    hidden = [(k, v if k != "file" else other) for k, v in fields_of(looked.text)]
    reply = visitor.post_parts("/write/attachment_added", hidden)
    tap.ok(reply.status == 422 and told(reply, "makron"), "bytes changed between look and save are looked through like the first", reply)
    reply = send(visitor, meeting, b"", "", title="Bild", audience="council")
    tap.ok(reply.status == 422 and told(reply, "Fil"), "no file", reply)
    reply = visitor.post_parts("/write/attachment_added", [(k, v) for k, v in fields_of(looked.text)] + [("draft", b"1")])
    kept = visitor.get("/write/attachment_added?meeting=%s" % meeting)
    tap.ok(reply.status == 303 and told(kept, "Vald fil: Text, 18 byte"), "a draft keeps the file", reply, kept)
    tap.same(entries(path), before, "and nothing was written")


def great(tap, server, path, visitor, meeting):
    """A picture as large as may be, of which something is taken out, so that each step holds it once more."""
    photo = files.jpeg(files.exif([files.GPS]), after=b"")
    photo = photo.replace(files.SCAN, files.SCAN[:10] + b"\x12" * (files.LIMIT - len(photo)) + files.SCAN[10:], 1)
    before = entries(path)
    looked = send(visitor, meeting, photo, title="Torget i stort", audience="council")
    tap.ok(len(photo) == files.LIMIT and looked.status == 200 and told(looked, "Borttaget: var bilden togs", "10 MB"), "the longest file is looked through", looked.status)
    reply = save(visitor, looked)
    page = visitor.get("/attachment/%s.file" % saved(reply))
    tap.ok(reply.status == 303 and page.status == 200 and files.LIMIT - 200 < len(page.body) < files.LIMIT and entries(path) == before + 1,
           "saved, and served", reply, page.status, len(page.body))
    reply = send(visitor, meeting, bytes(files.LIMIT + 1), title="Torget i stort", audience="council")
    tap.ok(reply.status == 422 and told(reply, "större än 10 MB") and 'value="Torget i stort"' in reply.text, "one byte more: in words, and the form as it was", reply)
    reply = send(visitor, meeting, bytes(17 << 20), title="Torget i stort", audience="council")
    tap.ok(reply.status == 413 and told(reply, "högst 10 MB"), "far too much is not read: in words", reply)
    for who, cookie in (("nobody", {}), ("whoever makes a session up", {"__Host-fyr": "x" * 43})):
        stranger = server.visitor()
        stranger.cookies.update(cookie)
        reply = stranger.post_parts("/write/attachment_added", [("meeting", "2"), ("file", photo, "fil.jpg")])
        tap.same(reply.status, 413, "%s sends so much" % who)
    tap.same(entries(path), before + 1, "and nothing more was written")


def by_readers(tap, server, path, meeting):
    done = house.fyr("write", "attachment_added", path, "meeting=%s" % meeting, "file=" + tap.path("tips.pdf"), "title=Tipset", "audience=secret",
                     "provision=OSL 18:1", "sender=polis", "--as", "police")
    tap.ok(done.code == 0 and "Författare: Anna (A) Ask" in done.err, "from the terminal, with what the file tells", done)
    entry, got = done.number, {}
    for person in ("public", "coordinator", "contact", "member", "police", "security", "registrar", "auditor", "administrator"):
        visitor = signed_in(server, person)
        page, file = visitor.get("/meeting/%s" % meeting), visitor.get("/attachment/%d.file" % entry)
        got[person] = file.status
        knows = any(word in text for word in ("Tipset", "Skrivaren") for text in (page.text, visitor.get("/attachment/%d" % entry).text,
                    visitor.get("/attachment/%d.json" % entry).text, visitor.get("/call/%s" % meeting).text, file.text))
        tap.ok(knows == (person == "police"), "%s %s what is secret" % (person, "reads" if person == "police" else "does not read"), page, file)
        tap.ok(person == "police" or files.pdf()[:20] not in file.body, "%s: nor its bytes" % person, file)
    tap.same(got, {"public": 404, "coordinator": 403, "contact": 403, "member": 403, "police": 200, "security": 403, "registrar": 403,
                   "auditor": 403, "administrator": 404}, "the file is for its readers alone")
    mail = signed_in(server, "police").get("/call/%s" % meeting)
    tap.ok(told(mail, "Bilagor", "Torget <i>i dag (Bild (jpeg)") and "Tipset" not in mail.text, "the mail of a call lists what all who are called may read", mail)
    paper = house.fyr("show", "meeting", path, "meeting=%s" % meeting, "--as", "police")
    tap.ok("Tipset" in paper.out and "Torget" in paper.out, "the terminal shows what the person may read", paper)
    shown = house.subprocess.run([house.FYR, "show", "attachment", path, "entry=%d" % entry, "--format", "file", "--as", "police"], capture_output=True, check=False)
    with open(tap.path("tips.pdf"), "rb") as file:
        tap.ok(shown.returncode == 0 and shown.stdout == file.read(), "and gives the file", shown.stderr)
    return entry


def to_its_end(tap, path, entry):
    done = house.fyr("write", "erasure_proposed", path, "entry=%d" % entry, "fields=file", "fields=title", "basis=correction", "ground=Fel fil.", "--as", "coordinator")
    second = house.fyr("write", "erasure_seconded", path, "proposal=%s" % done.number, "--as", "registrar")
    tap.ok(done.code == 0 and second.code == 0, "two persons erase it", done, second)
    shown = house.fyr("show", "attachment", path, "entry=%d" % entry, "--format", "file", "--as", "police")
    tap.ok(shown.code == 1 and not shown.out, "then it is gone", shown)
    tap.same(house.fyr("verify", path).code, 0, "and the book is whole")


def changed_bytes(tap, path, entry):
    import sqlite3
    spoilt = house.copy(path, tap.path("spoilt.fyr"))
    with sqlite3.connect(spoilt) as db:
        db.execute("DROP TRIGGER disclosure_unchanged")
        db.execute("UPDATE disclosure SET value = replace(value, substr(value, 40, 1), char(unicode(substr(value, 40, 1)) % 20 + 66)) WHERE seq = ? AND field = 'file'", (entry,))
    done = house.fyr("verify", spoilt)
    tap.ok(done.code == 4 and "entry %d: the text file is not the one" % entry in done.out + done.err, "verify names a file of which a byte was changed", done)


def carried(tap, path, entry):
    copy, back = tap.path("copy"), tap.path("back.fyr")
    done, again = house.fyr("backup", path, copy), house.fyr("restore", copy, back)
    tap.ok(done.code == 0 and again.code == 0, "a backup is made, and taken back", done, again)
    for council in (path, back):
        tap.same(house.fyr("rebuild", council).code, 0, "made anew from its entries")
    one, other = (house.fyr("show", "attachment", council, "entry=%d" % entry, "--format", "file", "--as", "police").out for council in (path, back))
    tap.ok(one and one == other, "the file is the same there")
    done = house.fyr("export", "log", path, tap.path("out"), "--as", "police")
    whole = "".join(open(os.path.join(root, name), encoding="utf-8", errors="replace").read() for root, _, names in os.walk(tap.path("out")) for name in names)
    tap.ok(done.code == 0 and "Tipset" not in whole, "an export of the log holds nothing of it", done)


def run(tap):
    path = house.demo(tap)
    with open(tap.path("tips.pdf"), "wb") as file:
        file.write(files.friendly()["pdf"][0])
    server = house.Server(path)
    try:
        meeting = 2
        visitor = signed_in(server, "coordinator")
        entry = through_the_form(tap, path, visitor, meeting)
        served(tap, visitor, entry)
        refused(tap, path, visitor, meeting)
        great(tap, server, path, visitor, meeting)
        secret = by_readers(tap, server, path, meeting)
        tap.ok("stopped:" not in server.said, "no worker was lost", server.said[-600:])
    finally:
        server.stop()
    changed_bytes(tap, path, secret)
    carried(tap, path, secret)
    to_its_end(tap, path, secret)


def faults(tap, program):
    """What the same questions find in a program with a fault."""
    honest, house.FYR = house.FYR, program
    inner = house.Tap("broken")
    try:
        run(inner)
    except Exception as error:  # what falls over was seen too
        inner.ok(False, str(error))
    finally:
        house.FYR = honest
        inner.end()
    return " ".join(name for passed, name, _, _ in inner.lines if not passed)
