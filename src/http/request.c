/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "http/form.h"

static const struct http_pair *pair_find(const struct http_pair *pairs, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(pairs[i].name, name))
			return &pairs[i];
	return NULL;
}

const char *request_query(const struct request *request, const char *name)
{
	const struct http_pair *pair = pair_find(request->query, request->query_count, name);

	return pair ? pair->value : NULL;
}

const struct http_pair *request_form_pair(const struct request *request, const char *name)
{
	return pair_find(request->form, request->form_count, name);
}

const char *request_form(const struct request *request, const char *name)
{
	const struct http_pair *pair = request_form_pair(request, name);

	return pair ? pair->value : NULL;
}

const char *request_cookie(const struct request *request, const char *name)
{
	return request->cookie ? cookie_find(request->arena, request->cookie, name) : NULL;
}
