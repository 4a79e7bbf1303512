/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notify: tells the service manager how the server stands (sd_notify(3)): one datagram to the socket it named in
 * NOTIFY_SOCKET.  Without a service manager nothing happens.
 */
#ifndef FYR_DOORS_NOTIFY_H
#define FYR_DOORS_NOTIFY_H

/* "READY=1" or "STOPPING=1". */
void notify(const char *state);

#endif
