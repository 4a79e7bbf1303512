/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/reply.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/out.h"

/* On every reply; a page that needs another value sets it itself (the map its script-src). */
static const struct http_pair fixed_headers[] = {
	{ .name = "Content-Security-Policy", .value = "default-src 'none'; style-src 'self'; img-src 'self'; "
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'" },
	{ .name = "X-Content-Type-Options", .value = "nosniff" },
	{ .name = "Referrer-Policy", .value = "no-referrer" },
	{ .name = "Cross-Origin-Opener-Policy", .value = "same-origin" },
	{ .name = "Cross-Origin-Resource-Policy", .value = "same-origin" },
	{ .name = "Permissions-Policy", .value = "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
	{ .name = "Cache-Control", .value = "no-store" },
};
enum { FIXED_COUNT = sizeof(fixed_headers) / sizeof(*fixed_headers) };

/* What a reader sees who is refused before any page could speak. */
static const struct {
	int status;
	const char *english, *swedish;
} words[] = {
	{ 400, "Bad request: it is not written the way HTTP and our forms are.",
		"Felaktig begäran: den är inte skriven som HTTP och våra formulär ska vara." },
	{ 405, "This address can only be read or posted to.", "Adressen går bara att läsa eller skicka formulär till." },
	{ 413, "Too much was sent. Shorten the text or split the file.",
		"För mycket skickades. Korta texten eller dela filen." },
	{ 414, "The address is too long.", "Adressen är för lång." },
	{ 415, "Send a form or JSON.", "Skicka ett formulär eller JSON." },
	{ 417, "We expect nothing but 100-continue.", "Vi väntar oss inget annat än 100-continue." },
	{ 431, "Too many header lines.", "För många rader i sidhuvudet." },
	{ 500, "Something went wrong here. Try again.", "Något gick fel hos oss. Försök igen." },
};

static const char *header_find(const struct reply *reply, const char *name)
{
	for (size_t i = 0; i < reply->header_count; i++)
		if (!strcasecmp(reply->headers[i].name, name))
			return reply->headers[i].value;
	return NULL;
}

static bool is_header_name(const char *s)
{
	const char *start = s;

	while (isalnum((unsigned char)*s) || *s == '-')
		s++;
	return s > start && !*s;
}

void reply_header(struct arena *a, struct reply *reply, const char *name, const char *value)
{
	size_t length = strlen(value);

	for (size_t i = 0; i < length; i++)
		reply->is_broken |= (unsigned char)value[i] < ' ' || value[i] == 0x7F;
	reply->is_broken |= !is_header_name(name);
	if (reply->is_broken)
		return;
	if (reply->header_count == reply->header_room) {
		size_t room = reply->header_room ? reply->header_room * 2 : 16;
		struct http_pair *headers = ARENA_MANY(a, room, struct http_pair);

		if (reply->header_count)
			memcpy(headers, reply->headers, reply->header_count * sizeof(*headers));
		reply->headers = headers;
		reply->header_room = room;
	}
	reply->headers[reply->header_count++] = (struct http_pair){ .name = arena_text(a, name),
		.value = arena_copy(a, value, length), .length = length };
}

void reply_download(struct arena *a, struct reply *reply, const char *name)
{
	struct out o;

	out_init(&o, a, strlen(name) * 4 + 64);
	out_text(&o, "attachment; filename=\"");
	for (const unsigned char *c = (const unsigned char *)name; *c; c++)
		/* Of a letter of several bytes the first stands for all. */
		if (*c < 0x80 || *c >= 0xC0)
			out_char(&o, *c >= ' ' && *c < 0x7F && !strchr("\"\\%;", *c) ? (char)*c : '_');
	out_text(&o, "\"; filename*=UTF-8''");
	out_percent(&o, name);
	reply_header(a, reply, "Content-Disposition", out_cstr(&o));
}

bool etag_is_listed(const char *if_none_match, const char *etag)
{
	size_t n;

	if (!strcmp(if_none_match, "*"))
		return true;
	etag += !strncmp(etag, "W/", 2) ? 2 : 0;
	n = strlen(etag);
	for (const char *at = if_none_match; *at;) {
		at += strspn(at, " \t,");
		at += !strncmp(at, "W/", 2) ? 2 : 0;
		if (!strncmp(at, etag, n) && (!at[n] || strchr(" \t,", at[n])))
			return true;
		at += strcspn(at, ",");
	}
	return false;
}

static void speak(struct arena *a, struct reply *reply)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].status == reply->status) {
			reply->body = arena_print(a, "%d %s\n%d %s\n", reply->status, words[i].english, reply->status,
				words[i].swedish);
			reply->body_length = strlen(reply->body);
			reply->type = NULL;
		}
}

void reply_finish(const struct request *request, struct reply *reply)
{
	const char *etag = header_find(reply, "ETag");

	if (reply->is_broken)
		*reply = (struct reply){ .status = 500 };
	if (request->error)
		reply->status = request->error;
	if (reply->status < 200 || reply->status > 599)
		*reply = (struct reply){ .status = 500 };
	if (!reply->body)
		speak(request->arena, reply);
	if (reply->status == 200 && etag && request->method != HTTP_POST && request->if_none_match
		&& etag_is_listed(request->if_none_match, etag))
		reply->status = 304;
	if (reply->status == 304 || reply->status == 204)
		reply->body = NULL;
	if (!reply->body)
		reply->body_length = 0;
	if (reply->status == 405 && !header_find(reply, "Allow"))
		reply_header(request->arena, reply, "Allow", "GET, HEAD, POST");
	for (size_t i = 0; i < FIXED_COUNT; i++)
		if (!header_find(reply, fixed_headers[i].name))
			reply_header(request->arena, reply, fixed_headers[i].name, fixed_headers[i].value);
	if (reply->body && !header_find(reply, "Content-Type"))
		reply_header(request->arena, reply, "Content-Type", reply->type ? reply->type : "text/plain; charset=utf-8");
}
