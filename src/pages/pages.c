/* SPDX-License-Identifier: EUPL-1.2
 *
 * All pages, one line each, sorted by name.  To add one: its folder, and its two lines here.
 */
#include <string.h>

#include "pages/page.h"

const struct page *const pages[] = {
	NULL
};
const size_t page_count = sizeof(pages) / sizeof(pages[0]) - 1;

const struct page *page_find(const char *name)
{
	for (size_t i = 0; i < page_count; i++)
		if (!strcmp(pages[i]->name, name))
			return pages[i];
	return NULL;
}
