/* SPDX-License-Identifier: EUPL-1.2
 *
 * Keys at the door (doors/web.h): making one, signing in with one, and the step in which an act is signed.  The writer judges
 * every answer of a device; here it is only carried.
 */
#include <string.h>

#include "base/text.h"
#include "desk/seed.h"
#include "desk/service.h"
#include "doors/web.h"

/* Nothing of it: the person's device did not answer, or scripts are off. */
static struct json *answer_of_device(struct visit *v)
{
	static const char *const names[][2] = { { "id", "key_id" }, { "ad", "key_ad" }, { "cd", "key_cd" }, { "sig", "key_sig" } };
	struct json *one = js_object(v->arena);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = request_form(v->request, names[i][1]);

		if (text_is_blank(value))
			return NULL;
		js_set_text(v->arena, one, names[i][0], value);
	}
	return one;
}

/* ------------------------------------------------------------------------------------------- signing --- */

void visit_give_signature(struct visit *v, struct json *question)
{
	const char *seed = request_form(v->request, "seed");
	struct json *one = answer_of_device(v);

	/* A seed that is none would be a fault of the question; without one the act is shown to be signed anew. */
	if (!seed || !seed_is_valid(seed) || !js_get_text(question, "n") || !js_get_text(question, "base"))
		return;
	js_set_text(v->arena, question, "seed", seed);
	if (one)
		js_set(v->arena, question, "assertion", one);
}

/* Refused for want of a signature, or for the one that was given, and for nothing else. */
static bool is_about_signature(const struct refusals *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (!r->all[i].is_note && (strncmp(r->all[i].rule, "passkey.", 8) != 0 || r->all[i].field))
			return false;
	return refused(r);
}

/* What is said above the text to be signed: nothing the first time. */
static void told(struct visit *v, const struct refusals *from, bool is_again, struct refusals *out)
{
	*out = (struct refusals){ .arena = v->arena };
	for (size_t i = 0; i < from->count; i++) {
		bool lacks = !strcmp(from->all[i].rule, "passkey.sign");

		if (!from->all[i].is_note && (!lacks || is_again))
			refuse(out, lacks ? "passkey.no_answer" : from->all[i].rule, NULL, NULL);
	}
}

bool visit_sign(struct visit *v, const struct kind *k, struct json *question, const struct refusals *refusals)
{
	const char *given = request_form(v->request, "seed");
	bool is_again = given && seed_is_valid(given);
	const char *seed = is_again ? given : seed_new(v->arena, v->web->env);
	struct json *answer;
	struct refusals more;
	int status;

	if (!is_about_signature(refusals) || !js_get_text(question, "n") || !js_get_text(question, "base"))
		return false;
	js_set_text(v->arena, question, "seed", seed);
	js_set(v->arena, question, "dry", js_bool(v->arena, true));
	answer = visit_offer(v, question, &more, &status);
	if (!answer && status)
		visit_form_again(v, k, &more, status);
	if (answer && !js_get(answer, "sign"))
		return false;
	if (!answer)
		return true;
	js_set_text(v->arena, answer, "seed", seed);
	if (v->format == SHOW_JSON) {
		js_set(v->arena, answer, "refusals", service_refusals(v->arena, refusals));
		visit_json(v, answer, 422);
		return true;
	}
	told(v, refusals, is_again, &more);
	v->made = answer;
	visit_form_again(v, k, &more, more.count ? 422 : 200);
	return true;
}

/* ------------------------------------------------------------------------------------------- making --- */

static void keys_refused(struct visit *v, const char *rule)
{
	struct refusals r = { .arena = v->arena };

	refuse(&r, rule, NULL, NULL);
	visit_page(v, page_find("keys"), NULL, 0, NULL, 0, &r, strcmp(rule, "session.needs_passphrase") ? 422 : 403);
}

/* The host that the browser asked for: the key will be good there and nowhere else. */
static const char *rp_of(struct visit *v)
{
	return arena_copy(v->arena, v->request->host, strcspn(v->request->host, ":"));
}

void visit_keys_post(struct visit *v)
{
	static const char *const names[] = { "challenge", "attestation", "cd" };
	bool is_asked = request_form(v->request, "ask") != NULL;
	struct json *q = visit_question(v, is_asked ? "key_challenge" : "key_make"), *answer;

	for (size_t i = 0; !is_asked && i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_is_blank(request_form(v->request, names[i]))) {
			keys_refused(v, "passkey.no_answer");
			return;
		}
		js_set_text(v->arena, q, names[i], request_form(v->request, names[i]));
	}
	js_set_text(v->arena, q, "rp", rp_of(v));
	answer = visit_ask(v, q);
	if (!answer)
		return;
	if (js_get_text(answer, "refused") || js_get(answer, "no")) {
		keys_refused(v, js_get_text(answer, "refused") ? js_get_text(answer, "refused") : "session.needs_passphrase");
	} else if (is_asked) {
		v->made = answer;
		visit_page(v, page_find("keys"), NULL, 0, NULL, 0, NULL, 0);
	} else {
		visit_redirect(v, "/keys");
	}
}

/* ------------------------------------------------------------------------------------------- signing in --- */

static void show_challenge(struct visit *v)
{
	struct json *q = js_object(v->arena); /* of no session, whoever may be signed in */

	js_set_text(v->arena, q, "op", "key_challenge");
	v->made = visit_ask(v, q);
	if (v->made)
		visit_refused(v, "sign_in", NULL, NULL, 0);
}

void visit_key_sign_in(struct visit *v)
{
	struct json *q = visit_question(v, "key_sign_in"), *one = answer_of_device(v), *answer;

	if (request_form(v->request, "ask_key")) {
		show_challenge(v);
		return;
	}
	if (!one) {
		visit_refused(v, "sign_in", "passkey.no_answer", NULL, 401);
		return;
	}
	js_set(v->arena, q, "assertion", one);
	js_set_text(v->arena, q, "challenge", request_form(v->request, "challenge"));
	js_set_text(v->arena, q, "agent", v->request->user_agent);
	answer = visit_ask(v, q);
	if (answer && !visit_signed_in(v, answer))
		visit_refused(v, "sign_in", js_get_text(answer, "refused"), NULL, 401);
}
