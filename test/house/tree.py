# SPDX-License-Identifier: EUPL-1.2
"""The tree under test: its files, and C text without comments and strings."""
import os
import re
import subprocess

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


class Tree:
    """`files` are paths below `root`, with slashes, sorted; what git ignores is left out."""

    def __init__(self, root):
        self.root = root
        if os.path.exists(os.path.join(root, ".git")):
            listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
                                     "--exclude-standard"], cwd=root, stdout=subprocess.PIPE, check=True).stdout
            names = set(listed.decode().split("\0")) - {""}
        else:
            names = {os.path.relpath(os.path.join(folder, name), root)
                     for folder, _, inside in os.walk(root) for name in inside}
            names = {n for n in names if not re.match(r"build(-[^/]*)?/|node_modules/|(.*/)?__pycache__/", n)}
        self.files = sorted(n for n in names if os.path.isfile(os.path.join(root, n)))

    def bytes(self, path):
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read()

    def text(self, path):
        return self.bytes(path).decode("utf-8", "replace")

    def has(self, path):
        return path in self.files

    def matching(self, pattern):
        return [f for f in self.files if re.fullmatch(pattern, f)]

    def folders(self, parent):
        """Names of the folders directly in `parent` that hold a file."""
        start = parent + "/" if parent else ""
        return sorted({f[len(start):].split("/")[0] for f in self.files
                       if f.startswith(start) and "/" in f[len(start):]})

    def bare(self, path, keep_strings=False):
        """C text with comments, and the insides of strings, made blank; line numbers stay."""
        def blank(found):
            word = found.group(0)
            if word[0] == "/":
                return re.sub(r"[^\n]", " ", word)
            return word if keep_strings else word[0] + word[0]
        return TOKEN.sub(blank, self.text(path))


def numbered(text):
    return enumerate(text.split("\n"), 1)
