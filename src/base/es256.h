/* SPDX-License-Identifier: EUPL-1.2
 *
 * ES256: ECDSA over P-256 with SHA-256 (FIPS 186-5, SEC 1), verified by OpenSSL's EVP.  Only verifying: keys of people lie
 * in their own devices.
 */
#ifndef FYR_BASE_ES256_H
#define FYR_BASE_ES256_H

#include <stdbool.h>
#include <stddef.h>

enum { ES256_POINT_BYTES = 64 };

/* Is it a point of the curve?  32 bytes of x, 32 of y, most significant first. */
bool es256_point_is_valid(const unsigned char point[ES256_POINT_BYTES]);

/* Did the key of that point sign these bytes?  The signature is DER and nothing but: no spare byte, no second spelling.
 * False also for a point that is none.  Ends the process when there is no memory to tell. */
bool es256_verify(const unsigned char point[ES256_POINT_BYTES], const void *bytes, size_t n, const void *signature,
	size_t signature_n);

#endif
