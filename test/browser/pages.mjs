// SPDX-License-Identifier: EUPL-1.2
//
// The pages to walk.  An entry:
//   person    one of the example council's, or null for nobody signed in
//   path      where to begin
//   language  Swedish unless 'en'
//   modes     names of check.mjs
//   steps     async (page, council): does something first: fills a form, follows a link
//   status    what the last document must answer with, 200 unless said
//   reached   the path where the steps lead, when it is another page's
//   isAlone   its cookies are not shared with other entries
//   isDiffering  for one of several persons: not looked at again when another saw the very same
//   isEmpty   in a council that has nothing yet

import { readFileSync } from 'node:fs';
import { fyr, program } from './server.mjs';

export const every = ['wide', 'narrow', 'dark', 'forced', 'print'];
const once = ['narrow'], glance = ['narrow glance'];
const rings = ['dark by keyboard', 'forced by keyboard'];
const persons = ['coordinator', 'contact', 'second', 'member', 'police', 'security', 'registrar', 'auditor', 'administrator'];


// The longest page takes half a minute in each mode; of one organisation it is the same page.
const LONG = '/working_group', SHORT = '/working_group?responsible=fritid';

// Where most differs between persons: buttons, tasks, masked texts.  Other pages they see at the path above.
const differing = [SHORT, '/overview', '/plan?mine=1', '/measure/41', '/decisions', '/council_page', '/log?measure=41', '/write'];

// Pages by name with their paths, and who may open each, of the tables that every change of them must go through.
function golden(table) {
	return readFileSync(new URL(`../golden/${table}.txt`, import.meta.url), 'utf8').split('\n').map(line => line.split(' '));
}

export const routes = golden('routes').filter(([, word]) => word === 'path').map(([name, , path]) => [name, path]);

// What everybody sees alike is walked for nobody only.
const alike = ['letter', 'problem', 'sign_in', 'welcome'];
export const readers = new Map();
for (const [verb, name, person] of golden('rights'))
	if (verb === 'open' && !(alike.includes(name) && person !== 'public') && (person === 'public' || persons.includes(person)))
		readers.set(name, [...readers.get(name) || [], person === 'public' ? null : person]);

// What addresses of a route look like.
export function pattern(path) {
	return new RegExp('^' + path.replace(/:[a-z_]+/g, '[^/]+') + '$');
}

// One of each sort, for whoever sees most in it: these are walked in every mode.
const leading = [
	[null, '/'], [null, '/sign_in'], [null, '/help'], [null, '/kinds'], [null, '/accessibility'], [null, '/public/measure/1'],
	['contact', '/write/status_reported?measure=1'], ['contact', '/follow_up'], ['contact', '/follow_up?all=1'],
	['contact', '/sessions'], ['contact', '/calendar'], [null, '/news'], ['contact', '/keys'], ['coordinator', '/signatures'], ['second', '/confirm'], ['administrator', '/people'],
	['coordinator', '/overview'], ['coordinator', '/tasks'], ['coordinator', '/plan'], ['coordinator', '/measure/1'],
	['coordinator', '/story/1'], ['coordinator', '/organisation/fritid'], ['coordinator', '/decisions'], ['coordinator', '/decision/720'],
	['coordinator', '/log?measure=41'], ['coordinator', '/council_page'], ['coordinator', '/meetings'], ['coordinator', '/meeting/2'], ['coordinator', '/packet/2'], ['coordinator', '/call/2'], ['coordinator', '/notes_draft?id=1'],
	['police', '/notes?id=3'], ['coordinator', '/meeting/3'], [null, '/attachment/733'], ['registrar', '/requests'], ['registrar', '/diary'], ['registrar', '/request/1'], ['registrar', '/answer?request=1'],
	['registrar', '/copy?request=2'],
	['coordinator', '/write'], ['coordinator', '/letters'],
	['coordinator', '/publish?period=2026-Q2'], ['coordinator', '/handover'], ['coordinator', LONG],
	['coordinator', '/import'],
].filter(([, there]) => routes.some(([, path]) => pattern(path).test(there.replace(/\?.*/, ''))));

// Where a page is looked at by others than the first, and in English.
function glanced(route) {
	return [...differing, ...leading.map(([, there]) => there)].find(there => pattern(route).test(there.replace(/\?.*/, '')));
}

// Each page for each person who may open it.
function matrix() {
	return routes.filter(([, path]) => glanced(path)).flatMap(([name, path]) => {
		const people = (readers.get(name) || []).flatMap(person => person === 'contact' ? ['contact', 'second'] : [person]);
		return people.map(person => ({ person, path: glanced(path), modes: glance, isDiffering: true }));
	});
}

// Every kind's empty form, for the first of those who may write it.
function forms() {
	const writers = new Map();
	for (const [verb, kind, person] of golden('rights'))
		if (verb === 'write' && persons.includes(person) && !writers.has(kind))
			writers.set(kind, person);
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

async function refuseSheet(page) {
	await choose(page, '#field-process-1-2');
	await page.fill('#field-text-1', 'Det här skrev jag');
	await submit(page, 'main form:is(.follow, .paper) button:not([name])');
}

// Somebody asks about the measure while its row is filled in.
async function collideInSheet(page, council) {
	await choose(page, '#field-process-4');
	await choose(page, '#field-evidence-4');
	fyr(program, 'write', 'question_asked', council.file, 'measure=4', 'text=Hur många söker?', '--as', 'coordinator');
	await submit(page, 'main form.paper button:not([name])');
}

// Nothing waits in the example's open period before somebody reports.
async function waitForSecond(page, council) {
	fyr(program, 'write', 'status_reported', council.file, 'measure=2', 'process=yellow', 'evidence=counted', 'obstacle=money',
		'text=En buss för lite.', 'next_step=Frågan tas upp i nämnden.', '--as', 'contact');
	await page.reload();
}

async function confirmNone(page, council) {
	await waitForSecond(page, council);
	await submit(page, 'main form.paper button:not([name])');
}

async function loseTheSessionInSheet(page) {
	await page.fill('#field-text-4', 'Det här skrev jag när sessionen tog slut');
	await page.context().clearCookies({ name: '__Host-fyr' });
	await submit(page, 'main form.paper button:not([name])');
}

// Yellow alone in a row of the working group's table.
async function refuseRow(page) {
	await page.selectOption('#field-process-3', 'yellow');
	await follow(page, 'button[name=row][value="3"]');
}

// Somebody else reports while the row is filled in.
async function collideInRow(page, council) {
	await page.selectOption('#field-process-4', 'green');
	fyr(program, 'write', 'question_asked', council.file, 'measure=4', 'text=Hur många söker?', '--as', 'member');
	await follow(page, 'button[name=row][value="4"]');
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

// As whoever got it opens it: without a session.
async function openLetter(page, council) {
	await submit(page, 'main form[action="/letters"] button');
	const body = await page.locator('main textarea').first().inputValue();
	await page.context().clearCookies({ name: '__Host-fyr' });
	await page.goto(council.base + body.match(/\/letter\?token=\S+/)[0]);
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

// The closing that waits in the example, asked of the member.
export const waiting = 720;

// A plan of one's own: an organisation, a person and an indicator nobody knows, dates in several forms, one of which is none.
export const spreadsheet = { name: 'plan.csv', mimeType: 'text/csv', buffer: Buffer.from(
	'Nr;Åtgärd;Ansvarig förvaltning;Kontaktperson;Effektmål;Indikator;Utgångsvärde;Målvärde;Start;Läge Q3\r\n'
	+ '201;Öppen fritidsgård på lov;Fritidsförvaltningen;Kim Ek;Fler som kommer;Besökare per vecka;20;60;mars 2027;Grön\r\n'
	+ '202;Ljusare parkering;Gatukontoret;Robin Alm;Färre skador;;;;våren 2027;Gul\r\n'
	+ '203;Grannsamverkan;;;;;;;2027-02-01;\r\n') };

export async function upload(page, file = spreadsheet) {
	await page.setInputFiles('#field-file', file);
	await submit(page, 'main form[enctype] button');
}

async function refuseFile(page) {
	await upload(page, { name: 'plan.xls', mimeType: 'application/vnd.ms-excel',
		buffer: Buffer.from('d0cf11e0a1b11ae1' + '00'.repeat(600), 'hex') });
}

async function leaveFaults(page) {
	await upload(page);
	await choose(page, '#leave_faults');
	await submit(page, 'main button[value=look]');
}

// What follows something that a reader did, and pages that say no.
// 300 pages in a field come back whole; 900 are more than a form may be.
async function paste(page, pages) {
	await page.evaluate(([id, text]) => { document.querySelector(id).value = text; },
		['#field-text', 'Här står en rad ur en utredning som någon har klistrat in. '.repeat(50 * pages)]);
	await submit(page);
}

// A passage for the public and a secret one, read through, finished.
async function writeNotes(page) {
	await page.fill('#field-text-999999999', 'Kvällarna har varit lugna.\n- Torget\n- Stationen\n| Plats | Besök |\n| Torget | 40 |');
	await page.selectOption('#field-audience-999999999', 'public');
	await submit(page, 'main form.paper button:not([name])');
	await page.fill('#field-text-999999999', 'Det som kom fram om lokalen.');
	await page.selectOption('#field-audience-999999999', 'secret');
	await choose(page, 'section:last-of-type details:has([name^="provision."]) > summary');
	await page.fill('#field-provision-999999999', 'OSL 18:1');
	await page.selectOption('#field-sender-999999999', 'polis');
	await submit(page, 'main form.paper button:not([name])');
}

// Notes written elsewhere, with what is told of them: a word of two alphabets, and letters that are no UTF-8.
const paper = { name: 'anteckningar.txt', mimeType: 'text/plain', buffer: Buffer.from(
	'Lägesbild\n\nSommaren var lugn enligt p\u043elisen.\n\n- torget\n- stationen\n\nPlats\tBesök\nTorget\t40\n') };

async function readNotesIn(page, file = paper) {
	await choose(page, 'main details:has(#field-file) > summary');
	await upload(page, file);
}

async function refuseNotes(page) {
	await readNotesIn(page, { name: 'anteckningar.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n') });
}

// A file for a meeting, which tells of itself.
const minutes = { name: 'bild.pdf', mimeType: 'application/pdf', buffer: Buffer.from(
	'%PDF-1.4\n2 0 obj\n<< /Author (Anna Ask) /Producer (Skrivaren) >>\nendobj\ntrailer\n<< /Info 2 0 R >>\n') };

async function attach(page, file = minutes) {
	await page.setInputFiles('#field-file', file);
	await page.fill('#field-title', 'Lägesbild i korthet');
	await choose(page, '#field-audience-2');
	await submit(page, 'main form[enctype] button:not([name])');
}

async function attachWhole(page) {
	await attach(page);
	await submit(page, 'main form[enctype] button:not([name])');
}

async function finishNotes(page) {
	await writeNotes(page);
	await follow(page, 'main p.actions a[href*="as=finish"]');
	await submit(page, 'main button[name=finish]');
}

const states = [
	{ person: 'coordinator', path: '/notes_draft?id=1', steps: writeNotes, modes: every },
	{ person: 'coordinator', path: '/notes_draft?id=1', steps: page => readNotesIn(page), modes: glance },
	{ person: 'coordinator', path: '/notes_draft?id=1', steps: refuseNotes, status: 422, modes: glance },
	{ person: 'coordinator', path: '/notes_draft?id=2', steps: finishNotes, reached: '/notes', modes: glance },
	{ person: 'coordinator', path: '/write/attachment_added?meeting=1', steps: page => attach(page), modes: every },
	{ person: 'coordinator', path: '/write/attachment_added?meeting=3', steps: attachWhole, reached: '/meeting/3', modes: glance },
	{ person: 'coordinator', path: '/write/attachment_added?meeting=1', status: 422, modes: glance,
		steps: page => attach(page, { name: 'bild.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') }) },
	{ person: 'contact', path: '/write/question_asked?measure=1', steps: page => paste(page, 300), status: 422,
		modes: ['wide glance'] },
	{ person: 'contact', path: '/write/question_asked?measure=1', steps: page => paste(page, 900), status: 413 },
	{ person: 'coordinator', path: '/import', steps: page => upload(page), modes: every },
	{ person: 'coordinator', path: '/import', steps: leaveFaults, language: 'en' },
	{ person: 'coordinator', path: '/import', steps: refuseFile, status: 422 },
	{ person: 'contact', path: '/write/closing_seconded?proposal=' + waiting },
	{ person: 'member', path: '/write/closing_seconded?proposal=' + waiting },
	{ person: 'coordinator', path: '/log?group=two_persons&role=contact&date_from=2026-01-01&date_to=2026-12' },
	{ person: 'coordinator', path: '/log?before=300&kind=status_reported' },
	{ person: 'auditor', path: '/measure/1?questions_before=1' },
	{ person: 'contact', path: '/follow_up?after=99' },
	{ person: 'contact', path: '/follow_up?measure=1', steps: refuseSheet, status: 422 },
	{ person: 'contact', path: '/follow_up?all=1', steps: refuseSheet, status: 422, language: 'en' },
	{ person: 'contact', path: '/follow_up?all=1', steps: collideInSheet, status: 409 },
	{ person: 'coordinator', path: SHORT, steps: refuseRow, status: 422 },
	{ person: 'coordinator', path: SHORT, steps: refuseRow, status: 422, language: 'en' },
	{ person: 'coordinator', path: SHORT, steps: collideInRow, status: 409 },
	{ person: 'contact', path: SHORT + '&large=1' },
	{ person: 'coordinator', path: '/working_group?only=changed' },
	{ person: 'contact', path: '/follow_up?all=1', steps: loseTheSessionInSheet, status: 401, isAlone: true },
	{ person: 'second', path: '/confirm', steps: waitForSecond, modes: every },
	{ person: 'second', path: '/confirm', steps: confirmNone, status: 422 },
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
	{ person: null, path: '/nowhere', status: 404, reached: '/problem', modes: every },
	{ person: 'coordinator', path: '/letters', steps: openLetter, reached: '/letter', isAlone: true, modes: every },
	{ person: null, path: '/welcome?token=abc' },
	{ person: null, path: '/letter?token=abc', status: 410, modes: every },
	{ person: 'coordinator', path: '/letters', steps: page => submit(page, 'main td button'), modes: every },
	{ person: 'administrator', path: '/people', steps: page => submit(page, '#person-5 button'), modes: glance },
	{ person: 'contact', path: '/sessions?news=1', modes: glance },
	{ person: 'member', path: '/calendar', steps: page => submit(page, 'main button[name=make]'), modes: every },
	{ person: 'coordinator', path: '/log', modes: glance },
	{ person: 'coordinator', path: '/plan?process=red' },
	{ person: 'coordinator', path: '/plan?process=paused&horizon=short' },
	{ person: 'coordinator', path: '/log?entry=' + waiting },
	{ person: 'coordinator', path: '/overview', steps: page => follow(page, 'main a[href^="/plan?process=yellow"]') },
];

// A frozen sheet of the council's page, and the preview of what is published with nothing marked.
async function freeze(page) {
	await page.fill('#field-needs', 'Ett beslut om lokalen vid torget.');
	await page.fill('#field-meeting', '2026-12-02');
	await submit(page);
}

const frozen = [
	{ person: 'coordinator', path: '/write/council_page_frozen', steps: freeze, reached: '/council_page', modes: every },
	{ person: 'coordinator', path: '/write/council_page_frozen?period=2026-Q3', steps: freeze, reached: '/council_page', language: 'en' },
	{ person: 'coordinator', path: '/publish?marked=none' },
	{ person: 'administrator', path: '/handover' },
	{ person: 'administrator', path: '/story/41' },
	{ person: null, path: '/public/measure/99', status: 404 },
];

const empty = [
	{ person: null, path: '/' },
	{ person: null, path: '/', steps: useLink, reached: '/welcome', modes: every },
	{ person: null, path: '/', steps: chooseShortPassphrase, status: 422 },
];

// The same page for the same person in the same modes is walked once.
function unique(entries) {
	const seen = new Set();
	return entries.filter(({ person, path, language, steps, status, modes }) => {
		const key = JSON.stringify([person, path, language, steps?.name, String(steps), status, modes]);
		return !seen.has(key) && seen.add(key);
	});
}

export const pages = unique([
	...leading.map(([person, path]) => ({ person, path, modes: every })),
	...leading.map(([person, path]) => ({ person, path: path === LONG ? SHORT : path, language: 'en', modes: glance })),
	...matrix(),
	...forms().map(form => ({ ...form, modes: once })),
	...states.map(entry => ({ modes: once, ...entry })),
	...frozen.map(entry => ({ modes: once, ...entry })),
	{ person: 'contact', path: '/write/status_reported?measure=2', modes: rings },
	{ person: 'member', path: '/decisions', modes: rings },
	...empty.map(entry => ({ modes: once, ...entry, isEmpty: true })),
]);
