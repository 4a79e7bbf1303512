/* SPDX-License-Identifier: EUPL-1.2
 *
 * A file of notes that were written elsewhere, on its way to the drafts of a meeting's notes: read by a child
 * (document/document.h), put to the writer (desk/notes_import.h).
 */
#ifndef FYR_DOORS_NOTES_FILE_H
#define FYR_DOORS_NOTES_FILE_H

#include "document/document.h"
#include "doors/args.h"
#include "doors/web.h"

/* fyr import notes FILE MEETING DOC; with --dry what it was read as, and nothing kept. */
int notes_file_import(struct args *args);

/* The file that came with the form of notes; `inputs` are those of its page, which is shown again with what came of it. */
void visit_notes_file(struct visit *v, const struct http_pair *file, const struct page_input *inputs, size_t count);

#endif
