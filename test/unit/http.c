/* SPDX-License-Identifier: EUPL-1.2
 *
 * http: forms, targets, cookies, multipart, header accounting and replies, without a socket (test/http has those).
 */
#include "http/form.h"
#include "http/reply.h"
#include "http/slots.h"
#include "http/wire.h"
#include "tap.h"

/* A copy with the one byte of room the readers ask for; `s` may hold NUL. */
static char *room(struct arena *a, const char *s, size_t n)
{
	return arena_copy(a, s, n);
}

/* "a=1;b=2" of what was read, or the status it was refused with. */
static const char *shown(struct arena *a, int status, const struct form *form)
{
	const char *s = "";

	if (status)
		return arena_print(a, "%d", status);
	for (size_t i = 0; i < form->count; i++)
		s = arena_print(a, "%s%s%s=%s%s%s", s, i ? ";" : "", form->pairs[i].name, form->pairs[i].value,
			form->pairs[i].filename ? "@" : "", form->pairs[i].filename ? form->pairs[i].filename : "");
	return s;
}

static void test_forms(struct tap *t, struct arena *a)
{
	static const char *const cases[][2] = {
		{ "", "" }, { "a=1", "a=1" }, { "a=1&b=2", "a=1;b=2" }, { "a", "a=" }, { "a=", "a=" },
		{ "a&b", "a=;b=" },
		{ "&&a=1&", "a=1" }, { "a=b=c", "a=b=c" }, { "a=1&a=2", "a=1;a=2" }, { "a=+%2B+", "a= + " },
		{ "n%C3%A4st=%c3%85r", "näst=År" }, { "a=åäö", "a=åäö" }, { "a=x%0D%0Ay", "a=x\r\ny" },
		{ "a=%26%3D", "a=&=" },
		{ "=1", "400" }, { "a=1&=", "400" }, { "a=%", "400" }, { "a=%4", "400" }, { "a=%4g", "400" },
		{ "a=%g4", "400" },
		{ "%=1", "400" }, { "a=%00", "400" }, { "%00=1", "400" }, { "a%0A=1", "400" },
		{ "a%C2%85=1", "400" },
		{ "a=%C0%80", "400" }, { "a=%E5", "400" }, { "a=%ED%A0%80", "400" }, { "a=%F4%90%80%80", "400" },
		{ "a=1\n", "400" },
		{ "a=\x7f", "400" }, { "a=\xff", "400" }, { "a=%C3&b=%85", "400" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct form form = { NULL, 0 };
		size_t n = strlen(cases[i][0]);
		int status = form_read(a, room(a, cases[i][0], n), n, &form);

		SAME(t, shown(a, status, &form), cases[i][1], arena_print(a, "form %zu", i));
	}
}

static void test_form_limits(struct tap *t, struct arena *a)
{
	char *many = arena_get(a, 4 * HTTP_PAIRS_MAX + 5);
	struct form form = { NULL, 0 };
	const size_t n = 4 * HTTP_PAIRS_MAX - 1;

	for (size_t i = 0; i < HTTP_PAIRS_MAX + 1; i++)
		memcpy(many + 4 * i, "a=1&", 4);
	OK(t, form_read(a, room(a, many, n), n, &form) == 0 && form.count == HTTP_PAIRS_MAX, "as many pairs as allowed");
	OK(t, form_read(a, room(a, many, n + 4), n + 4, &form) == 400, "one pair more");
	OK(t, form_read(a, room(a, "a=\0b", 4), 4, &form) == 400, "a raw NUL");
}

static void test_targets(struct tap *t, struct arena *a)
{
	static const char *const cases[][2] = {
		{ "/", "/?" }, { "/a/b", "/a/b?" }, { "/a/", "/a/?" }, { "/a?", "/a?" }, { "/a?b=c", "/a?b=c" },
		{ "/a?b=/x?y", "/a?b=/x?y" },
		{ "/%C3%A5", "/å?" }, { "/a+b?c=d+e", "/a+b?c=d e" }, { "/.well-known/x", "/.well-known/x?" },
		{ "/a..b/...", "/a..b/...?" },
		{ "", "400" }, { "a", "400" }, { "*", "400" }, { "http://x/", "400" }, { "/a b", "400" },
		{ "/a#b", "400" }, { "/å", "400" },
		{ "//", "400" }, { "//x", "400" }, { "/a//b", "400" }, { "/.", "400" }, { "/..", "400" },
		{ "/a/./b", "400" }, { "/a/..", "400" },
		{ "/%2e", "400" }, { "/%2E%2e/b", "400" }, { "/a%2fb", "400" }, { "/a%2Fb", "400" },
		{ "/a%5cb", "400" }, { "/a\\b", "400" },
		{ "/%", "400" }, { "/%0", "400" }, { "/%00", "400" }, { "/%0a", "400" }, { "/%7F", "400" },
		{ "/%C2%80", "400" },
		{ "/%E5", "400" }, { "/%C0%AF", "400" }, { "/a?=1", "400" }, { "/a?b=%", "400" },
		{ "/a?b=%00", "400" }, { "/<a>", "400" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct form query = { NULL, 0 };
		const char *path = "untouched";
		int status = target_read(a, cases[i][0], &path, &query);
		const char *got = status ? arena_print(a, "%d", status) : arena_print(a, "%s?%s", path, shown(a, 0, &query));

		SAME(t, got, cases[i][1], arena_print(a, "target %zu %s", i, cases[i][0]));
		OK(t, !status || !strcmp(path, "untouched"), "outputs of a refused target are untouched");
	}
}

static void test_target_length(struct tap *t, struct arena *a)
{
	char *target = arena_get(a, PATH_MAX_BYTES + 2);
	struct form query;
	const char *path;

	memset(target, 'a', PATH_MAX_BYTES + 1);
	target[0] = '/';
	OK(t, target_read(a, target, &path, &query) == 414, "a target one byte too long");
	target[PATH_MAX_BYTES] = '\0';
	OK(t, target_read(a, target, &path, &query) == 0, "a target as long as allowed");
}

static void test_cookies(struct tap *t, struct arena *a)
{
	static const char *const cases[][2] = {
		{ "sid=1", "1" }, { "a=0; sid=1", "1" }, { "a=0;sid=1;b=2", "1" }, { "sid=", "" },
		{ "sid=a=b", "a=b" }, { "sid=1 ; b=2", "1" },
		{ " sid=1", "1" }, { "__Host-sid=9; sid=1", "1" },
		{ "", NULL }, { "sid", NULL }, { "xsid=1", NULL }, { "sidx=1", NULL }, { "SID=1", NULL },
		{ "a=sid=1", NULL },
		{ "sid=1; sid=2", NULL }, { "sid=1; sid=1", NULL }, { "sid=\"1\"", NULL }, { "sid=a b", NULL },
		{ "sid=a,b", NULL },
		{ "sid=a\\b", NULL }, { "sid=\xc3\xa5", NULL }, { ";;;", NULL }, { "sid =1", NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		SAME(t, cookie_find(a, cases[i][0], "sid"), cases[i][1], arena_print(a, "cookie %zu %s", i, cases[i][0]));
}

static void test_body_sorts(struct tap *t, struct arena *a)
{
	static const char *const cases[][2] = {
		{ "application/x-www-form-urlencoded", "0 1 " },
		{ "Application/X-WWW-Form-Urlencoded; charset=UTF-8", "0 1 " },
		{ "application/json", "0 3 " }, { "multipart/form-data; boundary=XX", "0 2 XX" },
		{ "multipart/form-data;boundary=\"a/b\"", "0 2 a/b" },
		{ "multipart/form-data; boundary=----WebKitFormBoundaryAb1", "0 2 ----WebKitFormBoundaryAb1" },
		{ "", "415 0 " }, { "text/plain", "415 0 " }, { "application/json5", "415 0 " },
		{ "application/json; charset=latin1", "415 0 " },
		{ "application/jso", "415 0 " }, { "multipart/form-data", "400 0 " },
		{ "multipart/form-data; boundary=", "400 0 " },
		{ "multipart/form-data; boundary=\"\"", "400 0 " },
		{ "multipart/form-data; boundary=\"", "400 0 " },
		{ "multipart/form-data; boundary=a b", "400 0 " },
		{ "multipart/form-data; boundary=a; x=y", "400 0 " },
		{ "multipart/form-data; boundary=a\"b", "400 0 " },
		{ "multipart/form-data; charset=utf-8; boundary=a", "400 0 " },
		{ "multipart/mixed; boundary=a", "415 0 " },
		{ "multipart/form-data; boundary="
			"12345678901234567890123456789012345678901234567890123456789012345678901", "400 0 " },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		enum body_sort sort = BODY_NONE;
		const char *boundary = "";
		int status = body_sort_read(a, cases[i][0], &sort, &boundary);
		const char *got = arena_print(a, "%d %d %s", status, (int)sort, boundary);

		SAME(t, got, cases[i][1], arena_print(a, "type %zu %s", i, cases[i][0]));
	}
}

#define PART(disposition, body) "--XX\r\nContent-Disposition: form-data; " disposition "\r\n\r\n" body "\r\n"
#define END "--XX--\r\n"

static void test_multipart(struct tap *t, struct arena *a)
{
	static const char *const cases[][2] = {
		{ END, "" }, { "--XX--", "" }, { PART("name=\"a\"", "1") END, "a=1" },
		{ PART("name=\"a\"", "") END, "a=" },
		{ PART("name=\"a\"", "1") PART("name=\"b\"", "\r\n") END, "a=1;b=\r\n" },
		{ PART("name=\"a\"", "x\r\n--X\r\n--") END, "a=x\r\n--X\r\n--" },
		{ PART("name=\"f\"; filename=\"n.csv\"", "1;2") END, "f=1;2@n.csv" },
		{ PART("filename=\"n\"; name=\"f\"", "\xff") END, "f=\xff@n" },
		{ PART("name=\"f\"; filename=\"\"", "") END, "f=@" },
		{ PART("name=\"f\"; filename=\"C:\\x\\n.csv\"", "") END, "f=@n.csv" },
		{ PART("name=\"f\"; filename=\"../../n\"", "") END, "f=@n" },
		{ PART("name=\"a%22b\"", "1") END, "a\"b=1" },
		{ PART("name=\"å\"", "ä") END, "å=ä" },
		{ "--XX\r\ncontent-disposition:form-data;name=\"a\"\r\ncontent-type: text/plain\r\n\r\n1\r\n" END, "a=1" },
		{ "", "400" }, { "--XX", "400" }, { "--XX\r\n", "400" }, { "--XY--\r\n", "400" },
		{ "\r\n" END, "400" }, { "hello\r\n" END, "400" },
		{ END "x", "400" }, { END "\r\n", "400" }, { "--XX-", "400" }, { "--XX--\r", "400" },
		{ "--XX --\r\n", "400" }, { PART("name=\"a\"", "1"), "400" },
		{ PART("name=\"a\"", "1") "--XX", "400" }, { PART("name=\"a\"", "1") "--XXX--\r\n", "400" },
		{ PART("name=\"a\"", "1\r\n--XXy") END, "400" },
		{ PART("name=\"\"", "1") END, "400" }, { PART("name=a", "1") END, "400" },
		{ PART("nam=\"a\"", "1") END, "400" }, { PART("", "1") END, "400" },
		{ PART("name=\"a\"; name=\"b\"", "1") END, "400" }, { PART("name=\"a\" x", "1") END, "400" },
		{ PART("name=\"a", "1") END, "400" },
		{ PART("name=\"a\"; filename=\"b\"; filename=\"c\"", "1") END, "400" },
		{ PART("name=\"a\"; filename*=UTF-8''b", "1") END, "400" },
		{ PART("filename=\"a\"", "1") END, "400" }, { PART("name=\"a%0D%0Ab\"", "1") END, "400" },
		{ PART("name=\"a\\\"b\"", "1") END, "400" },
		{ PART("name=\"a\xff\"", "1") END, "400" }, { PART("name=\"a\"", "\xff") END, "400" },
		{ PART("name=\"a\x01\"", "1") END, "400" },
		{ "--XX\r\n\r\n1\r\n" END, "400" }, { "--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n" END, "400" },
		{ "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END, "400" },
		{ "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n" END, "400" },
		{ "--XX\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\n1\r\n" END, "400" },
		{ "--XX\nContent-Disposition: form-data; name=\"a\"\n\n1\n--XX--\n", "400" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct form form = { NULL, 0 };
		size_t n = strlen(cases[i][0]);
		int status = multipart_read(a, "XX", room(a, cases[i][0], n), n, &form);

		SAME(t, shown(a, status, &form), cases[i][1], arena_print(a, "multipart %zu", i));
	}
}

static void test_multipart_bytes(struct tap *t, struct arena *a)
{
	static const char file[] = PART("name=\"f\"; filename=\"n\"", "a\0b") END;
	static const char field[] = PART("name=\"f\"", "a\0b") END;
	struct form form = { NULL, 0 };

	OK(t, multipart_read(a, "XX", room(a, field, sizeof(field) - 1), sizeof(field) - 1, &form) == 400, "NUL in a field");
	OK(t, multipart_read(a, "XX", room(a, file, sizeof(file) - 1), sizeof(file) - 1, &form) == 0 && form.count == 1
		&& form.pairs[0].length == 3 && !memcmp(form.pairs[0].value, "a\0b", 4), "NUL in a file");
}

static void test_multipart_sizes(struct tap *t, struct arena *a)
{
	static const char head[] = "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n\"\r\n\r\n";
	struct form form = { NULL, 0 };
	size_t head_n = strlen(head), n = head_n + SENT_FILE_MAX + 10;
	char *bytes = arena_get(a, n + 2);

	memset(bytes, 'x', n);
	memcpy(bytes, head, head_n);
	memcpy(bytes + head_n + SENT_FILE_MAX, "\r\n--XX--\r\n", 10);
	OK(t, multipart_read(a, "XX", bytes, n, &form) == 0 && form.pairs[0].length == SENT_FILE_MAX, "a file as long as allowed");
	memset(bytes, 'x', n);
	memcpy(bytes, head, head_n);
	memcpy(bytes + head_n + SENT_FILE_MAX + 1, "\r\n--XX--\r\n", 10);
	OK(t, multipart_read(a, "XX", bytes, n + 1, &form) == 413, "a file one byte too long");
}

/* Puts the NULs where the reader below puts them, then asks. */
static bool whole(struct arena *a, const char *text, size_t skew)
{
	char *s = arena_text(a, text);
	char *target = strchr(s, ' ') + 1, *version = strchr(target, ' ') + 1, *name = strchr(version, '\r') + 2;
	char *colon = strchr(name, ':'), *value = colon + 1 + strspn(colon + 1, " ");
	size_t value_n = strcspn(value, "\r\n");
	struct wire_header header = { name, (size_t)(colon - name), value, value_n };
	struct wire wire = { .method = s, .method_n = strcspn(s, " "), .version = version, .version_n = 8, .target_at = target,
		.headers = &header, .count = 1, .bytes = strlen(text) - skew };

	target[-1] = version[-1] = name[-2] = colon[0] = value[value_n] = '\0';
	wire.target = arena_text(a, target);
	return wire_is_whole(&wire);
}

static void test_wire(struct tap *t, struct arena *a)
{
	OK(t, whole(a, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0), "every byte is accounted for");
	OK(t, whole(a, "GET / HTTP/1.1\r\nHost:x\r\n\r\n", 0), "no space after the colon");
	OK(t, !whole(a, "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 0), "two spaces before the target");
	OK(t, !whole(a, "GET / HTTP/1.1\r\nHost: x\n\r\n", 0), "a bare line feed");
	OK(t, !whole(a, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 1), "a byte too few");
	OK(t, !whole(a, "GET / HTTP/1.1\r\nHost: x\r\nX: 1\r\n\r\n", 0), "a header that was not handed out");
}

static const char *reply_value(const struct reply *reply, const char *name)
{
	for (size_t i = 0; i < reply->header_count; i++)
		if (!strcmp(reply->headers[i].name, name))
			return reply->headers[i].value;
	return NULL;
}

static void test_replies(struct tap *t, struct arena *a)
{
	struct request request = { .arena = a };
	struct reply reply = { .status = 200, .body = "x", .body_length = 1, .type = "text/html" };

	reply_header(a, &reply, "Cache-Control", "max-age=60");
	reply_finish(&request, &reply);
	SAME(t, reply_value(&reply, "Cache-Control"), "max-age=60", "a fixed header the reply sets itself");
	SAME(t, reply_value(&reply, "X-Content-Type-Options"), "nosniff", "a fixed header");
	SAME(t, reply_value(&reply, "Content-Type"), "text/html", "the type");
	reply = (struct reply){ .status = 303 };
	reply_header(a, &reply, "Location", "/a\r\nX: y");
	reply_header(a, &reply, "X-After", "1");
	reply_finish(&request, &reply);
	OK(t, reply.status == 500 && !reply_value(&reply, "Location") && reply.body, "a header with a line break is 500");
	reply = (struct reply){ .status = 200 };
	reply_header(a, &reply, "X Y", "1");
	OK(t, reply.is_broken, "a header name with a space");
	request.error = 413;
	reply = (struct reply){ .status = 200 };
	reply_finish(&request, &reply);
	OK(t, reply.status == 413 && strstr(reply.body, "För mycket"), "a refused request keeps its status and gets words");
	reply = (struct reply){ .status = 200, .body = "pretty", .body_length = 6 };
	reply_finish(&request, &reply);
	OK(t, reply.status == 413 && !strcmp(reply.body, "pretty"), "a page may say it better");
	reply = (struct reply){ .status = 7 };
	request.error = 0;
	reply_finish(&request, &reply);
	OK(t, reply.status == 500, "a status that is none");
}

static void test_downloads(struct tap *t, struct arena *a)
{
	static const char *const all[][2] = {
		{ "bild.pdf", "attachment; filename=\"bild.pdf\"; filename*=UTF-8''bild.pdf" },
		{ "L\xC3\xA4" "get 50%.pdf", "attachment; filename=\"L_get 50_.pdf\"; filename*=UTF-8''L%C3%A4get%2050%25.pdf" },
		{ "a\"b\\c;d", "attachment; filename=\"a_b_c_d\"; filename*=UTF-8''a%22b%5Cc%3Bd" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct reply reply = { .status = 200 };

		reply_download(a, &reply, all[i][0]);
		SAME(t, reply.header_count ? reply.headers[0].value : NULL, all[i][1], "a file is saved under its name");
	}
}

static void test_etags(struct tap *t)
{
	OK(t, etag_is_listed("\"a\"", "\"a\""), "the same tag");
	OK(t, etag_is_listed("W/\"a\"", "\"a\"") && etag_is_listed("\"a\"", "W/\"a\""), "weak or not");
	OK(t, etag_is_listed("\"b\", \"a\"", "\"a\"") && etag_is_listed("\"a\",\"b\"", "\"a\""), "one of a list");
	OK(t, etag_is_listed("*", "\"a\""), "any");
	OK(t, !etag_is_listed("", "\"a\"") && !etag_is_listed("\"ab\"", "\"a\"") && !etag_is_listed("a", "\"a\""),
		"none of them");
	OK(t, !etag_is_listed("\"a\"x", "\"a\"") && !etag_is_listed(",,,", "\"a\""), "not quite");
}

static void test_slots(struct tap *t, struct arena *a)
{
	struct slots slots;
	struct slot *one, *two;

	slots_init(&slots, a, 2, 10);
	one = slot_take(&slots, -1, 0);
	two = slot_take(&slots, -1, 0);
	OK(t, one && two && one != two && !slots_admit(&slots, 5), "no third where two are admitted");
	slot_give_back(&slots, one);
	OK(t, slots_admit(&slots, 5), "one left, one may come");
	for (int i = 0; i < SLOTS_SPARE + 1; i++)
		(void)slot_take(&slots, -1, 0);
	OK(t, !slot_take(&slots, -1, 0), "no slot left");
	slots_end(&slots);
}

static void test_listen(struct tap *t, struct arena *a)
{
	static const char *const wrong[] = { "", ":", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536",
		"127.0.0.1:-1", "::1:80", "[::1]", "[::1:80", "[]:80", "[127.0.0.1]:80", "example.org:80", "127.1:80", "127.0.0.1:80 " };
	int fd = -7, port = -7;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		const struct fault *f = http_listen(a, wrong[i], &fd, &port);

		OK(t, f && f->sort == FAULT_USAGE && fd == -7 && port == -7, arena_print(a, "listen on \"%s\"", wrong[i]));
	}
}

int main(void)
{
	struct arena *a = arena_new(64 << 20);
	struct tap t = { 0, 0 };

	test_forms(&t, a);
	test_form_limits(&t, a);
	test_targets(&t, a);
	test_target_length(&t, a);
	test_cookies(&t, a);
	test_body_sorts(&t, a);
	test_multipart(&t, a);
	test_multipart_bytes(&t, a);
	test_multipart_sizes(&t, a);
	test_wire(&t, a);
	test_replies(&t, a);
	test_downloads(&t, a);
	test_etags(&t);
	test_slots(&t, a);
	test_listen(&t, a);
	arena_free(a);
	return tap_done(&t);
}
