/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sanitized: is this program built to be watched while it runs?  Each is 1 or 0, for the compiler as for #if.
 */
#ifndef FYR_BASE_SANITIZED_H
#define FYR_BASE_SANITIZED_H

#include <sanitizer/common_interface_defs.h> /* gives __has_feature to compilers that lack it */

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define IS_ADDRESS_SANITIZED 1
#else
#define IS_ADDRESS_SANITIZED 0
#endif

#if IS_ADDRESS_SANITIZED || defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

#endif
