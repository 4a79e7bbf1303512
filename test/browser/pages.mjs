// SPDX-License-Identifier: EUPL-1.2
//
// The pages to walk: who looks, at what.  `person` is one of the example council's, or null for nobody signed in.
// `modes`, when given, names fewer modes than all of check.mjs; `steps(page)` does something first (fills a form).

export const pages = [
	{ person: null, path: '/' },
	{ person: 'coordinator', path: '/overview' },
	{ person: 'coordinator', path: '/plan' },
	{ person: 'coordinator', path: '/measure/1' },
	{ person: 'coordinator', path: '/decisions' },
	{ person: 'coordinator', path: '/log' },
	{ person: 'coordinator', path: '/council_page' },
];
