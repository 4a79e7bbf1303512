/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "http/form.h"

/* RFC 6265 §4.1.1: visible ASCII without the marks that end or quote a value. */
static bool is_cookie_octet(char c)
{
	return c > ' ' && c < 0x7F && !strchr("\",;\\", c);
}

const char *cookie_find(struct arena *a, const char *header, const char *name)
{
	size_t name_n = strlen(name), value_n = 0;
	const char *value = NULL;

	for (const char *at = header; *at; at += *at == ';') {
		at += strspn(at, " \t");
		if (!strncmp(at, name, name_n) && at[name_n] == '=') {
			if (value)
				return NULL;
			value = at + name_n + 1;
			value_n = strcspn(value, ";");
		}
		at += strcspn(at, ";");
	}
	while (value_n && (value[value_n - 1] == ' ' || value[value_n - 1] == '\t'))
		value_n--;
	for (size_t i = 0; i < value_n; i++)
		if (!is_cookie_octet(value[i]))
			return NULL;
	return value ? arena_copy(a, value, value_n) : NULL;
}
