// SPDX-License-Identifier: EUPL-1.2
//
// The pages to walk.  An entry:
//   person    one of the example council's, or null for nobody signed in
//   path      where to begin
//   language  Swedish unless 'en'
//   modes     names of check.mjs
//   steps     async (page, council): does something first: fills a form, follows a link
//   status    what the last document must answer with, 200 unless said
//   isAlone   its cookies are not shared with other entries
//   isEmpty   in a council that has nothing yet

import { readFileSync } from 'node:fs';
import { fyr, program } from './server.mjs';

const every = ['wide', 'narrow', 'dark', 'forced', 'print'], both = ['wide glance', 'narrow'];
const rings = ['dark by keyboard', 'forced by keyboard'];
const persons = ['coordinator', 'contact', 'second', 'member', 'police', 'security', 'registrar', 'auditor', 'administrator'];

// One of each sort, for whoever sees most in it: these are walked in every mode.
const leading = [
	[null, '/'], [null, '/sign_in'], [null, '/help'], [null, '/kinds'], [null, '/accessibility'],
	['contact', '/write/status_reported?measure=1'],
	['coordinator', '/overview'], ['coordinator', '/plan'], ['coordinator', '/measure/1'], ['coordinator', '/decisions'],
	['coordinator', '/log'], ['coordinator', '/council_page'], ['coordinator', '/write'],
];

// What differs between persons: buttons, tasks, masked texts.
const differing = ['/overview', '/plan?mine=1', '/measure/41', '/decisions', '/council_page', '/log?measure=41', '/write'];

// Every kind's empty form, for the first of those who may write it.
function forms() {
	const writers = new Map();
	for (const line of readFileSync(new URL('../golden/rights.txt', import.meta.url), 'utf8').split('\n')) {
		const [verb, kind, person] = line.split(' ');
		if (verb === 'write' && persons.includes(person) && !writers.has(kind))
			writers.set(kind, person);
	}
	return [...writers].map(([kind, person]) => ({ person, path: '/write/' + kind }));
}

// By the keyboard: with scripts off the driver cannot tell whether what it would click at stands still.
export async function choose(page, selector) {
	await page.locator(selector).first().focus();
	await page.keyboard.press('Space');
}

export async function follow(page, selector) {
	await page.locator(selector).first().focus();
	await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

export function submit(page, selector = 'main form button:not([name])') {
	return follow(page, selector);
}

async function refuseYellow(page) {
	await choose(page, '#field-process-2');
	await submit(page);
}

async function collide(page, council) {
	await page.fill('#field-description', 'Det som jag hade tänkt skriva');
	fyr(program, 'write', 'measure_changed', council.file, 'measure=2', 'description=Vad någon annan skrev under tiden',
		'--as', 'coordinator');
	await submit(page);
}

async function loseTheSession(page) {
	await page.fill('#field-text', 'Det här skrev jag när sessionen tog slut');
	await page.context().clearCookies({ name: '__Host-fyr' });
	await submit(page);
}

async function mistype(page) {
	await page.fill('#field-login', 'ingen');
	await page.fill('#field-passphrase', 'fel lösenfras som ingen har');
	await submit(page);
}

async function useLink(page, council) {
	await page.goto(council.base + '/welcome?token=' + council.made[0]);
}

async function chooseShortPassphrase(page, council) {
	await useLink(page, council);
	await page.evaluate(() => document.querySelector('#field-passphrase').removeAttribute('minlength'));
	await page.fill('#field-passphrase', 'kort');
	await page.fill('#field-again', 'annat');
	await submit(page);
}

// What follows something that a reader did, and pages that say no.
const states = [
	{ person: 'contact', path: '/write/status_reported?measure=1', steps: refuseYellow, status: 422 },
	{ person: 'contact', path: '/write/status_reported?measure=1', steps: refuseYellow, status: 422, language: 'en' },
	{ person: 'coordinator', path: '/write/measure_changed?measure=2', steps: collide, status: 409 },
	{ person: 'contact', path: '/write/question_asked?measure=1', steps: loseTheSession, status: 401, isAlone: true },
	{ person: 'coordinator', path: '/write/measure_added', steps: page => submit(page), status: 422 },
	{ person: 'coordinator', path: '/write/period_published', steps: page => submit(page), status: 422 },
	{ person: 'second', path: '/write/status_confirmed', steps: page => submit(page), status: 422 },
	{ person: 'member', path: '/decisions', steps: page => follow(page, 'main a[href^="/write/closing_seconded"]') },
	{ person: 'member', path: '/decisions', steps: page => follow(page, 'main a[href^="/write/closing_stopped"]') },
	{ person: 'coordinator', path: '/write/measure_changed?measure=1' },
	{ person: 'auditor', path: '/write/status_reported' },
	{ person: null, path: '/sign_in', steps: mistype, status: 401 },
	{ person: null, path: '/overview', status: 401 },
	{ person: null, path: '/nowhere', status: 404 },
	{ person: null, path: '/welcome?token=abc' },
	{ person: 'coordinator', path: '/plan?process=red' },
	{ person: 'coordinator', path: '/plan?process=paused&horizon=short' },
	{ person: 'coordinator', path: '/log?entry=672' },
	{ person: 'coordinator', path: '/overview', steps: page => follow(page, 'main a[href^="/plan?process=yellow"]') },
];

const empty = [
	{ person: null, path: '/' },
	{ person: null, path: '/', steps: useLink, modes: every },
	{ person: null, path: '/', steps: chooseShortPassphrase, status: 422 },
];

export const pages = [
	...leading.map(([person, path]) => ({ person, path, modes: every })),
	...leading.map(([person, path]) => ({ person, path, language: 'en', modes: both })),
	...differing.flatMap(path => persons.map(person => ({ person, path, modes: ['narrow glance'] }))),
	...forms().map(form => ({ ...form, modes: ['narrow'] })),
	...states.map(entry => ({ modes: both, ...entry })),
	{ person: 'contact', path: '/write/status_reported?measure=2', modes: rings },
	{ person: 'member', path: '/decisions', modes: rings },
	...empty.map(entry => ({ modes: both, ...entry, isEmpty: true })),
];
