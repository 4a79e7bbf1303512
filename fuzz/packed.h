/* SPDX-License-Identifier: EUPL-1.2
 *
 * Packed: chance hardly ever makes a whole zip, so a target that reads one may take bytes for the XML of one of its parts.
 */
#ifndef FYR_FUZZ_PACKED_H
#define FYR_FUZZ_PACKED_H

#include <stdint.h>

#include "base/arena.h"

/* A zip of the parts, each a name and its XML; `data` but for two bytes stands for the part that its second byte names. */
const char *packed(struct arena *a, const char *const parts[][2], size_t count, const uint8_t *data, size_t size, size_t *out_n);

#endif
