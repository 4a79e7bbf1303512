/* SPDX-License-Identifier: EUPL-1.2
 *
 * Document: notes that were written elsewhere, a docx file (ECMA-376, ISO/IEC 29500) or plain text, as a proposal of blocks
 * that a person checks before anything is finished.
 *
 * Such a file is sent by anybody, so it is read as spreadsheets are (workbook/workbook.h): in this program started anew, as
 * `fyr document`, behind the same fence and through the same reader of zip and XML.  Its answer is one line of JSON,
 *   {"blocks":[[FORM,TEXT]...],"remarks":{RULE:N...}}
 * which is read like any other foreign text.  FORM is heading, subheading, paragraph, list (a line for each item, set in by
 * two spaces when it stands in a list under the one before) or table (a line for each row, "| " before each cell).
 *
 * docx: headings by their styles (in any language, by what they are based on), by outline level, or as short paragraphs all
 * in bold, which stand under those of a style; numbered and bulleted paragraphs as lists, at two levels at most; tables, but
 * a table that holds whole texts is only a layout: its first column gives headings.  Left out and told: deleted and hidden
 * text (hidden by itself or by a style), comments, footnotes, headers and footers, pictures and text boxes; where a picture
 * stood its description stands.  Inserted text is taken, and told.  Links stand as [words](address), as they do in passages
 * of notes.
 *
 * Plain text: UTF-8, else Windows-1252 (told).  Lines broken at a width are put together, also over page breaks; a heading
 * is a short paragraph that does not end like a sentence, one in a narrow column, or one that ends with a colon, which
 * stands under the others, as does a short one beside a narrow column; lines with tabs are a table.  Where words name the
 * file of a web address that stands alone, they become a link to it.
 *
 * Two levels of headings are kept: the highest that the file has below its title, and what stands under those.  Its title is a
 * heading too: one that is called so, or the only one of its level where it is the first block.
 */
#ifndef FYR_DOCUMENT_DOCUMENT_H
#define FYR_DOCUMENT_DOCUMENT_H

#include "base/limits.h"
#include "workbook/workbook.h"

enum {
	DOCUMENT_BLOCKS_MAX = 1000,
	DOCUMENT_BYTES_MAX = 380 << 10, /* of all texts: what the notes of one meeting may hold (desk/notes.h), less their forms */
	DOCUMENT_ANSWER_MAX = 1 << 20
};

/* What stands for a picture: its description for whoever does not see it, or that it has none. */
#define DOCUMENT_PICTURE "[Bild: %s]"
#define DOCUMENT_PICTURE_BARE "[Bild utan beskrivning]"

enum document_form { DOCUMENT_PARAGRAPH, DOCUMENT_HEADING, DOCUMENT_SUBHEADING, DOCUMENT_LIST, DOCUMENT_TABLE, DOCUMENT_FORMS };
extern const char *const document_forms[DOCUMENT_FORMS];

/* What is told of it beside the blocks.  The rule is static, a catalogue's key "refusal.<rule>"; {1} is `number`: how many, or
 * for document.mixed_script the first block. */
enum document_remark {
	DOCUMENT_DELETED, DOCUMENT_INSERTED, DOCUMENT_HIDDEN, DOCUMENT_COMMENTS, DOCUMENT_FOOTNOTES, DOCUMENT_MARGINS,
	DOCUMENT_IMAGES, DOCUMENT_BOXES, DOCUMENT_LAYOUT, DOCUMENT_LATIN1, DOCUMENT_INVISIBLE, DOCUMENT_MIXED_SCRIPT,
	DOCUMENT_ADDRESSES, DOCUMENT_REMARKS
};
extern const char *const document_remarks[DOCUMENT_REMARKS];

struct document_block {
	enum document_form form;
	const char *text;
};
struct document {
	struct document_block *blocks;
	size_t count;
	size_t remarks[DOCUMENT_REMARKS]; /* 0: nothing to tell */
};

/* File to answer, in this process: for the child, tests and the fuzzer.  False: *out tells why, by a rule "document.<...>". */
bool document_convert(struct arena *a, const char *bytes, size_t n, struct out *answer, struct workbook_problem *out);

/* The same in a child, its answer read.  False in *out_is_read: *out tells why.  `program` and faults as for foreign_ask. */
const struct fault *document_ask(struct arena *a, const char *program, const char *bytes, size_t n, struct document *document,
	bool *out_is_read, struct workbook_problem *out) MUST_USE;

/* The child itself (foreign_child). */
int document_child(void);

/* Reads an answer; false when the bytes are none. */
bool document_read(struct arena *a, const char *answer, size_t n, struct document *out);

#endif
