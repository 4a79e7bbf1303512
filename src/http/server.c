/* SPDX-License-Identifier: EUPL-1.2
 *
 * The one file that names microhttpd.  Its way through a request: target_seen (request line read), answer (header
 * read: begin; each piece of the body: body_take; all read: finish), completed (reply sent or connection lost).
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "base/out.h"
#include "base/text.h"
#include "http/form.h"
#include "http/reply.h"
#include "http/slots.h"
#include "http/wire.h"

enum {
	AGENT_MAX = 400,            /* bytes of a User-Agent that are looked at */
	HEADER_MAX = 32 << 10,      /* one connection's buffer: header, reply header, a piece of body */
	STACK_BYTES = 1 << 20,
	ARENA_KEPT_MAX = 128 << 10, /* a smaller request's memory serves the connection's next one: half the cost of a page */
	CONNECTIONS_DEFAULT = 256,
	TIMEOUT_DEFAULT = 10
};

struct http_server {
	struct MHD_Daemon *daemon;
	void (*handle)(void *self, struct request *request, struct reply *reply);
	bool (*may_send_great)(void *self, struct request *request);
	void *self;
	struct slots slots;
	size_t plain_max;
};

/* One request under way; lives in its own arena, from target_seen to completed. */
struct exchange {
	struct arena *arena;
	struct http_server *server;
	struct slot *slot;
	struct request request;
	const char *target_at; /* where the target stood on the wire */
	struct out body;
	size_t body_seen;      /* bytes that came, kept or not */
	enum body_sort sort;
	const char *boundary;
	bool has_begun;
	bool is_last;          /* close the connection after the reply */
};

/* The clock that no one sets, for patience with slow clients only; nothing it says is ever stored. */
static int64_t monotonic_now(void)
{
	struct timespec t = { 0, 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec;
}

static void refuse(struct exchange *x, int status, const char *why)
{
	if (x->request.error)
		return;
	x->request.error = status;
	x->request.error_why = why;
}

static struct slot *slot_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* The other end's address as text; also whether it is this very machine. */
static const char *peer_read(struct arena *a, struct MHD_Connection *connection, bool *out_is_loopback)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *address = info ? info->client_addr : NULL;
	char text[INET6_ADDRSTRLEN] = "unknown";

	*out_is_loopback = false;
	if (address && address->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)address;

		(void)inet_ntop(AF_INET, &v4->sin_addr, text, sizeof(text));
		*out_is_loopback = ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	} else if (address && address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)address;

		(void)inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof(text));
		*out_is_loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
	}
	return arena_text(a, text);
}

/* The address our own proxy saw: the last of the list, since everything before it is the client's claim. */
static const char *client_read(struct arena *a, const char *forwarded_for, const char *otherwise)
{
	const char *comma = forwarded_for ? strrchr(forwarded_for, ',') : NULL;
	const char *last = comma ? comma + 1 : forwarded_for;
	unsigned char address[sizeof(struct in6_addr)];
	char *text;

	if (!last)
		return otherwise;
	last += strspn(last, " \t");
	text = arena_copy(a, last, strcspn(last, " \t"));
	return inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1 ? text : otherwise;
}

/* Gathers the headers of one kind; `self` is a struct wire whose array has room for one more than the maximum. */
static enum MHD_Result header_take(void *self, enum MHD_ValueKind kind, const char *name, size_t name_n,
	const char *value, size_t value_n)
{
	struct wire *wire = self;
	struct wire_header *headers = (struct wire_header *)(uintptr_t)wire->headers;

	(void)kind;
	if (wire->count > HTTP_HEADERS_MAX)
		return MHD_NO;
	headers[wire->count++] = (struct wire_header){ name, name_n, value ? value : name + name_n, value ? value_n : 0 };
	return MHD_YES;
}

/* Unlike what else we read, a User-Agent may hold any bytes and come twice, and does: it is taken only when it is plain. */
static const char *agent_read(struct arena *a, const struct wire *wire)
{
	const char *agent = wire_value(wire, "User-Agent");
	size_t n = 0;

	while (agent && n < AGENT_MAX && agent[n] >= ' ' && agent[n] < 0x7F)
		n++;
	return agent ? arena_copy(a, agent, n) : NULL;
}

static void request_fill(struct exchange *x, const struct wire *wire)
{
	struct request *r = &x->request;
	const char *proto = wire_value(wire, "X-Forwarded-Proto");

	r->cookie = wire_value(wire, "Cookie");
	r->host = wire_value(wire, "Host");
	r->origin = wire_value(wire, "Origin");
	r->sec_fetch_site = wire_value(wire, "Sec-Fetch-Site");
	r->accept_language = wire_value(wire, "Accept-Language");
	r->if_none_match = wire_value(wire, "If-None-Match");
	r->user_agent = agent_read(x->arena, wire);
	if (!r->peer_is_loopback)
		return;
	r->is_tls_forwarded = proto && !strcmp(proto, "https");
	r->client = client_read(x->arena, wire_value(wire, "X-Forwarded-For"), r->peer);
}

static void method_read(struct exchange *x, const char *method)
{
	if (!strcmp(method, "GET"))
		x->request.method = HTTP_GET;
	else if (!strcmp(method, "HEAD"))
		x->request.method = HTTP_HEAD;
	else if (!strcmp(method, "POST"))
		x->request.method = HTTP_POST;
	else
		refuse(x, 405, "another method than GET, HEAD or POST");
}

/* A body that does not say how long it is may be long. */
static size_t multipart_max(struct exchange *x, const struct wire_body *body)
{
	bool is_great = body->is_chunked || body->length > HTTP_MULTIPART_MAX;
	const struct http_server *server = x->server;

	return is_great && server->may_send_great && server->may_send_great(server->self, &x->request) ? HTTP_GREAT_MAX
		: HTTP_MULTIPART_MAX;
}

/* What sort of body may come, and how much of it; 0 or the status it is refused with. */
static int body_sort_find(struct exchange *x, const struct wire *wire, const struct wire_body *body, size_t *out_max)
{
	const char *type = wire_value(wire, "Content-Type");
	int status;

	if (x->server->plain_max) {
		x->sort = BODY_PLAIN;
		*out_max = x->server->plain_max;
		return 0;
	}
	status = type ? body_sort_read(x->arena, type, &x->sort, &x->boundary) : 415;
	if (!status)
		*out_max = x->sort == BODY_MULTIPART ? multipart_max(x, body) : BODY_MAX;
	return status;
}

/* Decides, before any of it is read, whether the body may come and how much of it. */
static void body_expect(struct exchange *x, const struct wire *wire, const struct wire_body *body)
{
	bool has_body = body->is_chunked || body->length > 0;
	size_t max = 0;
	int status;

	x->body = (struct out){ .arena = x->arena };
	if (!has_body)
		return;
	if (x->request.method != HTTP_POST)
		refuse(x, 400, "a body on a request that has none");
	status = body_sort_find(x, wire, body, &max);
	if (status)
		refuse(x, status, "a body that is neither a form nor JSON");
	x->request.told_length = body->has_length ? body->length : 0;
	x->request.most_length = max;
	if (body->length > max)
		refuse(x, 413, "a body longer than allowed");
	if (x->request.error)
		return;
	x->body.max = max;
	if (body->has_length) { /* pages of the arena are taken as the bytes come, so a false promise costs nothing */
		x->body.bytes = arena_get(x->arena, body->length + 1);
		x->body.room = body->length + 1;
	}
}

/* A refused request must not do anything in a handler that forgot to look at `error`. */
static void request_blunt(struct request *r)
{
	r->method = r->method == HTTP_HEAD ? HTTP_HEAD : HTTP_GET;
	r->path = "/";
	r->query = r->form = NULL;
	r->query_count = r->form_count = 0;
	r->body = NULL;
	r->body_length = 0;
}

static enum MHD_Result reply_send(struct exchange *x, struct MHD_Connection *connection, const struct reply *reply)
{
	/* The library only reads the body, but its parameter is not const. */
	struct MHD_Response *response = MHD_create_response_from_buffer(reply->body_length,
		(void *)(uintptr_t)reply->body, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result = MHD_YES;

	if (!response)
		return MHD_NO;
	for (size_t i = 0; i < reply->header_count && result == MHD_YES; i++)
		result = MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
	if (result == MHD_YES && x->is_last)
		result = MHD_add_response_header(response, "Connection", "close");
	if (result == MHD_YES)
		result = MHD_queue_response(connection, (unsigned)reply->status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result reply_make(struct exchange *x, struct MHD_Connection *connection)
{
	struct reply reply = { .status = x->request.error ? x->request.error : 200 };
	enum MHD_Result result;

	if (x->request.error)
		request_blunt(&x->request);
	slot_set(&x->server->slots, x->slot, SLOT_WORKING, monotonic_now());
	x->server->handle(x->server->self, &x->request, &reply);
	reply_finish(&x->request, &reply);
	result = reply_send(x, connection, &reply);
	slot_set(&x->server->slots, x->slot, SLOT_SENDING, monotonic_now());
	return result;
}

static void request_read(struct exchange *x, const struct wire *wire, const struct wire_body *body)
{
	struct form query = { NULL, 0 };
	int status;

	request_fill(x, wire);
	method_read(x, wire->method);
	status = target_read(x->arena, x->request.target, &x->request.path, &query);
	if (status)
		refuse(x, status, "a target that is too long or not written as one");
	x->request.query = query.pairs;
	x->request.query_count = query.count;
	body_expect(x, wire, body);
}

/* The header is complete.  Framing that could be read two ways, or a body too long to read to its end, is answered
 * at once and ends the connection; other refusals wait until the body has passed, so that the reader sees them. */
static enum MHD_Result begin(struct exchange *x, struct MHD_Connection *connection, const char *method,
	const char *version)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	struct wire wire = { .method = method, .version = version, .method_n = strlen(method), .version_n = strlen(version),
		.target = x->request.target, .target_at = x->target_at,
		.headers = ARENA_MANY(x->arena, HTTP_HEADERS_MAX + 1, struct wire_header), .bytes = info ? info->header_size : 0 };
	struct wire_body body = { false, false, 0 };
	int status;

	x->has_begun = true;
	slot_set(&x->server->slots, x->slot, SLOT_BODY, monotonic_now());
	(void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, header_take, &wire);
	status = wire_check(&wire, &body);
	if (status)
		refuse(x, status, "a header that can be read in more than one way");
	else
		request_read(x, &wire, &body);
	x->is_last = status != 0 || (x->request.error && (body.length > HTTP_DRAIN_MAX || wire_value(&wire, "Expect")));
	return x->is_last ? reply_make(x, connection) : MHD_YES;
}

/* A piece of the body.  What is too much is counted and dropped; far too much ends the connection. */
static enum MHD_Result body_take(struct exchange *x, const char *piece, size_t n)
{
	x->body_seen += n;
	if (x->body_seen > HTTP_DRAIN_MAX)
		return MHD_NO;
	if (!x->request.error)
		out_bytes(&x->body, piece, n);
	if (out_full(&x->body))
		refuse(x, 413, "a body longer than allowed");
	return MHD_YES;
}

static void body_read(struct exchange *x)
{
	struct form form = { NULL, 0 };
	char *bytes;
	size_t n = x->body.length;
	int status = 0;

	(void)out_cstr(&x->body);
	bytes = x->body.bytes;
	if (x->sort == BODY_FORM)
		status = form_read(x->arena, bytes, n, &form);
	else if (x->sort == BODY_MULTIPART)
		status = multipart_read(x->arena, x->boundary, bytes, n, &form);
	else if (x->sort == BODY_JSON && !text_is_utf8(bytes, n))
		status = 400;
	if (status) {
		refuse(x, status, "a body that is not what its type says");
		return;
	}
	x->request.form = form.pairs;
	x->request.form_count = form.count;
	if (x->sort == BODY_JSON || x->sort == BODY_PLAIN) {
		x->request.body = bytes;
		x->request.body_length = n;
	}
}

static enum MHD_Result finish(struct exchange *x, struct MHD_Connection *connection)
{
	if (MHD_get_connection_values(connection, MHD_FOOTER_KIND, NULL, NULL) > 0) {
		refuse(x, 400, "headers after the body");
		x->is_last = true;
	}
	if (!x->request.error && x->sort != BODY_NONE)
		body_read(x);
	return reply_make(x, connection);
}

static enum MHD_Result answer(void *self, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *piece, size_t *piece_n, void **context)
{
	struct exchange *x = *context;
	size_t n = *piece_n;

	(void)self;
	(void)url; /* decoded by rules of its own; we read the target ourselves */
	if (!x || !x->slot)
		return MHD_NO;
	if (!x->has_begun)
		return begin(x, connection, method, version);
	if (!n)
		return finish(x, connection);
	*piece_n = 0;
	return body_take(x, piece, n);
}

/* The request line has been read: the only moment the target can be had as it was sent. */
static void *target_seen(void *self, const char *target, struct MHD_Connection *connection)
{
	struct slot *slot = slot_of(connection);
	struct arena *a = slot && slot->arena ? slot->arena : arena_new(ARENA_REQUEST_MAX);
	struct exchange *x = ARENA_NEW(a, struct exchange);

	if (slot)
		slot->arena = NULL;
	x->arena = x->request.arena = a;
	x->server = self;
	x->slot = slot;
	x->target_at = target;
	x->request.target = arena_text(a, target);
	x->request.path = "/";
	x->request.peer = peer_read(a, connection, &x->request.peer_is_loopback);
	x->request.client = x->request.peer;
	return x;
}

static void completed(void *self, struct MHD_Connection *connection, void **context,
	enum MHD_RequestTerminationCode why)
{
	struct http_server *server = self;
	struct exchange *x = *context;
	struct arena *a;
	struct slot *slot;

	(void)connection;
	(void)why;
	if (!x)
		return;
	*context = NULL;
	a = x->arena; /* holds the exchange itself */
	slot = x->slot;
	if (slot)
		slot_set(&server->slots, slot, SLOT_HEADER, monotonic_now());
	if (slot && arena_mark(a) <= ARENA_KEPT_MAX) {
		arena_reset(a);
		slot->arena = a;
	} else {
		arena_free(a);
	}
}

static enum MHD_Result admit(void *self, const struct sockaddr *address, socklen_t length)
{
	struct http_server *server = self;

	(void)address;
	(void)length;
	return slots_admit(&server->slots, monotonic_now()) ? MHD_YES : MHD_NO;
}

static void connection_changed(void *self, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode what)
{
	struct http_server *server = self;
	const union MHD_ConnectionInfo *info;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (*context)
			slot_give_back(&server->slots, *context);
		*context = NULL;
		return;
	}
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	*context = info ? slot_take(&server->slots, info->connect_fd, monotonic_now()) : NULL;
}

static struct MHD_Daemon *daemon_start(struct http_server *server, int listen_fd, unsigned connections_max,
	unsigned per_ip, unsigned timeout)
{
	return MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0,
		admit, server, answer, server,
		MHD_OPTION_LISTEN_SOCKET, listen_fd,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_CONNECTION_LIMIT, connections_max + SLOTS_SPARE,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_ip,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_MAX,
		MHD_OPTION_CONNECTION_TIMEOUT, timeout,
		MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_BYTES,
		MHD_OPTION_URI_LOG_CALLBACK, target_seen, server,
		MHD_OPTION_NOTIFY_COMPLETED, completed, server,
		MHD_OPTION_NOTIFY_CONNECTION, connection_changed, server,
		MHD_OPTION_END);
}

const struct fault *http_start(struct arena *a, int listen_fd, const struct http_options *options,
	void (*handle)(void *self, struct request *request, struct reply *reply), void *self,
	struct http_server **out_server)
{
	struct http_server *server = ARENA_NEW(a, struct http_server);
	unsigned max = options->connections_max ? options->connections_max : CONNECTIONS_DEFAULT;
	unsigned timeout = options->timeout_seconds ? options->timeout_seconds : TIMEOUT_DEFAULT;
	sigset_t all, before;

	server->handle = handle;
	server->self = self;
	server->plain_max = options->plain_max;
	server->may_send_great = options->may_send_great;
	slots_init(&server->slots, a, max, timeout);
	/* Threads inherit the mask: signals then reach only the thread that waits for them. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	server->daemon = daemon_start(server, listen_fd, max, options->per_ip, timeout);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!server->daemon) {
		slots_end(&server->slots);
		return fault_new(a, FAULT_SYSTEM, __func__, "the web server could not start its threads");
	}
	*out_server = server;
	return NULL;
}

void http_stop(struct http_server *server)
{
	MHD_stop_daemon(server->daemon); /* closes the listening socket too */
	slots_end(&server->slots);
}
