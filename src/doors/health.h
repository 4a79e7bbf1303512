/* SPDX-License-Identifier: EUPL-1.2
 *
 * Health: two addresses for whoever watches the server.  /healthz answers "ok" as long as the process serves and asks
 * nothing of anybody; /readyz answers "ready" when the book opens, its newest entries and checkpoint hold
 * (desk/ready.h) and the writer answers; else "not ready", and why when the disk is full or read-only.  Plain text, no
 * version, nothing of the council; under any host name, since whoever watches comes by an address, and there is nothing
 * to learn.
 */
#ifndef FYR_DOORS_HEALTH_H
#define FYR_DOORS_HEALTH_H

#include "doors/web.h"

/* Answers when the path is one of the two.  *out_route is its name in the log. */
bool health_answer(struct web *web, struct request *request, struct reply *reply, const char **out_route);

#endif
