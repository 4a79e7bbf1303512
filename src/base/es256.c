/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/es256.h"

#include <limits.h> /* err.h forgets it */
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/arena.h"

/* OpenSSL answers "no" alike to a bad signature and to a lack of memory; its list of errors tells them apart. */
static void stop_without_memory(void)
{
	unsigned long error;

	while ((error = ERR_get_error()))
		if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE)
			memory_stop("no memory to verify a signature");
}

static EVP_PKEY *key_of(const unsigned char point[ES256_POINT_BYTES])
{
	char group[] = "P-256";
	unsigned char whole[1 + ES256_POINT_BYTES] = { 4 }; /* not compressed */
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *key = NULL;

	memcpy(whole + 1, point, ES256_POINT_BYTES);
	if (context && EVP_PKEY_fromdata_init(context) == 1) {
		OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
			OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, whole, sizeof(whole)), OSSL_PARAM_construct_end() };

		if (EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
			key = NULL;
	}
	EVP_PKEY_CTX_free(context);
	if (!key)
		stop_without_memory();
	return key;
}

bool es256_point_is_valid(const unsigned char point[ES256_POINT_BYTES])
{
	EVP_PKEY *key = key_of(point);

	EVP_PKEY_free(key);
	return key != NULL;
}

bool es256_verify(const unsigned char point[ES256_POINT_BYTES], const void *bytes, size_t n, const void *signature,
	size_t signature_n)
{
	EVP_PKEY *key = key_of(point);
	EVP_MD_CTX *context;
	bool ok;

	if (!key)
		return false;
	context = EVP_MD_CTX_new();
	ok = context && EVP_DigestVerifyInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) == 1
		&& EVP_DigestVerify(context, signature, signature_n, bytes, n) == 1;
	if (!ok)
		stop_without_memory();
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	return ok;
}
