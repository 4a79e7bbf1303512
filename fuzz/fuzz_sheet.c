/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: spreadsheet files, as the child reads them.  What comes out is a table of ours, or a rule that says why not.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "workbook/workbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct workbook_problem problem = { NULL, NULL };
	struct workbook_table read;
	struct arena *a;
	struct out table;

	if (size > 1 << 18)
		return 0;
	a = arena_new(128 << 20);
	out_init(&table, a, WORKBOOK_TABLE_MAX);
	if (workbook_convert(a, (const char *)data, size, &table, &problem)) {
		assert(text_is_utf8(out_cstr(&table), table.length));
		assert(workbook_table(a, out_cstr(&table), table.length, &read));
		assert(read.count > 0 && read.columns <= WORKBOOK_COLUMNS_MAX);
	} else {
		assert(!strncmp(problem.rule, "workbook.", 9));
	}
	arena_free(a);
	return 0;
}
