/* SPDX-License-Identifier: EUPL-1.2
 *
 * Witness: the smallest witness that one municipality can run for another (C2SP tlog-witness).  It remembers of each log the
 * newest checkpoint it signed, and signs only what extends that.  It knows nothing of what the logs hold.
 *
 *     POST /add-checkpoint          ledger/cosign.h
 *     GET  /<hex>/checkpoint        the newest one of a log, with our signature; <hex> is SHA-256 of the origin
 *
 * DIR holds `key` (0600, made at the first start) and, for each log, a file <hex>: the signed checkpoint as it is given out.
 * It is on the disk before anybody is answered, and what is recorded is compared and replaced under one lock.
 */
#ifndef FYR_DOORS_WITNESS_H
#define FYR_DOORS_WITNESS_H

#include "doors/args.h"

/* Runs `fyr witness DIR --policy FILE [--listen ADDR:PORT] [--name NAME]`: says key and address on standard output and serves
 * until SIGTERM or SIGINT.  The exit code. */
int witness_run(struct args *args);

#endif
