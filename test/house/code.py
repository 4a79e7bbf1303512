# SPDX-License-Identifier: EUPL-1.2
"""House rules for the C sources.  A rule takes a tree and gives its complaints."""
import re
import shutil
import subprocess

from tree import numbered

C_FILES = r"(src|tools|test|fuzz|bench)/.*\.[ch]"
SRC_FILES = r"src/.*\.[ch]"
ALLOCATING = "malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf getline getdelim open_memstream"
BANNED = ("strcpy strcat stpcpy strncpy strncat sprintf vsprintf gets strtok strtok_r atoi atol atoll atof gmtime "
          "localtime gmtime_r localtime_r ctime ctime_r asctime mktime mktemp tmpnam system alloca popen setjmp longjmp sigsetjmp "
          "siglongjmp pthread_create thrd_create")
LONGEST_FUNCTION = 70
WIDEST_LINE = 132


def room_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def ladder(tree):
    """A folder includes only folders earlier in src/LADDER."""
    steps = tree.text("src/LADDER").split() if tree.has("src/LADDER") else []
    if not steps:
        yield "src/LADDER is missing or empty"
    for room in tree.folders("src"):
        if room not in steps:
            yield "src/%s is not in src/LADDER" % room
    for path in tree.matching(SRC_FILES):
        room = room_of(path)
        for number, line in numbered(tree.bare(path, keep_strings=True)):
            found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not found or room is None:
                continue
            other = found.group(1).split("/")[0]
            if "/" not in found.group(1) or other not in steps:
                yield '%s:%d: include "%s" names no room' % (path, number, found.group(1))
            elif room in steps and steps.index(other) > steps.index(room):
                yield "%s:%d: %s includes %s, a step up the ladder" % (path, number, room, other)


def uses(tree, pattern, allowed):
    for path in tree.matching(SRC_FILES):
        if not re.match(allowed, path):
            for number, line in numbered(tree.bare(path)):
                found = re.search(pattern, line)
                if found:
                    yield "%s:%d: %s" % (path, number, found.group(0).strip(" ("))


def one_database_room(tree):
    """Only src/store names sqlite3."""
    yield from uses(tree, r"\bsqlite3\w*|\bSQLITE_\w+", r"src/store/")


def one_http_room(tree):
    """Only src/http names microhttpd."""
    yield from uses(tree, r"\bMHD_\w+|microhttpd", r"src/http/")


def call(names):
    return r"(?<![\w.>])(%s)\s*\(" % "|".join(names.split())


def banned_calls(tree):
    """The calls that style bans do not occur."""
    yield from uses(tree, call(BANNED), r"$none")


def allocation_in_base(tree):
    """Memory is taken and given back in src/base only."""
    yield from uses(tree, call(ALLOCATING), r"src/base/")


def clock_through_env(tree):
    """Only src/base/env.c, the doors and the time limits of src/http read the clock and chance of the machine."""
    yield from uses(tree, call("time clock_gettime gettimeofday rand random srand getrandom arc4random randombytes_buf"),
                    r"src/base/env\.c|src/http/|src/doors/|src/main\.c")


def no_floating_point(tree):
    """Numbers are whole: no float, no double."""
    yield from uses(tree, r"\b(float|double)\b", r"$none")


def no_goto(tree):
    """No goto."""
    yield from uses(tree, r"\bgoto\b", r"$none")


def no_static_mutable_data(tree):
    """Nothing static and mutable, because the server's library runs a thread for each connection."""
    for path in tree.matching(SRC_FILES):
        for number, line in numbered(tree.bare(path)):
            if re.match(r"\s*static\b(?!.*\b(const|inline|_Static_assert|sig_atomic_t)\b)[^(]*[;=]", line):
                yield "%s:%d: %s" % (path, number, line.strip())


def short_functions(tree):
    """No function is longer than 70 lines."""
    for path in tree.matching(SRC_FILES + r"|tools/.*\.c"):
        begin = None
        for number, line in numbered(tree.bare(path)):
            if line.rstrip() == "{" or re.match(r"[a-z].*\)\s*\{$", line):
                begin = number
            elif line.rstrip() == "}" and begin:
                if number - begin + 1 > LONGEST_FUNCTION:
                    yield "%s:%d: a function of %d lines" % (path, begin, number - begin + 1)
                begin = None


def narrow_lines(tree):
    """No line is wider than 132 columns, a tab being four; style asks for 116."""
    for path in tree.matching(C_FILES):
        for number, line in numbered(tree.text(path)):
            if len(line.expandtabs(4)) > WIDEST_LINE:
                yield "%s:%d: %d columns" % (path, number, len(line.expandtabs(4)))


def words_in_catalogues(tree):
    """No Swedish letters in strings of the C files or in templates: words on screen stand in po/."""
    # reply.c answers in both languages what is refused before there is any page or catalogue.
    swedish = re.compile("[\u00e5\u00e4\u00f6\u00c5\u00c4\u00d6]")
    for path in tree.matching(r"src/(?!http/reply).*\.c"):
        for number, line in numbered(tree.bare(path, keep_strings=True)):
            if swedish.search(line):
                yield "%s:%d: Swedish letters in a string" % (path, number)
    for path in tree.matching(r"src/.*\.html"):
        if swedish.search(re.sub(r"<!--.*?-->", "", tree.text(path), flags=re.DOTALL)):
            yield "%s: Swedish letters in a template" % path


TWO_PERSON = r"_(proposed|seconded|stopped|withdrawn|expired)$"


def listed(tree, path):
    """The names in the array of a list file: lines of the form `&name,`, one or several on a line."""
    return re.findall(r"&(?:page_|kind_)?(\w+)\s*,", tree.bare(path)) if tree.has(path) else []


def list_complaints(tree, room, folder_of):
    path = "src/%s/%s.c" % (room, room)
    names, folders = listed(tree, path), [f for f in tree.folders("src/" + room) if f != "parts"]
    if folders and not names:
        yield path + " lists nothing"
    if names != sorted(names):
        yield path + " is not sorted: " + next(b for a, b in zip(names, names[1:]) if b < a)
    for name in names:
        if not any(f in folders for f in folder_of(name)):
            yield "%s lists %s, which has no folder" % (path, name)
    for folder in folders:
        if not any(folder in folder_of(name) for name in names):
            yield "src/%s/%s is not listed in %s" % (room, folder, path)


def kinds_listed(tree):
    """kinds.c lists the folders of src/kinds, sorted; a folder x may hold the five kinds of a two-person act."""
    yield from list_complaints(tree, "kinds", lambda name: {name, re.sub(TWO_PERSON, "", name)})


def pages_listed(tree):
    """pages.c lists the folders of src/pages, sorted."""
    yield from list_complaints(tree, "pages", lambda name: {name})


def count_cases(tree, folder):
    """Acts of the folder's own kinds that its cases see refused, and those they see accepted."""
    name, refused, accepted = folder.split("/")[-1], 0, 0
    for path in tree.matching(re.escape(folder) + r"/cases/.*"):
        outcomes = []
        for line in tree.text(path).split("\n"):
            act = re.match(r"(?:let \w+ = )?write (\w+)", line)
            if act:
                outcomes.append("accepted" if re.sub(TWO_PERSON, "", act.group(1)) == name or act.group(1) == name
                                else "other")
            elif line.startswith("expect refused") and outcomes:
                outcomes[-1] = "refused"
        refused += outcomes.count("refused")
        accepted += outcomes.count("accepted")
    return refused, accepted


def more_refused_cases(tree):
    """Each kind's cases see its acts refused at least as often as accepted."""
    for name in tree.folders("src/kinds"):
        refused, accepted = count_cases(tree, "src/kinds/" + name)
        if not refused or refused < accepted:
            yield "src/kinds/%s/cases: %d refused, %d accepted" % (name, refused, accepted)


def nothing_suspicious(tree):
    """cppcheck finds nothing in the sources that is not answered beside the line."""
    if not shutil.which("cppcheck"):
        return "cppcheck is not installed"
    sources = tree.matching(r"src/.*\.c")
    if not sources:
        return []
    # Through a pointer handed on to be filled it sees a read of what is not filled yet.
    done = subprocess.run(["cppcheck", "--quiet", "--inline-suppr", "--enable=warning,performance,portability", "--std=c11",
                           "--suppress=ctuuninitvar", "-D_GNU_SOURCE", "-Isrc", "--template={file}:{line}: {message} [{id}]",
                           *sources], cwd=tree.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return [line for line in done.stdout.split("\n") if re.match(r"\S+:\d+: ", line)]


RULES = [ladder, nothing_suspicious, one_database_room, one_http_room, banned_calls, allocation_in_base, clock_through_env,
         no_floating_point, no_goto, no_static_mutable_data, short_functions, narrow_lines, words_in_catalogues,
         kinds_listed, pages_listed, more_refused_cases]
