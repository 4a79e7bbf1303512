# SPDX-License-Identifier: EUPL-1.2
"""Every page by everybody, as a page, as data and on the terminal: who may open it, and nobody else."""
import os
import re

import house
from people import GOLDEN, ROLES

FORMATS = {"html": "", "json": ".json", "csv": ".csv", "pdf": ".pdf", "txt": ".txt", "ics": ".ics", "file": ".file"}
# What a page cannot be opened without.  The second measure is public to nobody.
INPUTS = {":measure": ("1", "4"), ":responsible": ("ks",), ":meeting": ("1",), ":request": ("1",),
          ":entry": (":b2", ":b3")}
MUST = {"problem": "?code=404", "notes": "?id=1", "notes_draft": "?id=1", "answer": "?request=1",
        "copy": "?request=2"}
HEADERS = {"X-Forwarded-User": "administrator", "X-Forwarded-For": "127.0.0.1", "X-Original-URL": "/log",
           "X-Rewrite-URL": "/log", "X-HTTP-Method-Override": "POST"}


def routes():
    """From test/golden/routes.txt: name -> (path, formats)."""
    paths, formats = {}, {}
    with open(os.path.join(GOLDEN, "routes.txt"), encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words[1] == "path":
                paths[words[0]] = words[2]
            elif words[1] == "formats":
                formats[words[0]] = words[2:]
    return {name: (path, formats[name]) for name, path in paths.items()}


def addresses(name, path):
    for mark, values in INPUTS.items():
        if mark in path:
            return [path.replace(mark, value) for value in values]
    return [path + MUST.get(name, "")]


def ending(address, end):
    path, mark, query = address.partition("?")
    return path + end + mark + query


def ask_page(council, matrix, name, path, formats):
    """The number of a proposal or a file depends on what was tried before, so the table has its place alone."""
    for who, visitor in council.people.items():
        may = (ROLES[who] or "public") in council.readers[name]
        for address in addresses(name, path):
            for form, end in FORMATS.items():
                if form in ("ics", "file") and form not in formats:
                    continue
                asked = re.sub(":(proposal|b2|b3)", lambda m: council.numbers[{"proposal": "e1"}.get(m[1], m[1])], ending(address, end))
                what = "get %s %s" % (ending(address, end), name)
                if ":" in asked:
                    matrix.complain(what, "nothing stands for a part of the address")
                reply = visitor.get(asked, headers=HEADERS)
                matrix.note(what, str(reply.status), who)
                if not may and (reply.status < 300 or visitor.get(asked, headers=HEADERS).status < 300):
                    matrix.complain(what, "%s: %s" % (who, reply))
                # Who came by a letter and can send nothing of a page signs in first.  A file says itself who reads it (expected.txt).
                if may and form in formats and form != "file" and reply.status in (401, 403) and (who, name, form) != ("letter", "confirm", "html"):
                    matrix.complain(what, "%s may, and is told %s" % (who, reply))
                for query in ("?as=administrator", "?actor=administrator", "?session=x"):
                    more = visitor.get(asked + query) if form == "json" and "?" not in address else None
                    if more and more.status not in (303, 400, 401, 403, 404):
                        matrix.complain(what, "%s with %s: %s" % (who, query, more))


def ask_terminal(council, matrix, name, path):
    """One page of each, as text; the rows are the page's own affair."""
    words = {"/:measure": ["measure=1"], "/:meeting": ["meeting=1"], "/:responsible": ["responsible=ks"], "/notes": ["id=1"],
             "/:request": ["request=1"], "/answer": ["request=1"], "/copy": ["request=2"], "/:proposal": ["proposal=" + council.numbers["e1"]],
             "/:entry": ["entry=" + council.numbers["b2"]]}
    given = next((value for mark, value in words.items() if mark in path), [])
    for who in council.people:
        if who != "public" and (who not in council.visitors or who == "closed"):
            continue
        ran = house.fyr("show", name, council.path, *given, "--as", who)
        what, may = "show " + name, (ROLES[who] or "public") in council.readers[name]
        matrix.note(what, "exit %d" % ran.code, who)
        if (ran.code == 0) > may or (not may and ran.out.strip()):
            matrix.complain(what, "%s: %s" % (who, ran))


def ask_all(council, matrix):
    at = council.state()
    for name, (path, formats) in routes().items():
        if name != "form":
            ask_page(council, matrix, name, path, formats)
        if "text" in formats and name not in ("form", "problem"):
            ask_terminal(council, matrix, name, path)
    for kind in council.writers:
        for who, visitor in council.people.items():
            reply, what = visitor.get("/write/" + kind), "get /write/" + kind
            has_form = re.search(r'<form[^>]*action="/write/', reply.text) is not None
            matrix.note(what, "%d%s" % (reply.status, " with a form" if has_form else ""), who)
            if has_form and not council.may_write(who, kind):
                matrix.complain(what, "%s: %s" % (who, reply.text[-2000:]))
    if council.state() != at:
        matrix.complain("get", "looking wrote something")
