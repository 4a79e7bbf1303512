/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: files added to a meeting, as the child takes them apart: pictures, PDF, documents.  What comes out is an answer that we
 * read, a file still of its sort, from which nothing more is taken out the second time; or a rule that says why not.  Bytes that
 * begin with "<" stand for the XML of one part (packed.h).
 */
#include <assert.h>
#include <string.h>

#include "attachment/attachment.h"
#include "base/text.h"
#include "packed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[][2] = {
	{ "word/document.xml", "<w:document><w:body><w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins></w:p></w:body></w:document>" },
	{ "docProps/core.xml", "<c><dc:creator>Anna</dc:creator><cp:lastModifiedBy>Bo</cp:lastModifiedBy></c>" },
	{ "word/_rels/document.xml.rels", "<r><Relationship Type='o/hyperlink' TargetMode='External' Target='https://a.example/'/>"
		"</r>" },
	{ "[Content_Types].xml", "<Types><Default Extension='xml' ContentType='a.main+xml'/></Types>" },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

static bool look(struct arena *a, const char *bytes, size_t n, struct attachment *out)
{
	struct workbook_problem problem = { NULL, NULL };
	struct out answer;

	out_init(&answer, a, ATTACHMENT_ANSWER_MAX);
	if (!attachment_convert(a, bytes, n, &answer, &problem)) {
		assert(!strncmp(problem.rule, "attachment.", 11));
		return false;
	}
	assert(attachment_read(a, out_cstr(&answer), answer.length, bytes, n, out));
	assert(out->n > 0 && out->n <= ATTACHMENT_BYTES_MAX && out->told_count <= ATTACHMENT_TOLD_MAX);
	for (size_t i = 0; i < out->told_count; i++)
		assert(text_is_utf8(out->told[i].words, strlen(out->told[i].words))
			&& text_chars(out->told[i].words) <= ATTACHMENT_TOLD_CHARS);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct attachment *first, *second;
	struct arena *a;

	if (size > 1 << 18)
		return 0;
	a = arena_new(256 << 20);
	first = ARENA_NEW(a, struct attachment);
	second = ARENA_NEW(a, struct attachment);
	if (size > 2 && data[0] == '<')
		bytes = packed(a, parts, PARTS, data, size, &size);
	if (look(a, bytes, size, first)) {
		assert(first->sort < ATTACHMENT_SORTS);
		if (first->bytes != bytes) {
			assert(look(a, first->bytes, first->n, second));
			assert(second->bytes == first->bytes && second->told_count == 0 && second->sort == first->sort);
		}
	}
	arena_free(a);
	return 0;
}
