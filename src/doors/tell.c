/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/tell.h"

#include <stdio.h>

#include "view/catalogue.h"

int tell_fault(const struct fault *f)
{
	fprintf(stderr, "fyr: %s\n", f->what);
	return (int)f->sort;
}

int tell_misuse(const struct args *args)
{
	fprintf(stderr, "%s\n", catalogue_text(catalogue_get(args->language), "cli.usage"));
	return FAULT_USAGE;
}

void tell_words(const struct args *args, const char *key, const char *first, const char *second)
{
	const char *values[] = { first, second };

	fprintf(stderr, "%s\n", catalogue_fill(catalogue_get(args->language), args->arena, key, values, 2));
}

void tell_finding(void *self, const char *finding)
{
	(void)self;
	fprintf(stderr, "fyr: %s\n", finding);
}
