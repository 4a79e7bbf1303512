# SPDX-License-Identifier: EUPL-1.2
"""Looks for a text in a PDF by every way that we know of getting one out."""
import os
import subprocess

import judge


def ran(*words):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout


def extracts(path, folder):
    """What each extractor gives, by its name."""
    plain = os.path.join(folder, "plain.pdf")
    ran("qpdf", "--qdf", "--object-streams=disable", "--decode-level=all", "--normalize-content=n", path, plain)
    with open(path, "rb") as file, open(plain, "rb") as other:
        got = {"the file": file.read(), "qpdf": other.read()}
    got["pdftotext"] = ran("pdftotext", "-raw", path, "-")
    got["pdftotext by rows"] = ran("pdftotext", "-layout", path, "-")
    got["mutool"] = ran("mutool", "draw", "-F", "txt", path)
    got["mutool's objects"] = ran("mutool", "show", path, "grep")
    got["poppler's tree"] = ran("pdfinfo", "-struct-text", path)
    got["poppler's metadata"] = ran("pdfinfo", "-meta", path) + ran("pdfinfo", "-custom", path)
    got["what is attached"] = ran("pdfdetach", "-list", path)
    ran("pdfimages", "-all", path, os.path.join(folder, "image-poppler"))
    subprocess.run(["mutool", "extract", os.path.abspath(path)], cwd=folder, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)
    for name in sorted(os.listdir(folder)):
        if name.startswith(("font-", "img-", "image-")):
            with open(os.path.join(folder, name), "rb") as file:
                got["extracted " + name] = file.read()
            os.unlink(os.path.join(folder, name))
    return got


def spellings(paper, text):
    """A text as bytes in every form: also in the numbers of each font's letters, so far as it has them all."""
    found = [text.encode(), text.encode("utf-16-be"), text.encode("utf-16-le"), text.encode("latin-1", "replace")]
    found += [form.hex().encode() for form in found] + [form.hex().upper().encode() for form in found]
    for reference in paper.pages[:1]:
        for font in paper.get(reference)["/Resources"]["/Font"].values():
            by_text = {code: number for number, code in
                       judge.letters(paper.stream((paper.get(font) or {}).get("/ToUnicode"))).items()}
            numbers = [by_text.get("%04X" % ord(c)) for c in text]
            if all(numbers):
                found += ["".join(numbers).encode(), bytes.fromhex("".join(numbers))]
    return found


def finds(path, folder, texts):
    """Each text that is found, with where."""
    paper, found = judge.Paper(path), []
    forms = {text: spellings(paper, text) for text in texts}
    for where, data in extracts(path, folder).items():
        found += [(text, where) for text in texts if holds(data, forms[text])]
    return found


def holds(data, forms):
    return any(form in data for form in forms)
