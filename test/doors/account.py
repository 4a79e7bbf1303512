# SPDX-License-Identifier: EUPL-1.2
"""Letters, links and sessions over HTTP: what a letter opens and what it never does, guesses, forgeries, ends."""
import html
import re
import sqlite3

from house import PATIENCE, Server, contents, demo, fyr, until_held_back

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}
PHRASE = "fyra vita måsar på taket"


def tokens(text, path):
    return re.findall(path + r"\?token=([A-Za-z0-9_-]{43})", html.unescape(text))


def office(path, sql, *values):
    db = sqlite3.connect(path + "-office", timeout=PATIENCE)
    try:
        rows = db.execute(sql, values).fetchall()
        db.commit()
        return rows
    finally:
        db.close()


def persons(visitor):
    """Who is asked, by number, with their ids from the page's buttons."""
    page = visitor.get("/letters").text
    found = re.findall(r'<tr role="row" id="person-(\d+)">(.*?)</tr>', page, re.S)
    ids = {int(number): re.search(r'name="only" value="([^"]+)"', row) for number, row in found}
    return {number: match.group(1) for number, match in ids.items() if match}


def letters(tap, server):
    """The coordinator makes them; they are shown once, and new ones end the earlier."""
    visitor = server.visitor()
    visitor.become("coordinator")
    asked = persons(visitor)
    tap.ok(len(asked) >= 3, "several are asked and have not answered", asked)
    number, person = sorted(asked.items())[0]
    first = visitor.post("/letters", {"only": person})
    made = tokens(first.text, "/letter")
    tap.ok(first.status == 200 and len(made) == 1, "one letter, with its link", first)
    tap.ok("http://localhost:%d/letter?token=" % server.port in html.unescape(first.text),
           "on this machine the link begins with what the browser asked for", first)
    tap.ok("Uppföljning" in first.text and "readonly" in first.text, "ready to be pasted, with a subject line")
    tap.ok(not tokens(visitor.get("/letters").text, "/letter"), "shown once")
    tap.ok("Gör påminnelse" in visitor.get("/letters").text, "the next to the same person is a reminder")
    proxied = visitor.post("/letters", {"only": person}, headers={"X-Forwarded-Proto": "https"})
    tap.ok("https://localhost" in html.unescape(proxied.text), "behind a proxy with TLS it is https", proxied)
    again = tokens(proxied.text, "/letter")
    tap.ok("Påminnelse" in proxied.text and "dagar utan svar" in html.unescape(proxied.text), "a reminder names the days", proxied)
    guest = server.visitor()
    tap.same(guest.get("/letter?token=" + made[0]).status, 410, "a new letter ends the earlier link")
    everybody = visitor.post("/letters", [("who", p) for p in asked.values()])
    links = tokens(everybody.text, "/letter")
    tap.same(len(links), len(asked), "letters to all who have not answered")
    tap.same(guest.get("/letter?token=" + again[0]).status, 410, "and they end the earlier too")
    file = visitor.post("/letters.txt", [("subject", "Ämne ett"), ("body", "Brev ett"), ("subject", "Ämne två"), ("body", "Brev två")])
    tap.ok(file.status == 200 and file.headers["Content-Type"].startswith("text/plain")
           and "attachment" in file.headers["Content-Disposition"] and "Brev två" in file.text, "all of them as one file", file)
    english = server.visitor()
    english.become("coordinator")
    english.post("/language", {"language": "en", "back": "/letters"})
    reply = english.post("/letters", {"only": person})
    tap.ok("Kind regards" in reply.text and "Hälsningar" not in reply.text, "in English where the page is", reply)
    return visitor, number, person, tokens(reply.text, "/letter")[0]


def letters_refused(tap, server, person):
    for who in ("contact", "administrator", "member", "auditor"):
        visitor = server.visitor()
        visitor.become(who)
        reply = visitor.post("/letters", {"only": person})
        tap.ok(reply.status in (403, 422) and not tokens(reply.text, "/letter"), "%s makes no letters" % who, reply)
        reply = visitor.post("/letters.txt", {"subject": "a", "body": "b"})
        tap.same(reply.status, 403, "%s: nor the file" % who)
    visitor = server.visitor()
    tap.same(visitor.post("/letters", {"only": person}).status, 401, "nobody signed in makes none")
    visitor.become("coordinator")
    for what, form, headers, status in (
            ("without the word against forgery", {"only": person, "csrf": "x" * 43}, {}, 403),
            ("from another site", {"only": person}, {"Sec-Fetch-Site": "cross-site"}, 403),
            ("to nobody we know", {"only": "p-AAAAAAAAAAAAAAAAAAAAAA"}, {}, 422),
            ("to what is no id", {"only": "' OR 1=1 --"}, {}, 422),
            ("to no one at all", {}, {}, 303)):
        reply = visitor.post("/letters", form, headers=headers)
        tap.ok(reply.status == status and not tokens(reply.text, "/letter"), "letters %s: %d" % (what, status), reply)
    reply = visitor.post("/letters", [("who", "p-%022d" % i) for i in range(600)])
    tap.ok(reply.status == 422 and not tokens(reply.text, "/letter"), "hundreds that do not exist: none", reply)


def opened(tap, server, token):
    """GET uses nothing up; POST does, once; the session may report and little else."""
    guest = server.visitor()
    for _ in range(3):
        reply = guest.get("/letter?token=" + token)
    tap.ok(reply.status == 200 and "autofocus" in reply.text and "__Host-fyr" not in guest.cookies,
           "opening the link signs nobody in, however often", reply)
    tap.ok("Fortsätt till uppföljningen" in reply.text, "one button leads on")
    tap.same(guest.post("/letter", {"token": token}, headers={"Sec-Fetch-Site": "cross-site"}).status, 403,
             "pressed from another site: 403")
    reply = guest.post("/letter", {"token": token}, headers=FIREFOX)
    tap.ok(reply.status == 303 and reply.location in ("/follow_up", "/overview") and "__Host-fyr" in guest.cookies,
           "the button opens the follow-up", reply)
    other = server.visitor()
    reply = other.post("/letter", {"token": token})
    tap.ok(reply.status == 410 and "__Host-fyr" not in other.cookies, "never twice", reply)
    used = other.get("/letter?token=" + token)
    unknown = other.get("/letter?token=" + "x" * 43)
    same = lambda r: re.sub(r'value="[^"]*"', "", r.text)
    tap.ok(used.status == unknown.status == 410 and same(used) == same(unknown), "used and unknown look the same")
    tap.same(guest.get("/overview").status, 200, "pages open")
    return guest


def waiting_measure(coordinator, number):
    """A measure that the person of that number has not answered for."""
    for contact in coordinator.get("/letters.json").json["contacts"]:
        if contact["number"] == number:
            return next(m["measure"] for m in contact["measures"] if m["process"] == "none")
    return None


def scope(tap, guest, number):
    """Held by the writer, whatever page or data format it is asked by."""
    for kind, form in (("question_asked", {"measure": "1", "text": "Hur går det?"}),
                       ("status_confirmed", {"statuses": "1"}), ("closing_proposed", {"measure": str(number)}),
                       ("closing_seconded", {"proposal": "1"}), ("role_given", {"person": "3", "role": "member"}),
                       ("measure_changed", {"measure": str(number), "description": "Ny"}),
                       ("decision_proposed", {"matter": "x"}), ("bias_declared", {"measure": str(number), "ground": "x"}),
                       ("nokind", {})):
        reply = guest.post("/write/%s.json" % kind, form)
        rules = [r["rule"] for r in reply.json.get("refusals", ())]
        tap.ok(reply.status == 404 if kind == "nokind" else (reply.status == 422 and rules == ["session.needs_passphrase"]),
               "a letter writes no %s" % kind, reply)
    for path in ("/write/question_asked?measure=1", "/write/closing_proposed?measure=1", "/confirm"):
        reply = guest.get(path)
        tap.ok(reply.status == 403 and "Logga in med namn och lösenfras" in reply.text and 'value="%s"' % path in html.unescape(reply.text)
               and 'action="/write/' not in reply.text, "%s is not offered: sign in first, then come back to it" % path, reply)
    reply = guest.get("/write/status_reported?measure=%d" % number)
    tap.ok(reply.status == 200 and 'action="/write/status_reported"' in reply.text, "what a letter is for is", reply)
    reply = guest.post("/write/question_asked", {"measure": "1", "text": "Hur går det?"})
    tap.ok(reply.status == 422 and "Logga in med namn och lösenfras" in reply.text and "Hur går det?" in reply.text,
           "the page says so, and keeps what was typed", reply)
    reply = guest.post("/write/question_asked.json", {"measure": "1", "text": "Utkast", "draft": "1"})
    tap.ok(reply.status in (422, 200) and "Utkast" not in guest.get("/write/question_asked?measure=1").text,
           "nor is a draft of it kept", reply)
    reply = guest.post("/write/status_reported", {"measure": str(number), "text": "Halvt", "draft": "1"})
    tap.same(reply.status, 303, "a draft of a report is", reply)
    reply = guest.post("/write/question_answered", {"question": "q" * 200, "text": "Halvt", "draft": "1"})
    tap.same(reply.status, 422, "but about nothing that is no object", reply)
    reply = guest.post("/write/status_reported.json", {"measure": str(number), "process": "green", "evidence": "stated",
                                                       "text": "Som planerat."})
    tap.same(reply.status, 201, "a report is written", reply)
    reply = guest.post("/follow_up.json", {"kind.1": "status_reported", "about.measure.1": str(number), "process.1": "green",
                                           "evidence.1": "counted", "text.1": "Räknat."})
    tap.ok(reply.status == 201, "the follow-up writes by a letter", reply)
    for row, about in (("status_confirmed", "statuses"), ("status_returned", "status")):
        reply = guest.post("/confirm.json", {"kind.1": row, "about.%s.1" % about: "600", "take.1": "1", "reason.1": "Nej."})
        tap.ok(reply.status == 422 and "session.needs_passphrase" in reply.text, "rows of a page neither: %s" % row, reply)
    reply = guest.post("/confirm", {"kind.1": "status_confirmed", "about.statuses.1": "600", "take.1": "1"})
    tap.ok(reply.status == 422 and "Logga in med namn och lösenfras" in reply.text, "in words", reply)
    for address, form in (("/people", {"person": "3"}), ("/letters", {"only": "p-x"}), ("/letters.txt", {"body": "x"})):
        tap.same(guest.post(address, form).status in (403, 422), True, "a letter posts nothing to %s" % address)
    reply = guest.post("/sessions", {"others": "1"})
    tap.ok(reply.status == 403 and "lösenfras" in reply.text, "a letter ends no other sign-in", reply)
    tap.ok("öppnad med ett brev" in guest.get("/sessions").text and "Firefox, Linux" in guest.get("/sessions").text,
           "it stands among the person's sign-ins, by the browser's name")


def guesses(tap, server):
    guest = server.visitor()
    replies = []
    said = until_held_back(lambda i: replies.append(guest.post("/letter", {"token": "%043d" % i})) or replies[-1].status)
    tap.ok(said[:4] == [410] * 4 and 429 in said, "after five guesses the next must wait: 429", said)
    tap.ok(all(re.search(r"Vänta \d+ sekunder", reply.text) for reply in replies if reply.status == 429), "in words", said)
    for token in ("", "<b>", "\x00", "x" * 5000):
        reply = guest.post("/letter", {"token": token})
        tap.ok(reply.status in (400, 410, 429) and "<b>" not in reply.text, "nonsense for a link: no fault", reply.status)
    tap.same(server.visitor().post("/sign_in", {"login": "ingen", "passphrase": "fel lösenfras helt"}).status, 401,
             "signing in is not delayed by it")


def own_letter(tap, path, coordinator):
    """What was written by a letter is not confirmed by whoever made the letter."""
    visitor = coordinator
    row = office(path, "SELECT max(seq) FROM letter_entry")
    reply = visitor.post("/write/status_confirmed.json", {"statuses": str(row[0][0])})
    tap.ok(reply.status == 422 and any(r["rule"] == "session.own_letter" for r in reply.json.get("refusals", ())),
           "who made the letter does not confirm what was written by it", reply)
    for typed in (" %d", "%d ", "0%d", "\t%d"):
        reply = visitor.post("/write/status_confirmed.json", {"statuses": typed % row[0][0]})
        tap.ok(reply.status == 422 and any(r["rule"] == "session.own_letter" for r in reply.json.get("refusals", ())),
               "nor when it is written %r" % typed, reply)


def lasting(tap, path):
    """A letter lasts till a fortnight after the last day to answer: here long past, so a week."""
    days = [round(seconds / 86400) for seconds, in office(
        path, "SELECT until_t - made_t FROM link WHERE sort = 'letter' AND until_t > made_t")]
    tap.ok(days and all(7 <= n <= 30 for n in days), "a letter lasts a week at least, thirty days at most", days)


def links(tap, server):
    """Invitations and resets: by coordinator and administrator, once, and seen by others."""
    admin = server.visitor()
    admin.become("administrator")
    page = admin.get("/people").text
    person = re.search(r'<tr role="row" id="person-3">.*?name="person" value="([^"]+)"', page, re.S).group(1)
    reply = admin.post("/people", {"person": person})
    made = tokens(reply.text, "/welcome")
    tap.ok(reply.status == 200 and len(made) == 1 and "Inbjudan" in reply.text, "an invitation, shown once", reply)
    tap.ok(not tokens(admin.get("/people").text, "/welcome"), "and not again")
    guest = server.visitor()
    reply = guest.post("/welcome", {"token": made[0], "passphrase": PHRASE, "again": PHRASE}, headers=FIREFOX)
    tap.ok(reply.status == 303 and "__Host-fyr" in guest.cookies, "it lets the person choose a passphrase", reply)
    coordinator = server.visitor()
    coordinator.become("coordinator")
    reply = coordinator.post("/people", {"person": person})
    reset = tokens(reply.text, "/welcome")
    tap.ok(len(reset) == 1 and "byta lösenfras" in reply.text, "the next link is a reset", reply)
    tap.same(guest.get("/overview").status, 200, "a link that is not used ends nothing")
    auditor = server.visitor()
    auditor.become("auditor")
    text = auditor.get("/people").text
    tap.ok(text.count("återställning") == 1 and "Inte än" in text, "others see that it was made", text[:200])
    tap.same(auditor.post("/people", {"person": person}).status, 403, "an auditor makes none")
    login = re.search(r'"login":"([^"]+)"', admin.get("/people.json").text.split('"number":3,')[1]).group(1)
    before = dict(guest.cookies)
    other = server.visitor()
    reply = other.post("/sign_in", {"login": login, "passphrase": PHRASE}, headers=FIREFOX)
    tap.ok(reply.status == 303 and reply.location == "/sessions?news=1", "the person is told at the next sign-in", reply)
    told = other.get(reply.location).text
    tap.ok("någon annan gjort en länk åt dig" in told and "återställning" in told, "by whom and when", told[:300])
    tap.ok(other.cookies["__Host-fyr"] != before["__Host-fyr"], "each sign-in is a new session")
    reply = other.post("/sign_in", {"login": login, "passphrase": PHRASE}, headers=FIREFOX)
    tap.ok(reply.location == "/overview", "told once", reply)
    return other, guest, reset[0], login


def sessions(tap, server, other, guest, reset, login):
    page = other.get("/sessions").text
    tap.ok(page.count("Firefox, Linux") >= 2 and "Den här" in page, "own sign-ins with their browsers", page[:300])
    ids = re.findall(r'name="id" value="(\d+)"', page)
    tap.same(len(ids), 1, "the sign-in this browser had before is over: one other is left")
    stranger = server.visitor()
    stranger.become("member")
    tap.same(stranger.post("/sessions", {"id": ids[0]}).status, 303, "somebody else names that session")
    tap.same(guest.get("/overview").status, 200, "and it goes on")
    for form, status in (({"id": "x"}, 400), ({"id": "-1"}, 400), ({}, 303), ({"id": "999999"}, 303)):
        tap.same(other.post("/sessions", form).status, status, "a session %r: %d" % (form, status))
    tap.same(other.post("/sessions", {"id": ids[0], "csrf": "y" * 43}).status, 403, "forged: 403")
    tap.same(server.visitor().post("/sessions", {"others": "1"}).status, 401, "nobody signed in: 401")
    tap.same(other.post("/sessions", {"id": ids[0]}).status, 303, "one is ended")
    tap.same(guest.get("/overview").status, 401, "and is over")
    third = server.visitor()
    third.post("/sign_in", {"login": login, "passphrase": PHRASE})
    tap.ok("Okänd webbläsare" in third.get("/sessions").text, "a browser without a name is unknown")
    other.get("/sessions")
    tap.same(other.post("/sessions", {"others": "1"}).status, 303, "all others are ended")
    tap.ok(third.get("/overview").status == 401 and other.get("/overview").status == 200, "all but this one")
    fourth = server.visitor()
    new = "fem röda båtar vid bryggan"
    reply = fourth.post("/welcome", {"token": reset, "passphrase": new, "again": new})
    tap.ok(reply.status == 303 and other.get("/overview").status == 401, "a new passphrase ends every session", reply)


def leads(tap, server):
    """Where one is after the acts that letters and links follow from."""
    visitor = server.visitor()
    visitor.become("administrator")
    reply = visitor.post("/write/person_bound", {"person": "5", "sort": "user", "name": "provare"})
    tap.same(reply.location, "/people", "a name bound to a person: on to the people", reply)
    visitor.become("coordinator")
    code = visitor.get("/letters.json").json["period"]["period"]
    tap.same(visitor.post("/write/period_closed", {"period": code}).status, 303, "the period is closed")
    tap.ok("Ingen period är öppen" in visitor.get("/letters").text, "then there are no letters")
    reply = visitor.post("/letters", {"only": "p-AAAAAAAAAAAAAAAAAAAAAA"})
    tap.same(reply.status, 422, "and none can be made", reply)
    reply = visitor.post("/write/period_opened", {"code": "2027-Q4", "answer_by": "2028-01-15"})
    tap.same(reply.location, "/letters", "a period opened: on to the letters", reply)


def bar(tap, server):
    visitor = server.visitor()
    visitor.become("contact")
    for back, person, to in (("/plan?mine=1", "coordinator", "/plan?mine=1"), ("/letters", "contact", "/overview"),
                             ("/people", "administrator", "/people"), ("/", "contact", "/overview"),
                             ("/write/role_given", "contact", "/overview"), ("/write/status_reported?measure=1", "contact",
                              "/write/status_reported?measure=1"), ("//example.org", "contact", "/overview"),
                             ("/help", "public", "/help"), ("/plan", "public", "/"), ("/nowhere", "contact", "/overview")):
        reply = visitor.post("/as/" + person, {"back": back})
        tap.same(reply.location, to, "the role bar on %s, as %s, leads to %s" % (back, person, to), reply)
        visitor.csrf = None
        visitor.get("/help")


def run(tap):
    path = demo(tap)
    server = Server(path)
    try:
        coordinator, number, person, token = letters(tap, server)
        letters_refused(tap, server, person)
        guest = opened(tap, server, token)
        scope(tap, guest, waiting_measure(coordinator, number))
        own_letter(tap, path, coordinator)
        lasting(tap, path)
        other, first, reset, login = links(tap, server)
        sessions(tap, server, other, first, reset, login)
        bar(tap, server)
        leads(tap, server)
        guesses(tap, server)
    finally:
        server.stop()
    files = b"".join(contents(path).values())
    tap.ok(token.encode() not in files and reset.encode() not in files and PHRASE.encode() not in files,
           "neither link nor passphrase stands in any file")
    tap.ok(b"Gecko" not in files, "nor what the browser calls itself")
    tap.same(fyr("verify", path).code, 0, "the council is whole")
