/* SPDX-License-Identifier: EUPL-1.2
 *
 * Identity: finds Swedish personal identity numbers (personnummer), coordination numbers (samordningsnummer) and
 * interim numbers in free text, so that they are refused before anything is stored.
 * LAW: folkbokföringslagen (1991:481) 18 §; lagen (2022:1697) om samordningsnummer.
 *
 * A number is YYMMDD NNNC or CCYYMMDD NNNC: a day of the calendar (a coordination number adds 60 to the day), a
 * birth number that is not 000, and a check digit by Luhn over the ten digits.  Centuries are 18, 19 and 20; a
 * ten-digit number may be of any of them.  An interim number has one of TRSUWXJKLMN for its first serial digit.
 *
 * Spelling does not hide a number.  Digits count in every script (also full-width, mathematical, superscript,
 * circled and Han).  Between any two of them may stand up to eight separators, of one sort or mixed: spaces and
 * tabs, dashes and plus, dots, slash and underscore.  Invisible characters and combining marks count as nothing.
 * Commas, colons, letters and brackets end a number.
 *
 * What is left alone, and why:
 *  - a longer run of digits (OCR, EAN, card): a number is not touched by a further digit of its own script.
 *    Touching letters do not protect it.
 *  - organisation numbers: their third digit is 2 or more, which is no month.
 *  - dates: a whole date "2026-01-12" (also with dots or slashes) may be the birth date of a twelve-digit number
 *    but no other part of any number, so that date ranges pass.  "2026-01-12 14.00" and "2026-01-12 13-15" are
 *    a date and its hours.
 *  - lines: a line break joins only birth date and birth number, when each is written whole or a dash stands at
 *    the break; an empty line joins nothing.
 *
 * A right number is only noted, not refused, where the writing itself says that it is something else: a date
 * with its hours; a telephone number (first digit 0, parted 070-123 45 67, 08-123 456 78 or 0910-12 34 56); and
 * a row of numbers, where further figures stand beside it and it is not parted between its groups ("3 1 2 0 ..."),
 * or a year stands first and figures that part month or day follow ("2024 112 98 131").
 */
#ifndef FYR_GUARD_IDENTITY_H
#define FYR_GUARD_IDENTITY_H

#include <stddef.h>

/* Worse is greater. */
enum identity_finding {
	IDENTITY_NONE,
	IDENTITY_NOTE,  /* accepted with a note: the date fits, but the check digit or the writing does not */
	IDENTITY_REFUSE /* refused, no override */
};

/* Where it stands; never the number itself. */
struct identity_hit {
	enum identity_finding finding;
	size_t first_char, last_char; /* code points of the text, counted from 1 */
	size_t line;                  /* of its first digit, counted from 1 */
};

/* The worst finding in the text, the first among equals.  *out_first is set unless the answer is IDENTITY_NONE;
 * NULL is fine.  Takes time in proportion to the text and no memory. */
enum identity_finding identity_find(const char *text, struct identity_hit *out_first);

/* The word itself, or "..." when it holds what would be refused (or is no text): for telling a caller which of its own
 * names is unknown.  A word that is asked for must never be told back any other way. */
const char *identity_told(const char *word);

#endif
