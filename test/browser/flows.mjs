// SPDX-License-Identifier: EUPL-1.2
//
// What people come to do, from beginning to end, in a browser whose scripts are switched off.  A flow is given
//   base, file, made      of its council (server.mjs)
//   visitor(person)       a page of somebody's own, signed in by the role bar; null is nobody
//   ok(passed, text, details)
// They run one after the other, and later ones stand on what earlier ones wrote.

import { choose, follow, submit, upload, waiting } from './pages.mjs';
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

// Enter on a link within the page, which the browser follows in its own time.
async function jump(page, target) {
	await Promise.all([page.waitForURL(url => url.hash === target, { waitUntil: 'commit' }), page.keyboard.press('Enter')]);
}

async function said(page) {
	return await page.locator('main [role=status]').count() ? page.locator('main [role=status]').innerText() : '';
}

function mainText(page) {
	return page.locator('main').innerText();
}

async function keyboardGreen(t) {
	const page = await t.visitor('contact');
	await page.goto(t.base + '/measure/1');
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
	await jump(page, target);
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

// The link in a reminder leads here: one measure at a time, nothing chosen beforehand, the keyboard at the first choice.
async function followUp(t) {
	const page = await t.visitor('contact');
	await page.goto(t.base + '/follow_up');
	t.ok((await mainText(page)).includes('åtgärd 1 av 4, 2 kvar') && await page.locator('input:checked').count() === 0,
		'the first measure without a status is asked for, nothing is chosen', [await mainText(page)]);
	t.ok(await page.locator('[value=red]').count() === 0, 'nobody can pick red');
	let keys = 0;
	for (const key of ['Space', 'Tab', 'Space']) {
		await page.keyboard.press(key);
		keys++;
	}
	await enter(page);
	t.ok(++keys <= 6 && /\d/.test(await said(page)), `green as it was takes ${keys} keys`, [await mainText(page)]);
	t.ok(page.url().endsWith('/follow_up?after=1') && (await mainText(page)).includes('åtgärd 3 av 4, 1 kvar'),
		'and the next one comes', [page.url()]);
	await page.keyboard.press('Space');
	await page.keyboard.press('ArrowRight');
	t.ok(await page.isVisible('#field-obstacle-3'), 'yellow brings what yellow needs');
	await tabTo(page, '[name="evidence.3"]');
	await page.keyboard.press('Space');
	await tabTo(page, '#field-text-3');
	await page.keyboard.type('En lokal saknas.');
	await tabTo(page, 'main form.follow button:not([name])');
	await enter(page);
	const links = page.locator('.summary a');
	t.ok(await links.count() === 2 && await page.inputValue('#field-text-3') === 'En lokal saknas.' && page.url().includes('measure=3'),
		'without them it is refused on the same page, and the text stands', [await mainText(page)]);
	await page.selectOption('#field-obstacle-3', 'money');
	await page.fill('#field-next_step-3', 'Frågan tas upp i december.');
	await submit(page, 'main form.follow button:not([name])');
	t.ok(/\d/.test(await said(page)) && page.url().endsWith('/follow_up?after=3'), 'corrected it is taken', [await mainText(page)]);
	await follow(page, 'main .actions a[href="/follow_up?after=4"]');
	t.ok((await mainText(page)).includes('Kvar att besvara: 1'), 'one that was skipped is told of', [await mainText(page)]);
	await follow(page, 'main a[href="/follow_up"]');
	await follow(page, 'main a[href$="copy=1"]');
	t.ok((await page.inputValue('#field-text-4')).length > 5, 'the last text is copied when asked for');
	await submit(page, 'main form:not([class]) button[name^=take]');
	t.ok((await mainText(page)).includes('Alla dina åtgärder är besvarade: 4'), 'nothing new is one button, and then all is answered',
		[await mainText(page)]);
}

// The same on one page, one row wrong: nothing is written before all is right.
async function followUpAll(t) {
	const page = await t.visitor('contact');
	await page.goto(t.base + '/follow_up?all=1');
	await choose(page, '#field-process-1');
	await choose(page, '#field-evidence-1');
	await choose(page, '#field-process-4-2');
	await page.fill('#field-text-4', 'Färre har sökt.');
	await submit(page, 'main form.paper button:not([name])');
	t.ok(await page.locator('.summary a[href$="-4"]').count() === 3 && await page.isChecked('#field-process-1'),
		'a row that is wrong holds all back, and the others stand', [await mainText(page)]);
	await choose(page, '#field-process-4');
	await choose(page, '#field-evidence-4');
	await submit(page, 'main form.paper button:not([name])');
	t.ok((await said(page)).includes('2 poster skrivna'), 'corrected both are written, and blank rows are not', [await mainText(page)]);
}

async function confirmed(t) {
	const page = await t.visitor('second');
	await page.goto(t.base + '/confirm');
	const boxes = page.locator('[name^="take."]');
	const waiting = await boxes.count();
	t.ok(waiting >= 3, 'what contact reported waits for a second person', [await mainText(page)]);
	await page.locator('summary').last().focus();
	await page.keyboard.press('Enter');
	await page.locator('textarea').last().fill('Vad bygger det på?');
	await submit(page, 'main form.paper button:not([name])');
	t.ok(/\d/.test(await said(page)), 'one is returned with a reason', [await mainText(page)]);
	const left = await boxes.count(); // what was said before the returned one holds again, and waits
	await submit(page, 'main form.paper button:not([name])');
	t.ok(await page.locator('.summary').count() === 1 && await boxes.count() === left, 'with nothing marked nothing is written');
	await submit(page, 'main form.paper button[name=all]');
	t.ok((await said(page)).includes(`${left} poster`) && await boxes.count() === 0, 'second confirms the others at once',
		[await mainText(page)]);
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
	await follow(reader, 'main li:last-child a[href^="/public?period"]');
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
	t.ok(page.url().endsWith('/plan'), 'on the same page, when that person may see it', [page.url()]);
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

// A sheet frozen for a meeting opens again as it was, whatever is written meanwhile.
async function frozenSheet(t) {
	const page = await t.visitor('coordinator');
	await page.goto(t.base + '/council_page');
	await follow(page, 'main a[href^="/write/council_page_frozen"]');
	await page.fill('#field-needs', 'Ett beslut om lokalen vid torget.');
	await submit(page);
	t.ok(/frozen=\d/.test(page.url()), 'coordinator freezes the council’s page', [page.url(), await mainText(page)]);
	const address = page.url(), before = await page.locator('.sheet').innerHTML();
	t.ok(before.includes('Ett beslut om lokalen vid torget.'), 'with what is needed');
	t.ok(await pagesOnPaper(page) === 1, 'it is one A4', [await pagesOnPaper(page)]);
	for (const number of [9, 20, 29, 42, 44])
		fyr(program, 'write', 'measure_changed', t.file, `measure=${number}`, `title=Nytt namn ${number}`, '--as', 'coordinator');
	await page.goto(address);
	t.ok(await page.locator('.sheet').innerHTML() === before, 'and opens again the same to the byte');
	await page.goto(t.base + '/council_page');
	t.ok(await page.locator('main a[href^="/council_page?frozen="]').count() > 0, 'the live page leads to it');
}

// One measure of a period is published after it was seen as the public will see it.
async function previewed(t) {
	const page = await t.visitor('coordinator');
	await page.goto(t.base + '/publish');
	const all = await page.locator('main tbody input[type=checkbox]').count();
	t.ok(await page.locator('main tbody input:checked').count() === all && all > 2, 'all measures are marked at first', [all]);
	await follow(page, 'main a[href*="marked=none"]');
	t.ok(await page.locator('main tbody input:checked').count() === 0, 'a link unmarks them all');
	await choose(page, '#measure-2');
	await submit(page, 'form[aria-labelledby=some] button');
	t.ok(/\d/.test(await said(page)), 'the marked one is published', [await mainText(page)]);
	const reader = await t.visitor(null);
	await reader.goto(t.base + '/public/measure/2');
	t.ok((await mainText(reader)).includes('2025'), 'and the public reads it on the measure’s own page', [await mainText(reader)]);
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
	await registerThird(t, page, other);
}

// One of the first two proposes a third, the other approves; then the third gets a name to sign in with, and a link.
async function registerThird(t, page, other) {
	await page.goto(t.base + '/people');
	await follow(page, 'a[href="/write/enrolment_proposed"]');
	await page.fill('#field-function', 'Fritidschef');
	await page.fill('#field-name', 'Kim Kontakt');
	await page.selectOption('#field-role', 'contact');
	await submit(page);
	t.ok((await mainText(page)).includes('Väntar på en andra person') && await page.locator('#person-3').count() === 0,
		'a third person is proposed, and is nobody yet', [page.url(), await mainText(page)]);
	await t.look(page, '/people');
	await other.goto(t.base + '/tasks');
	t.ok((await mainText(other)).includes('ny person eller roll: Fritidschef'), 'the other is asked', [await mainText(other)]);
	await follow(other, 'a[href^="/write/enrolment_seconded"]');
	t.ok((await mainText(other)).includes('Kim Kontakt'), 'and reads who it is', [await mainText(other)]);
	await submit(other);
	await page.goto(t.base + '/people');
	await follow(page, '#person-3 a[href^="/write/person_bound"]');
	await page.fill('#field-name', 'kim');
	await submit(page);
	await page.goto(t.base + '/people');
	await submit(page, '#person-3 button');
	const link = await page.inputValue('#address');
	const third = await t.visitor(null);
	await third.goto(link);
	await choosePassphrase(third, 'nio gröna lyktor på kajen');
	t.ok(await isSignedIn(third), 'approved, the third person comes in by a link', [link, await mainText(third)]);
}

// From a silent contact to the first field: the coordinator's letters, and where the link in one leads.
async function letters(t) {
	const page = await t.visitor('coordinator');
	await page.goto(t.base + '/letters?show=silent');
	const silent = await page.locator('main tbody tr').count();
	t.ok(silent > 0 && !(await mainText(page)).includes('token='), 'one page shows who is silent, and no link', [silent]);
	await submit(page);
	const bodies = page.locator('main textarea[name=body]');
	t.ok(await bodies.count() === silent, 'one button makes a letter to each', [await bodies.count()]);
	const letter = await bodies.last().inputValue();
	const link = letter.match(/http\S+\/letter\?token=\S+/)?.[0];
	t.ok(Boolean(link) && (await page.locator('[name=subject]').last().inputValue()).includes('2026'),
		'with a subject, and a link of its own', [letter]);
	await submit(page, 'main .actions a[href="/letters"]');
	t.ok(!(await mainText(page)).includes('token='), 'they are shown once');
	const contact = await t.visitor(null);
	await contact.goto(link);
	t.ok(!await isSignedIn(contact), 'opening the link signs nobody in');
	await enter(contact);
	t.ok(await isSignedIn(contact) && !contact.url().includes('token'), 'Enter on its button does', [contact.url()]);
	const refused = await contact.goto(t.base + '/write/question_asked?measure=1');
	t.ok(refused.status() === 403 && (await mainText(contact)).includes('Logga in med namn och lösenfras')
		&& await contact.locator('#field-text').count() === 0, 'what a letter may not write is not offered, and it says why',
		[await mainText(contact)]);
	await contact.goto(t.base + '/sessions');
	t.ok((await mainText(contact)).includes('öppnad med ett brev'), 'the contact sees how the session was opened');
	const late = await t.visitor(null);
	t.ok((await late.goto(link)).status() === 410 && !await late.locator('main form').count(), 'the link works once',
		[await mainText(late)]);
}

// A link made for somebody is shown to the others and to the one it is for.
async function links(t) {
	const phrase = 'tolv gula bojar i hamnen';
	const page = await t.visitor('administrator');
	await page.goto(t.base + '/people');
	await submit(page, '#person-4 button');
	const link = await page.inputValue('#address');
	t.ok(link.startsWith(t.base + '/welcome?token='), 'an invitation is shown', [link]);
	await page.goto(t.base + '/people');
	t.ok(await page.locator('#address').count() === 0, 'once');
	const second = await t.visitor(null);
	await second.goto(link);
	await choosePassphrase(second, phrase);
	t.ok(await isSignedIn(second), 'and lets the person choose a passphrase');
	const maker = await t.visitor('coordinator');
	await maker.goto(t.base + '/people');
	await submit(maker, '#person-4 button');
	t.ok((await mainText(maker)).includes('byta lösenfras'), 'the next one is a reset');
	const auditor = await t.visitor('auditor');
	await auditor.goto(t.base + '/people');
	t.ok((await mainText(auditor)).includes('återställning'), 'which others see', [await mainText(auditor)]);
	await second.goto(t.base + '/sessions');
	t.ok((await mainText(second)).includes('återställning'), 'and the person too', [await mainText(second)]);
}

// The log's form is a plain one: its address can be kept, and leads to the same entries again.
async function logSifted(t) {
	const page = await t.visitor('auditor');
	await page.goto(t.base + '/log');
	await page.selectOption('#group', 'questions');
	await follow(page, 'main form.filters button');
	const found = await page.locator('ol.log > li').allInnerTexts();
	t.ok(found.length > 0 && found.every(text => text.includes('Fråga')), 'only questions and answers are shown', found);
	const kept = page.url();
	await page.goto(t.base + '/log');
	t.ok(await page.locator('ol.log > li').count() === 40, 'without a choice a page has 40 entries');
	await follow(page, 'main a.button[href^="/log?before="]');
	const older = page.url();
	const first = await page.locator('ol.log > li').first().getAttribute('id');
	fyr(program, 'write', 'question_asked', t.file, 'measure=1', 'text=Flyttar något sidorna?', '--as', 'coordinator');
	await page.goto(older);
	t.ok(await page.locator('ol.log > li').first().getAttribute('id') === first, 'a later entry does not move the pages');
	await page.goto(kept);
	t.ok((await page.locator('ol.log > li').allInnerTexts()).join().endsWith(found.join()), 'the address gives the same again');
	await follow(page, 'ol.log h2 a');
	t.ok((await mainText(page)).includes('Posten byte för byte'), 'an entry alone shows its bytes');
}

async function pasted(t) {
	const page = await t.visitor('contact');
	const text = 'Här står en rad ur en utredning som någon har klistrat in. '.repeat(50 * 300).trim();
	await page.goto(t.base + '/write/question_asked?measure=1');
	await page.fill('#field-text', text);
	await submit(page);
	t.ok(await page.inputValue('#field-text') === text, 'all of 300 pages pasted in stand there again');
	t.ok(/längre än 10000 tecken.*tecken lång/.test(await page.locator('#error-text').innerText()),
		'the words say how long it may be and how long it is', [await page.locator('#error-text').innerText()]);
	await page.fill('#field-text', 'En kort fråga i stället?');
	await submit(page);
	t.ok(/\d/.test(await said(page)), 'shortened it is taken', [await mainText(page)]);
}

async function bothVersions(t) {
	const page = await t.visitor('coordinator');
	await page.goto(t.base + '/write/measure_changed?measure=5');
	await page.fill('#field-description', 'Det som jag hade tänkt skriva');
	fyr(program, 'write', 'measure_changed', t.file, 'measure=5', 'description=Vad någon annan hann skriva', '--as', 'coordinator');
	await submit(page);
	const row = page.locator('section[aria-labelledby=newer] tbody tr').first();
	t.ok(/tänkt skriva[^]*hann skriva/.test(await row.innerText()), 'both versions stand side by side', [await row.innerText()]);
	t.ok(await page.inputValue('#field-description') === 'Det som jag hade tänkt skriva', 'what was typed still stands');
	await submit(page);
	t.ok(/\d/.test(await said(page)), 'sent again after reading both it is taken', [await mainText(page)]);
}

// A meeting: rows written as they come, by keyboard; what is not finished in one row outlives the saving of another.
async function workingGroup(t) {
	const page = await t.visitor('coordinator');
	await page.goto(t.base + '/working_group');
	await page.locator('#field-process-16').focus();
	await page.keyboard.press('g');
	await page.keyboard.press('Tab');
	await enter(page);
	t.ok(page.url().endsWith('#row-16') && /\d/.test(await said(page)), 'a row is saved with three keys and comes back in view',
		[page.url(), await said(page)]);
	t.ok(await page.evaluate(() => document.activeElement.id) === 'row-16', 'with the focus on it');
	t.ok(await page.locator('#row-16 td .status-green').count() >= 1, 'and it shows green');
	await page.locator('#row-17 summary').focus();
	await page.keyboard.press('Enter');
	await page.fill('#field-next_step-17', 'Ny grupp i januari.');
	await page.selectOption('#field-process-20', 'yellow');
	await follow(page, 'button[name=row][value="20"]');
	t.ok(await page.locator('.summary a').count() === 3 && await page.inputValue('#field-next_step-17') === 'Ny grupp i januari.',
		'yellow without its words is refused and nothing typed elsewhere is lost', [await mainText(page)]);
	await page.selectOption('#field-obstacle-20', 'staffing');
	await page.fill('#field-text-20', 'En tjänst är vakant.');
	await page.fill('#field-next_step-20', 'Annonsera om.');
	await follow(page, 'button[name=row][value="20"]');
	t.ok(/\d/.test(await said(page)) && await page.inputValue('#field-next_step-17') === 'Ny grupp i januari.'
		&& await page.inputValue('#field-process-20') === '', 'the row is saved alone, the other stands as it was typed');
	t.ok(await page.evaluate(() => document.activeElement.id) === 'row-20', 'and the focus is on the one that was saved');
	await page.goto(t.base + '/measure/20');
	t.ok((await mainText(page)).includes('Arbetsgruppens möte'), 'the status says at which meeting it was told', [await mainText(page)]);
	const member = await t.visitor('member');
	await member.goto(t.base + '/working_group?responsible=fritid');
	t.ok(await member.locator('main select[name^="process."]').count() === 0, 'a member writes nobody’s status');
	await member.locator('#row-2 summary').focus();
	await member.keyboard.press('Enter');
	await member.fill('#field-text-1000002', 'Hur många kom på höstlovet?');
	await member.locator('#field-text-1000002').focus();
	await enter(member);
	t.ok(/\d/.test(await said(member)) && member.url().includes('responsible=fritid'), 'and asks a question with Enter');
	const contact = await t.visitor('contact');
	await contact.goto(t.base + '/tasks');
	t.ok((await mainText(contact)).includes('Hur många kom på höstlovet?'), 'which waits for the contact among the tasks');
	const auditor = await t.visitor('auditor');
	await auditor.goto(t.base + '/working_group');
	t.ok(await auditor.locator('main form button').count() === 0, 'an auditor has nothing to press');
}

// Whoever was not asked is told so, and has no button that would only be refused.
async function notAsked(t) {
	const page = await t.visitor('police');
	await page.goto(t.base + '/write/closing_seconded?proposal=' + waiting);
	t.ok(await page.locator('main form').count() === 0 && (await mainText(page)).includes('väntar'),
		'who was not asked sees the steps and no button', [await mainText(page)]);
	const asked = await t.visitor('member');
	await asked.goto(t.base + '/write/closing_seconded?proposal=' + waiting);
	await follow(asked, 'main form a[href^="/write/closing_stopped"]');
	t.ok(await asked.locator('#field-reason').count() === 1, 'who was asked may stop it instead');
}

async function helped(t) {
	const page = await t.visitor('member');
	await page.goto(t.base + '/decisions');
	await follow(page, 'footer a[href^="/help"]');
	const id = new URL(page.url()).hash;
	t.ok(id === '#page-decisions' && await page.locator(id).count() === 1, 'help leads to the lines about the page', [page.url()]);
}

// A spreadsheet becomes measures; going back and coming in anew find it as it was left.
async function fromSpreadsheet(t) {
	const page = await t.visitor('coordinator');
	await page.goto(t.base + '/plan');
	await follow(page, 'main a[href="/import"]');
	await upload(page);
	const there = page.url();
	t.ok(/rad 3, kolumn I \(Start\)/.test(await mainText(page)), 'a faulty cell is named by row and column', [await mainText(page)]);
	t.ok(await page.locator('button[value=write]').count() === 0, 'nothing can be written with a fault');
	await choose(page, '#leave_faults');
	await follow(page, 'button[value=look]');
	t.ok(await page.locator('button[value=write]').count() === 0, 'the decision that added them is asked for');
	await page.fill('#field-decision', 'Rådet 2026-11-20 § 7');
	await follow(page, 'button[value=look]');
	t.ok(await page.locator('#leave_faults').isChecked() && await page.locator('button[value=write]').count() === 1,
		'left blank instead, it can be written');
	await page.goto(t.base + '/overview');
	await page.goBack();
	t.ok(await page.locator('#leave_faults').isChecked(), 'going away and back loses nothing');
	await page.context().clearCookies({ name: '__Host-fyr' });
	await page.locator('select[name="column.J"]').selectOption('description');
	await follow(page, 'button[value=look]');
	t.ok(await page.locator('#field-login').count() === 1, 'the sign-in has run out');
	const again = await t.visitor('coordinator');
	await again.goto(there);
	await follow(again, 'button[value=write]');
	t.ok(/^7 /.test(await said(again)) && (await mainText(again)).includes('Allt i kalkylbladet står i planen'),
		'one button writes all of it, and says so', [await said(again), await mainText(again)]);
	t.ok(/203\. Grannsamverkan: ansvarig saknas/.test(await mainText(again)), 'what is missing is listed');
	await follow(again, 'main a[href="/write/measure_changed?measure=203"]');
	await again.goto(t.base + '/measure/203');
	t.ok((await mainText(again)).includes('saknas'), 'and told on the measure');
	const file = await again.context().request.get(t.base + '/export/plan.csv');
	t.ok(file.ok() && (await file.text()).includes('Ljusare parkering'), 'the plan goes out as a spreadsheet');
}

export const flows = [
	['log sifted', logSifted], ['pasted', pasted], ['both versions', bothVersions], ['not asked', notAsked], ['helped', helped],
	['working group', workingGroup], ['language', language], ['role bar', roleBar], ['drafts', draft], ['follow up', followUp],
	['follow up, all', followUpAll], ['green by keyboard', keyboardGreen],
	['yellow corrected', yellowCorrected], ['confirmed', confirmed], ['seconded', seconded], ['published', published],
	['one sheet', oneSheet], ['frozen sheet', frozenSheet], ['previewed', previewed], ['letters', letters], ['links', links],
	['from a spreadsheet', fromSpreadsheet],
];
export const emptyFlows = [['first persons', firstPersons]];
