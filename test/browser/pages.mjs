// SPDX-License-Identifier: EUPL-1.2
//
// The pages to walk: who looks, at what.  `person` is one of the example council's, or null for nobody signed in.
// `modes`, when given, names fewer modes than all of check.mjs; `steps(page)` does something first (fills a form).

export const pages = [
	{ person: null, path: '/' },
	{ person: null, path: '/help' },
	{ person: null, path: '/sign_in' },
	{ person: null, path: '/welcome?token=abc' },
	{ person: 'contact', path: '/write/status_reported?measure=1' },
	{ person: 'coordinator', path: '/write/measure_added' },
	{ person: 'coordinator', path: '/write/measure_changed?measure=1' },
	{ person: 'coordinator', path: '/write/period_published', modes: ['wide', 'narrow'] },
	{ person: 'member', path: '/write/closing_seconded', modes: ['wide', 'narrow'] },
	{ person: 'second', path: '/write/status_confirmed', modes: ['wide', 'narrow'] },
	{ person: 'auditor', path: '/write/status_reported', modes: ['wide'] },
	{ person: 'coordinator', path: '/overview' },
	{ person: 'coordinator', path: '/plan' },
	{ person: 'coordinator', path: '/measure/1' },
	{ person: 'coordinator', path: '/decisions' },
	{ person: 'coordinator', path: '/log' },
	{ person: 'coordinator', path: '/council_page' },
	{ person: 'coordinator', path: '/write' },
	{ person: 'contact', path: '/overview' },
	{ person: 'administrator', path: '/measure/41' },
	{ person: 'member', path: '/plan?process=yellow' },
	{ person: 'second', path: '/log?entry=672' },
	{ person: null, path: '/kinds' },
	{ person: null, path: '/accessibility' },
];
