# SPDX-License-Identifier: EUPL-1.2
"""The commands: exit codes, what stands on which stream, who may write, and what is typed badly."""
import json
import os
import re

from house import EXAMPLE_ENTRIES, contents, demo, fyr

ASK = ("measure=1", "text=Hur går det?")
NUMBERS = ("640823-3234", "6408233234", "19640823 3234", "640823–3234", "19090527+1474", "20000229-2399", "19460823.9986",
           "19730288-9931", "20210791-9967", "20000101-T220")


def usage(tap, whole):
    for code, words in ((0, ("help",)), (0, ("version",)), (2, ("nonsense",)), (2, ("show",)), (2, ("show", "plan")),
                        (2, ("verify",)), (2, ("verify", whole, "--nonsense")), (2, ("verify", whole, "--policy", whole)),
                        (2, ("show", "plan", whole, "--format", "xml")),
                        (2, ("init", whole + "-2")), (2, ("demo",)), (2, ("serve",)), (2, ("write", "question_asked")),
                        (2, ("serve", whole, "--listen", "nowhere")), (2, ("report", "status", whole, whole + ".txt")),
                        (1, ("show", "nopage", whole)), (1, ("show", "measure", whole, "measure=999", "--as", "coordinator")),
                        (1, ("import", "plan", whole, whole + "-none", "--as", "coordinator")),
                        (3, ("demo", whole)), (3, ("init", whole, "--name", "Prov"))):
        ran = fyr(*words)
        said = ran.out if not code else ran.err
        tap.ok(ran.code == code and said.strip() and bool(ran.out) == (not code), "exit %d: fyr %s" % (
            code, " ".join(os.path.basename(w) for w in words)), ran)


def reading(tap, whole):
    ran = fyr("show", "log", whole, "--format", "json", "--as", "coordinator")
    tap.ok(ran.code == 0 and len(max(json.loads(ran.out).values(), key=lambda v: len(v) if isinstance(v, list) else 0)) == EXAMPLE_ENTRIES,
           "show log as json has every entry", ran.out[:300])
    same = fyr("show", "log", whole, "--json", "--as", "coordinator")
    tap.same(same.out, ran.out, "--json is --format json")
    for form, start in (("csv", ""), ("html", "<!"), ("text", "")):
        ran = fyr("show", "plan", whole, "--format", form, "--as", "coordinator")
        tap.ok(ran.code == 0 and ran.out.lstrip("\ufeff").startswith(start) and len(ran.out) > 1000, "show plan as %s" % form, ran)
    for page in ("log", "decisions", "overview"):
        ran = fyr("show", page, whole)
        tap.ok(ran.code == 3 and not ran.out, "show %s without a person is refused" % page, ran)
    ran = fyr("show", "public", whole)
    tap.ok(ran.code == 0 and ran.out, "show public without a person", ran)
    tap.same(fyr("show", "public", whole, "--as", "public").out, ran.out, "which is what --as public sees")
    ran = fyr("show", "plan", whole, "--as", "nobody")
    tap.ok(ran.code == 3 and "nobody" in ran.err, "a person there is not", ran)
    ran = fyr("verify", whole, "--json")
    told = json.loads(ran.out)
    tap.ok(ran.code == 0 and told["entries"] == EXAMPLE_ENTRIES and not told["findings"], "verify --json", ran)


def writing(tap, whole):
    before = contents(whole)
    for who in ((), ("--as", "public"), ("--as", "nobody")):
        ran = fyr("write", "question_asked", whole, *ASK, *who)
        tap.ok(ran.code == 3 and not ran.out and ran.err, "a write %s is refused" % (" ".join(who) or "without a person"), ran)
    ran = fyr("write", "question_asked", whole, *ASK, "--as", "coordinator", "--dry")
    tap.same(ran.code, 0, "a dry write is judged", ran)
    tap.ok(contents(whole) == before, "refused and dry writes change nothing")
    ran = fyr("write", "question_asked", whole, *ASK, "--as", "coordinator")
    tap.ok(ran.code == 0 and ran.number == EXAMPLE_ENTRIES, "a write's last integer is its entry's number", ran)
    ran = fyr("write", "question_asked", whole, *ASK, "--as", "coordinator", "--json")
    told = json.loads(ran.out)
    tap.ok(told["seq"] == EXAMPLE_ENTRIES + 1 and len(told["hash"]) == 44 and told["checkpoint"].startswith("fyrby"),
           "with --json: number, leaf hash and newest checkpoint", ran)
    nonce = "n=a-nonce-of-this-test"
    first = fyr("write", "question_asked", whole, *ASK, nonce, "--as", "coordinator")
    again = fyr("write", "question_asked", whole, *ASK, nonce, "--as", "coordinator")
    tap.ok(first.number == again.number == EXAMPLE_ENTRIES + 2 and not again.code, "a repeated nonce is the same act", first, again)
    other = fyr("write", "question_asked", whole, *ASK, nonce, "--as", "member")
    tap.ok(other.code or other.number != EXAMPLE_ENTRIES + 2, "another person's nonce is another act", other)
    tap.same(fyr("verify", whole).code, 0, "the file is whole")


def links(tap, whole):
    for who in ((), ("--as", "public"), ("--as", "contact"), ("--as", "auditor")):
        ran = fyr("link", whole, "contact", *who)
        tap.ok(ran.code == 3 and not ran.out and ran.err, "a link %s is refused" % (" ".join(who) or "without a person"), ran)
    ran = fyr("link", whole, "nobody", "--as", "administrator")
    tap.ok(ran.code == 2 and not ran.out, "a link for nobody", ran)
    for who in ("administrator", "coordinator"):
        ran = fyr("link", whole, "contact", "--as", who)
        tap.ok(ran.code == 0 and re.fullmatch(r"http://localhost:8080/welcome\?token=[\w-]{43}\n", ran.out), "a link by the %s" % who, ran)
    tap.same(json.loads(fyr("verify", whole, "--json").out)["entries"], EXAMPLE_ENTRIES, "a link is no entry")


def typed_badly(tap, whole):
    before = contents(whole)

    def refused(what, word, *pairs, kind="question_asked"):
        ran = fyr("write", kind, whole, *pairs, "--as", "coordinator")
        tap.ok(ran.code == 3 and word in ran.err and not ran.out, "%s is refused" % what, word, ran)
        return ran

    refused("an unknown field", "colour", *ASK, "colour=red")
    refused("an unknown kind", "nokind", kind="nokind")
    refused("a missing field", "text: ", "measure=1")
    refused("a blank field", "text: ", "measure=1", "text=  ")
    refused("a field twice", "offer.too_many", *ASK, "text=en gång till")
    refused("a measure there is not", "measure: ", "measure=999", "text=x")
    refused("a control character", "offer.control", "measure=1", "text=hej\x1b[31mdå")
    refused("a text that is not UTF-8", "UTF-8", "measure=1", b"text=h\xe4r")
    refused("a text that is too long", "offer.too_long", "measure=1", "text=" + "x" * 10001)
    refused("a bad nonce", "offer.nonce", *ASK, "n=ja")
    refused("a bad base", "offer.base", *ASK, "base=igår")
    refused("a base the object has changed after", "offer.conflict", *ASK, "base=1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    for name in ("Lag\u202eet", "Lag\u2066et\u2069", "La\u200eget", "La\u0000get".replace("\0", "\x01")):
        refused("%r in a name" % name, "name", "name=" + name, "code=prov", "sort=administration", kind="organisation_set")
    refused("a line break in a name", "offer.line_break", "name=Lag\net", "code=prov", "sort=administration", kind="organisation_set")
    for number in NUMBERS:
        ran = refused("an identity number (%s)" % re.sub(r"\d", "d", number), "guard.identity_number", "measure=1",
                      "text=Det gäller\n" + number + " som")
        tap.ok(number not in ran.err and number[-4:] not in ran.err, "and is not repeated", ran)
    tap.ok(contents(whole) == before, "after all this nothing has changed")
    whole_bytes = before[""] + before["-office"]
    tap.ok(b"3234" not in whole_bytes and b"9986" not in whole_bytes, "no such number stands in any file")
    ran = fyr("write", "question_asked", whole, "measure=1", "text=Organisationsnummer 857209-0606", "--as", "coordinator")
    tap.same(ran.code, 0, "an organisation's number passes", ran)


def founded(tap):
    path = tap.path("own.fyr")
    ran = fyr("init", path, "--name", "Påhittade kommunens råd")
    links = ran.out.strip().split("\n")
    tap.ok(ran.code == 0 and len(set(links)) == 2 and all("/welcome?token=" in l for l in links), "init prints two links", ran)
    tap.same(fyr("verify", path).code, 0, "a new council is whole")
    for suffix in ("", "-key", "-office"):
        tap.same(os.stat(path + suffix).st_mode & 0o077, 0, "FILE%s is its owner's alone" % suffix)
    for words in (("show", "public", path), ("write", "question_asked", path, *ASK), ("export", "plan", path, path + ".csv")):
        ran = fyr(*words, "--as", "coordinator")
        tap.ok(ran.code == 3, "--as is refused outside the example: %s" % words[0], ran)
    before = contents(path)
    ran = fyr("init", path, "--name", "Annat")
    tap.ok(ran.code == 3 and contents(path) == before, "a second init is refused and changes nothing", ran)
    ran = fyr("write", "organisation_set", path, "code=skola", "name=Skolförvaltningen", "sort=administration")
    tap.ok(ran.code == 0, "the operating-system user who founded it may write", ran)
    bad = tap.path("bad.fyr")
    for what, name in (("control", "R\x07d"), ("bidi", "R\u202ed"), ("no UTF-8", b"R\xe5d"), ("identity number", "Råd 640823-3234"),
                       ("too long", "R" * 400)):
        ran = fyr("init", bad, "--name", name)
        tap.ok(ran.code in (2, 3) and ran.err and not os.path.exists(bad) and not os.path.exists(bad + "-key"),
               "a council's name with %s is refused and leaves nothing" % what, ran)
    ran = fyr("init", tap.path("no/such/folder.fyr"), "--name", "Prov")
    tap.ok(ran.code == 6 and ran.err, "init in a folder there is not", ran)


def run(tap):
    whole = demo(tap)
    usage(tap, whole)
    reading(tap, whole)
    typed_badly(tap, whole)
    whole = demo(tap, "second.fyr")
    links(tap, whole)
    whole = demo(tap, "third.fyr") # at rest: of the one before, what the last act left may still be on its way into the file
    writing(tap, whole)
    founded(tap)
