/* SPDX-License-Identifier: EUPL-1.2
 *
 * Attachment: a file that somebody adds to a meeting.  What it is follows from its bytes, never from its name; what is not on
 * the list is not taken, nor what can run, fetch or hide something: programs, web pages, archives, macros, encryption.
 *
 * The sort is told anywhere (attachment_sort_of: a few comparisons).  What takes the file apart, and finds what it tells about
 * itself, runs in this program started anew, as `fyr attachment`, behind the fence that workbook.h tells of.  Its answer is one
 * line of JSON,
 *   {"file":BYTES or null,"text":TEXT,"told":[[WHAT,WORDS]...]}
 * which is read like any other foreign text.  BYTES, in base64url, are there when the child has taken something out.
 *
 * Taken out: from pictures everything but the picture (EXIF but for how it is turned, XMP, IPTC, comments, what stands behind its
 * end).  Shown: what documents and PDF files say of their authors, programs, comments and changes.  A PDF file may hold more
 * than can be seen here: its objects may be compressed.
 */
#ifndef FYR_ATTACHMENT_ATTACHMENT_H
#define FYR_ATTACHMENT_ATTACHMENT_H

#include "base/limits.h"
#include "workbook/workbook.h"

enum {
	ATTACHMENT_TOLD_MAX = 40,            /* things told of one file; more are left out */
	ATTACHMENT_TOLD_CHARS = 200,         /* of the words of one; longer ones are cut */
	ATTACHMENT_TEXT_BYTES_MAX = 1 << 20, /* of a document's words; what comes after is not looked through */
	ATTACHMENT_ANSWER_MAX = FRAME_MAX + (2 << 20)
};

enum attachment_sort {
	ATTACHMENT_PDF, ATTACHMENT_PNG, ATTACHMENT_JPEG, ATTACHMENT_DOCX, ATTACHMENT_XLSX, ATTACHMENT_PPTX, ATTACHMENT_ODT,
	ATTACHMENT_ODS, ATTACHMENT_ODP, ATTACHMENT_TEXT, ATTACHMENT_CSV, ATTACHMENT_SORTS
};
/* How it ends as a name ("pdf"), which is also its code, and its media type. */
struct attachment_type {
	const char *ending, *media;
};
extern const struct attachment_type attachment_types[ATTACHMENT_SORTS];
/* The type of that ending; NULL when there is none. */
const struct attachment_type *attachment_type_of(const char *ending);

/* NULL: it is taken, and *out is its sort.  Else why not: a catalogue's key "refusal.<rule>", static. */
const char *attachment_sort_of(const char *bytes, size_t n, enum attachment_sort *out);

/* What a file of that title is called where it is saved: without what parts paths or hides a file, cut, `otherwise` where nothing
 * is left (NULL too, as when the title was erased), and with the ending. */
const char *attachment_name(struct arena *a, const char *title, const char *otherwise, const char *ending);

/* Of text that was taken: plain or CSV. */
bool attachment_is_text(enum attachment_sort sort);

/* What is told: a catalogue's word "attachment_told.<what>", and the file's own words, "" for none. */
extern const char *const attachment_whats[];
struct attachment_told {
	const char *what, *words;
};
struct attachment {
	enum attachment_sort sort;
	const char *bytes; /* as they are to be kept */
	size_t n;
	const char *text;  /* a document's words in lines, to be looked through for what may not be in them; "" for none */
	struct attachment_told told[ATTACHMENT_TOLD_MAX];
	size_t told_count;
};

/* File to answer, in this process: for the child, tests and the fuzzer.  False: *out tells why, by a rule "attachment.<...>". */
bool attachment_convert(struct arena *a, const char *bytes, size_t n, struct out *answer, struct workbook_problem *out);

/* The same in a child, its answer read.  False in *out_is_read: *out tells why.  `program` and faults as for foreign_ask. */
const struct fault *attachment_ask(struct arena *a, const char *program, const char *bytes, size_t n, struct attachment *file,
	bool *out_is_read, struct workbook_problem *out) MUST_USE;

/* The child itself (foreign_child). */
int attachment_child(void);

/* Reads an answer about that file; false when the bytes are none. */
bool attachment_read(struct arena *a, const char *answer, size_t answer_n, const char *bytes, size_t n, struct attachment *out);

#endif
