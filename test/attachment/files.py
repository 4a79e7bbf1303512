# SPDX-License-Identifier: EUPL-1.2
"""Files as bytes, made by hand: a friendly one of each sort, and one for each attack.  What belongs to zip files alone is
test/sheet's (make.py), what belongs to docx alone test/document's (papers.py)."""
import functools
import io
import struct
import zipfile
import zlib

import make
import papers
from papers import docx, paragraph

LIMIT = 10000000
SECRET = "Hemlis"           # what no picture may still hold when it was taken in
ODF = "application/vnd.oasis.opendocument."


# ------------------------------------------------------------------------------------------- pictures ---

def piece(mark, data):
    return bytes([0xFF, mark]) + struct.pack(">H", len(data) + 2) + data


def tiff(rows, little=False):
    """A first directory of (tag, type, count, four bytes)."""
    end = "<" if little else ">"
    head = (b"II*\0" if little else b"MM\0*") + struct.pack(end + "IH", 8, len(rows))
    return head + b"".join(struct.pack(end + "HHI", *row[:3]) + row[3] for row in rows) + bytes(4) + SECRET.encode()


def exif(rows, little=False):
    return piece(0xE1, b"Exif\0\0" + tiff(rows, little))


def turned(turn, little=False):
    return (0x0112, 3, 1, struct.pack("<HH" if little else ">HH", turn, 0))


GPS, MAKE, TIME = (0x8825, 4, 1, bytes(4)), (0x010F, 2, 4, b"Fyr\0"), (0x0132, 2, 4, b"202\0")
TABLES = piece(0xDB, bytes(65)) + piece(0xC0, bytes(9)) + piece(0xC4, bytes(20))
SCAN = piece(0xDA, bytes(6)) + b"\x12\xFF\x00\x34\xFF\xD0\x56"
JFIF = piece(0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0")


def jpeg(*before, after=b""):
    return b"\xFF\xD8" + JFIF + b"".join(before) + TABLES + SCAN + TABLES + SCAN + b"\xFF\xD9" + after


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


IHDR, IDAT, IEND = chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b"")


def png(*between, after=b""):
    return b"\x89PNG\r\n\x1a\n" + IHDR + b"".join(between) + IDAT + IEND + after


# ------------------------------------------------------------------------------------------- papers ---

def pdf(info="", more=b""):
    return (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n2 0 obj\n<< " + info.encode("latin-1") + b" >>\nendobj\n" + more
            + b"trailer\n<< /Root 1 0 R /Info 2 0 R >>\n%%EOF\n")


XMP = ("3 0 obj\n<< /Type /Metadata >>\nstream\n<x:xmpmeta><rdf:RDF><dc:creator><rdf:Seq><rdf:li>Åsa Ek</rdf:li></rdf:Seq></dc:creator>"
       "<xmp:CreatorTool>Skrivaren 3</xmp:CreatorTool></rdf:RDF></x:xmpmeta>\nendstream\nendobj\n").encode()


# ------------------------------------------------------------------------------------------- documents ---

CORE = (make.HEAD + '<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc"><dc:creator>Anna Ask</dc:creator><cp:lastModifiedBy>Bo Berg'
        '</cp:lastModifiedBy><dc:title>Utkast 3</dc:title></cp:coreProperties>')
APP = make.HEAD + "<Properties><Company>Fyrby kommun</Company><Application>Skrivprogram</Application></Properties>"


def relation(kind, target):
    return (make.HEAD + '<Relationships><Relationship Id="r1" Type="%s/%s" Target="%s" TargetMode="External"/></Relationships>'
            % (make.REL, kind, target))


def odf(sort, more=None, content="<office:document-content xmlns:office='o' xmlns:text='t'><text:p>Hej.</text:p></office:document-content>"):
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as z:
        z.writestr("mimetype", ODF + sort, zipfile.ZIP_STORED)
        z.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        for name, part in (more or {}).items():
            z.writestr(name, part, zipfile.ZIP_DEFLATED)
    return to.getvalue()


def pptx(**more):
    return make.packed({"[Content_Types].xml": papers.types(), "ppt/presentation.xml": "<p/>",
                        "ppt/slides/slide1.xml": "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:t>Hej.</a:t></a:p></p:sld>", **more})


def twice(data):
    """One name twice: which of them is read differs."""
    to = io.BytesIO(data)
    with zipfile.ZipFile(to, "a") as z:
        z.writestr(papers.BODY, papers.body(paragraph("Något annat.")))
    return to.getvalue()


@functools.cache
def friendly():
    """name -> (bytes, ending, what must be told)"""
    return {
        "pdf": (pdf("/Author (Anna \\(A\\) Ask) /Title <FEFF00C5> /Producer (Skrivaren) /CreationDate (D:2026)"), "pdf",
                [["author", "Anna (A) Ask"], ["title", "Å"], ["program", "Skrivaren"]]),
        "pdf-xmp": (pdf("", XMP), "pdf", [["author", "Åsa Ek"], ["program", "Skrivaren 3"]]),
        "pdf-bare": (b"%PDF-1.7\n", "pdf", []),
        "pdf-octal": (pdf("/Author (\\305sa\\\nEk)"), "pdf", None),
        "png": (png(), "png", []),
        "png-text": (png(chunk(b"tEXt", b"Author\0" + SECRET.encode()), chunk(b"tIME", bytes(7))), "png",
                     [["taken_text", ""], ["taken_time", ""]]),
        "png-exif": (png(chunk(b"eXIf", tiff([GPS]))), "png", [["taken_place", ""]]),
        "png-after": (png(after=SECRET.encode()), "png", [["taken_other", ""]]),
        "jpeg": (jpeg(), "jpg", []),
        "jpeg-place": (jpeg(exif([MAKE, TIME, turned(6), GPS])), "jpg", [["taken_device", ""], ["taken_time", ""], ["taken_place", ""]]),
        "jpeg-little": (jpeg(exif([turned(3, True), (0x8825, 4, 1, bytes(4))], True)), "jpg", [["taken_place", ""]]),
        "jpeg-upright": (jpeg(exif([turned(1)])), "jpg", []),
        "jpeg-comment": (jpeg(piece(0xFE, SECRET.encode()), piece(0xED, SECRET.encode()), piece(0xE2, b"ICC_PROFILE\0\1\1")), "jpg",
                         [["taken_text", ""], ["taken_other", ""]]),
        "jpeg-after": (jpeg(after=SECRET.encode() * 9), "jpg", [["taken_other", ""]]),
        "docx": (docx(paragraph("Hej."), **{"docProps/core.xml": CORE, "docProps/app.xml": APP}), "docx",
                 [["author", "Anna Ask"], ["saved_by", "Bo Berg"], ["title", "Utkast 3"], ["company", "Fyrby kommun"],
                  ["program", "Skrivprogram"]]),
        "docx-comments": (docx('<w:p><w:ins w:author="A"><w:r><w:t>Nytt.</w:t></w:r></w:ins><w:r><w:commentReference/></w:r></w:p>'), "docx",
                          [["comments", "1"], ["changes", "1"]]),
        "docx-embedded": (docx(paragraph("Hej."), **{"word/embeddings/blad.xlsx": "x"}), "docx", [["embedded", "1"]]),
        "docx-link": (docx(paragraph("Hej."), **{"word/_rels/document.xml.rels": papers.links(["https://a.example/"])}), "docx", []),
        "docx-own-template": (docx(paragraph("Hej."), **{"word/_rels/settings.xml.rels": relation("attachedTemplate",
                                                         "file:///C:\\mallar\\brev.dotx")}), "docx", []),
        "xlsx": (make.small().bytes(), "xlsx", None),
        "pptx": (pptx(), "pptx", []),
        "odt": (odf("text", {"meta.xml": "<m xmlns:d='d'><d:creator>Anna Ask</d:creator></m>"}), "odt", [["author", "Anna Ask"]]),
        "ods": (odf("spreadsheet"), "ods", []),
        "odp": (odf("presentation"), "odp", []),
        "text": ("Läget är lugnt.\n".encode(), "txt", []),
        "text-mark": (b"\xef\xbb\xbfHej.\r\n", "txt", []),
        "csv": ("Nr;Titel\n1;Torget\n2;Hamnen\n".encode(), "csv", []),
        "csv-tabs": (b"a\tb\n1\t2\n", "csv", []),
        "largest": (b"x" * LIMIT, "txt", []),
    }


@functools.cache
def hostile():
    """name -> (bytes, the rule; "" for either way)"""
    good = docx(paragraph("Hej."))
    part = lambda name, content: docx(paragraph("Hej."), **{name: content})     # noqa: E731
    return {
        "empty": (b"", "empty"),
        "too-large": (b"x" * (LIMIT + 1), "too_large"),
        "program-windows": (b"MZ" + bytes(100), "program"),
        "program-linux": (b"\x7fELF" + bytes(100), "program"),
        "script-shell": (b"#!/bin/sh\necho hej\n", "program"),
        "script-marked": (b"\xef\xbb\xbf#!/bin/sh\n", "program"),
        "web-page": (b"<!doctype html><script>alert(1)</script>", "web_page"),
        "web-page-late": (b"\n\t <HTML><p>hej", "web_page"),
        "svg": (b"<svg onload='alert(1)'/>", "web_page"),
        "xml": (b"<?xml version='1.0'?><x/>", "web_page"),
        "php": (b"<?php system('id');", "web_page"),
        "zip": (make.packed({"hej.txt": "hej"}), "archive"),
        "zip-empty": (b"PK\5\6" + bytes(18), "archive"),
        "rar": (b"Rar!\x1a\7\0", "archive"),
        "gzip": (b"\x1f\x8b\x08\0", "archive"),
        "doc": (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600), "old_office"),
        "utf-16": ("Hej.".encode("utf-16"), "encoding"),
        "latin-1": ("Läget.\n".encode("latin-1"), "encoding"),
        "noise": (bytes(range(256)) * 4, "unknown"),
        "rtf-binary": (b"{\\rtf1 \0}", "unknown"),
        "pdf-script": (pdf("", b"4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"), "active"),
        "pdf-script-masked": (pdf("", b"4 0 obj\n<< /S /J#61vaScr#69pt >>\nendobj\n"), "active"),
        "pdf-launch": (pdf("", b"4 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj\n"), "active"),
        "pdf-file": (pdf("", b"4 0 obj\n<< /Type /EmbeddedFile >>\nendobj\n"), "active"),
        "pdf-xfa": (pdf("", b"4 0 obj\n<< /XFA 5 0 R >>\nendobj\n"), "active"),
        "pdf-encrypted": (pdf("", b"trailer\n<< /Encrypt 5 0 R >>\n"), "encrypted"),
        "pdf-cut": (b"%PDF-1.4\n2 0 obj\n<< /Author (Anna", ""),
        "pdf-hex-cut": (b"%PDF-1.4\n/Info 2 0 R\n2 0 obj\n<< /Author <FEFFD8", ""),
        "jpeg-cut": (jpeg()[:60], "damaged"),
        "jpeg-no-end": (jpeg()[:-2], "damaged"),
        "jpeg-length-lies": (b"\xFF\xD8\xFF\xE1\xFF\xFFabc", "damaged"),
        "jpeg-length-short": (b"\xFF\xD8\xFF\xE1\0\1abcdefgh", "damaged"),
        "jpeg-exif-lies": (jpeg(piece(0xE1, b"Exif\0\0MM\0*\xFF\xFF\xFF\xFF")), ""),
        "jpeg-exif-rows": (jpeg(piece(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xFF\xFF" + bytes(5))), ""),
        "jpeg-exif-bare": (jpeg(piece(0xE1, b"Exif\0\0M")), ""),
        "png-cut": (png()[:40], "damaged"),
        "png-no-end": (png()[:-12], "damaged"),
        "png-length-lies": (b"\x89PNG\r\n\x1a\n" + IHDR + b"\xFF\xFF\xFF\xFFIDATabcdefgh", "damaged"),
        "png-no-head": (b"\x89PNG\r\n\x1a\n" + IDAT + IEND, "damaged"),
        "macro-part": (part("word/vbaProject.bin", "x"), "macro"),
        "macro-type": (part(papers.TYPES_PART, papers.types("application/vnd.ms-word.document.macroEnabled.main+xml")), "macro"),
        "macro-sheet": (make.small().bytes(**{"xl/macrosheets/sheet1.xml": "<x/>"}), "macro"),
        "macro-activex": (part("word/activeX/activeX1.bin", "x"), "macro"),
        "macro-odt": (odf("text", {"Basic/Standard/Module1.xml": "<x/>"}), "macro"),
        "macro-odt-event": (odf("text", content="<d xmlns:s='s'><s:event-listener/></d>"), "macro"),
        "template-outside": (part("word/_rels/settings.xml.rels", relation("attachedTemplate", "http://a.example/t.dotm")), "outside"),
        "template-share": (part("word/_rels/settings.xml.rels", relation("attachedTemplate", "\\\\a.example\\t.dotm")), "outside"),
        "picture-outside": (part("word/_rels/document.xml.rels", relation("image", "https://a.example/1.png")), "outside"),
        "picture-outside-odt": (odf("text", content="<d xmlns:x='x'><image x:href='https://a.example/1.png'/></d>"), "outside"),
        "embedded-program": (part("word/embeddings/oleObject1.bin", "MZ"), "active"),
        "zip-bomb": (make.bomb({papers.TYPES_PART: papers.types()}, papers.BODY, "<w:document xmlns:w='w'>", "</w:document>", 200), "bomb"),
        "zip-bomb-many-parts": (make.packed({papers.TYPES_PART: papers.types(), papers.BODY: papers.body(""),
                                             **{"x/%d" % i: "x" for i in range(2500)}}), "bomb"),
        "xml-bomb": (part(papers.BODY, papers.LAUGHS), "doctype"),
        "xml-bomb-core": (part("docProps/core.xml", papers.LAUGHS), "doctype"),
        "external-entity": (part(papers.BODY, papers.EXTERNAL), "doctype"),
        "path-up": (part("../../evil.xml", "x"), "damaged"),
        "path-root": (part("/etc/evil", "x"), "damaged"),
        "path-drive": (part("C:\\evil", "x"), "damaged"),
        "name-twice": (twice(good), "damaged"),
        "truncated": (good[:len(good) // 2], "damaged"),
        "size-lies": (make.lying_size(good, papers.BODY), ""),
        "encrypted-entry": (make.encrypted_entry(good), "encrypted"),
        "not-xml": (part(papers.BODY, "hej"), "damaged"),
        "docx-by-name-only": (make.packed({"hej.txt": "word/document.xml"}), ""),
    }
