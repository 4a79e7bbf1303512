/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: spreadsheet files, as the child reads them.  What comes out is a table of ours, or a rule that says why not.
 * Chance hardly ever makes a whole zip, so bytes that begin with "<" stand for the XML of one part: the second byte says of
 * which, and it is packed with plain others.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <zip.h>

#include "base/text.h"
#include "workbook/workbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[][2] = {
	{ "xl/worksheets/sheet1.xml",
		"<worksheet><sheetData><row r='1'><c r='A1' t='s' s='1'><v>0</v></c></row></sheetData></worksheet>" },
	{ "xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>" },
	{ "xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>" },
	{ "xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='r1'/></sheets></workbook>" },
	{ "xl/_rels/workbook.xml.rels", "<r><Relationship Id='r1' Type='o/worksheet' Target='worksheets/sheet1.xml'/></r>" },
	{ "[Content_Types].xml", "<Types><Default Extension='xml' ContentType='a.spreadsheetml.sheet.main+xml'/></Types>" },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

static void add(zip_t *zip, const char *name, const void *bytes, size_t n)
{
	zip_int64_t index = zip_file_add(zip, name, zip_source_buffer(zip, bytes, n, 0), 0);

	assert(index >= 0 && !zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0));
}

/* A zip with `data` as the XML of one part. */
static const char *packed(struct arena *a, const uint8_t *data, size_t size, size_t *out_n)
{
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
	size_t part = data[1] % PARTS;
	zip_stat_t stat;
	char *bytes;

	assert(zip);
	zip_source_keep(source);
	for (size_t i = 0; i < PARTS; i++)
		if (i == part)
			add(zip, parts[i][0], data + 2, size - 2);
		else
			add(zip, parts[i][0], parts[i][1], strlen(parts[i][1]));
	assert(!zip_close(zip) && !zip_source_stat(source, &stat) && !zip_source_open(source));
	bytes = arena_get(a, stat.size);
	*out_n = (size_t)zip_source_read(source, bytes, stat.size);
	zip_source_free(source);
	return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct workbook_problem problem = { NULL, NULL };
	struct workbook_table read;
	struct arena *a;
	struct out table;

	if (size > 1 << 18)
		return 0;
	a = arena_new(128 << 20);
	if (size > 2 && data[0] == '<')
		bytes = packed(a, data, size, &size);
	out_init(&table, a, WORKBOOK_TABLE_MAX);
	if (workbook_convert(a, bytes, size, &table, &problem)) {
		assert(text_is_utf8(out_cstr(&table), table.length));
		assert(workbook_table(a, out_cstr(&table), table.length, &read));
		assert(read.count > 0 && read.columns <= WORKBOOK_COLUMNS_MAX);
	} else {
		assert(!strncmp(problem.rule, "workbook.", 9));
	}
	arena_free(a);
	return 0;
}
