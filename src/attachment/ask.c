/* SPDX-License-Identifier: EUPL-1.2 */
#include "attachment/attachment.h"
#include "workbook/foreign.h"

static const char gave_up[] = "attachment.gave_up";

const struct fault *attachment_ask(struct arena *a, const char *program, const char *bytes, size_t n, struct attachment *file,
	bool *out_is_read, struct workbook_problem *out)
{
	static const struct foreign_sort sort = { "attachment", "attachment.", gave_up, SENT_FILE_MAX, ATTACHMENT_ANSWER_MAX };
	enum attachment_sort unused;
	const char *answer = NULL;
	size_t length = 0;
	const struct fault *f;

	/* What is told by a glance needs no child. */
	*out_is_read = false;
	*out = (struct workbook_problem){ attachment_sort_of(bytes, n, &unused), NULL };
	if (out->rule)
		return NULL;
	f = foreign_ask(a, program, &sort, bytes, n, &answer, &length, out);
	if (f)
		return f;
	*out_is_read = answer && attachment_read(a, answer, length, bytes, n, file);
	if (answer && !*out_is_read)
		*out = (struct workbook_problem){ gave_up, NULL };
	return NULL;
}

int attachment_child(void)
{
	return foreign_child(attachment_convert, SENT_FILE_MAX, ATTACHMENT_ANSWER_MAX);
}
