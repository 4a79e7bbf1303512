/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: spreadsheet files, as the child reads them.  What comes out is a table of ours, or a rule that says why not.
 * Bytes that begin with "<" stand for the XML of one part (packed.h).
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "packed.h"
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
		bytes = packed(a, parts, PARTS, data, size, &size);
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
