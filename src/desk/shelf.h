/* SPDX-License-Identifier: EUPL-1.2
 *
 * Shelf: what is worked out about each page at start (desk/show.h); used inside the desk alone.
 */
#ifndef FYR_DESK_SHELF_H
#define FYR_DESK_SHELF_H

#include "desk/show.h"

struct shelf_page {
	const struct page *page;
	const char **sql;                /* one for each query; NULL where `fill` makes the table */
	const struct template *template; /* NULL: not opened (shelf_open_one) */
	struct tables shape;             /* the site's tables first, then the page's */
};

struct shelf {
	struct shelf_page *pages;
	const char *count_sql; /* how many tasks wait for the one who asks: what the page tasks counts */
	const char *files[SITE_FILE_COUNT]; /* their paths */
	const char *verify[2]; /* the page /verify as it begins in Swedish, in English; not in the shelf for one page */
	size_t verify_length[2];
	const char *verify_policy;
};

const struct shelf_page *shelf_find(const struct shelf *shelf, const struct page *page);

#endif
