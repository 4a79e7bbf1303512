/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reply: the last hand on a reply before it becomes bytes.
 */
#ifndef FYR_HTTP_REPLY_H
#define FYR_HTTP_REPLY_H

#include "http/http.h"

/* Sets the error's status, a body in words where there is none, 304 where the reader has this version already, and
 * the fixed headers.  Afterwards the reply has a type (or an empty body) and every header it is to be sent with. */
void reply_finish(const struct request *request, struct reply *reply);

/* Does an If-None-Match list name the ETag (weak comparison, RFC 9110 §13.1.2)? */
bool etag_is_listed(const char *if_none_match, const char *etag);

#endif
