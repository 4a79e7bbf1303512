/* SPDX-License-Identifier: EUPL-1.2 */
#include "guard/label.h"

enum {
	WORKERS = ROLE_COORDINATOR | ROLE_CONTACT | ROLE_MEMBER | ROLE_POLICE | ROLE_SECURITY | ROLE_REGISTRAR | ROLE_AUDITOR,
	EVERYONE = WORKERS | ROLE_ADMINISTRATOR | ROLE_PUBLIC | ROLE_SYSTEM
};

const char *const label_names[LABEL_COUNT] = { "secret", "open", "work", "decision", "person", "login",
	"passage" };

unsigned label_readers(enum label label)
{
	static const unsigned readers[LABEL_COUNT] = {
		[LABEL_SECRET] = 0,
		[LABEL_OPEN] = EVERYONE,
		[LABEL_WORK] = WORKERS,
		[LABEL_DECISION] = ROLE_COORDINATOR | ROLE_SECURITY | ROLE_REGISTRAR | ROLE_AUDITOR,
		[LABEL_PERSON] = ROLE_COORDINATOR | ROLE_REGISTRAR | ROLE_AUDITOR | ROLE_ADMINISTRATOR,
		[LABEL_LOGIN] = ROLE_ADMINISTRATOR,
		[LABEL_PASSAGE] = 0,
	};

	return readers[label];
}

bool label_may_read(enum label label, const struct actor *actor, bool is_part)
{
	if (label == LABEL_DECISION && is_part)
		return true;
	return (label_readers(label) & actor->roles) != 0;
}

enum label label_in_copy(enum label own, bool is_withheld)
{
	bool is_kept = own == LABEL_SECRET || own == LABEL_LOGIN || is_withheld;

	return is_kept ? LABEL_PASSAGE : own;
}
