/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/health.h"

#include <string.h>

#include "desk/ready.h"
#include "doors/client.h"

enum { WRITER_MS = 2000 };

static const struct fault *ready(struct web *web, struct arena *a)
{
	const struct fault *f;
	struct desk *d = web_take_desk(web, a, &f);

	if (!d)
		return f;
	f = desk_ready(d, a);
	web_give_desk(web, d);
	return f ? f : client_is_there(a, web->socket_path, WRITER_MS);
}

static void say(struct reply *reply, int status, const char *words)
{
	reply->status = status;
	reply->body = words;
	reply->body_length = strlen(words);
}

bool health_answer(struct web *web, struct request *request, struct reply *reply, const char **out_route)
{
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
	f = ready(web, request->arena);
	if (f)
		log_fault(&web->log, request->arena, NULL, f);
	say(reply, f ? 503 : 200, f ? "not ready\n" : "ready\n");
	return true;
}
