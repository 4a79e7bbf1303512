/* SPDX-License-Identifier: EUPL-1.2
 *
 * Receipt code: what a printed document carries of the entry that makes it what it is: who has the entry's receipt
 * (ledger/receipt.h) sees at /verify that it is the one.
 *
 *     code = short_code of the entry's leaf hash (base/hash.h)
 *     seal = "fyr-entry/v1", origin, number, leaf hash in base64, the address with the code: a line each, as a QR code
 *
 * It proves nothing by itself: whoever makes a paper can copy it.  There is none until a checkpoint covers the entry, since
 * there is no receipt before.
 */
#ifndef FYR_PAGES_RECEIPT_CODE_H
#define FYR_PAGES_RECEIPT_CODE_H

#include "pages/page.h"

enum { RECEIPT_CODE_COLUMNS = 3 };
extern const struct column receipt_code_columns[RECEIPT_CODE_COLUMNS];
/* For the list of queries and parts/receipt_code.html. */
#define RECEIPT_CODE_QUERY \
	{ .name = "receipt", .columns = receipt_code_columns, .column_count = RECEIPT_CODE_COLUMNS, .is_one = true }

/* The code of a leaf hash in base64; NULL when it is none. */
const char *receipt_code(struct arena *a, const char *hash);

/* Fills it for the entry of that number; 0 for none. */
void receipt_code_fill(struct fill *f, int64_t seq);

#endif
