/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sign check: `fyr sign-check FILE|- [--code CODE]`: which short code belongs to a text that was signed, worked out again
 * without book, network or key, by somebody who does not trust the page it was signed on (reliability T6).  Taken are the
 * line that was signed, as the page that signs, the list of own signatures and the log show it; an entry's two lines; and a
 * receipt (ledger/receipt.h), whose texts are then checked against the line and told.
 * A line that was broken when it was printed is put together again.
 */
#ifndef FYR_DOORS_SIGN_CHECK_H
#define FYR_DOORS_SIGN_CHECK_H

#include "doors/args.h"

/* The exit code: 0 when the code is the line's, or none was given to compare; 1 when it is not, or the text is no line of a
 * log, or the signature beside it was made for another. */
int sign_check_run(struct args *args);

#endif
