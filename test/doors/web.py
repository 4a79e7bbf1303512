# SPDX-License-Identifier: EUPL-1.2
"""Forms and sign-in over HTTP: what is stale, foreign, too large or not text is told, and nothing is lost."""
import html
import re
import sqlite3
import time

from house import PATIENCE, Server, contents, demo, fyr, hidden, until, until_held_back

ASK = {"measure": "1", "text": "Hur går det?"}
TYPED = "Det här skrev jag länge på & <ser> ut så"


def entries(path):
    db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    try:
        return db.execute("SELECT count(*) FROM entry").fetchone()[0]
    finally:
        db.close()


def refusals(tap, path, visitor):
    """Each a status, words, the typed text again, and no entry."""
    for what, form, status, word in (
            ("a missing field", {"measure": "1"}, 422, "text"),
            ("an unknown field", {**ASK, "colour": "red"}, 422, "colour"),
            ("a control character", {"measure": "1", "text": "hej\x1bdå"}, 422, "text"),
            ("a text that is too long", {"measure": "1", "text": "x" * 10001}, 422, "text"),
            ("an identity number", {"measure": "1", "text": "Gäller 640823–3234."}, 422, "text"),
            ("a bad nonce", {**ASK, "n": "?"}, 422, "nonce"),
            ("a bad base", {**ASK, "base": "igår"}, 422, "base")):
        before = entries(path)
        reply = visitor.post("/write/question_asked.json", form)
        said = reply.json.get("refusals", [])
        tap.ok(reply.status == status and any(word in str(r) for r in said), "%s: json %d" % (what, status), reply)
        reply = visitor.post("/write/question_asked", form)
        tap.ok(reply.status == status and "text/html" in reply.headers["Content-Type"], "%s: page %d" % (what, status), reply)
        if form.get("text"):
            tap.ok(form["text"].replace("\x1b", "") in html.unescape(reply.text).replace("\x1b", ""), "%s: the typed text is shown again" % what)
        tap.same(entries(path), before, "%s: no entry" % what)
    reply = visitor.post("/write/question_asked", {"measure": "1", "text": "Gäller 640823-3234.", "draft": "1"})
    tap.same(reply.status, 422, "an identity number in a draft is refused")
    tap.same(visitor.post("/write/nokind", ASK).status, 404, "a kind there is not: 404")
    files = b"".join(contents(path).values())
    tap.ok(b"640823" not in files, "no identity number stands in any file")
    for name in ("Lag\u202eet", "Lag\u2066et", "La\u0007get"):
        reply = visitor.post("/write/organisation_set.json", {"name": name, "code": "prov", "sort": "administration"})
        tap.ok(reply.status == 422 and any(r.get("field") == "name" for r in reply.json.get("refusals", ())), "%r in a name" % name, reply)


def bytes_refused(tap, path, visitor):
    head = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    csrf = ("csrf=%s&" % visitor.csrf).encode()
    before = entries(path)
    for what, body, status in (("a form of 10 MB", csrf + b"measure=1&text=" + b"x" * (10 << 20), 413),
                               ("a form that is not UTF-8", csrf + b"measure=1&text=h%E4r", 400),
                               ("a form with a NUL", csrf + b"measure=1&text=a%00b", 400),
                               ("a form with a broken escape", csrf + b"measure=1&text=%zz", 400)):
        reply = visitor.ask("POST", "/write/question_asked", body=body, headers=head)
        tap.ok(reply.status == status and len(reply.text) > 20, "%s: %d in words" % (what, status), reply)
        reply = visitor.ask("POST", "/write/question_asked.json", body=body, headers=head)
        tap.same(reply.status, status, "%s: json %d" % (what, status))
    tap.same(entries(path), before, "none of them is an entry")
    tap.same(visitor.get("/overview").status, 200, "and the server goes on")


def forged(tap, path, visitor, port):
    before = entries(path)
    for what, form, headers, status in (
            ("no word against forgery", {**ASK, "csrf": None}, {}, 403), ("a wrong word", {**ASK, "csrf": "x" * 43}, {}, 403),
            ("another site's form", ASK, {"Sec-Fetch-Site": "cross-site"}, 403),
            ("a neighbour site's form", ASK, {"Sec-Fetch-Site": "same-site"}, 403),
            ("an old browser on another site", ASK, {"Sec-Fetch-Site": None, "Origin": "https://example.org"}, 403),
            ("another site's name", ASK, {"Host": "example.org:%d" % port}, 421)):
        reply = visitor.post("/write/question_asked.json", form, headers=headers)
        tap.ok(reply.status == status, "%s: %d" % (what, status), reply)
    tap.same(visitor.get("/", headers={"Host": "localhost.example.org"}).status, 421, "a name that only begins like ours: 421")
    for host in ("localhost:%d", "127.0.0.1:%d", "[::1]:%d"):
        tap.same(visitor.get("/overview", headers={"Host": host % port}).status, 200, "the name %s" % host)
    reply = visitor.post("/as/member", {"csrf": None}, headers={"Sec-Fetch-Site": "cross-site"})
    tap.same(reply.status, 403, "the role bar from another site: 403")
    reply = visitor.post("/language", {"language": "en", "back": "//example.org/"})
    tap.same(reply.location, "/", "no way back to another site")
    tap.same(entries(path), before, "none of them is an entry")


def stale(tap, path, visitor):
    form = visitor.get("/write/measure_changed?measure=1")
    base, nonce = hidden(form.text, "base"), hidden(form.text, "n")
    tap.ok(base and nonce, "a form brings its base and nonce", form)
    base = base or "1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    ran = fyr("write", "measure_changed", path, "measure=1", "description=Nyare beskrivning", "--as", "coordinator")
    tap.same(ran.code, 0, "somebody changes the measure meanwhile", ran)
    before = entries(path)
    mine = {"measure": "1", "description": TYPED, "n": nonce, "base": base}
    reply = visitor.post("/write/measure_changed", mine)
    tap.same(reply.status, 409, "the stale form: 409", reply)
    shown = html.unescape(reply.text)
    tap.ok(TYPED in shown and "Nyare beskrivning" in shown, "with both versions", reply)
    tap.same(entries(path), before, "and no entry")
    tap.same(visitor.post("/write/measure_changed.json", mine).status, 409, "as json too")
    again = {**mine, "n": hidden(reply.text, "n") or nonce, "base": hidden(reply.text, "base") or ""}
    first = visitor.post("/write/measure_changed.json", again)
    tap.same(first.status, 201, "sent once more after seeing both it is taken", first)
    second = visitor.post("/write/measure_changed.json", again)
    tap.ok(second.json.get("seq") == first.json.get("seq") and second.json.get("repeat"), "a form sent twice is one act", second)
    tap.same(entries(path), before + 1, "one entry")


def signed_out(tap, path, server):
    nobody = server.visitor()
    reply = nobody.post("/write/question_asked", {"measure": "1", "text": TYPED})
    tap.ok(reply.status == 401 and TYPED in html.unescape(reply.text), "a form after the sign-in ran out: 401, the text waits", reply)
    tap.same(nobody.post("/write/question_asked.json", ASK).status, 401, "as json: 401")
    tap.same(nobody.get("/overview").status, 401, "a page that needs a sign-in: 401")
    tap.same(nobody.get("/overview.json").status, 403, "as json: 403")
    tap.same(nobody.get("/nowhere").status, 404, "a page there is not: 404")
    tap.same(nobody.post("/as/nobody", {}).status, 404, "a person there is not: 404")


def example(tap):
    path = demo(tap)
    server = Server(path)
    try:
        visitor = server.visitor()
        tap.ok(visitor.become("coordinator").status == 303 and visitor.csrf, "the role bar signs in")
        refusals(tap, path, visitor)
        bytes_refused(tap, path, visitor)
        forged(tap, path, visitor, server.port)
        stale(tap, path, visitor)
        signed_out(tap, path, server)
        pages_kept(tap, server)
        visitor.post("/sign_out", {})
        tap.same(visitor.get("/overview").status, 401, "signed out")
    finally:
        server.stop()
    tap.same(fyr("verify", path).code, 0, "the example is whole", server.said)


def age_links(path):
    db = sqlite3.connect(path + "-office")
    db.execute("UPDATE link SET until_t = made_t - 1 WHERE used_t IS NULL")
    db.commit()
    db.close()


def links(tap, path, tokens, server):
    words = {"passphrase": "tre gula cyklar vid ån", "again": "tre gula cyklar vid ån"}
    guest = server.visitor()
    guest.get("/welcome?token=" + tokens[0])
    for what, more, status in (("a wrong link", {**words, "token": "x" * 43}, 410),
                               ("two unlike passphrases", {**words, "again": "annat än det första", "token": tokens[0]}, 422),
                               ("a weak passphrase", {"passphrase": "sommar123456", "again": "sommar123456", "token": tokens[0]}, 422),
                               ("a short passphrase", {"passphrase": "zq7zq8", "again": "zq7zq8", "token": tokens[0]}, 422)):
        reply = guest.post("/welcome", more)
        tap.ok(reply.status == status and "__Host-fyr" not in guest.cookies, "%s: %d" % (what, status), reply)
        tap.ok(more["passphrase"] not in reply.text, "%s: no passphrase is shown again" % what)
    reply = guest.post("/welcome", {**words, "token": tokens[0]})
    tap.ok(reply.status == 303 and "__Host-fyr" in guest.cookies, "the right link signs in", reply)
    tap.same(guest.get("/overview").status, 200, "and pages open")
    other = server.visitor()
    reply = other.post("/welcome", {**words, "token": tokens[0]})
    tap.ok(reply.status == 410 and not other.cookies.get("__Host-fyr"), "a used link: 410", reply)
    return words["passphrase"]


def kept(tap, server, login, passphrase):
    """A form that was being filled in when the session ended comes back with the sign-in."""
    name = {"login": login, "passphrase": passphrase}
    reply = server.visitor().post("/sign_in", {**name, "next": "/write/person_set", "kept.function": "Det jag hann skriva"})
    tap.ok(reply.status == 200 and "Det jag hann skriva" in reply.text and hidden(reply.text, "csrf"),
           "what was typed before the sign-in comes back, ready to send", reply)
    for button in ({}, {"draft": "1"}, {"change": "1"}):
        gone = server.visitor()
        gone.post("/sign_in", name)
        gone.get("/overview")
        cookie = gone.cookies["__Host-fyr"]
        gone.post("/sign_out", {})
        gone.cookies["__Host-fyr"] = cookie
        reply = gone.post("/write/person_set", {"function": "Det jag hann skriva", **button})
        tap.ok("Det jag hann skriva" in reply.text and 'name="passphrase"' in reply.text,
               "a form sent when the session is over comes back to be sent after signing in: %s" % list(button), reply)
    for where in ("//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example"):
        tap.same(server.visitor().post("/sign_in", {**name, "next": where}).location, "/", "nobody is led away: %r" % where)


def delay(path, seconds):
    """Who must wait now has so long to wait, however long the delay was."""
    db = sqlite3.connect(path + "-office", timeout=PATIENCE)
    with db:
        db.execute("UPDATE attempt SET next_t = ?", (int(time.time()) + seconds,))
    db.close()


def passwords(tap, server, login, passphrase):
    visitor = server.visitor()
    tap.same(visitor.post("/as/coordinator", {}).status, 404, "no role bar outside the example")
    visitor.get("/sign_in")
    reply = visitor.post("/sign_in", {"login": login, "passphrase": passphrase})
    cookie = reply.headers.get("Set-Cookie") or ""
    tap.ok(reply.status == 303 and all(w in cookie for w in ("__Host-fyr=", "Secure", "HttpOnly", "SameSite=", "Path=/")),
           "sign in, with a cookie of the strict sort", reply, cookie)
    visitor.get("/overview")
    tap.same(visitor.post("/sign_out", {}).status, 303, "sign out")
    tap.same(visitor.get("/overview").status, 401, "and the session is over")
    wrong = server.visitor()
    known = wrong.post("/sign_in", {"login": login, "passphrase": "fel lösenfras helt"})
    unknown = server.visitor().post("/sign_in", {"login": "finns-inte", "passphrase": "fel lösenfras helt"})
    strip = lambda r: re.sub(r'(name="(?:csrf|n)" value="[^"]*")|finns-inte|' + login, "", r.text)
    tap.ok(known.status == unknown.status == 401 and strip(known) == strip(unknown),
           "a wrong passphrase and an unknown name look the same: 401", known, unknown)
    tap.ok('value="%s"' % login in known.text and "fel lösenfras" not in known.text, "the name is shown again, the passphrase not")
    for text in ("a\x00b", "a\x07b", "x" * 5000):
        tap.ok(server.visitor().post("/sign_in", {"login": text, "passphrase": text}).status in (400, 401), "nonsense for a name: no fault")
    said = until_held_back(lambda i: wrong.post("/sign_in", {"login": login, "passphrase": "fel igen %d" % i}).status)
    tap.same(said[-1], 429, "after five failures the next must wait: 429", said)
    delay(server.path, 600)
    reply = wrong.post("/sign_in", {"login": login, "passphrase": passphrase})
    tap.ok(reply.status == 429 and re.search(r"\d", reply.text), "the right one too while the delay lasts", reply)
    delay(server.path, 1)
    reply = until(lambda: wrong.post("/sign_in", {"login": login, "passphrase": passphrase}), lambda reply: reply.status != 429)
    tap.same(reply.status, 303, "afterwards it is taken", reply)


def pages_kept(tap, server):
    """A page made before is shown again only to the same reader, and only while it is true."""
    words = "Frågan som ställdes medan sidan låg kvar"
    one, two = server.visitor(), server.visitor()
    one.become("coordinator")
    two.become("contact")
    first, again = one.get("/measure/3"), one.get("/measure/3")
    tap.ok(first.status == 200 and first.body == again.body, "a page asked for twice is the same bytes")
    other = two.get("/measure/3")
    tap.ok(one.csrf not in other.text and two.csrf not in first.text, "another reader's page is another's")
    reply = one.post("/write/question_asked", {"measure": "3", "text": words})
    told, after = one.get("/measure/3"), one.get("/measure/3")
    tap.ok(reply.status == 303 and words in told.text and words in after.text, "what was written stands there at once", reply)
    tap.ok('role="status"' in told.text and 'role="status"' not in after.text, "that it was written is told once")
    tap.ok(words in two.get("/measure/3").text and words in two.get("/measure/3.json").text, "others see it too, in every format")
    one.post("/language", {"language": "en", "back": "/measure/3"})
    tap.ok('<html lang="en">' in one.get("/measure/3").text and '<html lang="sv">' in two.get("/measure/3").text, "each in their language")
    one.post("/sign_out", {})
    tap.same(one.get("/measure/3").status, 401, "who has signed out sees none of it")
    tap.ok(words not in server.visitor().get("/measure/3").text, "nor does anybody else")


def own(tap):
    path = tap.path("own.fyr")
    ran = fyr("init", path, "--name", "Påhittade kommunens råd")
    tokens = re.findall(r"token=(\S+)", ran.out)
    server = Server(path)
    try:
        passphrase = links(tap, path, tokens, server)
        kept(tap, server, "administrator", passphrase)
        passwords(tap, server, "administrator", passphrase)
    finally:
        server.stop()
    age_links(path)
    server = Server(path)
    try:
        visitor = server.visitor()
        reply = visitor.post("/welcome", {"token": tokens[1], "passphrase": passphrase, "again": passphrase})
        tap.ok(reply.status == 410 and not visitor.cookies, "an expired link: 410", reply)
    finally:
        server.stop()
    tap.ok(passphrase.encode() not in b"".join(contents(path).values()), "no passphrase stands in any file")
    tap.ok(not any(t.encode() in b"".join(contents(path).values()) for t in tokens), "no link stands in any file")
    tap.same(fyr("verify", path).code, 0, "the council is whole")


def run(tap):
    example(tap)
    own(tap)
