/* SPDX-License-Identifier: EUPL-1.2 */
#include "document/document.h"
#include "workbook/foreign.h"

static const char gave_up[] = "document.gave_up";

const struct fault *document_ask(struct arena *a, const char *program, const char *bytes, size_t n, struct document *document,
	bool *out_is_read, struct workbook_problem *out)
{
	static const struct foreign_sort sort = { "document", "document.", gave_up, FILE_MAX, DOCUMENT_ANSWER_MAX };
	const char *answer = NULL;
	size_t length = 0;
	const struct fault *f = foreign_ask(a, program, &sort, bytes, n, &answer, &length, out);

	if (f)
		return f;
	*out_is_read = answer && document_read(a, answer, length, document);
	if (answer && !*out_is_read)
		*out = (struct workbook_problem){ gave_up, NULL };
	return NULL;
}

int document_child(void)
{
	return foreign_child(document_convert, FILE_MAX, DOCUMENT_ANSWER_MAX);
}
