/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "desk/transparency.h"
#include "doors/web.h"

/* The specification lets a checkpoint be kept for seconds at most, and everything else for ever. */
static void send_bytes(struct visit *v, const char *type, const char *bytes, size_t n, const char *kept)
{
	v->reply->status = 200;
	v->reply->type = type;
	v->reply->body = bytes;
	v->reply->body_length = n;
	if (kept)
		reply_header(v->arena, v->reply, "Cache-Control", kept);
}

static void send_tile(struct visit *v, const struct tile *t)
{
	const char *bytes;
	size_t n;
	const struct fault *f = transparency_tile(v->desk, v->arena, &v->actor, t, &bytes, &n);

	if (!f)
		send_bytes(v, "application/octet-stream", bytes, n, t->is_bundle ? NULL : "public, max-age=31536000, immutable");
	else
		visit_problem(v, f->sort == FAULT_NOTHING ? 404 : f->sort == FAULT_REFUSED ? 403 : 500, f->sort == FAULT_NOTHING
			? "problem.not_found" : f->sort == FAULT_REFUSED ? "problem.role" : "problem.fault");
}

void visit_transparency(struct visit *v, const char *path)
{
	const char *note = !strcmp(path, "checkpoint") ? transparency_checkpoint(v->desk, v->arena) : NULL;
	struct tile t;

	v->route = "transparency";
	if (note)
		send_bytes(v, "text/plain; charset=utf-8", note, strlen(note), "public, max-age=1");
	else if (tile_from_path(path, &t))
		send_tile(v, &t);
	else
		visit_problem(v, 404, "problem.not_found");
}
