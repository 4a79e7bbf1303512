# SPDX-License-Identifier: EUPL-1.2
"""Spreadsheet files as bytes, made by hand: friendly ones as programs write them, and one for each attack."""
import functools
import io
import struct
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def types(main=SHEET_TYPE):
    return (HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="%s"/></Types>' % main)


def workbook(names, is_1904=False, states=()):
    sheets = "".join('<sheet name="%s" sheetId="%d" r:id="rId%d"%s/>' % (
        escape(name), i + 1, i + 1, ' state="%s"' % states[i] if i < len(states) and states[i] else "")
        for i, name in enumerate(names))
    return (HEAD + '<workbook xmlns="%s" xmlns:r="%s"><workbookPr%s/><sheets>%s</sheets></workbook>'
            % (MAIN, REL, ' date1904="1"' if is_1904 else "", sheets))


def relations(targets, mode=""):
    return (HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
            % "".join('<Relationship Id="rId%d" Type="%s/worksheet" Target="%s"%s/>' % (i + 1, REL, target, mode)
                      for i, target in enumerate(targets)))


# The styles of every file here: 0 plain, 1 date (14), 2 per cent (9), 3 "d mmmm yyyy" of one's own, 4 time (20), 5 "0.0 "kr""
STYLES = (HEAD + '<styleSheet xmlns="%s"><numFmts count="2"><numFmt numFmtId="164" formatCode="d\\ mmmm\\ yyyy;@"/>'
          '<numFmt numFmtId="165" formatCode="0.0&quot; dagar&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
          '<cellXfs>%s</cellXfs></styleSheet>' % (MAIN, "".join('<xf numFmtId="%d"/>' % n for n in (0, 14, 9, 164, 20, 165))))


class Book:
    """Rows of cells; a cell is a text, a number, or raw XML after "<"."""

    def __init__(self, is_1904=False):
        self.strings, self.sheets, self.is_1904, self.states = [], [], is_1904, []

    def shared(self, text):
        if text not in self.strings:
            self.strings.append(text)
        return self.strings.index(text)

    def cell(self, place, value):
        if value is None or value == "":
            return ""
        if isinstance(value, tuple):  # number and style
            return '<c r="%s" s="%d"><v>%s</v></c>' % (place, value[1], value[0])
        if isinstance(value, bool):
            return '<c r="%s" t="b"><v>%d</v></c>' % (place, value)
        if isinstance(value, (int, float)):
            return '<c r="%s"><v>%r</v></c>' % (place, value)
        if value.startswith("<"):
            return value.replace("PLACE", place)
        return '<c r="%s" t="s"><v>%d</v></c>' % (place, self.shared(value))

    def sheet(self, name, rows, first=1, after="", state=""):
        body = "".join('<row r="%d">%s</row>' % (n, "".join(
            self.cell(letters(c) + str(n), value) for c, value in enumerate(row))) for n, row in enumerate(rows, first))
        self.sheets.append((name, sheet_xml(body, after)))
        self.states.append(state)
        return self

    def parts(self):
        strings = HEAD + '<sst xmlns="%s">%s</sst>' % (MAIN, "".join(
            '<si><t xml:space="preserve">%s</t></si>' % escape(s) for s in self.strings))
        parts = {"[Content_Types].xml": types(), "xl/workbook.xml": workbook([n for n, _ in self.sheets], self.is_1904, self.states),
                 "xl/_rels/workbook.xml.rels": relations("worksheets/sheet%d.xml" % (i + 1) for i in range(len(self.sheets))),
                 "xl/styles.xml": STYLES, "xl/sharedStrings.xml": strings}
        for i, (_, xml) in enumerate(self.sheets):
            parts["xl/worksheets/sheet%d.xml" % (i + 1)] = xml
        return parts

    def bytes(self, **changed):
        return packed({**self.parts(), **changed})


def sheet_xml(body, after=""):
    return HEAD + '<worksheet xmlns="%s"><sheetData>%s</sheetData>%s</worksheet>' % (MAIN, body, after)


def packed(parts):
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in parts.items():
            if content is not None:
                z.writestr(name, content)
    return to.getvalue()


def small():
    return Book().sheet("Plan", [["Nr", "Titel"], [1, "Ljusare gångväg"]])


def with_part(name, content):
    return small().bytes(**{name: content})


def bomb(parts, name, before, behind, megabytes):
    """One part more that unpacks to so much of nothing, between two texts."""
    to = io.BytesIO(packed(parts))
    with zipfile.ZipFile(to, "a", zipfile.ZIP_DEFLATED) as z, z.open(name, "w", force_zip64=False) as part:
        part.write(before.encode())
        for _ in range(megabytes):
            part.write(b" " * (1 << 20))
        part.write(behind.encode())
    return to.getvalue()


def sheet_bomb(megabytes):
    return bomb({**small().parts(), SHEET: None}, SHEET, HEAD + '<worksheet xmlns="%s"><sheetData>' % MAIN, "</sheetData></worksheet>",
                megabytes)


def lying_size(data, name):
    """The directory says that the part is of ten bytes."""
    at = data.rindex(b"PK\1\2", 0, data.rindex(name.encode()))
    return data[:at + 24] + struct.pack("<I", 10) + data[at + 28:]


def encrypted_entry(data):
    """The flag of encryption on every entry."""
    out = bytearray(data)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = out.find(mark)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(mark, at + 4)
    return bytes(out)


LAUGHS = (HEAD.replace(' standalone="yes"', "") + "<!DOCTYPE w [<!ENTITY a0 \"ha\">%s]><worksheet><sheetData><row r=\"1\">"
          "<c r=\"A1\" t=\"inlineStr\"><is><t>&a9;</t></is></c></row></sheetData></worksheet>"
          % "".join('<!ENTITY a%d "%s">' % (i, "&a%d;" % (i - 1) * 10) for i in range(1, 10)))
EXTERNAL = ('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr">'
            "<is><t>&x;</t></is></c></row></sheetData></worksheet>")
SHEET = "xl/worksheets/sheet1.xml"


def cell(xml):
    return with_part(SHEET, sheet_xml('<row r="1">%s</row>' % xml))


@functools.cache
def hostile():
    """name -> (bytes, what the child must answer: a rule, or None when it may read it)"""
    good = small().bytes()
    ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600)
    return {
        "zip-bomb": (sheet_bomb(200), "workbook.bomb"),
        "zip-bomb-many-parts": (packed({**small().parts(), **{"x/%d" % i: "x" for i in range(2500)}}), "workbook.bomb"),
        "zip-in-zip": (packed({"inner.xlsx": good}), "workbook.not_xlsx"),
        "size-lies": (lying_size(good, SHEET), "*"),
        "xml-bomb": (with_part(SHEET, LAUGHS), "workbook.doctype"),
        "xml-bomb-strings": (with_part("xl/sharedStrings.xml", LAUGHS), "workbook.doctype"),
        "xml-bomb-types": (with_part("[Content_Types].xml", LAUGHS), "workbook.doctype"),
        "external-entity": (with_part(SHEET, EXTERNAL), "workbook.doctype"),
        "external-doctype": (with_part("xl/workbook.xml", '<!DOCTYPE w SYSTEM "http://a.example/w.dtd"><workbook/>'), "workbook.doctype"),
        "path-up": (with_part("xl/_rels/workbook.xml.rels", relations(["../../../etc/passwd"])), "workbook.path"),
        "path-url": (with_part("xl/_rels/workbook.xml.rels", relations(["file:///etc/passwd"])), "workbook.path"),
        "path-external": (with_part("xl/_rels/workbook.xml.rels", relations(["http://a.example/s.xml"], ' TargetMode="External"')), "workbook.empty"),
        "path-in-zip": (packed({**small().parts(), "../../evil.xml": "x", "/etc/evil": "x"}), None),
        "truncated": (good[:len(good) // 2], "workbook.damaged"),
        "truncated-start": (good[:30], "workbook.damaged"),
        "flipped": (good[:200] + bytes(b ^ 255 for b in good[200:260]) + good[260:], "*"),
        "rows-100000": (with_part(SHEET, sheet_xml("".join('<row r="%d"><c r="A%d"><v>1</v></c></row>' % (i, i) for i in range(1, 100001)))), "workbook.too_many_rows 5000"),
        "rows-100000-empty": (with_part(SHEET, sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + "".join('<row r="%d"/>' % i for i in range(2, 100001)))), None),
        "columns-16384": (cell("".join('<c r="%s1"><v>1</v></c>' % letters(i) for i in range(16384))), "workbook.too_many_columns 150"),
        "columns-16384-empty": (cell('<c r="A1"><v>1</v></c>' + "".join('<c r="%s1" s="1"/>' % letters(i) for i in range(1, 16384))), None),
        "string-index": (cell('<c r="A1" t="s"><v>99</v></c>'), "workbook.no_such_string A1"),
        "string-index-negative": (cell('<c r="A1" t="s"><v>-1</v></c>'), "workbook.no_such_string A1"),
        "string-index-huge": (cell('<c r="B1" t="s"><v>99999999999999999999</v></c>'), "workbook.no_such_string B1"),
        "style-negative": (cell('<c r="A1" s="-5"><v>1</v></c>'), None),
        "style-huge": (cell('<c r="A1" s="4294967296"><v>1</v></c>'), None),
        "place-wrong": (cell('<c r="A99999999"><v>1</v></c>'), "workbook.malformed"),
        "place-lower": (cell('<c r="a1"><v>1</v></c>'), "workbook.malformed"),
        "place-other-row": (cell('<c r="A2"><v>1</v></c>'), "workbook.malformed"),
        "place-too-far": (cell('<c r="ZZZ1"><v>1</v></c>'), "workbook.malformed"),
        "row-zero": (with_part(SHEET, sheet_xml('<row r="0"><c r="A1"><v>1</v></c></row>')), "workbook.malformed"),
        "row-back": (with_part(SHEET, sheet_xml('<row r="5"/><row r="4"><c r="A4"><v>1</v></c></row>')), "workbook.malformed"),
        "row-huge": (with_part(SHEET, sheet_xml('<row r="99999999999"/>')), "workbook.malformed"),
        "cell-without-row": (with_part(SHEET, HEAD + '<worksheet><c r="A1"><v>1</v></c></worksheet>'), "workbook.malformed"),
        "cell-too-long": (cell('<c r="A1" t="inlineStr"><is><t>%s</t></is></c>' % ("a" * 140000)), "workbook.cell_too_long A1"),
        "string-too-long": (with_part("xl/sharedStrings.xml", '<sst><si><t>%s</t></si></sst>' % ("a" * 140000)), "workbook.cell_too_long"),
        "strings-too-many": (with_part("xl/sharedStrings.xml", "<sst>%s</sst>" % ("<si><t/></si>" * 400001)), "workbook.too_large"),
        "deep": (with_part(SHEET, "<a>" * 1000 + "</a>" * 1000), "workbook.malformed"),
        "not-xml": (with_part(SHEET, "hej"), "workbook.malformed"),
        "bad-utf8": (with_part(SHEET, b"<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>\xff\xfe</t></is></c></row></sheetData></worksheet>"), "workbook.malformed"),
        "nul": (cell('<c r="A1" t="inlineStr"><is><t>&#0;</t></is></c>'), "workbook.malformed"),
        "no-sheet-part": (with_part(SHEET, None), "workbook.damaged"),
        "no-sheets": (with_part("xl/workbook.xml", workbook([])), "workbook.empty"),
        "sheets-101": (with_part("xl/workbook.xml", workbook(["s%d" % i for i in range(101)])), "workbook.too_many_sheets 100"),
        "empty-sheet": (with_part(SHEET, sheet_xml("")), "workbook.empty"),
        "wrong-types": (with_part("[Content_Types].xml", types("image/png")), "workbook.not_xlsx"),
        "no-types": (with_part("[Content_Types].xml", None), "workbook.not_xlsx"),
        "docx": (packed({"[Content_Types].xml": types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
                         "word/document.xml": "<w/>"}), "workbook.not_xlsx"),
        "ods": (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "workbook.ods"),
        "xlsb": (packed({"[Content_Types].xml": types(), "xl/workbook.bin": "x"}), "workbook.xlsb"),
        "macro-part": (with_part("xl/vbaProject.bin", "x"), "workbook.macro"),
        "macro-type": (with_part("[Content_Types].xml", types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")), "workbook.macro"),
        "xls": (ole, "workbook.xls"),
        "encrypted": (ole + "EncryptedPackage".encode("utf-16-le") + bytes(64), "workbook.encrypted"),
        "encrypted-entry": (encrypted_entry(good), "workbook.encrypted"),
        "csv": (b"Nr;Titel\r\n1;x\r\n", "workbook.not_xlsx"),
        "nothing": (b"", "workbook.empty"),
        "pdf": (b"%PDF-1.7\n", "workbook.pdf"),
        "utf-16": ("Nr\tTitel\n".encode("utf-16"), "workbook.utf16"),
        "web-page": (b"<html><table></table></html>", "workbook.web_page"),
        "zip-empty": (b"PK\5\6" + bytes(18), "workbook.damaged"),
        "noise": (b"PK\3\4" + bytes(range(256)) * 40, "workbook.damaged"),
        "too-large": (b"PK\3\4" + bytes((4 << 20)), ""),
    }
