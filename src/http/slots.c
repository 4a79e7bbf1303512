/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/slots.h"

#include <assert.h>
#include <sys/socket.h>

enum { LONGER = 6 }; /* a body or a reply may take so many times a header's time */

void slots_init(struct slots *slots, struct arena *a, size_t admitted_max, unsigned timeout_seconds)
{
	int error = pthread_mutex_init(&slots->mutex, NULL);

	assert(!error);
	slots->count = admitted_max + SLOTS_SPARE;
	slots->all = ARENA_MANY(a, slots->count, struct slot);
	slots->used = 0;
	slots->admitted_max = admitted_max;
	slots->timeout_seconds = timeout_seconds;
}

void slots_end(struct slots *slots)
{
	(void)pthread_mutex_destroy(&slots->mutex);
}

static bool is_overdue(const struct slot *slot, int64_t now, int64_t timeout)
{
	switch (slot->state) {
	case SLOT_HEADER:
		return now - slot->since > timeout;
	case SLOT_BODY:
	case SLOT_SENDING:
		return now - slot->since > timeout * LONGER;
	case SLOT_FREE:
	case SLOT_WORKING:
		break;
	}
	return false;
}

bool slots_admit(struct slots *slots, int64_t now)
{
	bool may;

	(void)pthread_mutex_lock(&slots->mutex);
	for (size_t i = 0; i < slots->count; i++)
		if (is_overdue(&slots->all[i], now, slots->timeout_seconds))
			(void)shutdown(slots->all[i].fd, SHUT_RDWR); /* its own thread notices and closes it */
	may = slots->used < slots->admitted_max;
	(void)pthread_mutex_unlock(&slots->mutex);
	return may;
}

struct slot *slot_take(struct slots *slots, int fd, int64_t now)
{
	struct slot *taken = NULL;

	(void)pthread_mutex_lock(&slots->mutex);
	for (size_t i = 0; i < slots->count && !taken; i++)
		if (slots->all[i].state == SLOT_FREE)
			taken = &slots->all[i];
	if (taken) {
		*taken = (struct slot){ SLOT_HEADER, fd, now, NULL };
		slots->used++;
	}
	(void)pthread_mutex_unlock(&slots->mutex);
	return taken;
}

void slot_set(struct slots *slots, struct slot *slot, enum slot_state state, int64_t now)
{
	(void)pthread_mutex_lock(&slots->mutex);
	slot->state = state;
	slot->since = now;
	(void)pthread_mutex_unlock(&slots->mutex);
}

void slot_give_back(struct slots *slots, struct slot *slot)
{
	arena_free(slot->arena);
	(void)pthread_mutex_lock(&slots->mutex);
	assert(slots->used > 0 && slot->state != SLOT_FREE);
	slot->arena = NULL;
	slot->state = SLOT_FREE;
	slots->used--;
	(void)pthread_mutex_unlock(&slots->mutex);
}
