/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/obstacle.h"

#include <stddef.h>

/* Secrecy is two codes: often it is believed to stand in the way where the law in fact lets people talk. */
const char *const obstacle_codes[] = { "staffing", "money", "secrecy_believed", "secrecy_actual", "unclear_responsibility",
	"cooperation", "law", "demand", "other", NULL };
