/* SPDX-License-Identifier: EUPL-1.2
 *
 * Verify: the page that checks receipts and reports in the reader's own browser, without network: one HTML file with its words,
 * style and script inside.  Served at /verify and put into every export as verify.html.  Its script needs no library, and asks
 * nobody anything.  A code in its address (/verify?code=CODE), from a printed report or a signature, is told what to do with, and
 * compared with the code of the file that is then given.
 */
#ifndef FYR_VIEW_VERIFY_H
#define FYR_VIEW_VERIFY_H

#include <stddef.h>

#include "base/arena.h"

/* The file's bytes, in the arena; begins in `language` ("sv" or "en"), and holds both. */
const char *verify_page(struct arena *a, const char *language, size_t *out_length);

/* The Content-Security-Policy that lets this script and this style run, each by its hash, and nothing else. */
const char *verify_policy(struct arena *a);

#endif
