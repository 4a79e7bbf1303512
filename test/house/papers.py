# SPDX-License-Identifier: EUPL-1.2
"""House rules for all that is not C: licences, signs, catalogues, documents, scripts."""
import os
import re
import shutil
import subprocess
import tempfile
import tomllib

import code
from tree import numbered

SIGN_LONGEST = 100
HEADER = "SPDX-License-" + "Identifier: "
# Split, so that this file obeys its own rule.
MACHINE_PATH = re.compile(r"(?<![\w.<{}/])/(?:wor" r"k|tm" r"p|roo" r"t|hom" r"e)/")


def room_signs(tree):
    """Each folder opens with its sign: one sentence, at most 100 characters, first in its README.md."""
    top = [f for f in tree.folders("") if not f.startswith(".") and f != "LICENSES"]
    for folder in top + ["src/" + room for room in tree.folders("src")]:
        path = folder + "/README.md"
        if not tree.has(path):
            yield path + " is missing"
            continue
        lines = [l for l in re.sub(r"<!--.*?-->", "", tree.text(path), flags=re.DOTALL).split("\n") if l.strip()]
        sign = lines[0] if lines else ""
        if not sign.endswith(".") or len(sign) > SIGN_LONGEST:
            yield "%s: the sign is no sentence of at most %d characters: %s" % (path, SIGN_LONGEST, sign)


def annotated(tree):
    """Patterns of REUSE.toml that state a licence for files which cannot carry a header."""
    if not tree.has("REUSE.toml"):
        return []
    notes = tomllib.loads(tree.text("REUSE.toml")).get("annotations", [])
    return [(p, n) for n in notes for p in ([n["path"]] if isinstance(n["path"], str) else n["path"])]


def as_pattern(glob):
    """REUSE.toml's globs: ** crosses folders, * does not."""
    return "".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in re.split(r"(\*\*|\*)", glob))


def licence_headers(tree):
    """Every file says its licence near its beginning or end, or REUSE.toml says it."""
    stated = [as_pattern(p) for p, note in annotated(tree) if "SPDX-License-Identifier" in note]
    for path in tree.files:
        if path.startswith("LICENSES/") or path == "REUSE.toml" or any(re.fullmatch(p, path) for p in stated):
            continue
        lines = tree.text(path).rstrip("\n").split("\n")
        if not any(HEADER + "EUPL-1.2" in line for line in lines[:3] + lines[-2:]):
            yield path + ": no licence line"


def reuse_lint(tree):
    """`reuse lint` agrees; where it is older than REUSE.toml, it reads the same notes in the old form."""
    if not shutil.which("reuse"):
        return "reuse is not installed"
    if not tree.has("REUSE.toml"):
        return ["REUSE.toml is missing"]
    with tempfile.TemporaryDirectory() as folder:
        for path in tree.files:
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            shutil.copyfile(os.path.join(tree.root, path), os.path.join(folder, path))
        os.remove(os.path.join(folder, "REUSE.toml"))
        os.makedirs(os.path.join(folder, ".reuse"), exist_ok=True)
        with open(os.path.join(folder, ".reuse/dep5"), "w", encoding="utf-8") as old:
            old.write("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
                      "Upstream-Name: Fyr\nSource: none\n")
            for glob, note in annotated(tree):
                old.write("\nFiles: %s\nCopyright: %s\nLicense: %s\n" % (
                    glob.replace("**", "*"), note["SPDX-FileCopyrightText"],
                    note.get("SPDX-License-Identifier", "EUPL-1.2")))
        done = subprocess.run(["reuse", "--root", folder, "lint"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
    return [] if done.returncode == 0 else done.stdout.strip().split("\n")[-25:]


def no_machine_paths(tree):
    """No path of the machine it was written on."""
    for path in tree.files:
        if path.startswith("LICENSES/"):
            continue
        for number, line in numbered(tree.text(path)):
            # A template of mkdtemp is no path of one machine.
            if MACHINE_PATH.search(re.sub(r"/\w+/[\w.-]*XXXXXX", "", line)):
                yield "%s:%d: %s" % (path, number, line.strip()[:100])


def read_po(text):
    """msgid to msgstr; strings may go on over several lines."""
    texts, key, word = {}, None, None
    for line in text.split("\n"):
        found = re.match(r'(?:(msgid|msgstr)\s+)?"(.*)"\s*$', line)
        if not found:
            continue
        word = found.group(1) or word
        if found.group(1) == "msgid":
            key = ""
        elif found.group(1) == "msgstr":
            texts[key] = ""
        if word == "msgid":
            key += found.group(2)
        else:
            texts[key] += found.group(2)
    texts.pop("", None)
    return texts


def catalogues_agree(tree):
    """Both catalogues have the same keys and none is empty or has other places to fill."""
    if not tree.matching(r"po/.*\.po"):
        return "there are no catalogues yet"
    return list(compare_catalogues(tree))


def compare_catalogues(tree):
    both = {}
    for language in ("sv", "en"):
        path = "po/%s.po" % language
        if not tree.has(path):
            yield path + " is missing"
        both[language] = read_po(tree.text(path)) if tree.has(path) else {}
    for key in sorted(set(both["sv"]) | set(both["en"])):
        for language in ("sv", "en"):
            if not both[language].get(key):
                yield "po/%s.po: %s is missing or empty" % (language, key)
        places = [sorted(set(re.findall(r"\{\d\}", both[l].get(key, "")))) for l in ("sv", "en")]
        if places[0] != places[1]:
            yield "po: %s fills other places in Swedish than in English" % key


def documents(tree):
    return "\n".join(tree.text(f) for f in tree.matching(r"README\.md|docs/[^/]*\.md"))


def documented(tree):
    """The documents name every kind, page, command and option (those that `fyr help` tells of, when it is built)."""
    text = documents(tree)
    names = [n for n in tree.folders("src/kinds") + tree.folders("src/pages") if n not in ("parts", "cases")]
    names += code.listed(tree, "src/kinds/kinds.c")
    program = os.path.join(tree.root, "build/fyr")
    if os.access(program, os.X_OK):
        told = subprocess.run([program, "help"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              stdin=subprocess.DEVNULL, check=False).stdout
        names += re.findall(r"(?<![\w-])--[a-z][a-z-]+", told) + re.findall(r"(?m)^\s*fyr ([a-z]+)", told)
    for name in sorted(set(names)):
        if not re.search(r"(?<![\w-])%s(?![\w-])" % re.escape(name), text):
            yield "no document in docs/ names " + name


def tables_told(tree):
    """docs/roles/lawyer.md tells of every table the program keeps, so that nobody's data are held unsaid."""
    text = tree.text("docs/roles/lawyer.md") if tree.has("docs/roles/lawyer.md") else ""
    for path in ("src/ledger/book.sql", "src/state/schema.sql", "src/auth/office.sql"):
        for name in re.findall(r"(?m)^CREATE TABLE (\w+)", tree.text(path) if tree.has(path) else ""):
            if "`%s`" % name not in text:
                yield "%s: docs/roles/lawyer.md does not tell what %s holds" % (path, name)


def dependencies_told(tree):
    """docs/dependencies.md has each library of meson.build, each npm package and each Debian package of setup."""
    text = tree.text("docs/dependencies.md") if tree.has("docs/dependencies.md") else ""
    names = set()
    for path in tree.matching(r"(.*/)?meson\.build"):
        names |= set(re.findall(r"dependency\('([^']+)'", tree.text(path))) - {"threads"}
    if tree.has("package.json"):
        names |= set(re.findall(r'"([\w-]+)": "\d+\.\d+\.\d+"', tree.text("package.json")))
    if tree.has("script/setup"):
        for group in re.findall(r'(?m)^(?:test_|long_)?packages="([^"]*)"', tree.text("script/setup")):
            names |= {entry.split(":")[0] for entry in group.split()}
    for name in sorted(names):
        if not re.search(r"(?<![\w-])%s(?![\w-])" % re.escape(name), text):
            yield "docs/dependencies.md does not tell why we need " + name


def links_lead_somewhere(tree):
    """A relative link in a document leads to a file."""
    for path in tree.matching(r".*\.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", tree.text(path)):
            there = os.path.normpath(os.path.join(os.path.dirname(path), target))
            if not tree.has(there) and not any(f.startswith(there + "/") for f in tree.files):
                yield "%s: %s is not there" % (path, target)


def scripts_are_clean(tree):
    """shellcheck finds nothing in the scripts."""
    if not shutil.which("shellcheck"):
        return "shellcheck is not installed"
    scripts = [f for f in tree.files if re.match(r"#!.*\bsh$", tree.text(f).split("\n")[0])]
    if not scripts:
        return []
    done = subprocess.run(["shellcheck", "--format=gcc", *scripts], cwd=tree.root, stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.STDOUT, check=False)
    return done.stdout.strip().split("\n") if done.returncode else []


def ci_runs_the_tests(tree):
    """.ci/run calls script/test and nothing else."""
    lines = [l for l in tree.text(".ci/run").split("\n") if l and not l.startswith("#")] if tree.has(".ci/run") else []
    if len(lines) != 1 or not lines[0].endswith("script/test\""):
        yield ".ci/run does something else than call script/test"


RULES = [room_signs, licence_headers, reuse_lint, no_machine_paths, catalogues_agree, documented, tables_told, dependencies_told,
         links_lead_somewhere, scripts_are_clean, ci_runs_the_tests]
