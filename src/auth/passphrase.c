/* SPDX-License-Identifier: EUPL-1.2 */
#include "auth/passphrase.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "auth/office.h"
#include "base/text.h"
#include "guard/identity.h"

enum {
	MEMORY_KIB = 19456,
	PASSES = 2,
	HASH_BYTES_OUT = 32,
	TYPED_BYTES_MAX = 4 * OFFICE_PASSPHRASE_MAX_CHARS /* more was never taken when it was set */
};

/* What an unknown name is tried against: our parameters, and a hash no passphrase is known to give. */
static const char nobodys_hash[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
	"$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

char *passphrase_hash(struct arena *a, const struct env *env, const char *passphrase)
{
	unsigned char salt[crypto_pwhash_argon2id_SALTBYTES], hash[HASH_BYTES_OUT];
	char salt_text[sodium_base64_ENCODED_LEN(sizeof(salt), sodium_base64_VARIANT_ORIGINAL_NO_PADDING)];
	char hash_text[sodium_base64_ENCODED_LEN(sizeof(hash), sodium_base64_VARIANT_ORIGINAL_NO_PADDING)];
	char *phc;
	int failed;

	env_chance(env, salt, sizeof(salt));
	failed = crypto_pwhash(hash, sizeof(hash), passphrase, strlen(passphrase), salt, PASSES,
		(size_t)MEMORY_KIB << 10, crypto_pwhash_ALG_ARGON2ID13);
	if (failed)
		memory_stop("no memory to hash a passphrase"); /* nothing else can be wrong */
	sodium_bin2base64(salt_text, sizeof(salt_text), salt, sizeof(salt), sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	sodium_bin2base64(hash_text, sizeof(hash_text), hash, sizeof(hash), sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	phc = arena_print(a, "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s", MEMORY_KIB, PASSES, salt_text, hash_text);
	sodium_memzero(hash, sizeof(hash));
	sodium_memzero(hash_text, sizeof(hash_text));
	return phc;
}

bool passphrase_fits(const char *hash, const char *passphrase)
{
	size_t n = strlen(passphrase);
	bool is_right = n <= TYPED_BYTES_MAX;

	errno = 0;
	is_right &= !crypto_pwhash_str_verify(hash ? hash : nobodys_hash, passphrase, is_right ? n : 0);
	if (errno == ENOMEM)
		memory_stop("no memory to try a passphrase"); /* else the right one would be called wrong, and counted */
	return is_right && hash;
}

/* Words the commonest passphrases are made of, in small letters without marks.  Only one made of nothing but these
 * (and figures and signs) is refused, so a longer list would not refuse much more of what people choose. */
static const char *const common_words[] = {
	"abc", "abcd", "admin", "administrator", "alskar", "alskling", "anvandare", "arsenal", "asdf", "asdfgh",
	"asdfghjkl", "asdfghjkloa", "baseball", "batman", "brottsforebyggande", "changeme", "computer",
	"correcthorsebatterystaple", "dator", "default", "dig", "dinmamma", "djurgarden", "dragon", "edc", "football",
	"fotboll", "fuckyou", "fyr", "fyrby", "goteborg", "hammarby", "hamster", "hejhej", "hejsan", "hemlig",
	"hemlighet", "hemligt", "host", "hosten", "iloveyou", "in", "jag", "jagalskardig", "jul", "kommun",
	"kommunen", "kommuns", "kossan", "letmein", "liverpool", "logga", "login", "losen", "losenfras", "losenord",
	"losenordet", "malmo", "mamma", "master", "mitt", "monkey", "my", "norge", "ord", "pappa", "pass", "passord",
	"passphrase", "password", "passwort", "pokemon", "polis", "polisen", "princess", "qaz", "qwer", "qwert",
	"qwerty", "qwertyuiop", "qwertyuiopa", "radet", "rfv", "secret", "service", "shadow", "skola", "sommar",
	"sommaren", "starwars", "stockholm", "sunshine", "superman", "svenska", "sverige", "system", "test",
	"testing", "tgb", "the", "trustno", "user", "valkommen", "var", "varen", "vinter", "vintern", "volvo",
	"welcome", "wsx", "yhn", "zxcvbn", "zxcvbnm"
};

/* A letter as the list writes it, '*' for a letter the list does not use, 0 for anything else. */
static char letter_of(uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	if (c >= 'a' && c <= 'z')
		return (char)c;
	if (c == 0xe5 || c == 0xe4 || c == 0xc5 || c == 0xc4)
		return 'a';
	if (c == 0xf6 || c == 0xd6)
		return 'o';
	if (c == 0xe9 || c == 0xc9)
		return 'e';
	return c < 0x80 ? 0 : '*';
}

/* Figures and signs that stand for a letter: p@ssw0rd. */
static char letter_meant(uint32_t c)
{
	static const char signs[] = "0134578@$!", letters[] = "oieastbasi";
	const char *at = c && c < 0x80 ? strchr(signs, (int)c) : NULL;

	return at ? letters[at - signs] : 0;
}

/* Is the text of `n` letters made of common words only? */
static bool is_common(const char *letters, size_t n)
{
	bool reached[OFFICE_PASSPHRASE_MAX_CHARS + 1] = { true };

	for (size_t at = 0; at < n; at++) {
		for (size_t i = 0; reached[at] && i < sizeof(common_words) / sizeof(common_words[0]); i++) {
			size_t length = strlen(common_words[i]);

			if (length <= n - at && !memcmp(letters + at, common_words[i], length))
				reached[at + length] = true;
		}
	}
	return n && reached[n];
}

/* The letters alone; a figure between two letters is read as the letter it may mean, if `meant`. */
static bool is_common_inside(const uint32_t *chars, size_t n, bool meant)
{
	char letters[OFFICE_PASSPHRASE_MAX_CHARS];
	size_t count = 0;
	bool is;

	for (size_t i = 0; i < n; i++) {
		char letter = letter_of(chars[i]);

		if (!letter && meant && i && i + 1 < n && letter_of(chars[i - 1]) && letter_of(chars[i + 1]))
			letter = letter_meant(chars[i]);
		if (letter)
			letters[count++] = letter;
	}
	is = is_common(letters, count);
	sodium_memzero(letters, sizeof(letters));
	return is;
}

/* Does one piece, or fewer than five characters, stand three times or more and nothing else? */
static bool is_repeated(const uint32_t *chars, size_t n)
{
	size_t sorts = 0;

	for (size_t i = 0; i < n; i++) {
		size_t first = 0;

		while (chars[first] != chars[i])
			first++;
		sorts += first == i;
	}
	for (size_t period = 1; period <= n / 3; period++) {
		size_t i = period;

		while (i < n && chars[i] == chars[i - period])
			i++;
		if (i == n)
			return true;
	}
	return sorts < 5;
}

/* Do three steps in four go to the same or the next character, up or down (1234..., abcd..., 9 to 0)? */
static bool is_row(const uint32_t *chars, size_t n)
{
	size_t steps = 0;

	for (size_t i = 1; i < n; i++) {
		int64_t step = (int64_t)chars[i] - (int64_t)chars[i - 1];
		bool turns = (chars[i] == '0' && chars[i - 1] == '9') || (chars[i] == '9' && chars[i - 1] == '0');

		steps += turns || (step >= -1 && step <= 1);
	}
	return steps * 4 >= (n - 1) * 3;
}

bool office_passphrase_is_weak(const char *passphrase)
{
	uint32_t chars[OFFICE_PASSPHRASE_MAX_CHARS];
	const char *at = passphrase;
	size_t n = text_chars(passphrase);
	bool is_weak;

	if (n < OFFICE_PASSPHRASE_MIN_CHARS || n > OFFICE_PASSPHRASE_MAX_CHARS)
		return true;
	for (size_t i = 0; i < n; i++)
		chars[i] = text_next(&at);
	is_weak = is_repeated(chars, n) || is_row(chars, n) || is_common_inside(chars, n, false)
		|| is_common_inside(chars, n, true) || identity_find(passphrase, NULL) == IDENTITY_REFUSE;
	sodium_memzero(chars, sizeof(chars));
	return is_weak;
}
