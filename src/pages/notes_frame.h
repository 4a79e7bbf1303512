/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a meeting's notes say of the meeting above the passages, on the pages notes and notes_draft: when, where, about what, by
 * whom it was called, the notes of the meeting before, and who was there.  All of it goes as far as the notes do: whoever may
 * open the page reads it, so that publishing the notes publishes it too, as the preview shows.  What is written after they were
 * finished is not theirs and changes nothing here.
 */
#ifndef FYR_PAGES_NOTES_FRAME_H
#define FYR_PAGES_NOTES_FRAME_H

#include "pages/columns.h"

#define SPREAD(column_name) { .name = (column_name), .type = COLUMN_TEXT, .label = LABEL_PASSAGE }

#define NOTES_FRAME_COLUMNS                                                                                       \
	static const struct column frame[] = {                                                                          \
		OPEN("begins", COLUMN_CLOCK), OPEN("ends", COLUMN_CLOCK), SPREAD("venue"), SPREAD("theme"), SPREAD("called_by"), \
		INNER("frame_is_spread", COLUMN_BOOL),                                                                        \
	};                                                                                                              \
	static const struct column previous[] = {                                                                       \
		OPEN("day", COLUMN_DATE), OPEN("notes_of_meeting", COLUMN_INT), OPEN("hash", COLUMN_ID), SPREAD("address"),   \
		OPEN("sha256", COLUMN_ID), INNER("is_open", COLUMN_BOOL), INNER("is_spread", COLUMN_BOOL),                    \
	};                                                                                                              \
	static const struct column attendance[] = {                                                                     \
		SPREAD("who"), SPREAD("function"), OPEN("organisation", COLUMN_TEXT), OPEN("attendance", COLUMN_CODE),        \
		INNER("is_present", COLUMN_BOOL), INNER("is_spread", COLUMN_BOOL),                                            \
	}

/* Their SQL stands in page.sql of notes and asks for :id alone; FROM is that page, or NULL where it is this one. */
#define NOTES_FRAME_QUERIES(FROM)                                                                                 \
	{ QUERY("frame", frame), .from = (FROM), .is_one = true, .spread_column = "frame_is_spread" },                  \
	{ QUERY("previous", previous), .from = (FROM), .spread_column = "is_spread" },                                  \
	{ QUERY("attendance", attendance), .from = (FROM), .is_whole = true, .spread_column = "is_spread" }

#endif
