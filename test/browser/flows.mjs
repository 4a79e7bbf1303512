// SPDX-License-Identifier: EUPL-1.2
//
// What people come to do, from beginning to end, in a browser whose scripts are switched off.  A flow is given
//   base, file, made      of its council (server.mjs)
//   visitor(person)       a page of somebody's own, signed in by the role bar; null is nobody
//   ok(passed, text, details)
// They run one after the other, and later ones stand on what earlier ones wrote.

import { choose, follow, submit } from './pages.mjs';
import { fyr, program } from './server.mjs';

const A4_OBSTACLES = 20;
const LANGUAGE = 'form[action="/language"] button';

// Presses Tab until the focus is on `selector`: what a reader without a mouse does.
async function tabTo(page, selector) {
	for (let press = 0; press < 300; press++) {
		await page.keyboard.press('Tab');
		if (await page.evaluate(wanted => Boolean(document.activeElement?.matches(wanted)), selector))
			return;
	}
	throw new Error('the keyboard does not reach ' + selector);
}

async function enter(page) {
	await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

async function said(page) {
	return await page.locator('main [role=status]').count() ? page.locator('main [role=status]').innerText() : '';
}

function mainText(page) {
	return page.locator('main').innerText();
}

async function keyboardGreen(t) {
	const page = await t.visitor('contact');
	await page.goto(t.base + '/overview');
	await tabTo(page, 'main a[href="/write/status_reported?measure=1"]');
	await enter(page);
	await tabTo(page, '[name=process]');
	await page.keyboard.press('Space');
	await tabTo(page, '[name=evidence]');
	await page.keyboard.press('Space');
	await page.keyboard.press('ArrowDown');
	await tabTo(page, '#field-text');
	await page.keyboard.type('Trettio kvällar är hållna.');
	await tabTo(page, 'main form button:not([name])');
	await enter(page);
	t.ok(/\d/.test(await said(page)), 'contact reports green with the keyboard alone', [await mainText(page)]);
	await page.goto(t.base + '/measure/1');
	t.ok(await page.locator('.lead .status-green').count() === 1, 'the measure shows green');
	t.ok((await mainText(page)).includes('Trettio kvällar är hållna.'), 'and what was written');
}

async function yellowCorrected(t) {
	const page = await t.visitor('contact');
	await page.goto(t.base + '/write/status_reported?measure=3');
	await choose(page, '#field-process-2');
	await choose(page, '#field-evidence');
	await page.fill('#field-text', 'Vi saknar en ledare.');
	await submit(page);
	const links = page.locator('.summary a');
	t.ok(await links.count() >= 2, 'yellow without obstacle and next step is refused', [await mainText(page)]);
	t.ok(await page.inputValue('#field-text') === 'Vi saknar en ledare.' && await page.isChecked('#field-process-2'),
		'what was typed still stands');
	t.ok((await page.title()).startsWith('Fel'), 'the title says it first', [await page.title()]);
	const target = await links.first().getAttribute('href');
	await links.first().focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	t.ok(await page.evaluate(id => {
		const field = document.querySelector(id), now = document.activeElement;
		return field === now || Boolean(field.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING);
	}, target), 'the first link of the summary leads to its field', [target]);
	await page.selectOption('#field-obstacle', 'staffing');
	await page.fill('#field-next_step', 'En vikarie börjar den 1 december.');
	await submit(page);
	t.ok(/\d/.test(await said(page)), 'corrected it is taken', [await mainText(page)]);
	await page.goto(t.base + '/measure/3');
	t.ok(await page.locator('.lead .status-yellow').count() === 1, 'the measure shows yellow');
}

async function confirmed(t) {
	const page = await t.visitor('second');
	await page.goto(t.base + '/write/status_confirmed');
	const boxes = page.locator('[name=statuses]');
	const waiting = await boxes.count();
	t.ok(waiting >= 3, 'what contact reported waits for a second person', [await mainText(page)]);
	for (let i = 0; i < waiting; i++)
		await choose(page, `[name=statuses] >> nth=${i}`);
	await submit(page);
	t.ok(/\d/.test(await said(page)), 'second confirms them at once', [await mainText(page)]);
	await page.goto(t.base + '/write/status_confirmed');
	t.ok(await boxes.count() === 0, 'nothing waits any longer');
}

async function seconded(t) {
	const page = await t.visitor('member');
	await page.goto(t.base + '/measure/41');
	t.ok(await page.locator('.lead .status-red').count() === 0, 'measure 41 is not red while its closing waits');
	await page.goto(t.base + '/decisions');
	await follow(page, 'main a[href^="/write/closing_seconded"]');
	t.ok((await page.locator('.statement').first().innerText()).includes('41.'), 'the exact text is shown before');
	await submit(page);
	t.ok(/\d/.test(await said(page)), 'member seconds the closing', [await mainText(page)]);
	await page.goto(t.base + '/measure/41');
	t.ok(await page.locator('.lead .status-red').count() === 1, 'now measure 41 is red', [await mainText(page)]);
}

async function published(t) {
	const page = await t.visitor('coordinator');
	await page.goto(t.base + '/write/period_published');
	await page.selectOption('#field-period', { index: 1 });
	for (const id of ['#field-measures', '#field-measures-2'])
		await choose(page, id);
	await submit(page);
	t.ok(/\d/.test(await said(page)), 'coordinator publishes two measures of a period', [await mainText(page)]);
	const reader = await t.visitor(null);
	await reader.goto(t.base + '/');
	const periods = reader.locator('main a[href^="/public?period"]');
	t.ok(await periods.count() > 1, 'the public page names the period', [await mainText(reader)]);
	await follow(reader, 'main ul:last-of-type li:last-child a[href^="/public?period"]');
	t.ok(await reader.locator('main tbody tr').count() === 2, 'and shows these two', [await mainText(reader)]);
}

async function language(t) {
	const page = await t.visitor(null);
	const lang = () => page.locator('html').getAttribute('lang');
	await page.goto(t.base + '/help');
	t.ok(await lang() === 'sv', 'Swedish until the reader chooses');
	await follow(page, LANGUAGE);
	t.ok(await lang() === 'en' && page.url().endsWith('/help'), 'the button gives English, on the same page');
	await page.goto(t.base + '/kinds');
	t.ok(await lang() === 'en', 'the choice is kept');
	await follow(page, LANGUAGE);
	t.ok(await lang() === 'sv', 'and back');
}

async function roleBar(t) {
	const page = await t.visitor('contact');
	await page.goto(t.base + '/plan');
	t.ok(await page.locator('.bar [aria-current]').count() === 1, 'the role bar says whose pages these are');
	await follow(page, 'form[action="/as/coordinator"] button');
	t.ok((await page.locator('.who').innerText()).includes('Trådberg'), 'it changes the person', [page.url()]);
	await follow(page, 'form[action="/sign_out"] button');
	t.ok(await page.locator('a[href="/sign_in"]').count() > 0, 'signing out ends it');
}

async function draft(t) {
	const page = await t.visitor('contact');
	await page.goto(t.base + '/write/status_reported?measure=2');
	await page.fill('#field-text', 'Ett halvt stycke som');
	await submit(page, 'button[name=draft]');
	await page.goto(t.base + '/write/status_reported?measure=2');
	t.ok(await page.inputValue('#field-text') === 'Ett halvt stycke som', 'a draft comes back');
	const other = await t.visitor('second');
	await other.goto(t.base + '/write/status_reported?measure=2');
	t.ok(await other.inputValue('#field-text') === '', 'and is nobody else’s');
}

async function pagesOnPaper(page) {
	const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
	return (pdf.match(/\/Type\s*\/Page\b(?!s)/g) || []).length;
}

// On behalf of whoever is called like the organisation: that not all have such a person is no matter here.
function reportObstacle(file, number, organisation) {
	try {
		fyr(program, 'write', 'status_reported', file, 'measure=' + number, 'process=yellow', 'evidence=stated',
			'obstacle=' + ['staffing', 'money', 'secrecy_believed', 'cooperation', 'law', 'demand', 'other'][number % 7],
			'remover=' + (number % 18 + 1), 'text=Hindret har funnits länge och gäller flera enheter.',
			'next_step=' + 'Frågan tas upp med ansvariga chefer och med rådet vid nästa möte. '.repeat(4),
			'on_behalf_of=' + organisation, 'according_to=brev från enheten', 'according_date=2026-11-20',
			...(number % 9 ? [] : ['suggests_closing=yes']), '--as', 'coordinator');
		return true;
	} catch {
		return false;
	}
}

// The council's page is one sheet: as the example is, and when far more is in the way.
async function oneSheet(t) {
	const page = await t.visitor('coordinator');
	await page.goto(t.base + '/council_page');
	t.ok(await pagesOnPaper(page) === 1, 'the council’s page is one A4', [await pagesOnPaper(page)]);
	const plan = JSON.parse(fyr(program, 'show', 'plan', t.file, '--format', 'json', '--as', 'coordinator'));
	let written = 0;
	for (const { number, organisation } of plan.measures)
		written += reportObstacle(t.file, number, organisation) ? 1 : 0;
	t.ok(written >= A4_OBSTACLES, `obstacles of ${A4_OBSTACLES} measures are reported`, [written]);
	await page.goto(t.base + '/council_page');
	t.ok(await pagesOnPaper(page) === 1, 'and it is still one A4', [await pagesOnPaper(page)]);
	const reader = await t.visitor('member');
	await follow(reader, LANGUAGE);
	await reader.goto(t.base + '/council_page');
	t.ok(await pagesOnPaper(reader) === 1, 'in English too', [await pagesOnPaper(reader)]);
}

async function choosePassphrase(page, phrase) {
	await page.fill('#field-passphrase', phrase);
	await page.fill('#field-again', phrase);
	await submit(page);
}

function isSignedIn(page) {
	return page.locator('form[action="/sign_out"]').count();
}

async function firstPersons(t) {
	const phrase = 'sju gröna lyktor på kajen';
	const page = await t.visitor(null);
	await page.goto(t.base + '/welcome?token=' + t.made[0]);
	await choosePassphrase(page, phrase);
	t.ok(await isSignedIn(page), 'the link lets the first person in', [await mainText(page)]);
	for (const path of ['/overview', '/plan', '/decisions', '/log', '/council_page', '/write'])
		await t.look(page, path);
	await follow(page, 'form[action="/sign_out"] button');
	await page.goto(t.base + '/sign_in');
	await page.fill('#field-login', 'administrator');
	await page.fill('#field-passphrase', phrase);
	await submit(page);
	t.ok(await isSignedIn(page), 'the passphrase lets the same person in again', [await mainText(page)]);
	const other = await t.visitor(null);
	await other.goto(t.base + '/welcome?token=' + t.made[0]);
	if (await other.locator('#field-passphrase').count())
		await choosePassphrase(other, phrase);
	t.ok(!await isSignedIn(other), 'the link works once', [await mainText(other)]);
	await other.goto(t.base + '/welcome?token=' + t.made[1]);
	await choosePassphrase(other, 'åtta gröna lyktor på kajen');
	t.ok(await isSignedIn(other), 'the other link lets the second person in', [await mainText(other)]);
}

export const flows = [
	['language', language], ['role bar', roleBar], ['drafts', draft], ['green by keyboard', keyboardGreen],
	['yellow corrected', yellowCorrected], ['confirmed', confirmed], ['seconded', seconded], ['published', published],
	['one sheet', oneSheet],
];
export const emptyFlows = [['first persons', firstPersons]];
