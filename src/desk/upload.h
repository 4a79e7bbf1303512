/* SPDX-License-Identifier: EUPL-1.2
 *
 * Upload: the writer's answer to {"op":"upload"}: keeps a coordinator's table in the office, or what was chosen about it.
 */
#ifndef FYR_DESK_UPLOAD_H
#define FYR_DESK_UPLOAD_H

#include "base/json.h"
#include "desk/desk.h"

/* With "table" (CSV, workbook/workbook.h) it is kept anew, with "id" and "choices" these are changed, with "id" and "drop" it
 * goes.  {"id":N} | {"identity":"D12, E14"}: cells that hold identity numbers, nothing is kept | {"no":true} */
struct json *upload_answer(struct desk *d, struct arena *a, const struct actor *actor, const struct json *question);

#endif
