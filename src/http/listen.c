/* SPDX-License-Identifier: EUPL-1.2 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "http/http.h"

struct endpoint {
	struct sockaddr_storage address;
	socklen_t length;
	int port;
};

/* "127.0.0.1:8080", "localhost:8080", "[::1]:8080".  Names other than localhost are not looked up: which address
 * the program listens on must be readable from its command line. */
static bool endpoint_read(struct arena *a, const char *text, struct endpoint *out)
{
	struct endpoint e = { .length = 0 };
	struct sockaddr_in *v4 = (struct sockaddr_in *)&e.address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&e.address;
	const char *colon = strrchr(text, ':');
	const char *host;
	int64_t port;

	if (!colon || colon == text || !text_to_int(colon + 1, 0, 65535, &port))
		return false;
	host = arena_copy(a, text, (size_t)(colon - text));
	e.port = (int)port;
	if (*host == '[' && colon[-1] == ']') {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons((uint16_t)port);
		e.length = sizeof(*v6);
		if (inet_pton(AF_INET6, arena_copy(a, host + 1, strlen(host) - 2), &v6->sin6_addr) != 1)
			return false;
	} else {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)port);
		e.length = sizeof(*v4);
		if (inet_pton(AF_INET, strcmp(host, "localhost") ? host : "127.0.0.1", &v4->sin_addr) != 1)
			return false;
	}
	*out = e;
	return true;
}

static const struct fault *listen_fault(struct arena *a, const char *text, int error)
{
	const char *colon = strrchr(text, ':');

	if (error == EADDRINUSE)
		return fault_new(a, FAULT_BUSY, __func__, "port %s is taken by another program; stop that one, or choose another "
			"port with --listen ADDR:PORT (port 0 takes any free one)", colon + 1);
	if (error == EACCES)
		return fault_new(a, FAULT_SYSTEM, __func__, "this user may not listen on port %s; choose one from 1024 up and put "
			"nginx in front", colon + 1);
	return fault_new(a, FAULT_SYSTEM, __func__, "cannot listen on %s: %s", text, strerror(error));
}

/* Non-blocking, since several workers wait on the one socket and only one of them gets each connection. */
static int socket_open(const struct endpoint *e)
{
	const int on = 1;
	int family = e->address.ss_family;
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int error;

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0
		&& (family != AF_INET6 || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) == 0)
		&& bind(fd, (const struct sockaddr *)&e->address, e->length) == 0 && listen(fd, SOMAXCONN) == 0)
		return fd;
	error = errno;
	(void)close(fd);
	errno = error;
	return -1;
}

static int port_of(int fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} address = { .six = { .sin6_family = AF_UNSPEC } };
	socklen_t length = sizeof(address);

	if (getsockname(fd, &address.any, &length))
		return 0;
	return ntohs(address.any.sa_family == AF_INET6 ? address.six.sin6_port : address.four.sin_port);
}

const struct fault *http_listen(struct arena *a, const char *address_port, int *out_fd, int *out_port)
{
	struct endpoint e;
	int fd;

	if (!endpoint_read(a, address_port, &e))
		return fault_new(a, FAULT_USAGE, __func__, "\"%s\" is no address to listen on; write 127.0.0.1:8080 or [::1]:8080",
			address_port);
	fd = socket_open(&e);
	if (fd < 0)
		return listen_fault(a, address_port, errno);
	*out_fd = fd;
	*out_port = port_of(fd);
	return NULL;
}
