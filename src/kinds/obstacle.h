/* SPDX-License-Identifier: EUPL-1.2
 *
 * Obstacle: what may stand in a measure's way.  The same codes are the causes of a closing, so that both can be
 * summed by code, organisation and who can remove it.
 */
#ifndef FYR_KINDS_OBSTACLE_H
#define FYR_KINDS_OBSTACLE_H

extern const char *const obstacle_codes[]; /* ended by NULL */

#endif
