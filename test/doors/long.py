# SPDX-License-Identifier: EUPL-1.2
"""Pages upon pages pasted into a field, and connections that are lost in the middle of a form: clear words, nothing lost."""
import html
import socket
import time
import urllib.parse

from house import PATIENCE, Server, demo, fyr, hidden, until
from web import entries

PAGE = "Här står en rad ur en utredning som någon har klistrat in. " * 50  # about 3 000 characters
FORM = "application/x-www-form-urlencoded"


def pasted(tap, path, visitor):
    """300 pages come, and come back whole; a paste no form takes is told its length and what may come."""
    text, before = PAGE * 300, entries(path)
    tap.ok(len(text) > 800000, "a paste of 300 pages has %d characters" % len(text))
    reply = visitor.post("/write/question_asked", {"measure": "1", "text": text})
    shown = html.unescape(reply.text)
    tap.same(reply.status, 422, "300 pages in a text field: 422")
    tap.ok(text.strip() in shown, "all 300 pages stand in the form again")
    tap.ok("Texten är längre än 10000 tecken." in shown, "the words say how long it may be")
    tap.ok("tecken lång." in shown and format(len(text), ",").replace(",", "\u202f") in shown, "and how long it was")
    reply = visitor.post("/write/question_asked", {"measure": "1", "text": text, "draft": "1"})
    tap.ok(reply.status == 422 and text.strip() in html.unescape(reply.text), "as a draft too")
    reply = visitor.post("/write/question_asked.json", {"measure": "1", "text": text})
    tap.ok(reply.status in (413, 422) and len(reply.text) > 20, "as json: refused in words", reply.status)
    reply = visitor.post("/write/money_recorded", {"measure": "1", "source": text[:300000], "amount": text[:200]})
    tap.ok(reply.status == 422 and "längre än 300 tecken" in html.unescape(reply.text), "in a field of one line: its own limit")
    body = "csrf=%s&measure=1&text=%s" % (visitor.csrf, "x" * 3000000)
    reply = visitor.ask("POST", "/write/question_asked", body=body.encode(), headers={"Content-Type": FORM})
    shown = html.unescape(reply.text)
    tap.ok(reply.status == 413 and "3\u202f000 kB" in shown and "2\u202f097 kB" in shown and "Inget är sparat" in shown,
           "3 MB at once: 413 with its length, the most that may come, and that nothing was saved", shown[-3000:])
    controls = "csrf=%s&measure=1&text=%s" % (visitor.csrf, "%01" * 600000)
    reply = visitor.ask("POST", "/write/question_asked", body=controls.encode(), headers={"Content-Type": FORM})
    tap.ok(reply.status in (413, 422), "600 000 control characters: refused", reply.status)
    tap.same(entries(path), before, "none of them is an entry")
    tap.same(visitor.post("/write/question_asked", {"measure": "1", "text": "Kort fråga?"}).status, 303, "a short one is taken")


def raw_form(visitor, port, path, form):
    body = urllib.parse.urlencode({"csrf": visitor.csrf, **form}).encode()
    head = ("POST %s HTTP/1.1\r\nHost: localhost:%d\r\nCookie: %s\r\nSec-Fetch-Site: same-origin\r\n"
            "Content-Type: %s\r\nContent-Length: %d\r\n\r\n" % (path, port, "; ".join("%s=%s" % pair for pair in visitor.cookies.items()), FORM, len(body)))
    return head.encode(), body


def cut(port, *pieces):
    """Sends the pieces and goes away without reading an answer."""
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    for piece in pieces:
        line.sendall(piece)
        time.sleep(0.05)
    line.close()


def lost(tap, path, visitor, port):
    """A form cut off is no act; one that came whole is one act, however often it is sent again."""
    draft = {"measure": "1", "text": "Utkastet som ska finnas kvar"}
    tap.same(visitor.post("/write/question_asked", {**draft, "draft": "1"}).status, 303, "a draft is kept")
    before = entries(path)
    form = {"measure": "1", "text": "Skriven när förbindelsen bröts", "n": "nonce-of-a-lost-form"}
    head, body = raw_form(visitor, port, "/write/question_asked", form)
    for part in (0, 1, len(body) // 2, len(body) - 1):
        cut(port, head, body[:part])
    cut(port, head[:len(head) // 2])
    tap.same(entries(path), before, "a form cut off anywhere is no entry")
    page = visitor.get("/write/question_asked?measure=1")
    tap.ok(draft["text"] in page.text, "and the draft is as it was", page)
    cut(port, head, body)
    until(lambda: entries(path) > before)
    tap.same(entries(path), before + 1, "a form that came whole is an entry, though nobody waited for the answer")
    again = visitor.post("/write/question_asked.json", form)
    tap.ok(again.json.get("seq") == before and again.json.get("repeat"), "sent again it is the same act", again)
    tap.same(entries(path), before + 1, "and no second entry")
    tap.ok(hidden(page.text, "n"), "the form has its nonce", page)


def run(tap):
    path = demo(tap)
    server = Server(path)
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        pasted(tap, path, visitor)
        lost(tap, path, visitor, server.port)
    finally:
        server.stop()
    tap.same(fyr("verify", path).code, 0, "the file is whole", server.said)
