/* SPDX-License-Identifier: EUPL-1.2
 *
 * Refusals: what was wrong, as the table `errors` of a page that shows a form again.
 */
#ifndef FYR_PAGES_REFUSALS_H
#define FYR_PAGES_REFUSALS_H

#include "pages/page.h"
#include "view/catalogue.h"

enum { REFUSAL_COLUMN_COUNT = 3 };
/* text; field: the name of the field it is about, linked to as #field-<name>; label: what that field is called. */
extern const struct column refusal_columns[REFUSAL_COLUMN_COUNT];

/* The sentence in the reader's language: what is wrong, what to do. */
const char *refusal_sentence(struct arena *a, const struct catalogue *words, const struct refusal *r);

/* Fills the table `errors`, remarks left out.  `label` gives a field's name on screen, and NULL for one that the form
 * does not show: its sentence then stands without a link. */
void refusals_fill(struct fill *f, const char *(*label)(void *self, const char *field), void *self);

/* The remarks, as the table `remarks`: what was taken all the same, and must be told. */
enum { REMARK_COLUMN_COUNT = 1 };
extern const struct column remark_columns[REMARK_COLUMN_COUNT];
void refusals_fill_remarks(struct fill *f);

/* All sentences about one field, NULL when there are none. */
const char *refusals_about(struct fill *f, const char *field);

#endif
