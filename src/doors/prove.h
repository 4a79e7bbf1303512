/* SPDX-License-Identifier: EUPL-1.2
 *
 * Prove: `fyr verify` of a receipt or a report: offline, without any book (desk/attest.h).  What is proven stands on standard
 * output in words, and then what is not.
 */
#ifndef FYR_DOORS_PROVE_H
#define FYR_DOORS_PROVE_H

#include "base/hash.h"
#include "doors/args.h"

/* Is it a receipt's or a report's file, by its name: .tlog-proof, .html or .csv? */
bool prove_takes(const char *path);

/* The exit code: 0 it holds, 4 it does not. */
int prove(const struct args *args);

/* What --key says: a key's text, or a file whose first line is one, as log.vkey of an export.  NULL without --key; a text that
 * is no key is found out by whoever asks with it. */
const struct fault *prove_key(const struct args *args, struct hasher *h, const char **out) MUST_USE;

#endif
