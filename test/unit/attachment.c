/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "attachment/attachment.h"
#include "base/text.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define B(s) (s), sizeof(s) - 1

static void sorts(struct tap *t)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *rule; /* or NULL, and then the ending */
		const char *ending;
	} all[] = {
		{ B(""), "attachment.empty", NULL },
		{ B("%PDF-1.4"), NULL, "pdf" },
		{ B("%PDF"), NULL, "txt" },
		{ B("\x89PNG\r\n\x1A\n"), NULL, "png" },
		{ B("\xFF\xD8\xFF\xE0"), NULL, "jpg" },
		{ B("PK\3\4 ... xl/workbook.xml"), NULL, "xlsx" },
		{ B("PK\3\4 ... hej.txt"), "attachment.archive", NULL },
		{ B("PK"), NULL, "txt" },
		{ B("MZ\220"), "attachment.program", NULL },
		{ B("\0asm"), "attachment.program", NULL },
		{ B("\xEF\xBB\xBF#!/bin/sh"), "attachment.program", NULL },
		{ B("\xD0\xCF\x11\xE0"), "attachment.old_office", NULL },
		{ B("\xFF\xFEh"), "attachment.encoding", NULL },
		{ B("L\xE4get"), "attachment.encoding", NULL },
		{ B("a\0b"), "attachment.unknown", NULL },
		{ B("<p>"), "attachment.web_page", NULL },
		{ B(" \n<!--"), "attachment.web_page", NULL },
		{ B("</P>"), "attachment.web_page", NULL },
		{ B("< 3"), NULL, "txt" },
		{ B("<"), NULL, "txt" },
		{ B("1 < 2"), NULL, "txt" },
		{ B("a;b"), NULL, "txt" },
		{ B("a;b\n\n1;2\n"), NULL, "csv" },
		{ B("a;b\n1;2;3\n"), NULL, "txt" },
		{ B("a,b\n1,2"), NULL, "csv" },
		{ B("a\nb\n"), NULL, "txt" },
		{ B("\xEF\xBB\xBF" "a\tb\n1\t2"), NULL, "csv" },
	};

	for (size_t i = 0; i < COUNT(all); i++) {
		enum attachment_sort sort = ATTACHMENT_SORTS;
		const char *rule = attachment_sort_of(all[i].bytes, all[i].n, &sort);

		if (!OK(t, text_equal(rule, all[i].rule) && text_equal(rule ? NULL : attachment_types[sort].ending, all[i].ending),
				"what a file is follows from its bytes"))
			printf("# number %zu: %s\n", i, rule ? rule : attachment_types[sort].ending);
	}
}

static void names(struct tap *t, struct arena *a)
{
	static const char *const all[][2] = { { "Lägesbild", "Lägesbild.pdf" }, { "../../etc/passwd", "-..-etc-passwd.pdf" },
		{ " . ", "Bilaga.pdf" }, { NULL, "Bilaga.pdf" }, { "a\\b:c*d?e\"f<g>h|i", "a-b-c-d-e-f-g-h-i.pdf" },
		{ "slut. ", "slut.pdf" },
		{ "123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 mer",
			"123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789.pdf" } };

	for (size_t i = 0; i < COUNT(all); i++) {
		const char *name = attachment_name(a, all[i][0], "Bilaga", "pdf");

		if (!OK(t, !strcmp(name, all[i][1]), "a title becomes a name that is only a name"))
			printf("# %s\n", name);
	}
	OK(t, attachment_type_of("docx") == &attachment_types[ATTACHMENT_DOCX] && !attachment_type_of("exe")
		&& !attachment_type_of(NULL), "a type is found by its ending");
	OK(t, attachment_is_text(ATTACHMENT_CSV) && attachment_is_text(ATTACHMENT_TEXT) && !attachment_is_text(ATTACHMENT_PDF),
		"two are text");
}

/* An answer may be anybody's. */
static void answers(struct tap *t, struct arena *a)
{
	static const char *const none[] = { "", "{}", "{\"file\":null,\"text\":\"\"}", "{\"file\":null,\"told\":[]}",
		"{\"file\":1,\"text\":\"\",\"told\":[]}", "{\"text\":\"\",\"told\":[]}", "{\"file\":\"*\",\"text\":\"\",\"told\":[]}",
		"{\"file\":\"TVo\",\"text\":\"\",\"told\":[]}", "{\"file\":null,\"text\":\"\",\"told\":{}}",
		"{\"file\":null,\"text\":\"\",\"told\":[[\"author\"]]}", "{\"file\":null,\"text\":\"\",\"told\":[[\"what\",\"x\"]]}",
		"{\"file\":null,\"text\":\"\",\"told\":[[\"author\",\"a\\u202eb\"]]}", "{\"file\":null,\"text\":\"\",\"told\":[[1,\"x\"]]}",
		"{\"file\":null,\"text\":\"\",\"told\":[\"author\"]}", "{\"file\":null,\"text\":\"\",\"told\":[[\"author\",2]]}" };
	static const char good[] = "{\"file\":\"SGVq\",\"text\":\"ord\",\"told\":[[\"author\",\"Anna\"],[\"taken_place\",\"\"]]}";
	struct attachment *file = ARENA_NEW(a, struct attachment);

	for (size_t i = 0; i < COUNT(none); i++)
		if (!OK(t, !attachment_read(a, none[i], strlen(none[i]), B("Hej"), file), "what is no answer is not taken for one"))
			printf("# %s\n", none[i]);
	OK(t, attachment_read(a, good, strlen(good), B("MZ"), file) && file->n == 3 && !memcmp(file->bytes, "Hej", 3)
		&& file->sort == ATTACHMENT_TEXT && file->told_count == 2 && !strcmp(file->told[0].words, "Anna")
		&& !strcmp(file->text, "ord"), "an answer is read");
}

int main(void)
{
	struct arena *a = arena_new(64 << 20);
	struct tap t = { 0, 0 };

	sorts(&t);
	names(&t, a);
	answers(&t, a);
	arena_free(a);
	return tap_done(&t);
}
