// SPDX-License-Identifier: EUPL-1.2
//
// Notes in Chromium with scripts on: they are saved as one types, and no word of two who write is lost.  The address of the
// council and the number of a meeting without notes are given.  Says a line of JSON for each thing seen:
// {"ok": true|false, "what": words, "details": ...}.
import { launch } from '../browser/chromium.mjs';
import { PATIENCE } from '../browser/server.mjs';

const [base, number] = process.argv.slice(2);
const NEW = '999999999', NUMBER = '640823-3234'; // a published test number
const browser = await launch();
const context = await browser.newContext({ locale: 'sv-SE' });
const complaints = [];
context.setDefaultTimeout(PATIENCE);

function ok(passed, what, details) {
	console.log(JSON.stringify({ ok: Boolean(passed), what, details }));
}

async function open(address = `${base}/notes_draft?id=${number}`) {
	const page = await context.newPage();
	page.on('console', message => message.type() === 'error' && !(message.location().url.includes('/notes_draft')
		&& /status of (401|403|409|422) |ERR_FAILED/.test(message.text())) && complaints.push(message.text()));
	page.on('pageerror', error => complaints.push(String(error)));
	page.on('dialog', dialog => dialog.accept());
	await page.goto(address);
	return page;
}

const text = (page, id) => page.locator(`#field-text-${id}`);
const state = (page, id) => page.locator(`#field-row-${id} [data-state]`);

// Types at the end of a passage, all at once: letter by letter a slow machine would have what is half typed saved.
async function type(page, id, words) {
	await text(page, id).fill(await text(page, id).inputValue() + words);
}

// Types at the end of a passage, and waits until its state says so.
async function write(page, id, words, says) {
	await type(page, id, words);
	await page.locator(`#field-row-${id} [data-state]`, { hasText: says }).waitFor({ state: 'visible' });
}

// Types a new passage, and waits until it has a number; gives the number.
async function begin(page, words) {
	const known = await ids(page);
	await text(page, NEW).fill(words);
	await page.waitForFunction(count => document.querySelectorAll('input[name^="version."]').length > count, known.length);
	return (await ids(page)).find(id => !known.includes(id));
}

const ids = page => page.$$eval('input[name^="version."]', all => all.map(one => one.name.split('.')[1]));

// What the server keeps, by a page of its own.
async function kept() {
	const page = await open();
	const texts = await page.$$eval('textarea', all => all.map(one => one.value).filter(Boolean));
	await page.close();
	return texts;
}

async function same(expected, what) {
	const texts = await kept();
	ok(JSON.stringify(texts) === JSON.stringify(expected), what, texts);
}

const first = await open(base + '/');
await Promise.all([first.waitForNavigation(), first.locator('form[action="/as/coordinator"] button').click()]);
await first.goto(`${base}/notes_draft?id=${number}`);
const one = await begin(first, 'Det första');
ok(/^Sparat \d\d\.\d\d$/.test(await state(first, one).innerText()),
	'a new passage is saved as one types', await state(first, one).innerText());
ok(await first.evaluate(() => document.activeElement.id) === `field-text-${one}`, 'whoever types is left where she was');
ok(await text(first, NEW).inputValue() === '', 'and the next one stands ready');
await write(first, one, ' stycket', 'Sparat');
await first.waitForFunction(id => document.querySelector(`[name="version.${id}"]`).value === '2', one);
const two = await begin(first, 'Det andra');
await same(['Det första stycket', 'Det andra'], 'both are kept, each once');

const second = await open();
await write(second, one, ' av två', 'Sparat');
await write(first, one, ' av en', 'någon annan');
ok(await text(first, one).inputValue() === 'Det första stycket av en',
	'what somebody else changed is not written over, and what was typed stays');
await write(first, two, ' också', 'Sparat');
await same(['Det första stycket av två', 'Det andra också'], 'other passages are saved meanwhile');
await Promise.all([first.waitForNavigation(), first.locator('main form.paper button:not([name])').first().click()]);
const shown = await first.locator(`#field-row-${one}`).innerText();
ok(await text(first, one).inputValue() === 'Det första stycket av en'
	&& shown.includes('Det första stycket av två'), 'the form shows both', shown);

await second.reload();
await second.route('**/notes_draft.json*', route => route.abort());
await write(second, two, ', utan server', 'svarar inte');
await second.unroute('**/notes_draft.json*');
ok(await text(second, two).inputValue() === 'Det andra också, utan server', 'without an answer what was typed stays');
await write(second, two, '.', 'Sparat');
await write(second, two, ' ' + NUMBER, 'står det varför');
await same(['Det första stycket av två', 'Det andra också, utan server.'], 'it is saved when there is one; what is refused is not');
await text(second, two).fill('Det andra.');
await state(second, two).filter({ hasText: 'Sparat' }).waitFor();

// The button is pressed while a new passage is on its way.
let release;
const held = new Promise(resolve => second.route('**/notes_draft.json*', route => {
	release = () => route.continue();
	resolve();
}));
await text(second, NEW).fill('Det tredje');
await held;
await second.locator('main form.paper button:not([name])').first().click();
await Promise.all([second.waitForNavigation(), release()]);
await same(['Det första stycket av två', 'Det andra.', 'Det tredje'],
	'a form that is sent while a passage is on its way keeps it once');

// A new passage that was refused stands in the form again; put right it is kept, and the next one has nothing of it.
await text(second, NEW).fill('Det fjärde ' + NUMBER);
await second.locator(`#field-audience-${NEW}`).selectOption('secret');
await Promise.all([second.waitForNavigation(), second.locator('main form.paper button:not([name])').first().click()]);
ok((await text(second, NEW).inputValue()).includes(NUMBER), 'a new passage that is refused stands in the form again');
await second.unroute('**/notes_draft.json*');
const known = await ids(second);
await text(second, NEW).fill('Det fjärde');
await second.locator(`#field-audience-${NEW}`).selectOption('public');
await second.locator(`#field-form-${NEW}`).selectOption('list');
await second.waitForFunction(count => document.querySelectorAll('input[name^="version."]').length > count, known.length);
const next = second.locator(`#field-row-${NEW}`);
ok(await text(second, NEW).inputValue() === '' && !await next.locator('.error, .has-error, [aria-invalid]').count()
	&& await second.locator(`#field-audience-${NEW}`).inputValue() === 'council'
	&& await second.locator(`#field-form-${NEW}`).inputValue() === 'paragraph',
	'put right it is kept, and the next one begins empty', await next.innerText());
ok(!await second.locator('.error, .has-error, [aria-invalid], .summary').count()
	&& !await second.locator('[aria-describedby*="error-"]').count(), 'and of what was wrong nothing is told any more',
	await second.locator('main').innerText());
await Promise.all([second.waitForNavigation(), second.locator('main form.paper button:not([name])').first().click()]);
await same(['Det första stycket av två', 'Det andra.', 'Det tredje', 'Det fjärde'], 'and is kept once, as put right');

// A passage in which somebody writes is taken away by somebody else.
const gone = await begin(second, 'Det femte');
await Promise.all([first, second].map(page => page.goto(`${base}/notes_draft?id=${number}`)));
await Promise.all([second.waitForNavigation(), second.locator(`button[name="remove"][value="${gone}"]`).click()]);
await write(first, gone, ' stycket', 'någon annan');
await Promise.all([first.waitForNavigation(), first.locator('main form.paper button:not([name])').first().click()]);
const left = await ids(first);
await type(first, gone, ' igen');
await first.waitForFunction(count => document.querySelectorAll('input[name^="version."]').length > count, left.length);
const again = (await ids(first)).find(id => !left.includes(id));
await write(first, again, ' och åter', 'Sparat');
await same(['Det första stycket av två', 'Det andra.', 'Det tredje', 'Det fjärde', 'Det femte stycket igen och åter'],
	'what was taken away and is written on is a new passage, kept once');
await first.goto(`${base}/notes_draft?id=${number}`);
await Promise.all([first.waitForNavigation(), first.locator(`button[name="remove"][value="${again}"]`).click()]);

// The server is out of order in other ways; the page's clock is moved on instead of waited for.
await second.clock.install();
let asked = 0;
const answers = (status, body) => second.route('**/notes_draft.json*', route => {
	asked += route.request().postData().includes(`.${two}=`);
	return route.request().postData().includes(`.${two}=`) ? route.fulfill({ status, json: body }) : route.continue();
});
for (const [status, says] of [[401, 'utloggad'], [403, 'står det varför'], [422, 'står det varför']]) {
	asked = 0;
	await answers(status, { title: 'Nej' });
	await text(second, two).pressSequentially('!');
	await second.clock.fastForward(2000);
	await state(second, two).filter({ hasText: says }).waitFor();
	await second.clock.fastForward(60000);
	await text(second, one).pressSequentially('!');
	await second.clock.fastForward(2000);
	await state(second, one).filter({ hasText: 'Sparat' }).waitFor();
	ok(asked === 1, `${status} is told as what it is, and not sent again until the text changes`, asked);
	await second.unroute('**/notes_draft.json*');
}
const unanswered = new Promise(resolve => second.route('**/notes_draft.json*', resolve));
await text(second, two).pressSequentially('!');
await second.clock.fastForward(2000);
await unanswered;
await second.clock.fastForward(20000);
await state(second, two).filter({ hasText: 'svarar inte' }).waitFor();
ok(true, 'an answer that never comes is not waited for');
await second.unroute('**/notes_draft.json*');

// A new passage is kept, but the answer is lost: by itself and by the button it is sent as it was, and kept once.
for (const [words, more, isByButton] of [['Det sjätte', ' stycket', false], ['Det sjunde', ' stycket', true]]) {
	const before = await ids(second);
	let lost = 0;
	await second.route('**/notes_draft.json*', async route => {
		if (!route.request().postData().includes(NEW) || lost++)
			return route.continue();
		await route.fetch();
		return route.abort();
	});
	await text(second, NEW).fill(words);
	await second.clock.fastForward(2000);
	await state(second, NEW).filter({ hasText: 'svarar inte' }).waitFor();
	await type(second, NEW, more);
	if (isByButton) {
		await Promise.all([second.waitForNavigation(), second.locator('main form.paper button:not([name])').first().click()]);
	} else {
		await second.clock.fastForward(2000);
		await second.waitForFunction(count => document.querySelectorAll('input[name^="version."]').length > count, before.length);
		await second.clock.fastForward(2000);
		await state(second, (await ids(second)).find(id => !before.includes(id))).filter({ hasText: 'Sparat' }).waitFor();
	}
	await second.unroute('**/notes_draft.json*');
	const own = (await kept()).filter(one => one.startsWith(words));
	ok(lost === 2 && own.length === 1 && own[0] === words + more, `a new passage whose answer was lost is kept once, `
		+ (isByButton ? 'also when the form is sent' : 'with what was typed since'), [lost, own]);
	await second.goto(`${base}/notes_draft?id=${number}`);
	const again = (await ids(second)).find(id => !before.includes(id));
	await Promise.all([second.waitForNavigation(), second.locator(`button[name="remove"][value="${again}"]`).click()]);
}

// A form that was sent and came to nothing.
await second.route('**/notes_draft?*', route => route.fulfill({ status: 204 }));
const sent = second.waitForResponse('**/notes_draft?*');
await second.locator('main form.paper button:not([name])').first().click({ noWaitAfter: true });
await sent;
await second.unroute('**/notes_draft?*');
await text(second, two).fill('Det andra.');
await second.clock.fastForward(2000);
await state(second, two).filter({ hasText: 'Sparat' }).waitFor();
await text(second, one).fill('Det första stycket av två');
await second.clock.fastForward(2000);
await state(second, one).filter({ hasText: 'Sparat' }).waitFor();
await same(['Det första stycket av två', 'Det andra.', 'Det tredje', 'Det fjärde'],
	'after a form that came to nothing what is typed is saved again');
ok(!complaints.length, 'and the browser has nothing to say', complaints);
await browser.close();
