/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: documents, as the child reads them: docx and plain text.  What comes out is an answer that we read, of texts that a
 * draft may hold, or a rule that says why not.  Bytes that begin with "<" stand for the XML of one part (packed.h).
 */
#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "document/document.h"
#include "packed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[][2] = {
	{ "word/document.xml", "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='h'/></w:pPr><w:hyperlink r:id='r1'><w:r><w:t>a</w:t>"
		"</w:r></w:hyperlink></w:p></w:body></w:document>" },
	{ "word/styles.xml", "<w:styles><w:style w:styleId='h' w:type='paragraph'><w:name w:val='heading 1'/></w:style></w:styles>" },
	{ "word/_rels/document.xml.rels", "<r><Relationship Id='r1' Type='o/hyperlink' Target='https://a.example/'/></r>" },
	{ "[Content_Types].xml", "<Types><Default Extension='xml' ContentType='a.wordprocessingml.document.main+xml'/></Types>" },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* What came out is a draft as it stands: cleaning it changes nothing. */
static void look_at(struct arena *a, const struct document *d)
{
	size_t bytes = 0;

	assert(d->count > 0 && d->count <= DOCUMENT_BLOCKS_MAX);
	for (size_t i = 0; i < d->count; i++) {
		const char *text = d->blocks[i].text;
		char *clean = NULL;

		bytes += strlen(text);
		assert(!text_is_blank(text));
		assert(text_clean(a, text, strlen(text), TEXT_MAX_CHARS, d->blocks[i].form == DOCUMENT_HEADING
			|| d->blocks[i].form == DOCUMENT_SUBHEADING, &clean) == TEXT_OK);
		assert(!strcmp(clean, text));
	}
	assert(bytes <= DOCUMENT_BYTES_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct workbook_problem problem = { NULL, NULL };
	struct document read;
	struct arena *a;
	struct out answer;

	if (size > 1 << 18)
		return 0;
	a = arena_new(128 << 20);
	if (size > 2 && data[0] == '<')
		bytes = packed(a, parts, PARTS, data, size, &size);
	out_init(&answer, a, DOCUMENT_ANSWER_MAX);
	if (document_convert(a, bytes, size, &answer, &problem)) {
		assert(document_read(a, out_cstr(&answer), answer.length, &read));
		look_at(a, &read);
	} else {
		assert(!strncmp(problem.rule, "document.", 9));
	}
	arena_free(a);
	return 0;
}
