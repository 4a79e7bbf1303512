/* SPDX-License-Identifier: EUPL-1.2
 *
 * Every maximum in the program, in one place.  Bytes unless the name says otherwise.
 */
#ifndef FYR_BASE_LIMITS_H
#define FYR_BASE_LIMITS_H

enum {
	ARENA_REQUEST_MAX = 256 << 20, /* one request: its rows, and a page that doubles as it grows; taken as used */
	FRAME_MAX = 14 << 20,         /* one line between processes (design §5): a file in base64 and the fields beside it */
	FRAME_VALUES_MAX = 50000,     /* JSON values in such a line: a tree costs up to 200 bytes each */
	BODY_MAX = 2 << 20,           /* a form sent by a browser: 300 pages pasted in come, and are told that they are too long */
	PAGE_MAX = 16 << 20,          /* a page as sent */
	PAGE_ROWS_MAX = 32 << 20,     /* the rows a page is made from */
	PAPER_ROOM_MAX = 28 << 20,    /* what a paper (pdf/) takes in a request until it is drawn: a table of 2 000 rows has room */
	PAPER_MAX = 6 << 20,          /* a paper as sent */
	FILE_MAX = 4 << 20,           /* a file read whole: an import, a receipt */
	ATTACHMENT_BYTES_MAX = 10000000, /* a file added to a meeting: in base64 it fits into one line between processes */
	SENT_FILE_MAX = 16 << 20,     /* a file as sent by somebody signed in; what reads it takes less, and says so in words */
	LEAF_MAX = 60000,             /* C2SP tiles allow 65 535 */
	NOTE_MAX = 512 << 10,         /* a signed note */
	NOTE_SIGNATURES_MAX = 100,    /* signatures on one note, as many as golang.org/x/mod takes */
	LINE_MAX_CHARS = 300,         /* a one-line text, in code points */
	TEXT_MAX_CHARS = 10000,       /* a long text, in code points */
	FIELDS_MAX = 64,              /* fields in one offer */
	VALUES_MAX = 200,             /* values of one field that may have many */
	ROWS_MAX = 2000,              /* rows of one query of a page shown in pages */
	PATH_MAX_BYTES = 1024,        /* a request's path with its query */
	NESTING_MAX = 8,              /* JSON, template loops */
	BATCH_MAX = 256               /* offers the writer takes into one transaction */
};

#endif
