/* SPDX-License-Identifier: EUPL-1.2
 *
 * Value: what a number in a cell means by the form it is shown in (ECMA-376 part 1, 18.8.30), and how it is written.
 */
#ifndef FYR_WORKBOOK_VALUE_H
#define FYR_WORKBOOK_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum value_form { FORM_PLAIN, FORM_PER_CENT, FORM_DATE, FORM_TIME };

/* The form of a number format: of the built-in ones by their id, else by its code. */
enum value_form value_form_of_id(size_t id);
enum value_form value_form_of_code(const char *code);

/* The number `raw` as a text of ours; what is no number, too large or no day of the calendar comes back as it stands.
 * Never NULL. */
const char *value_text(struct arena *a, const char *raw, enum value_form form, bool is_1904);

#endif
