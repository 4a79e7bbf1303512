/* SPDX-License-Identifier: EUPL-1.2
 *
 * Text: checked once, at the door.  Inside the program `const char *` is UTF-8 in NFC without control
 * characters but newline and tab, without bidirectional overrides, ended by NUL.
 */
#ifndef FYR_BASE_TEXT_H
#define FYR_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum text_problem {
	TEXT_OK,
	TEXT_NOT_UTF8,
	TEXT_CONTROL, /* a control, unassigned-format or bidirectional override character */
	TEXT_TOO_LONG,
	TEXT_LINE_BREAK /* a newline or tab where one line is asked for */
};

/* Is the text of `n` bytes well-formed UTF-8 (no surrogates, no overlong forms, no NUL)? */
bool text_is_utf8(const char *s, size_t n);

/* Cleans foreign text: NFC, CRLF to newline, white space trimmed at both ends; then checks it.
 * `max_chars` in code points; `one_line` refuses newline and tab.  *out_text is set whenever the bytes are
 * UTF-8, so that a form can show again what was typed (control characters become U+FFFD there). */
enum text_problem text_clean(struct arena *a, const char *s, size_t n, size_t max_chars, bool one_line,
	char **out_text);

/* Next code point at *s (well-formed text), moving *s on; 0 at the end. */
uint32_t text_next(const char **s);
size_t text_chars(const char *s);

/* Appends the UTF-8 form of a code point (<= 0x10FFFF) to `to` (at least 4 bytes); returns the bytes written. */
size_t text_put(uint32_t c, char *to);

/* Latin-1 (with Windows-1252's 0x80-0x9F) to UTF-8. */
char *text_from_latin1(struct arena *a, const char *s, size_t n);

/* Decodes %XX (and '+' as a space when asked) in place, as WHATWG URL has it.  False for a bad escape, a NUL, a control
 * character that is not escaped, or a result that is not UTF-8.  *out_n bytes remain, not ended by NUL. */
bool text_percent_decode(char *s, size_t n, bool plus_is_space, size_t *out_n);

bool text_equal(const char *a, const char *b); /* NULL equals NULL only */
bool text_is_blank(const char *s);             /* NULL, empty or white space only */

/* The same letters, be they capitals or small ones, in any alphabet. */
bool text_equal_in_any_case(const char *a, const char *b);

/* A whole decimal number in [min, max], nothing else around it; false otherwise. */
bool text_to_int(const char *s, int64_t min, int64_t max, int64_t *out_n);

/* A count, of at most `max`, in its one spelling: digits without a nought in front; false otherwise. */
bool text_to_size(const char *s, int64_t max, uint64_t *out);

/* A decimal number "12", "-3,5", "3.25" (Swedish or international sign, narrow spaces in the whole part) into
 * its canonical text "-3.5"; NULL when it is none or has more than 12 + 4 digits. */
char *text_to_decimal(struct arena *a, const char *s);

/* Has a word Latin letters beside Greek, Cyrillic, Armenian or Cherokee ones, of which many look alike? */
bool text_mixes_scripts(const char *s);

/* Order of Swedish words: å ä ö last, letters before case; <0, 0, >0. */
int text_compare_sv(const char *a, const char *b);

#endif
