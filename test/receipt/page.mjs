// SPDX-License-Identifier: EUPL-1.2
//
// The page verify.html in Chromium with the network cut, opened from a file.  Takes orders on standard input, a line of JSON
// each, and answers each with a line:
//
//     {"files": [[name, base64, key]...]}         -> {"verdicts": ["holds" | "fails" | "unable: KEY" ...]}
//     {"flip": [name, base64, key]}               -> {"tried": N, "accepted": [bit...]}     every bit in turn
//     {"use": [path, key], "shots": folder|null}  -> what a person sees and can do
//     {"code": code, "files": [path...], "key": key} -> {"told": words, "verdicts": [...], "results": [words...]}   opened at ?code=
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from '../browser/chromium.mjs';
import { PATIENCE } from '../browser/server.mjs';

const browser = await launch();
const verify = pathToFileURL(process.argv[2]).href;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const said = [], asked = [], barriers = [];

async function opened(options = {}, query = '') {
	const context = await browser.newContext({ offline: true, ...options });
	context.setDefaultTimeout(PATIENCE);
	const page = await context.newPage();
	page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()));
	page.on('pageerror', (error) => said.push(String(error)));
	page.on('request', (request) => !request.url().startsWith(verify) && asked.push(request.url()));
	await page.goto(verify + query);
	return page;
}

const judge = ([name, base64, key]) => (async () => {
	try {
		await check(name, Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)), key);
		return 'holds';
	} catch (error) {
		return error instanceof Unable ? `unable: ${error.message}` : error instanceof Broken ? 'fails' : `error: ${error}`;
	}
})();

async function judged(page, files) {
	const verdicts = [];
	for (const file of files)
		verdicts.push(await page.evaluate(judge, file));
	return { verdicts };
}

const flipped = (page, file) => page.evaluate(async ([name, base64, key]) => {
	const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)), accepted = [];
	for (let bit = 0; bit < bytes.length * 8; bit++) {
		bytes[bit >> 3] ^= 1 << (bit & 7);
		try {
			await check(name, bytes, key);
			accepted.push(bit);
		} catch (error) {
			if (!(error instanceof Broken) && !(error instanceof Unable))
				accepted.push(`${bit}: ${error}`);
		}
		bytes[bit >> 3] ^= 1 << (bit & 7);
	}
	return { tried: bytes.length * 8, accepted };
}, file);

const widthOf = (page) => page.evaluate(() => document.documentElement.scrollWidth);
const verdictOf = async (page) => {
	await page.waitForSelector('#result[data-verdict]');
	return page.locator('#result').innerText();
};

async function inspect(page, mode) {
	await page.evaluate(`${axe}; null`);
	const { violations } = await page.evaluate(() => globalThis.axe.run());
	barriers.push(...violations.map((v) => `${mode}: ${v.id} ${v.nodes.map((n) => n.target).join(' ')}`));
}

// Milliseconds that the page has had of a processor, whatever else that was busy with.
async function worked(cdp) {
	const { metrics } = await cdp.send('Performance.getMetrics');
	return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
}

// One step: the key is pasted, the file chosen, and the answer stands there.
async function used([path, key], shots) {
	const seen = {};
	for (const [name, options] of Object.entries({ wide: {}, dark: { colorScheme: 'dark' }, narrow: { viewport: { width: 320, height: 640 } } })) {
		const page = await opened(options), cdp = await page.context().newCDPSession(page);
		await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
		const begun = await worked(cdp);
		await page.fill('#key', key);
		await page.setInputFiles('#file', path);
		seen[name] = await verdictOf(page);
		seen[`${name}_ms`] = await worked(cdp) - begun;
		seen[`${name}_width`] = await widthOf(page);
		await inspect(page, name);
		if (shots)
			await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
		if (name === 'wide') {
			await page.click('#language');
			await page.waitForFunction(() => /Proven/.test(document.getElementById('result').innerText));
			seen.english = await page.locator('main').innerText();
			await page.emulateMedia({ media: 'print' });
			seen.printed = await page.locator('#ask').isHidden() && await page.locator('#result').isVisible();
		}
		await page.context().close();
	}
	seen.keyboard = await byKeyboard(path, key);
	return { ...seen, said, asked, barriers };
}

// Tab, Enter and typed text alone; only the file dialog is the browser's.
async function byKeyboard(path, key) {
	const page = await opened(), order = [];
	page.on('filechooser', (chooser) => chooser.setFiles(path));
	for (let i = 0; i < 4; i++) {
		await page.keyboard.press('Tab');
		order.push(await page.evaluate(() => document.activeElement.id || document.activeElement.type));
		if (order[i] === 'file') {
			await page.keyboard.press('Enter');
			await page.waitForFunction(() => document.getElementById('file').files.length === 1);
		}
		if (order[i] === 'key')
			await page.keyboard.insertText(key);
		if (order[i] === 'submit')
			await page.keyboard.press('Enter');
	}
	await page.waitForSelector('#result[data-verdict="holds"]');
	await page.waitForFunction(() => document.activeElement.id === 'result');
	await page.context().close();
	return order;
}

async function coded({ code, files, key }) {
	const page = await opened({}, `?code=${encodeURIComponent(code)}`), verdicts = [], results = [];
	const told = await page.locator('#asked').evaluate((one) => (one.hidden ? null : one.textContent));
	await page.fill('#key', key);
	for (const file of files) {
		await page.evaluate(() => delete document.getElementById('result').dataset.verdict);
		await page.setInputFiles('#file', file);
		results.push(await verdictOf(page));
		verdicts.push(await page.locator('#result').getAttribute('data-verdict'));
	}
	await page.context().close();
	return { told, verdicts, results };
}

const page = await opened();
for await (const line of createInterface({ input: process.stdin })) {
	const order = JSON.parse(line);
	const answer = 'code' in order ? await coded(order) : order.files ? await judged(page, order.files) : order.flip ? await flipped(page, order.flip) : await used(order.use, order.shots);
	console.log(JSON.stringify(answer));
}
await browser.close();
