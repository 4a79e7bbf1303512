/* SPDX-License-Identifier: EUPL-1.2
 *
 * Signature: how pages tell whether an act was signed with its maker's own key.  Rows of the state's view `signature` have
 * `signed_with` (where the key lies; none: unsigned) and the inner `statement`; `sign_code` is the short code of what was
 * signed, the same as on the page where it was signed, on its maker's receipt, and as `fyr sign-check` says.
 */
#ifndef FYR_PAGES_SIGNATURE_H
#define FYR_PAGES_SIGNATURE_H

#include "pages/page.h"

/* The short code of a statement, given with its newline. */
char *signature_code(struct arena *a, struct hasher *h, const char *statement);

/* Sets `sign_code` in each signed row of a table of the page. */
void signature_fill_codes(struct fill *f, const char *table);

/* The table made_stamps: who saw the book with what was seconded in it (proposal, stamped_by, stamped), for each row of `made`
 * (proposal, seconding) when the quorum is in.  Whether it is is told by the policy, which stands in no table. */
void signature_fill_stamps(struct fill *f);

#endif
