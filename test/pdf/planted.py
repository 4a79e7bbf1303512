# SPDX-License-Identifier: EUPL-1.2
"""Papers of every page that has one in the canaries' council (test/canary/council.case), each searched by every way of
getting a text out of it for each word that was written there.  A paper holds no word but those that the same person is shown on
the page it is made of; test/canary.c looks at these."""
import functools
import hashlib
import json
import os
import re

import acts
import controls
import find
import house
import judge
import pages

WORD = re.compile(r"KAN\d{4}")
# Who reads least, who sees the log, and who reads what is secret; the long form asks as everybody, about everything.
PERSONS = ("public", "administrator", "police")
EVERYBODY = ("public", *acts.PERSONS)
# Whose papers show what a faulty program does, and which: one is of a page that has secrets, one has a picture.
ASKS_FAULTY, FAULTY = "coordinator", ("/notes?id=1", "/council_page?frozen=1")
# What a page is asked with beside its address, so that there is something on it.
MORE = {"council_page": ("", "?frozen=1", "?period=2025-Q4"), "notes": ("?id=1", "?id=1&request=1", "?id=1&request=3"),
        "answer": ("?request=1", "?request=3"), "handover": ("",)}


class Words:
    """A word of its own for every text written: KAN0042."""

    def __init__(self):
        self.count = 0

    def __call__(self, kind, field):
        self.count += 1
        return "KAN%04d-%s-%s" % (self.count, kind, field)


def addresses(play, is_long):
    """Of every page that has a paper, with one thing, or every thing, that it can be about."""
    numbers = {mark: [number for number, in play.ask(sql)] for mark, sql in (
        (":measure", "SELECT number FROM measure ORDER BY number"), (":meeting", "SELECT number FROM meeting ORDER BY number"),
        (":request", "SELECT number FROM request ORDER BY number"), (":proposal", "SELECT seq FROM proposal ORDER BY seq"))}
    for name, (path, formats) in pages.routes().items():
        if "pdf" not in formats:
            continue
        mark = next((m for m in numbers if m in path), None)
        for number in numbers[mark][:None if is_long else 1] if mark else [None]:
            for more in MORE.get(name, ("",)):
                yield path.replace(mark, str(number)) + more if mark else path + more


def spelt(letters):
    """What finds a word in bytes where each sign stands as `letters` says, and what it found as text."""
    if not all(sign in letters for sign in "KAN"):
        return None
    width, signs = len(letters["K"]), {spelling: sign for sign, spelling in letters.items()}
    digits = b"|".join(re.escape(letters[sign]) for sign in "0123456789" if sign in letters)
    prefix = b"".join(re.escape(letters[sign]) for sign in "KAN")
    wanted = re.compile(prefix + b"(?:" + digits + b"){4}" if digits else b"(?!)")
    return wanted, lambda found: "".join(signs[found[i:i + width]] for i in range(0, len(found), width))


@functools.cache
def plain_spellings():
    plain = [{sign: sign.encode(code) for sign in "KAN0123456789"} for code in ("utf-8", "utf-16-be", "utf-16-le")]
    hexed = [{sign: spell(letter.hex()).encode() for sign, letter in one.items()} for one in plain
             for spell in (str.lower, str.upper)]
    return [spelt(one) for one in plain + hexed]


def spellings(paper):
    """Those of all files, and those in the numbers of each font's letters, as hex and as bytes."""
    numbers = {}
    for reference in paper.pages:
        for name, font in paper.get(reference)["/Resources"]["/Font"].items():
            cmap = judge.letters(paper.stream(paper.get(font).get("/ToUnicode")))
            signs = {chr(int(code, 16)): cid for cid, code in cmap.items() if len(code) == 4}
            numbers[name] = {sign: cid for sign, cid in signs.items() if sign in "KAN0123456789"}
    more = [{sign: turn(cid) for sign, cid in one.items()} for one in numbers.values() for turn in (str.encode, bytes.fromhex)]
    return plain_spellings() + [form for form in map(spelt, more) if form]


def words_in(path, folder):
    """Each word that is in a paper, with those who found it."""
    found, forms = {}, spellings(judge.Paper(path))
    for where, data in find.extracts(path, folder).items():
        for wanted, read in forms:
            for hit in wanted.findall(data):
                found.setdefault(read(hit), set()).add(where)
    return found


class Search:
    """Papers that are byte for byte one are searched once."""

    def __init__(self, folder):
        self.folder, self.known = folder, {}

    def __call__(self, data):
        key = hashlib.sha256(data).digest()
        if key not in self.known:
            path = os.path.join(self.folder, "searched.pdf")
            with open(path, "wb") as file:
                file.write(data)
            self.known[key] = words_in(path, self.folder)
        return self.known[key]


def shown(visitor, address):
    """The words of the page, and of the pages that are its parts."""
    words = set(WORD.findall(visitor.get(address).text))
    if address.startswith("/packet/"):
        for part in json.loads(visitor.get(address + ".json").text)["documents"]:
            words |= set(WORD.findall(visitor.get(part["path"]).text))
    return words


def leaks(search, visitor, address):
    """The words in the paper that its page does not show, each with those who found it; all words in it; None: there is no paper."""
    reply = visitor.get(pages.ending(address, ".pdf"))
    if reply.status != 200:
        return None
    found, may = search(reply.body), shown(visitor, address)
    return ["%s: %s by %s" % (address, word, ", ".join(sorted(by))) for word, by in found.items() if word not in may], found


def look(tap, play, search, is_long):
    papers, seen, extractors = 0, {}, set()
    for who in EVERYBODY if is_long else PERSONS:
        visitor = play.server.visitor() if who == "public" else play.visitor(who)
        answers = [told for told in (leaks(search, visitor, address) for address in addresses(play, is_long)) if told]
        told = [leak for of_one, _ in answers for leak in of_one]
        tap.ok(not told, "no paper for %s holds a word that its page does not show" % who, *told)
        papers += len(answers)
        seen[who] = set().union(*(found for _, found in answers))
        extractors.update(name for _, found in answers for by in found.values() for name in by)
    tap.ok(papers > 15, "enough papers were looked at", papers)
    tap.ok({"pdftotext", "mutool", "poppler's tree", "qpdf"} <= extractors,
           "the words are found by those who read papers, also in the numbers of letters", *sorted(extractors))
    return seen


def faults(tap, path, build, patches, search):
    """A program that puts a secret where no page shows it is found out, by what its patch says."""
    for patch in patches:
        program = controls.built(tap, patch, build, os.path.dirname(path))
        if not program:
            continue
        server = house.Server(path, program=program)
        try:
            visitor = server.visitor()
            visitor.become(ASKS_FAULTY)
            told = [leak for address in FAULTY for leak in leaks(search, visitor, address)[0]]
        finally:
            server.stop()
        expected = controls.must_be_found(patch)
        tap.ok(any(expected in leak for leak in told), "the control %s is found by %s" % (controls.name_of(patch), expected), *told)


def run(tap, folder, build, patches, is_long):
    path, words, search = os.path.join(folder, "canaries.fyr"), Words(), Search(os.path.join(folder, "searched"))
    os.mkdir(search.folder)
    acts.found(path)
    server = house.Server(path)
    try:
        play = acts.Play(server)
        for act in acts.read(words):
            play.write(act)
        seen = look(tap, play, search, is_long)
        secret = [word for text, in play.ask("SELECT value FROM disclosure JOIN passage USING (seq) WHERE audience = 'secret'")
                  for word in WORD.findall(text)]
        tap.ok(len(secret) > 1 and set(secret) <= seen["police"], "the sender's papers hold what is secret", secret)
        tap.ok(not set(secret) & (seen["public"] | seen["administrator"]), "and those of whoever may not read it do not", secret)
        print("# %d words were written, of which papers hold %d" % (words.count, len(set().union(*seen.values()))))
    finally:
        server.stop()
    faults(tap, path, build, patches, search)
