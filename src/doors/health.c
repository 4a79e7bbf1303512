/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/health.h"

#include <string.h>

#include "desk/ready.h"
#include "doors/client.h"

enum { WRITER_MS = 2000 };

static const struct fault *ready(struct web *web, struct arena *a, const char **out_why)
{
	const struct fault *f;
	struct desk *d = web_take_desk(web, a, &f);

	if (!d)
		return f;
	f = desk_ready(d, a);
	web_give_desk(web, d);
	return f ? f : client_is_there(a, web->socket_path, WRITER_MS, out_why);
}

static void say(struct reply *reply, int status, const char *words)
{
	reply->status = status;
	reply->body = words;
	reply->body_length = strlen(words);
}

bool health_answer(struct web *web, struct request *request, struct reply *reply, const char **out_route)
{
	const char *why = NULL, *words = "ready\n";
	const struct fault *f;

	if (request->error || request->method == HTTP_POST)
		return false;
	if (!strcmp(request->path, "/healthz")) {
		*out_route = "healthz";
		say(reply, 200, "ok\n");
		return true;
	}
	if (strcmp(request->path, "/readyz") != 0)
		return false;
	*out_route = "readyz";
	f = ready(web, request->arena, &why);
	if (f) {
		log_fault(&web->log, request->arena, NULL, f);
		words = why ? arena_print(request->arena, "not ready: %s\n", why) : "not ready\n";
	}
	say(reply, f ? 503 : 200, words);
	return true;
}
