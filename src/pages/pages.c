/* SPDX-License-Identifier: EUPL-1.2
 *
 * All pages, one line each, sorted by name.  To add one: its folder, and its two lines here.
 */
#include <string.h>

#include "pages/page.h"

extern const struct page page_accessibility, page_acts, page_attachment, page_calendar, page_call, page_confirm, page_council_page,
	page_decision, page_decisions, page_follow_up, page_form, page_handover, page_help, page_import_plan,
	page_keys, page_kinds, page_letter, page_letters, page_log, page_measure, page_meeting, page_meetings,
	page_news, page_organisation, page_overview, page_packet, page_people, page_plan, page_problem, page_public,
	page_public_measure, page_publish, page_sessions, page_sign_in, page_signatures, page_story, page_tasks,
	page_welcome, page_working_group;
extern const struct page page_answer, page_copy, page_diary, page_notes, page_notes_draft, page_request, page_requests;

const struct page *const pages[] = {
	&page_accessibility,
	&page_acts,
	&page_answer,
	&page_attachment,
	&page_calendar,
	&page_call,
	&page_confirm,
	&page_copy,
	&page_council_page,
	&page_decision,
	&page_decisions,
	&page_diary,
	&page_follow_up,
	&page_form,
	&page_handover,
	&page_help,
	&page_import_plan,
	&page_keys,
	&page_kinds,
	&page_letter,
	&page_letters,
	&page_log,
	&page_measure,
	&page_meeting,
	&page_meetings,
	&page_news,
	&page_notes,
	&page_notes_draft,
	&page_organisation,
	&page_overview,
	&page_packet,
	&page_people,
	&page_plan,
	&page_problem,
	&page_public,
	&page_public_measure,
	&page_publish,
	&page_request,
	&page_requests,
	&page_sessions,
	&page_sign_in,
	&page_signatures,
	&page_story,
	&page_tasks,
	&page_welcome,
	&page_working_group,
};
const size_t page_count = sizeof(pages) / sizeof(pages[0]);

const struct page *page_find(const char *name)
{
	for (size_t i = 0; i < page_count; i++)
		if (!strcmp(pages[i]->name, name))
			return pages[i];
	return NULL;
}
