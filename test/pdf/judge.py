# SPDX-License-Identifier: EUPL-1.2
"""Is a PDF tagged as ISO 14289-1 (PDF/UA-1) asks?  The rules that a machine can check and that our writer could break."""
import base64
import html
import json
import re
import subprocess

PAINTING = set("Tj TJ ' \" f F f* B B* b b* S s sh Do BI".split())
HEADINGS = ("/H1", "/H2", "/H3", "/H4")
TOKEN = re.compile(rb"<<|>>|<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\()])*\)|\[|\]|/[^\s<>\[\]()/]*|[^\s<>\[\]()/]+")


class Paper:
    """A PDF as qpdf reads it."""

    def __init__(self, path):
        done = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", path, "-"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.said = done.stderr.decode("utf-8", "replace")
        told = json.loads(done.stdout)
        self.objects = told["qpdf"][1]
        self.pages = [page["object"] for page in told["pages"]]
        with open(path, "rb") as file:
            self.bytes = file.read()
        self.trailer = self.objects["trailer"]["value"]

    def get(self, value):
        """What a reference leads to; anything else is itself."""
        if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            found = self.objects.get("obj:" + value, {})
            return found["stream"]["dict"] if "stream" in found else found.get("value")
        return value

    def stream(self, reference):
        found = self.objects.get("obj:%s" % reference, {}).get("stream")
        return base64.b64decode(found["data"]) if found else b""

    @property
    def root(self):
        return self.get(self.trailer["/Root"])


def text_of(value):
    return value[2:] if isinstance(value, str) and value.startswith("u:") else None


def about(paper):
    """The paper says what it is, and nothing else about itself."""
    root, info = paper.root, paper.get(paper.trailer.get("/Info")) or {}
    metadata = paper.stream(root.get("/Metadata")).decode("utf-8", "replace")
    title = text_of(info.get("/Title"))
    if not title:
        yield "no title"
    elif title not in map(html.unescape, re.findall(r'<rdf:li xml:lang="x-default">([^<]*)</rdf:li>', metadata)):
        yield "the metadata have another title"
    if set(info) - {"/Title"} or re.search(r"<xmp:|<pdf:|xap|Author|Creator|Producer|uuid", metadata):
        yield "more metadata than needed"
    if "<pdfuaid:part>1</pdfuaid:part>" not in metadata:
        yield "not said to be PDF/UA"
    if "<pdfaid:part>1</pdfaid:part>" not in metadata:
        yield "not said to be PDF/A"
    if text_of(root.get("/Lang")) not in ("sv", "en"):
        yield "no language"
    if (root.get("/MarkInfo") or {}).get("/Marked") is not True:
        yield "not marked"
    if (root.get("/ViewerPreferences") or {}).get("/DisplayDocTitle") is not True:
        yield "its title is not displayed"
    if paper.bytes.count(b"%%EOF") != 1 or "/Prev" in paper.trailer:
        yield "more than one revision"
    for key in ("/OpenAction", "/AA", "/AcroForm", "/Names"):
        if key in root:
            yield "has " + key


def fonts(paper):
    """Each font is inside, and each letter that is used says what it is."""
    for reference in paper.pages:
        page = paper.get(reference)
        used = {}
        for font, text in shown(paper.stream(page["/Contents"])):
            used.setdefault(font, set()).update(text[i:i + 4] for i in range(0, len(text), 4))
        for name, codes in used.items():
            font = paper.get(page["/Resources"]["/Font"].get(name)) or {}
            inner = paper.get((font.get("/DescendantFonts") or [None])[0]) or {}
            facts = paper.get(inner.get("/FontDescriptor")) or {}
            if not paper.stream(facts.get("/FontFile2")):
                yield "a font is not inside"
            if not paper.stream(facts.get("/CIDSet")) or not inner.get("/CIDToGIDMap"):
                yield "a font does not say which letters it has"
            if codes - set(letters(paper.stream(font.get("/ToUnicode")))):
                yield "a letter without its text"


def letters(cmap):
    """What each number of a font's letters is, as hex."""
    return dict(re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", cmap.decode("ascii", "replace")))


def shown(content):
    """Each shown text, with its font."""
    font, last = None, []
    for token in TOKEN.findall(content):
        if token == b"Tf":
            font = last[-2].decode()
        if token == b"Tj":
            yield font, last[-1].decode()[1:-1]
        last = last[-4:] + [token]


def contents(paper):
    """All that is drawn is marked, as part of the tree or as an artifact."""
    for reference in paper.pages:
        page = paper.get(reference)
        if page.get("/Tabs") != "/S":
            yield "a page without the order of its links"
        open_marks, last, numbers = [], [], []
        for token in (t.decode("latin-1") for t in TOKEN.findall(paper.stream(page["/Contents"]))):
            if token == "BMC":
                open_marks.append(last[-1])
            elif token == "BDC":
                at = last.index("/MCID") if "/MCID" in last else None
                open_marks.append("MCID")
                numbers.append(int(last[at + 1]) if at is not None else -1)
            elif token == "EMC":
                if not open_marks:
                    yield "an end without a beginning"
                open_marks = open_marks[:-1]
            elif token in PAINTING and len(open_marks) != 1:
                yield "drawn without a mark" if not open_marks else "marked twice"
            last = [] if token in ("BDC", "BMC", "EMC") else last[-8:] + [token]
        if open_marks:
            yield "a mark without an end"
        if numbers != list(range(len(numbers))):
            yield "marks in another order"
        parents = parents_of(paper).get(page.get("/StructParents"))
        if not isinstance(parents, list) or len(parents) != len(numbers):
            yield "marks without an element"
            continue
        for number, parent in enumerate(parents):
            if not any(isinstance(kid, dict) and kid.get("/MCID") == number and kid.get("/Pg") == reference
                       for kid in (paper.get(parent) or {}).get("/K", [])):
                yield "a mark that its element does not know"


def parents_of(paper):
    tree = paper.get(paper.root.get("/StructTreeRoot")) or {}
    numbers = (paper.get(tree.get("/ParentTree")) or {}).get("/Nums", [])
    return {numbers[i]: paper.get(numbers[i + 1]) if "R" in str(numbers[i + 1]) and not isinstance(numbers[i + 1], list)
            else numbers[i + 1] for i in range(0, len(numbers) - 1, 2)}


def walk(paper):
    """The elements in their order: type, itself, the types above it."""
    tree = paper.get(paper.root.get("/StructTreeRoot")) or {}
    waiting = [(tree.get("/K"), ())]
    while waiting:
        reference, above = waiting.pop(0)
        element = paper.get(reference)
        if not isinstance(element, dict) or "/S" not in element:
            continue
        yield element["/S"], element, above
        kids = [kid for kid in element.get("/K", []) if isinstance(kid, str)]
        waiting[:0] = [(kid, above + (element["/S"],)) for kid in kids]


def kids(paper, element):
    return [kid["/S"] for kid in (paper.get(k) for k in element.get("/K", []) if isinstance(k, str)) if "/S" in kid]


BLOCKS = {*HEADINGS, "/P", "/L", "/Table", "/Figure"}
ALLOWED = {
    "/Document": BLOCKS, "/L": {"/LI"}, "/LI": {"/Lbl", "/LBody"}, "/LBody": BLOCKS | {"/Link"},
    "/Table": {"/Caption", "/THead", "/TBody"}, "/THead": {"/TR"}, "/TBody": {"/TR"}, "/TR": {"/TH", "/TD"},
    **{name: {"/Link"} for name in (*HEADINGS, "/P", "/Caption", "/TH", "/TD")},
}


def tree(paper):
    """The tree is whole: headings in order, tables with headings, pictures with words."""
    level, found = 0, 0
    for name, element, _ in walk(paper):
        found += 1
        under = kids(paper, element)
        if set(under) - ALLOWED.get(name, set()):
            yield "%s holds %s" % (name, ", ".join(sorted(set(under) - ALLOWED.get(name, set()))))
        if name in HEADINGS:
            if HEADINGS.index(name) > level:
                yield "a heading skips a level"
            level = HEADINGS.index(name) + 1
        if name == "/TH" and (element.get("/A") or {}).get("/Scope") not in ("/Column", "/Row"):
            yield "a table's heading of nothing"
        if name == "/Table" and "/THead" not in under:
            yield "a table without headings"
        if name == "/Table" and len({len(kids(paper, e)) for e in rows_of(paper, element)}) != 1:
            yield "a table with rows of several lengths"
        if name == "/LI" and under not in (["/LBody"], ["/Lbl", "/LBody"]):
            yield "an item without its body, or not behind its number"
        if name == "/L" and any("/Lbl" in kids(paper, item) for item in map(paper.get, element["/K"])) != (
                (element.get("/A") or {}).get("/ListNumbering") == "/Decimal"):
            yield "a list that is numbered, or not, and says otherwise"
        if name == "/Figure" and not (text_of(element.get("/Alt")) and (element.get("/A") or {}).get("/BBox")):
            yield "a picture without words"
    if not found:
        yield "no tree"


def rows_of(paper, table):
    parts = [paper.get(kid) for kid in table["/K"] if isinstance(kid, str)]
    return [paper.get(row) for part in parts if part.get("/S") in ("/THead", "/TBody") for row in part["/K"]]


def links(paper):
    """Each link is in the tree, and says where it leads."""
    known = {}
    for name, element, _ in walk(paper):
        for kid in element.get("/K", []):
            if isinstance(kid, dict) and "/Obj" in kid:
                known[kid["/Obj"]] = (name, element)
    for page in map(paper.get, paper.pages):
        for reference in page.get("/Annots", []):
            link = paper.get(reference)
            if known.get(reference, ("",))[0] != "/Link":
                yield "a link that is in no element"
            elif parents_of(paper).get(link.get("/StructParent")) != known[reference][1]:
                yield "a link that does not know its element"
            if not text_of(link.get("/Contents")) or not link.get("/F", 0) & 4:
                yield "a link without words, or not in print"


def bookmarks(paper):
    """One for each heading."""
    count, waiting = 0, [(paper.get(paper.root.get("/Outlines")) or {}).get("/First")]
    while waiting:
        item = paper.get(waiting.pop())
        if item:
            count += 1
            waiting += [item.get("/Next"), item.get("/First")]
    if count != sum(name in HEADINGS for name, _, _ in walk(paper)):
        yield "not one bookmark for each heading"


RULES = [about, fonts, contents, tree, links, bookmarks]


def complaints(path):
    paper = Paper(path)
    return sorted({found for rule in RULES for found in rule(paper)})
