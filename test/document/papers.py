# SPDX-License-Identifier: EUPL-1.2
"""Documents as bytes, made by hand: a friendly one with everything in it, and one for each attack.  What belongs to zip files
alone is test/sheet's (make.py)."""
import functools
from xml.sax.saxutils import escape

import make

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = make.REL
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BODY, STYLES_PART, TYPES_PART = "word/document.xml", "word/styles.xml", "[Content_Types].xml"
NUMBER = "640823-3234"      # a published test number


def types(main=MAIN_TYPE):
    return make.types(main).replace("/xl/workbook.xml", "/word/document.xml")


STYLES = (make.HEAD + '<w:styles xmlns:w="%s">' % W
          + '<w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Rubrik2"><w:name w:val="Rubrik 2"/><w:basedOn w:val="Normal"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Mote"><w:name w:val="Mötespunkt"/><w:basedOn w:val="Heading1"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Niva"><w:name w:val="Nivå"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
          '<w:style w:type="paragraph" w:styleId="Punkt"><w:name w:val="List Bullet"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Punkt2"><w:name w:val="List Bullet 2"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Inre"><w:name w:val="Egen"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
          '</w:pPr></w:style>'
          '<w:style w:type="character" w:styleId="Teckenrubrik"><w:name w:val="heading 1 Char"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Dold"><w:name w:val="Dold"/><w:rPr><w:vanish/></w:rPr></w:style>'
          '<w:style w:type="paragraph" w:styleId="DoldArvd"><w:name w:val="Arvd"/><w:basedOn w:val="Dold"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Visad"><w:basedOn w:val="Dold"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
          '<w:style w:type="character" w:styleId="DoltTecken"><w:rPr><w:vanish/></w:rPr></w:style>'
          '<w:style w:type="character" w:styleId="ArvtTecken"><w:basedOn w:val="DoltTecken"/></w:style>'
          '<w:style w:type="character" w:styleId="VisatTecken"><w:rPr><w:vanish w:val="off"/></w:rPr></w:style></w:styles>')


def run(text, rules=""):
    return "<w:r>%s<w:t xml:space=\"preserve\">%s</w:t></w:r>" % ("<w:rPr>%s</w:rPr>" % rules if rules else "", escape(text))


def paragraph(text="", style="", rules="", inner=""):
    rules = ('<w:pStyle w:val="%s"/>' % style if style else "") + rules
    return "<w:p>%s%s%s</w:p>" % ("<w:pPr>%s</w:pPr>" % rules if rules else "", run(text) if text else "", inner)


def item(text, number=1, level=0):
    return paragraph(text, rules='<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>' % (level, number))


def table(rows):
    """Rows of cells, a cell is XML or a text."""
    return "<w:tbl>%s</w:tbl>" % "".join("<w:tr>%s</w:tr>" % "".join(
        "<w:tc>%s</w:tc>" % (cell if cell.startswith("<") else paragraph(cell)) for cell in row) for row in rows)


def body(xml):
    return make.HEAD + '<w:document xmlns:w="%s" xmlns:r="%s"><w:body>%s</w:body></w:document>' % (W, R, xml)


def links(targets):
    return (make.HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
            % "".join('<Relationship Id="rId%d" Type="%s/hyperlink" Target="%s" TargetMode="External"/>' % (i + 1, R, escape(t))
                      for i, t in enumerate(targets)))


def docx(xml, **changed):
    return make.packed({TYPES_PART: types(), BODY: body(xml), STYLES_PART: STYLES, **changed})


def part(name, content):
    return docx(paragraph("Mötet öppnades."), **{name: content})


LAUGHS = ("<!DOCTYPE w [<!ENTITY a0 \"ha\">%s]><w:document xmlns:w='w'><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>"
          % "".join('<!ENTITY a%d "%s">' % (i, "&a%d;" % (i - 1) * 10) for i in range(1, 10)))
EXTERNAL = ('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&x;</w:t></w:r>'
            "</w:p></w:body></w:document>")


@functools.cache
def hostile():
    """name -> (bytes, what the child must answer: a rule, a remark after "+", or None when it may read it, "*": either)"""
    good = docx(paragraph("Mötet öppnades."))
    ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600)
    loop = STYLES.replace('<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="Mote"/>')
    return {
        "zip-bomb": (make.bomb({TYPES_PART: types()}, BODY, "<w:document xmlns:w='w'>", "</w:document>", 200), "document.bomb"),
        "zip-bomb-many-parts": (make.packed({TYPES_PART: types(), BODY: body(""), **{"x/%d" % i: "x" for i in range(2500)}}), "document.bomb"),
        "zip-in-zip": (make.packed({"inner.docx": good}), "document.not_docx"),
        "size-lies": (make.lying_size(good, BODY), "*"),
        "xml-bomb": (part(BODY, LAUGHS), "document.doctype"),
        "xml-bomb-styles": (part(STYLES_PART, LAUGHS), "document.doctype"),
        "xml-bomb-types": (part(TYPES_PART, LAUGHS), "document.doctype"),
        "xml-bomb-links": (part("word/_rels/document.xml.rels", LAUGHS), "document.doctype"),
        "external-entity": (part(BODY, EXTERNAL), "document.doctype"),
        "external-doctype": (part(BODY, '<!DOCTYPE w SYSTEM "http://a.example/w.dtd"><w/>'), "document.doctype"),
        "path-up": (docx('<w:p><w:hyperlink r:id="rId1">%s</w:hyperlink></w:p>' % run("Mötet öppnades."),
                         **{"word/_rels/document.xml.rels": links(["../../../etc/passwd"])}), None),
        "path-in-zip": (make.packed({TYPES_PART: types(), BODY: body(paragraph("Mötet öppnades.")), "../../evil.xml": "x", "/etc/evil": "x"}), None),
        "link-script": (docx('<w:p><w:hyperlink r:id="rId1">%s</w:hyperlink></w:p>' % run("Mötet öppnades."),
                             **{"word/_rels/document.xml.rels": links(["javascript:alert(1)"])}), None),
        "template-outside": (part("word/_rels/settings.xml.rels", links(["http://a.example/t.dotm"])), None),
        "truncated": (good[:len(good) // 2], "document.damaged"),
        "truncated-start": (good[:30], "document.damaged"),
        "flipped": (good[:200] + bytes(b ^ 255 for b in good[200:260]) + good[260:], "*"),
        "noise": (b"PK\3\4" + bytes(range(256)) * 40, "document.damaged"),
        "zip-empty": (b"PK\5\6" + bytes(18), "document.damaged"),
        "encrypted-entry": (make.encrypted_entry(good), "document.doc"),
        "encrypted": (ole + "EncryptedPackage".encode("utf-16-le") + bytes(64), "document.doc"),
        "doc": (ole, "document.doc"),
        "macro-part": (part("word/vbaProject.bin", "x"), "document.macro"),
        "macro-type": (part(TYPES_PART, types("application/vnd.ms-word.document.macroEnabled.main+xml")), "document.macro"),
        "wrong-types": (part(TYPES_PART, types("image/png")), "document.not_docx"),
        "no-types": (part(TYPES_PART, None), "document.not_docx"),
        "no-document": (part(BODY, None), "document.not_docx"),
        "xlsx": (make.small().bytes(), "document.not_docx"),
        "odt": (make.packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "document.odt"),
        "pdf": (b"%PDF-1.7\n", "document.pdf"),
        "rtf": (b"{\\rtf1 hej}", "document.rtf"),
        "utf-16": ("Mötet öppnades.".encode("utf-16"), "document.utf16"),
        "web-page": (b"<html><p>hej</p></html>", "document.web_page"),
        "program": (b"\x7fELF\2\1\1" + bytes(100), "document.not_text"),
        "nul": (b"M\0\0te", "document.not_text"),
        "escape-codes": (b"M\xc3\xb6te \x1b[2J", "document.not_text"),
        "nothing": (b"", "document.empty"),
        "blank": (b" \n\t\n\f\n", "document.empty"),
        "docx-blank": (docx(paragraph()), "document.empty"),
        "deep": (part(BODY, "<a>" * 1000 + "</a>" * 1000), "document.malformed"),
        "not-xml": (part(BODY, "hej"), "document.malformed"),
        "bad-utf8": (part(BODY, b"<w:document xmlns:w='w'><w:p><w:r><w:t>\xff\xfe</w:t></w:r></w:p></w:document>"), "document.malformed"),
        "styles-loop": (docx(paragraph("Mötet öppnades.", "Heading1"), **{STYLES_PART: loop}), None),
        "styles-many": (docx(paragraph("Mötet öppnades.", "s5000"), **{STYLES_PART: "<w:styles xmlns:w='w'>%s</w:styles>" % "".join(
            '<w:style w:type="paragraph" w:styleId="s%d"><w:basedOn w:val="s%d"/></w:style>' % (i, i + 1) for i in range(9000))}), None),
        "end-without-table": (part(BODY, "<w:document xmlns:w='w'><w:tc><w:p><w:r><w:t>Mötet</w:t></w:r></w:p></w:tc></w:document>"), None),
        "table-in-table": (docx(table([["<w:p/>" + table([["a", "b"], ["c", "d"]]), "e"]])), None),
        "table-huge": (docx(table([["a", "b"]] * 4000)), "document.too_long"),
        "paragraph-huge": (docx(paragraph("a" * 10001)), "document.block_too_long 1"),
        "paragraph-of-megabytes": (docx(paragraph("a" * 3000000)), "document.block_too_long 1"),
        "paragraphs-many": (docx(paragraph("a") * 30000), "document.too_long"),
        "list-huge": (docx(item("ett") * 9000), "document.block_too_long 1"),
        "bidi": (docx(paragraph("Betalas till \u202e654321\u202c Umeå")), "document.control 1"),
        "bidi-text": ("Betalas till \u202e654321\u202c.\n\nHej.\n".encode(), "document.control 1"),
        "bidi-isolate": (docx(paragraph("Ett.") + paragraph("\u2067två\u2069")), "document.control 2"),
        "look-alike": (docx(paragraph("Ett stycke.") + paragraph("P\u043elisen informerade.")), "+document.mixed_script 2"),
        "invisible": (docx(paragraph("För\u00adebygg\u200bande arbete.")), "+document.invisible 2"),
        "paste-300-pages": (("Rådet talade om trygghet på torget och om lysen. " * 60 + "\n\n").encode() * 300, "document.too_long"),
        "paste-one-line": (b"a" * (3 << 20), "document.block_too_long 1"),
        "lines-of-one-paragraph": ((b"a" * 99 + b"\n") * 30000, "document.block_too_long 1"),
        "pieces-of-one-paragraph": ((b"a" * 99 + b"\n\n") * 19000, "document.block_too_long 1"),
        "lines-many": (b"a\n" * 100000, "document.too_long"),
        "tabs-many": (b"\t".join([b"a"] * 1000) + b"\n" + b"\t".join([b"b"] * 1000) + b"\n", None),
        "too-large": (b"PK\3\4" + bytes(4 << 20), ""),
    }
