# SPDX-License-Identifier: EUPL-1.2
"""What gcov counted, file by file: lines and branches that no test came by."""
import json
import os
import re
import subprocess

# assert's own branch is taken only by a fault of ours that no input can bring about.
ASSERT = re.compile(r"^\s*(static_)?assert\(")


class File:
    """One source file: how often each line ran, and how often each branch of it was taken, over all programs."""
    def __init__(self):
        self.lines, self.branches = {}, {}

    def add(self, line):
        number = line["line_number"]
        self.lines[number] = self.lines.get(number, 0) + line["count"]
        # The same line in another function (a header's inline, a macro) is counted beside, not on top.
        key = (number, line.get("function_name", ""))
        counts = [b["count"] for b in line["branches"] if not b["throw"]]
        before = self.branches.get(key, [0] * len(counts))
        self.branches[key] = [a + b for a, b in zip(before, counts)]


def measure(build, root, rooms):
    """{path below root: File} of what gcov knows of the rooms' objects in the build folder."""
    files = {}
    for room in rooms:
        folder = os.path.join(build, "src", room)
        notes = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(".gcno")]
        if not notes:
            raise SystemExit("%s: nothing there was built with --coverage" % folder)
        said = subprocess.run(["gcov", "--json-format", "--branch-probabilities", "--stdout"] + sorted(notes),
                              cwd=build, capture_output=True, text=True, check=True).stdout
        for text in said.splitlines():
            for entry in json.loads(text)["files"] if text.strip() else ():
                path = os.path.relpath(os.path.join(build, entry["file"]), root)
                if any(path.startswith("src/%s/" % r) for r in rooms):
                    for line in entry["lines"]:
                        files.setdefault(path, File()).add(line)
    return files


def missed(path, root, file):
    """Sentences about one file, in order of lines; and the numbers (lines, lines hit, branches, branches hit)."""
    with open(os.path.join(root, path), encoding="utf-8") as source:
        text = source.read().split("\n")
    sentences, counts = [], [0, 0, 0, 0]
    for number in sorted(file.lines):
        counts[0] += 1
        counts[1] += file.lines[number] > 0
        if not file.lines[number]:
            sentences.append((number, "never run"))
    for (number, _), branches in sorted(file.branches.items()):
        if ASSERT.match(text[number - 1]):
            continue
        counts[2] += len(branches)
        counts[3] += sum(1 for b in branches if b)
        if file.lines[number] and not all(branches):
            sentences.append((number, "branches %s of %d never taken" % (
                ",".join(str(i) for i, b in enumerate(branches) if not b), len(branches))))
    return ["%s:%d: %s: %s" % (path, number, why, text[number - 1].strip()) for number, why in sorted(sentences)], counts
