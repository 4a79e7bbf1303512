// SPDX-License-Identifier: EUPL-1.2
//
// Keys in Chromium with its virtual authenticator (the DevTools protocol's domain WebAuthn), in the example council at the
// address given.  Says a line of JSON for each thing seen: {"ok": true|false, "what": words, "details": ...}.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch } from '../browser/chromium.mjs';
import { PATIENCE } from '../browser/server.mjs';

const base = process.argv[2];
const browser = await launch();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = process.env.SHOTS;

function ok(passed, what, details) {
	console.log(JSON.stringify({ ok: Boolean(passed), what, details }));
}

// A person at a device of her own.  Chromium's advice to take RSA keys too is not followed: they are not taken, on purpose.
async function person(name) {
	const context = await browser.newContext();
	context.setDefaultTimeout(PATIENCE);
	const page = await context.newPage();
	const said = [];
	page.on('console', message => ['error', 'warning'].includes(message.type()) && !/status of 4|at least one of the default algorithm/.test(message.text()) && said.push(message.text()));
	page.on('pageerror', error => said.push(String(error)));
	const cdp = await context.newCDPSession(page);
	await cdp.send('WebAuthn.enable');
	const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', ctap2Version: 'ctap2_1',
		transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
	if (name) {
		await page.goto(base + '/');
		await press(page, `form[action="/as/${name}"] button`);
	}
	return { page, context, said, cdp, authenticatorId };
}

async function press(page, selector) {
	await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]);
}

const main = page => page.locator('main').innerText();

// The page as everybody must be able to use it; at 360 pixels nothing may stand out.
async function look(page, what) {
	const found = await page.evaluate(`(() => { const module = { exports: {} }; ${axe}; return module.exports.run(document); })()`).catch(error => ({ violations: [String(error)] }));
	ok(!found.violations.length, `${what}: axe finds nothing`, found.violations.map(one => one.id || one));
	await page.setViewportSize({ width: 360, height: 740 });
	ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360), `${what}: 360 pixels are enough`);
	if (SHOTS) {
		await page.screenshot({ path: `${SHOTS}/${what}-360.png`, fullPage: true });
		await page.setViewportSize({ width: 1200, height: 800 });
		await page.screenshot({ path: `${SHOTS}/${what}.png`, fullPage: true });
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.screenshot({ path: `${SHOTS}/${what}-dark.png`, fullPage: true });
		await page.emulateMedia({ colorScheme: 'light', media: 'print' });
		await page.screenshot({ path: `${SHOTS}/${what}-print.png`, fullPage: true });
		await page.emulateMedia({ media: 'screen' });
	}
	await page.setViewportSize({ width: 1200, height: 800 });
}

// Somebody between the page and the server (reliability T6): what is typed goes on as something else, and what comes back is shown
// as if it were what was typed, with a code and a line that fit.  The device signs what it cannot show.
const TYPED = 'Lokalen är stängd.', SENT = 'Verksamheten ska upphöra.', FEIGNED = 'AAAA-BBBB-CCCC-DDDD';
async function betray(page) {
	await page.route('**/write/closing_proposed*', async route => {
		const form = new URLSearchParams(route.request().postData() ?? '');
		if (form.get('reason') === TYPED)
			form.set('reason', SENT);
		const answer = await route.fetch({ postData: String(form), maxRedirects: 0 });
		const body = (await answer.text()).replaceAll(SENT, TYPED).replace(/(<dd class="hash">)[A-Z2-7-]{19}</, `$1${FEIGNED}<`)
			.replace(/(&#34;reason&#34;:&#34;)[^&]{43}/, `$1${'A'.repeat(43)}`);
		await route.fulfill({ response: answer, body });
	});
}

async function proposeClosing(page, measure) {
	await page.goto(`${base}/write/closing_proposed?measure=${measure}`);
	await page.fill('#field-reason', 'Lokalen är stängd.');
	await page.locator('[name=cause]').first().evaluate(one => one.tagName === 'SELECT' ? one.selectedIndex = 1 : one.click());
	await page.fill('#field-decider', 'Polismästaren');
	await page.fill('#field-mandate', 'Delegationsordningen punkt 4.2');
	await press(page, 'main form button:not([name])');
}

const holder = await person('coordinator'), { page } = holder;
await page.goto(base + '/keys');
await press(page, '[name=ask]');
await look(page, 'keys');
await holder.cdp.send('WebAuthn.setUserVerified', { authenticatorId: holder.authenticatorId, isUserVerified: false });
await page.locator('form[data-key] button').click();
await page.locator('[data-says=declined]').waitFor({ state: 'visible' });
ok(page.url() === base + '/keys', 'a device that does not recognise its person makes no key, and the page says so', await main(page));
await holder.cdp.send('WebAuthn.setUserVerified', { authenticatorId: holder.authenticatorId, isUserVerified: true });
await press(page, 'form[data-key] button');
const code = await page.locator('section.statement h3 .hash').first().innerText();
ok(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/.test(code), 'the key is made, and has a code', await main(page));
await press(page, 'form[action="/write/passkey_proposed"] button');
const other = await person('administrator');
await other.page.goto(base + '/overview');
ok((await main(other.page)).includes('En nyckel är föreslagen'), 'others are told of it on their first page');
await other.page.goto(base + '/decisions');
ok((await main(other.page)).includes(code), 'the second person sees the same code', await main(other.page));
await look(other.page, 'decisions');
await press(other.page, `section:has-text("${code}") a[href*="/write/passkey_seconded"]`);
ok((await main(other.page)).includes(code), 'and again beside what is to be approved', await main(other.page));
await press(other.page, 'main form button:not([name])');
await page.goto(base + '/keys');
ok((await page.locator('tbody').first().innerText()).includes(code), 'the key is enrolled', await main(page));

await proposeClosing(page, 5);
ok((await main(page)).includes('Lokalen är stängd.') && await page.locator('form[data-key]').count() === 1, 'what is proposed is shown to be signed', await main(page));
await look(page, 'sign');
await holder.cdp.send('WebAuthn.setUserVerified', { authenticatorId: holder.authenticatorId, isUserVerified: false });
await page.locator('form[data-key] button:not([name])').click();
await page.locator('[data-says=declined]').waitFor({ state: 'visible' });
ok((await main(page)).includes('Lokalen är stängd.'), 'whoever declines loses nothing', await main(page));
await holder.cdp.send('WebAuthn.setUserVerified', { authenticatorId: holder.authenticatorId, isUserVerified: true });
await press(page, 'form[data-key] button:not([name])');
ok(page.url().startsWith(base + '/decisions'), 'signed, it is written', await main(page));

// The same person elsewhere, and a page that lies.
const elsewhere = await person('coordinator'), own = elsewhere.page;
await own.goto(base + '/signatures');
const listed = () => own.locator('section.statement').first();
ok((await listed().innerText()).includes(TYPED), 'another device of the same person lists what was signed, word for word', await main(own));
await betray(page);
await proposeClosing(page, 9);
const shown = await page.locator('form[data-key], section.statement').allInnerTexts();
ok(shown.join().includes(TYPED) && shown.join().includes(FEIGNED) && !shown.join().includes(SENT), 'a page that lies shows what was typed', shown);
const line = await page.locator('details p.hash').evaluate(one => one.textContent.trim());
await press(page, 'form[data-key] button:not([name])');
await page.unroute('**/write/closing_proposed*');
await own.reload();
const signed = await listed().innerText(), really = await listed().locator('dd.hash').first().innerText();
ok(signed.includes(SENT) && !signed.includes(TYPED) && really !== FEIGNED, 'the list elsewhere shows what the device was made to sign', signed);
await look(own, 'signatures');
const receipt = await listed().locator('a[href^="/signatures?entry="]').getAttribute('href');
await own.goto(base + receipt);
ok((await main(own)).includes(SENT) && (await main(own)).includes(really), 'and so does its receipt', await main(own));
await look(own, 'receipt');
console.log(JSON.stringify({ line, code: really, entry: receipt.split('=')[1], truth: await own.locator('dd.hash', { hasText: '{"base"' }).first().evaluate(one => one.textContent.trim()) }));

await press(page, 'form[action="/sign_out"] button');
await page.goto(base + '/sign_in?');
await press(page, '[name=ask_key]');
await look(page, 'sign_in');
await press(page, 'form[data-key] button');
ok(page.url() === base + '/overview', 'the key signs its person in', [page.url(), await main(page)]);
ok(!holder.said.length && !other.said.length, 'the browser has nothing to complain of', [holder.said, other.said]);

const plain = await browser.newContext({ javaScriptEnabled: false });
plain.setDefaultTimeout(PATIENCE);
const quiet = await plain.newPage();
await quiet.goto(base + '/sign_in');
await Promise.all([quiet.waitForNavigation(), quiet.locator('[name=ask_key]').evaluate(one => one.click())]);
ok(await quiet.locator('[data-says=no_script]').isVisible(), 'without scripts the page says what to do', await main(quiet));
await browser.close();
