/* SPDX-License-Identifier: EUPL-1.2
 *
 * Prove: `fyr verify` of a receipt or a report: offline, without any book (desk/attest.h).  What is proven stands on standard
 * output in words, and then what is not.
 */
#ifndef FYR_DOORS_PROVE_H
#define FYR_DOORS_PROVE_H

#include "base/hash.h"
#include "doors/args.h"
#include "ledger/log_keys.h"

/* Is it a receipt's or a report's file, by its name: .tlog-proof, .html or .csv? */
bool prove_takes(const char *path);

/* The exit code: 0 it holds, 4 it does not. */
int prove(const struct args *args);

/* What --key says: a log's key as text, or a file of them (ledger/log_keys.h), as log.vkey of an export; *out_has is false without
 * --key.  FAULT_USAGE when it is none. */
const struct fault *prove_keys(const struct args *args, struct hasher *h, struct log_keys *out, bool *out_has) MUST_USE;

#endif
