# SPDX-License-Identifier: EUPL-1.2
"""Spreadsheets sent to harm: many at once, and more unknown things beside known ones than a page can list."""
import concurrent.futures
import os
import sys

from house import ROOT, Server, demo, fyr

sys.path.insert(0, os.path.join(ROOT, "test", "sheet"))

import make  # noqa: E402

HEAD = "Nr;Titel;Ansvarig;Slut\n"


def send(visitor, data, name="plan.csv"):
    return visitor.post_parts("/import", [("csrf", visitor.csrf), ("sort", "plan"), ("file", data, name)])


def rows(first, name):
    return (HEAD + "".join("%d;Åtgärd %d;%s %d;2027-01-01\n" % (n, n, name, n) for n in range(first, first + 290))).encode()


def at_once(tap, server, visitor):
    bomb = make.hostile()["xml-bomb"][0]

    def one(_):
        other = server.visitor()
        other.cookies, other.csrf = dict(visitor.cookies), visitor.csrf
        return send(other, bomb, "plan.xlsx").status

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        said = list(pool.map(one, range(16)))
    tap.ok(set(said) <= {422, 503} and 422 in said, "many at once are refused, each in its turn or told to come again", said)
    reply = send(visitor, (HEAD + "901;En till;Kommunledningen;2027-01-01\n").encode())
    tap.same(reply.status, 303, "and the next file is read", reply)


def unknown(tap, path, visitor):
    """Hundreds of unknown organisations beside hundreds that are known, all of long names."""
    reply = send(visitor, rows(1000, "Förvaltningen " + "för mycket " * 20))
    number = reply.location.split("=")[1]
    reply = visitor.post("/import", {"upload": number, "do": "write", "decision": "KS 2026:1"})
    tap.same(reply.status, 303, "hundreds of organisations are made", reply)
    reply = send(visitor, rows(2000, "Kontoret " + "för annat " * 20))
    tap.same(reply.status, 303, "and hundreds more are read", reply.text[-1500:])
    reply = visitor.get(reply.location or "/import")
    tap.ok(reply.status == 200 and len(reply.body) < 8 << 20, "hundreds more beside them are shown", reply.status)
    reply = visitor.get(send(visitor, b'"Nr";"<b>Rubrik";"Ansvarig"\n1;"\'><i>x";"<u>"\n').location)
    tap.ok(reply.status == 200 and not any(tag in reply.text for tag in ("<b>Rubrik", "<i>x", "<u>")), "headings are text", reply)


def headings(tap, visitor):
    """Every row may be the one of headings, and each of its cells one of ours after fewer of its words."""
    book = make.Book()
    for number in range(20):
        book.sheet("blad %d" % number, [["a a a a a a a rad %d" % (row % 3)] * 150 for row in range(15)])
    reply = send(visitor, book.bytes(), "plan.xlsx")
    reply = visitor.get(reply.location or "/import")
    tap.ok(reply.status == 200 and "blad 19" in reply.text, "forty thousand cells that may be headings are read in good time",
           reply.status)


def quotes(tap, visitor):
    """A form that only becomes too long on its way: said to be too long, not that one should wait and send it again."""
    visitor.get("/follow_up")
    row = [("csrf", visitor.csrf), ("kind.1", "status_reported"), ("about.measure.1", "1")]
    for more in range(3):
        reply = visitor.post_parts("/follow_up", row + [("text.1", "x" * more + '"' * 7900000)])
        tap.ok(reply.status == 413, "eight million quotation marks: 413", reply.status)


def run(tap):
    path = demo(tap)
    server = Server(path)
    try:
        visitor = server.visitor()
        visitor.become("coordinator")
        at_once(tap, server, visitor)
        unknown(tap, path, visitor)
        headings(tap, visitor)
        contact = server.visitor()
        contact.become("contact")
        quotes(tap, contact)
        tap.ok("stopped:" not in server.said, "no worker was lost", server.said[-600:])
    finally:
        server.stop()
    tap.same(fyr("verify", path).code, 0, "the council is whole")
