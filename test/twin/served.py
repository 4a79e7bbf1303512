# SPDX-License-Identifier: EUPL-1.2
"""Two councils that are equal but for what their secret passages say answer everybody who may not read these alike, byte for
byte: over HTTP with status, headers, lengths and errors, and on the terminal with exit codes, words and the files that are taken out.

The first council is played until something secret is said and then copied, so that all before is the same; then both are played and
asked in step.  What chance and time make different is put aside by its form, never by its line: a hash, an id, a signature, a nonce, a
code (each as wide in both, and the same one stands for the same one everywhere) and an instant (which is near in both)."""
import base64
import binascii
import datetime
import html
import json
import os
import re
import shutil
import subprocess

import acts
import controls
import house
import pages
from form import NEW, fields, finish_seen
from tap import Heard

# Of the short form the first three ask for all pages: test/canary.c asks for them as everybody, behind the doors.
SHORT = ("public", "member", "administrator", "coordinator", "registrar")
LONG = ("public", *(person for person in acts.PERSONS if person != "police"))     # whose the secrets are
SENDER = "police"
# A paragraph, a list, a table and a heading, other letters, and many more of them.
OTHER = "Något helt annat.\n\n- Punkt\n- Qvist\n\n| Zon | 7 |\n| Öst | 8 |\n\n# Xylofon\n\n" + "Ord efter ord, " * 100
OTHERS = {"text": OTHER, "title": "Något annat, " * 10, "file": base64.urlsafe_b64encode(OTHER.encode()).decode().rstrip("=")}
SECONDS_APART, BYTES_APART = 600, 1024      # of two instants, and of two papers' lengths, that are put aside
SIGNED_AT_MOST = 30       # seconds until a checkpoint covers all entries

FORMS = (("hash", r"[A-Za-z0-9+/_-]{43}=?"), ("hash in hex", r"[0-9a-f]{64}"), ("id", r"(?:[a-z]{1,2}-)?[A-Za-z0-9_-]{22}(?:-\d+)?"),
         ("number of a request", r"[0-9a-f]{16}"), ("signature", r"[A-Za-z0-9+/_-]{86}(?:==)?|[A-Za-z0-9+/_-]{91}=?"),
         ("code", r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}"), ("nonce", r"[a-p]{32}"),
         ("instant", r"\d\d[.:]\d\d(?:[.:]\d\d)?|\d{8}T\d{6}Z"), ("length of a paper", r"\d{4,6}"))
IS_FORM = [(name, re.compile(form)) for name, form in FORMS]
RUN = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}|(?<!\d)\d\d[.:]\d\d(?:[.:]\d\d)?(?=Z?(?![A-Za-z0-9+/_]))"
                 r"|(?<=\"bytes\":)\d{4,6}(?=,\"name\":\"[a-z]+\.pdf\")")
CODE = re.compile(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}")
SQUARES = re.compile(r'(<path stroke="#000" d=")[^"]*')
# An instant with a name of a month in it; and the length, which is compared without what is put aside.
HEADERS_ASIDE = ("date", "content-length")
ON_PAPER = ("hash", "hash in hex", "id", "signature")
# Of one entry: its leaf, the tree up to it, the digests of its texts; and its object, its keys' codes and its signatures.
OF_ENTRIES, OF_EACH = ("hash", "id", "signature", "code"), 6


def form_of_run(run):
    return next((name for name, form in IS_FORM if form.fullmatch(run)), None)


def unpacked(run):
    """The JSON that stands there in base64url, as a receipt and an export have it, without the salt of a text; None when none does."""
    try:
        run = run.rstrip("=").replace("-", "+").replace("_", "/")
        data = json.loads(base64.b64decode(run + "=" * (-len(run) % 4)))
    except (ValueError, binascii.Error):
        return None
    if isinstance(data, list) and data and isinstance(data[0], str):
        data[0] = "salt %d" % len(data[0])
    return json.dumps(data) if isinstance(data, (list, dict)) else None


def whole_proof(text):
    """A report as CSV has its proof in pieces, in the last cell of each row: here in one, behind the rows."""
    lines = text.split("\r\n")
    if not lines[0].endswith(",bevis"):
        return text
    cells = [line.rpartition(",") for line in lines]
    return "\r\n".join([first for first, _, _ in cells] + ["".join(last for _, _, last in cells[1:])])


class Aside:
    """What was put aside: by form, each value of the one council with that of the other."""

    def __init__(self):
        self.pairs, self.compared = {}, 0

    def split(self, text):
        """The text with what is put aside as its form and width, and the list of that."""
        values = []

        def each(found):
            run = found.group(0)
            name = form_of_run(run)
            if name:
                values.append((name, run))
                return "<%s %d>" % (name, len(run))
            inner = unpacked(run)
            if inner:
                return RUN.sub(each, inner.replace("\\n", "\\\n"))
            # Parts of an address, each for itself.
            return "/".join(RUN.sub(each, part) for part in run.split("/")) if "/" in run.strip("/") else run
        # What is escaped in JSON as the end of a line is no letter of a hash.
        return RUN.sub(each, SQUARES.sub(r"\1", text).replace("\\n", "\\\n")), values

    def difference(self, one, two):
        """Where two texts part; None when they are alike."""
        self.compared += 1
        if one == two:
            return None
        (one, of_one), (two, of_two) = self.split(one), self.split(two)
        if one != two:
            at = next((i for i, pair in enumerate(zip(one, two)) if pair[0] != pair[1]), min(len(one), len(two)))
            return "at %d: %r | %r" % (at, one[max(0, at - 60):at + 60], two[max(0, at - 60):at + 60])
        for (name, a), (_, b) in zip(of_one, of_two):
            if a != b:
                self.pairs.setdefault(name, set()).add((a, b))
        return None

    def judge(self, tap, entries):
        """Each value has one that stands for it in the other council, and instants are near; of hashes and the like there are no more
        than so many entries can have, which were written since both were one."""
        for name, pairs in sorted(self.pairs.items()):
            if name == "instant":
                seconds = [[sum(int(digits[i:i + 2]) * 60 ** (2 - i // 2) for i in (0, 2, 4)) for digits in
                            ((re.sub(r"\D", "", text)[-6:] + "00")[:6] for text in pair)] for pair in pairs]
                far = [pair for pair in seconds if SECONDS_APART < abs(pair[0] - pair[1]) < 86400 - SECONDS_APART]
                tap.same(far, [], "instants that were put aside are near")
            elif name == "length of a paper":
                far = [pair for pair in pairs if abs(int(pair[0]) - int(pair[1])) > BYTES_APART]
                tap.same(far, [], "lengths of papers that were put aside are near")
            else:
                tap.ok(len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs),
                       "what was put aside as %s stands for the same everywhere" % name, *sorted(pairs)[:6])
        bound = {name: len(self.pairs.get(name, ())) for name in OF_ENTRIES}
        tap.ok(max(bound.values()) <= OF_EACH * entries, "no more is put aside than %d entries can have" % entries, bound)
        print("# %d texts compared; put aside: %s" % (self.compared, ", ".join(
            "%d %s" % (len(pairs), name) for name, pairs in sorted(self.pairs.items()))))


# ------------------------------------------------------------------------------------------- papers ---

def paper_of(data, known, folder):
    """What a paper says, without what is known to be put aside: a paper breaks that where its line ends, and carries the letters it
    uses.  test/canary.c compares papers byte for byte, with all that put aside before they are laid out."""
    path = os.path.join(folder, "paper.pdf")
    with open(path, "wb") as file:
        file.write(data)
    shown, heard = (subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout.decode() for words in (
        ("pdftotext", "-raw", path, "-"), ("pdfinfo", "-struct-text", path)))
    told = "\n".join("".join(text.split()) for text in (shown, "".join(re.findall(r'^\s*"(.*)"$', heard, re.M))))
    for name, run in known:
        told = told.replace(run, "<%s>" % name)
    return "%s\n%d objects, %d pages" % (CODE.sub("<code>", told), data.count(b" obj"), data.count(b"/Type /Page"))


# ------------------------------------------------------------------------------------------- over HTTP ---

class Both:
    """The two councils, asked the same in step."""

    def __init__(self, tap, folder, paths, program=None):
        self.tap, self.folder, self.program = tap, folder, program or house.FYR
        self.aside, self.unlike = Aside(), []
        self.plays = [acts.Play(house.Server(path, program=program)) for path in paths]
        self.said, self.guests = [len(play.server.said) for play in self.plays], {}

    def stop(self):
        for play in self.plays:
            play.server.stop()

    def visitors(self, who):
        return self.guests.get(who) or [play.server.visitor() if who == "public" else play.visitor(who) for play in self.plays]

    def say(self, group, who):
        """One line for all that one person asked of one sort."""
        unlike, self.unlike = self.unlike, []
        self.tap.ok(not unlike, "%s: %s is answered alike in both" % (group, who), *unlike)

    def alike(self, what, texts):
        found = self.aside.difference(*texts)
        self.unlike += ["%s %s" % (what, found)] if found else []

    def words_in(self, i, data):
        """What is compared of what was sent or written by the first or the second."""
        port = ":%d" % self.plays[i].server.port
        if not data.startswith(b"%PDF"):
            return whole_proof(data.decode("utf-8", "backslashreplace").replace(port, ":port"))
        known = [(name, pair[i]) for name, pairs in self.aside.pairs.items() for pair in pairs if name in ON_PAPER]
        return paper_of(data, known, self.folder).replace(port, ":port")

    def answered(self, what, replies, pages_of_head=None):
        """Compares two answers: status, headers and body."""
        told = ["%d %s\nlength: %s" % (reply.status, "\n".join(
            "%s: %s" % line for line in sorted(reply.headers.items()) if line[0].lower() not in HEADERS_ASIDE),
            self.length(reply, pages_of_head[i] if pages_of_head else reply.body)) for i, reply in enumerate(replies)]
        self.alike(what + " (head)", told)
        self.alike(what, [self.words_in(i, reply.body) for i, reply in enumerate(replies)])
        if replies[0].status in (201, 303):
            self.until_signed()
        return replies

    def length(self, reply, body):
        """Of what is compared: without the squares of a code, and without a paper's letters; it must be as long as it says."""
        said = reply.headers.get("Content-Length")
        if said and int(said) != len(body):
            return "said to be %s, is %d" % (said, len(body))
        return "a paper" if body.startswith(b"%PDF") else str(len(SQUARES.sub(r"\1", body.decode("utf-8", "surrogateescape"))))

    def get(self, who, path, **more):
        return self.answered("GET " + path, [v.get(path, **more) for v in self.visitors(who)])

    def ask(self, who, method, path, **more):
        return self.answered("%s %s" % (method, path), [v.ask(method, path, **more) for v in self.visitors(who)])

    def post(self, who, path, form):
        return self.answered("POST %s %s" % (path, sorted(form)), [v.post(path, form) for v in self.visitors(who)])

    def until_signed(self):
        """What the newest checkpoint covers stands on pages: all entries, in both."""
        for play in self.plays:
            count = play.ask("SELECT count(*) FROM log")[0][0]
            house.until(lambda: play.server.visitor().get("/transparency/checkpoint").text.split("\n")[1] == str(count),
                        seconds=SIGNED_AT_MOST)


def is_secret(act):
    """Said to its sender alone?"""
    given = dict(act.fields)
    return given.get("audience") == "secret" and "readers" not in given


def begun(folder, words):
    """The council until something secret is said, twice; and what is still to be played, with the numbers so far."""
    first, second = (os.path.join(folder, name + ".fyr") for name in ("one", "two"))
    acts.found(first)
    server = house.Server(first)
    try:
        play, todo = acts.Play(server), acts.read(words)
        while not is_secret(todo[0]):
            play.write(todo.pop(0))
    finally:
        server.stop()
    house.copy(first, second)
    # Which entries a checkpoint covers depends on the clock.  The signer refuses a key that others may read.
    for path in (first, second):
        os.chmod(path + "-key", 0o644)
    return (first, second), todo, play.numbers


def played(both, todo, numbers):
    for i, play in enumerate(both.plays):
        play.numbers = dict(numbers)
        for act in todo:
            others = OTHERS if i and is_secret(act) else {}
            fields_of_one = [(n, others.get(n, v)) for n, v in act.fields]
            play.write(acts.Act(act.by, act.kind, fields_of_one, act.name))


def drafted(both, words):
    """Notes in the making: who writes them sees what they say, and what of it each reader would see."""
    day = str(datetime.date.today() + datetime.timedelta(20))
    for play in both.plays:
        play.write(acts.Act("coordinator", "meeting_called", [("sort", "council"), ("day", day), ("begins", "09:00"), ("ends", "11:00"),
                                                              ("place", "Stadshuset"), ("called_by", "Ordföranden")], None))
    number = both.plays[0].ask("SELECT max(number) FROM meeting")[0][0]
    at = "/notes_draft?id=%d" % number
    for i, play in enumerate(both.plays):
        writer = play.visitor("coordinator")
        for values in ({"text": "Läget", "form": "heading", "audience": "public"},
                       {"text": "Sommaren var lugn.", "form": "paragraph", "audience": "council"},
                       {"text": OTHER if i else words("passage_noted", "text"), "form": "paragraph", "audience": "secret",
                        "provision": "OSL 18:1", "sender": "polis"}):
            writer.get(at)
            writer.post(at, fields(NEW, **values))
    for reader in ("public", "council", "skola", "fritid"):
        both.get("coordinator", at + "&as=" + reader)
    for who in ("member", "registrar", "public"):
        for path in (at, at + "&as=finish", "/meeting/%d" % number, "/notes?id=%d" % number, "/tasks", "/meetings"):
            both.get(who, path)
    both.say("notes in the making", "whoever does not write them")
    done = [finish_seen(play.visitor("coordinator"), at).status for play in both.plays]
    both.tap.same(done, [303, 303], "they are finished")
    return number


def overtaken(both, words):
    """What somebody is told whose form was open while a secret was added to what it is about."""
    at = "/write/request_answered?request=3"
    clerks = both.visitors("registrar")
    bases = [html.unescape(re.search(r'name="base" value="([^"]+)"', clerk.get(at).text).group(1)) for clerk in clerks]
    for i, play in enumerate(both.plays):
        play.write(acts.Act("coordinator", "addendum_noted", [("meeting", "1"), ("audience", "secret"), ("provision", "OSL 18:1"), (
            "sender", "polis"), ("text", OTHER if i else words("addendum_noted", "text"))], None))
    for path in ("/write/request_answered", "/write/request_answered.json"):
        replies = both.answered("POST %s too late" % path, [clerk.post(path, {"request": "3", "release": "part", "base": base})
                                                            for clerk, base in zip(clerks, bases)])
        both.tap.same([reply.status for reply in replies], [409, 409], "to write on what has grown is a conflict", *replies)
    both.say("a form that was open", "registrar")


def secrets(both):
    """The numbers of the entries that say something else in the other council."""
    one, two = (play.ask("SELECT seq, value FROM disclosure ORDER BY seq, field") for play in both.plays)
    found = sorted({a[0] for a, b in zip(one, two) if a != b})
    both.tap.ok(len(one) == len(two) and len(found) == 5, "they say something else in five entries", *found)
    return found


# ------------------------------------------------------------------------------------------- what is asked ---

def addresses(both, is_long):
    """Of every page in every format: about the first of each thing, or, in the long form, about more."""
    proposal = both.plays[0].numbers["e1"]
    for name, (path, formats) in pages.routes().items():
        if name == "form":
            continue
        things = {":measure": (1, 4), ":meeting": (1, 3), ":request": (1, 3, 4, 5), ":responsible": ("ks", "polis"),
                  ":proposal": (proposal,)}
        mark = next((mark for mark in things if mark in path), None)
        for value in things[mark][:None if is_long else 1] if mark else [None]:
            yield name, (path.replace(mark, str(value)) if mark else path) + pages.MUST.get(name, ""), formats


def pages_asked(both, who, is_long):
    for name, path, formats in addresses(both, is_long):
        page = [reply.body for reply in both.get(who, path)]
        for form, end in pages.FORMATS.items():
            # A paper has the same words whoever asks for it over which door; each costs as much as fifty pages.
            if form != "html" and (form != "pdf" or is_long or name in ("notes", "packet", "answer")):
                both.get(who, pages.ending(path, end))
        both.answered("HEAD " + path, [visitor.ask("HEAD", path) for visitor in both.visitors(who)], page)
    both.say("pages in every format", who)


def shown(both, who, group):
    for _, path, formats in addresses(both, False):
        both.get(who, path)
        if "txt" in formats:
            both.get(who, pages.ending(path, ".txt"))
    both.say(group, who)


def in_english(both, who):
    """The words around what is hidden are others in the other language."""
    for visitor in both.visitors(who):
        visitor.cookies["__Host-language"] = "en"
    shown(both, who, "pages in English")
    for visitor in both.visitors(who):
        del visitor.cookies["__Host-language"]


def by_letter(both):
    """Whoever comes by a letter is the same person with fewer rights."""
    person = re.search(r'name="only" value="([^"]+)"', both.get("coordinator", "/letters")[0].text).group(1)
    both.guests["a letter"] = guests = []
    for play in both.plays:
        made = play.visitor("coordinator").post("/letters", {"only": person})
        token = re.search(r"/letter\?token=([A-Za-z0-9_-]{43})", html.unescape(made.text)).group(1)
        guests.append(play.server.visitor())
        both.tap.same(guests[-1].post("/letter", {"token": token}).status, 303, "a letter opens a session")
    shown(both, "a letter", "pages by letter")


def errors_asked(both, who, number, secret):
    for path in ("/notes?id=99", "/notes?id=x", "/notes?id=1&x=1", "/notes.xml?id=1", "/answer?request=99", "/packet/99.pdf",
                 "/call/99.ics", "/nothing", "/receipt?entry=999999", "/receipt?entry=x", "/log?entry=999999", "/notes?id=1&request=99",
                 "/notes_draft?id=1",
                 "/passage/%d" % secret, "/decision/%d" % secret, "/transparency/tile/entries/x", "/export/x.csv", "/write/nothing",
                 "/verify?code=AAAA-BBBB-CCCC-DDDD", "/favicon.ico", "/healthz", "/readyz", "/metrics"):
        both.get(who, path)
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        both.ask(who, method, "/notes?id=%d" % number)
    both.post(who, "/write/addendum_noted.json", {"csrf": "x", "meeting": "1"})
    for headers in ({"Range": "bytes=0-99"}, {"If-None-Match": "*"}, {"Accept-Encoding": "gzip"}, {"Host": "elsewhere.example"}):
        both.get(who, "/notes?id=1", headers=headers)
    both.say("errors", who)


def downloads_asked(both, who, entries):
    for path in ("/report/status.html", "/report/status.csv", "/report/status.pdf", "/export/plan.csv", "/export/plan.csv?plain=1",
                 "/export/statuses.csv?period=2025-Q4", "/letters.txt", "/atom.xml", "/call/3.ics", "/diary.json?since=1",
                 "/diary.csv?registered=no", "/log.json?kind=passage_noted", "/log.json?meeting=1", "/transparency/checkpoint"):
        both.get(who, path)
    for entry in entries:
        for path in ("/log?entry=%d", "/log.json?entry=%d", "/log.csv?entry=%d", "/receipt?entry=%d", "/signatures.json?entry=%d",
                     "/write/entry_corrected?entry=%d", "/write/erasure_proposed?entry=%d", "/write/passage_masked?request=3&passage=%d",
                     "/write/addendum_noted?meeting=1&about=%d"):
            both.get(who, path % entry)
    for entry, in both.plays[0].ask("SELECT seq FROM passage WHERE sort = 'attachment'"):
        for path in ("/attachment/%d", "/attachment/%d.json", "/attachment/%d.file"):
            both.get(who, path % entry)
    size = both.plays[0].ask("SELECT count(*) FROM log")[0][0]
    for path in ("/transparency/tile/entries/000.p/%d" % size, "/transparency/tile/0/000.p/%d" % size):
        replies = [visitor.get(path) for visitor in both.visitors(who)]
        if path.startswith("/transparency/tile/0"):     # hashes as bytes: so many
            replies = [house.Reply(reply.status, reply.headers, b"%d" % len(reply.body)) for reply in replies]
        both.answered("GET " + path, replies)
    for mine in (["x"], [reply.headers.get("ETag") for reply in both.get(who, "/atom.xml")]):
        both.answered("GET /atom.xml again", [v.get("/atom.xml", headers={"If-None-Match": mine[i % len(mine)]})
                                              for i, v in enumerate(both.visitors(who))])
    made = [re.search(r"/calendar/[A-Za-z0-9_-]{43}\.ics", reply.text) for reply in both.post(who, "/calendar", {"make": "1"})]
    if all(made):
        both.answered("GET their calendar", [play.server.visitor().get(found.group(0)) for play, found in zip(both.plays, made)])
    codes = [re.findall(r"code=([A-Z2-7-]{19})", reply.text) for reply in both.get(who, "/council_page")]
    if all(codes):
        both.answered("GET /verify?code=", [v.get("/verify?code=" + code[0]) for v, code in zip(both.visitors(who), codes)])
    both.say("downloads, receipts and feeds", who)


def kinds_about_entries():
    """From test/golden/kinds.txt: the kinds that name an entry, a meeting or a request, each with its fields: (name, type, of what)."""
    kinds = {}
    with open(os.path.join(os.path.dirname(acts.HERE), "golden", "kinds.txt"), encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words[1] == "field":
                kinds.setdefault(words[0], {}).setdefault(words[2], (words + [""])[3:5])
    return {kind: given for kind, given in kinds.items()
            if any(sort == "entry" or (sort, of) in (("ref", "meeting"), ("ref", "request")) for sort, of in given.values())}


def refusals_asked(both, who, secret, kinds):
    """What is offered about a secret, by the door for programs and as a form.  What is accepted is accepted by both."""
    for kind, given in kinds.items():
        form = {}
        for name, (sort, of) in given.items():
            form[name] = str(secret) if sort == "entry" else {"meeting": "1", "request": "3"}.get(of) if sort == "ref" else \
                {"int": "1", "date": "2027-01-01", "code": "council", "word": "text"}.get(sort, "Prov")
        form = {name: value for name, value in form.items() if value}
        both.post(who, "/write/%s.json" % kind, form)
        both.post(who, "/write/" + kind, {**form, "draft": "1"} if kind.endswith("_noted") else form)
    if who == "coordinator":
        for data in (b"Nr;Titel;Ansvarig;Slut\n901;En till;Ord;2027-01-01\n", b"Nr\n1;2\n", b"PK\3\4"):
            replies = both.answered("POST /import", [v.post_parts("/import", [("csrf", v.csrf), ("sort", "plan"), (
                "file", data, "plan.csv")]) for v in both.visitors(who)])
            if replies[0].status == 303:
                both.answered("GET the preview of an import", [v.get(reply.location) for v, reply in zip(both.visitors(who), replies)])
    both.say("what is offered about a secret", who)


# ------------------------------------------------------------------------------------------- on the terminal ---

def taken_out(both, what, folders):
    """Each file that a command made, by its name."""
    found = [{os.path.relpath(os.path.join(root, name), folder): os.path.join(root, name)
              for root, _, names in os.walk(folder) for name in names} for folder in folders]
    both.alike(what + ": its files", ["\n".join(sorted(names)) for names in found])
    for name in sorted(set(found[0]) & set(found[1])):
        told = []
        for names in found:
            with open(names[name], "rb") as file:
                told.append(file.read())
        if re.search("(^|/)tile/[0-9]", name):     # hashes as bytes: so many
            told = [b"%d" % len(one) for one in told]
        both.alike("%s: %s" % (what, name), [both.words_in(i, one) for i, one in enumerate(told)])


def ran(both, who, *words):
    """One command in both, in which FILE stands for the council's and TARGET for where something is taken out."""
    told, folders = [], [os.path.join(both.folder, "taken-" + name) for name in "12"]
    for play, folder in zip(both.plays, folders):
        os.mkdir(folder)
        of_one = [play.path if word == "FILE" else word.replace("TARGET", os.path.join(folder, "it")) for word in words]
        done = subprocess.run([both.program, *of_one, *(() if who == "public" else ("--as", who))], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=house.PATIENCE, check=False)
        out = both.words_in(len(told), done.stdout)
        text = "exit %d\n%s\n%s" % (done.returncode, out, done.stderr.decode())
        told.append(text.replace(play.path, "FILE").replace(folder, "FOLDER"))
    both.alike("fyr " + " ".join(words), told)
    taken_out(both, "fyr " + " ".join(words), folders)
    for folder in folders:
        shutil.rmtree(folder)


def terminal_asked(both, who, secret, is_long):
    shown = [("notes", "id=1"), ("meeting", "meeting=1"), ("log", "entry=%d" % secret), ("answer", "request=1"), ("notes", "id=99"),
             ("notes", "id=1", "request=3"), ("log", "kind=passage_noted"), ("diary",)]
    for words in shown:
        for form in ("text", "json", "csv", "html", "txt") if is_long else ("text",):
            ran(both, who, "show", words[0], "FILE", *words[1:], "--format", form)
    for words in (("export", "log", "FILE", "TARGET"), ("export", "diary", "FILE", "TARGET"), ("export", "plan", "FILE", "TARGET"),
                  ("export", "statuses", "FILE", "TARGET"), ("packet", "FILE", "3", "TARGET"), ("packet", "FILE", "99", "TARGET"),
                  ("receipt", "FILE", str(secret)), ("receipt", "FILE", "999999"), ("report", "status", "FILE", "TARGET.html"),
                  ("write", "entry_corrected", "FILE", "entry=%d" % secret, "text=Nej"),
                  ("write", "passage_masked", "FILE", "request=3", "passage=%d" % secret, "provision=OSL 21:7", "--dry"),
                  ("write", "erasure_proposed", "FILE", "entry=%d" % secret, "fields=text", "basis=correction", "ground=Fel.", "--dry"),
                  ("write", "addendum_noted", "FILE", "meeting=1", "about=%d" % secret, "audience=council", "text=Nytt.", "--dry",
                   "--json")):
        ran(both, who, *words)
    both.say("on the terminal", who)


# ------------------------------------------------------------------------------------------- the whole ---

def logged(both):
    """What the operator reads of each request, but for how long it took and its number; and of what may have a code's squares also how
    long it is, which was compared without them.  What waits for a checkpoint is not in step."""
    told = []
    for play in both.plays:
        text = re.sub(r" (ms|request)=\S+", r" \1=", play.server.said[both.said[len(told)]:])
        told.append("\n".join(re.sub(r" bytes=\S+", "", line) if re.search("format=(html|pdf)|route=report", line) else line
                              for line in text.split("\n") if not re.search("route=(readyz|transparency)", line)))
    both.alike("the server's log", told)
    both.say("what the server logs", "the operator")


def asked(both, persons, number, entries, is_long):
    for i, who in enumerate(persons):
        if is_long or i < 3:
            pages_asked(both, who, is_long)
        errors_asked(both, who, number, entries[-1])
        downloads_asked(both, who, entries if is_long else entries[-2:])
    in_english(both, "member")
    by_letter(both)
    for who in persons:
        refusals_asked(both, who, entries[0], kinds_about_entries())
    for who in persons if is_long else ("public", "member"):
        terminal_asked(both, who, entries[0], is_long)


def faults(tap, folder, paths, patches, build):
    """A program that lets something of a secret out by a door is told from the honest one, by what its patch says."""
    for patch in [None, *patches]:
        program = controls.built(tap, patch, build, folder) if patch else os.path.join(build, "fyr")
        if not program:
            continue
        heard, copies = Heard(), []
        for path in paths:
            copies.append(house.copy(path, os.path.join(folder, "copy-" + os.path.basename(path))))
            os.chmod(copies[-1] + "-key", 0o600)
        both = Both(heard, folder, copies, program)
        try:
            secret = secrets(both)[0]
            both.get("member", "/notes?id=1")
            both.say("a page", "member")
            refusals_asked(both, "registrar", secret, {"passage_masked": kinds_about_entries()["passage_masked"]})
            ran(both, "member", "export", "log", "FILE", "TARGET")
            both.say("an export", "member")
        finally:
            both.stop()
        found = [name.partition(": ")[0] for name in heard.missed]
        if patch:
            tap.ok(controls.must_be_found(patch) in found, "the control %s is found" % controls.name_of(patch), *found)
        else:
            tap.same(found, [], "without a fault none is found by these")


def run(tap, folder, build, patches, is_long):
    """Both, from their founding on; programs with a fault get copies of them."""
    def words(kind, field):
        return "Ord om %s i %s" % (field, kind)

    paths, todo, numbers = begun(folder, words)
    both = Both(tap, folder, paths)
    try:
        before = both.plays[0].ask("SELECT max(seq) FROM log")[0][0]
        played(both, todo, numbers)
        number = drafted(both, words)
        overtaken(both, words)
    finally:
        both.stop()
    for path in paths:
        os.chmod(path + "-key", 0o600)
    again = Both(tap, folder, paths)
    again.aside = both.aside
    try:
        for play in again.plays:
            play.numbers = both.plays[0].numbers
        entries = secrets(again)
        again.until_signed()
        asked(again, LONG if is_long else SHORT, number, entries, is_long)
        logged(again)
        written = again.plays[0].ask("SELECT max(seq) FROM log")[0][0] - before
        again.aside.judge(tap, written)
        again.get(SENDER, "/notes?id=1")
        tap.ok(again.unlike, "the sender reads what each council says")
    finally:
        again.stop()
    faults(tap, folder, paths, patches, build)
