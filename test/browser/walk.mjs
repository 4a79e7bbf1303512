// SPDX-License-Identifier: EUPL-1.2
//
// Everything, as TAP: the checker against a good and a bad page, then the pages and the flows of the example council
// and of an empty one.
// usage: node test/browser/walk.mjs [WORD]     only the pages whose path, and the flows whose name, begins with WORD

import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { browserThere, checkMarkup, checkPage, inspect, launch, modes, openPage, spent } from './check.mjs';
import { emptyFlows, flows } from './flows.mjs';
import { every, pages, pattern, readers, routes } from './pages.mjs';
import { PATIENCE, program, setLanguage, signIn, startEmpty, startExample, takeNotes } from './server.mjs';

const AT_ONCE = 2;
const MOST_SHOWN = 15;
let count = 0, failed = 0;

function say(passed, name, details = []) {
	count++;
	failed += passed ? 0 : 1;
	console.log(`${passed ? '' : 'not '}ok ${count} - ${name}`);
	if (!passed)
		for (const line of details.slice(0, MOST_SHOWN))
			console.log('# ' + String(line).replace(/\s+/g, ' '));
}

// What the bad page must be caught for, in one of the modes it is looked at in.
const faults = ['axe image-alt', 'axe label', 'axe color-contrast', 'axe target-size', '2 h1', '0 main', 'html has no lang',
	'forbids zoom', 'no visible focus', 'keyboard trap', 'not reached', 'the first stop is no skip link',
	'text is clipped', 'reflow', 'foreign request', 'console', '404 for', 'focus is covered', 'stands twice',
	'leads nowhere: #', 'holds a script', 'a script in an attribute', 'the focus is not on the summary', 'not first in main',
	'the title does not begin', 'an error leads to no field', 'paper: the page is'];

async function checkTheChecker(browser) {
	const server = createServer((request, response) => {
		const name = request.url.slice(1);
		if (!/^(good|bad|bare)\.html$/.test(name)) {
			response.writeHead(404, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>none</title>');
			return;
		}
		const headers = { 'content-type': 'text/html; charset=utf-8' };
		if (name === 'good.html')
			headers['content-security-policy'] = "default-src 'none'; style-src 'sha256-" + styleHash + "'; form-action 'self'";
		response.writeHead(200, headers).end(readFileSync(new URL('self/' + name, import.meta.url)));
	});
	const style = readFileSync(new URL('self/good.html', import.meta.url), 'utf8').match(/<style>([^]*?)<\/style>/)[1];
	const styleHash = createHash('sha256').update(style).digest('base64');
	await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
	const base = 'http://127.0.0.1:' + server.address().port;
	const context = await browser.newContext({ locale: 'sv-SE' });
	for (const [name, mode] of Object.entries(modes)) {
		const { complaints, html } = await checkPage(context, base + '/good.html', mode);
		say(complaints.length === 0, 'the checker accepts a good page, ' + name, complaints);
		if (name === 'wide') {
			const markup = await checkMarkup(html);
			say(markup.length === 0, 'the checker accepts good markup', markup);
		}
	}
	const seen = [];
	for (const mode of ['wide', 'narrow', 'print']) {
		const { complaints, html } = await checkPage(context, base + '/bad.html', modes[mode]);
		seen.push(...complaints);
		say((await checkMarkup(html)).length > 0, 'the checker notices bad markup');
	}
	const dark = (await checkPage(context, base + '/bad.html', modes.dark)).complaints;
	say(dark.some(line => line.includes('axe color-contrast') && line.includes('dim')) &&
		!seen.some(line => line.includes('axe color-contrast') && line.includes('dim')),
	'the checker notices what is faint in the dark only', dark);
	for (const fault of faults)
		say(seen.some(line => line.includes(fault)), 'the checker notices: ' + fault, seen);
	const { complaints } = await checkPage(context, base + '/none.html');
	say(complaints.includes('status 404 and not 200'), 'the checker notices a page that is not there', complaints);
	await context.close();
	server.close();
}

// Who looks: a person signs in once in each language, and all pages of theirs share that.
class Visitors {
	constructor(browser, council) {
		Object.assign(this, { browser, council, kept: new Map() });
	}

	async fresh(person, language, options = {}) {
		const context = await this.browser.newContext({ locale: 'sv-SE', ...options });
		context.setDefaultTimeout(PATIENCE);
		if (language === 'en')
			await setLanguage(context, this.council.base, 'en');
		await signIn(context, this.council.base, person);
		return context;
	}

	context(entry) {
		const key = `${entry.person} ${entry.language}`;
		if (!this.kept.has(key))
			this.kept.set(key, this.fresh(entry.person, entry.language));
		return this.kept.get(key);
	}
}

// Main as it came, without the words that differ each time: what has been looked at in a mode for one person need not be
// looked at again for another.
const looked = new Set();

async function isKnown(context, url, entry) {
	const response = await context.request.get(url);
	const html = (await response.text()).replace(/^[^]*<main/, '').replace(/(name="(?:csrf|n|base)" value=")[^"]*/g, '$1');
	const key = createHash('sha256').update(`${response.status()} ${entry.modes} ${html}`).digest('base64');
	const is = looked.has(key) && response.status() === (entry.status || 200);
	looked.add(key);
	return is;
}

// Scripts are kept from arriving on every page: all must be whole without them.
async function walkPage(visitors, entry) {
	const name = [entry.person || 'nobody', entry.path, entry.steps?.name !== 'steps' && entry.steps?.name, entry.language,
		entry.status, entry.isEmpty && 'empty'].filter(Boolean).join(' ');
	const { council } = visitors;
	try {
		const context = await (entry.isAlone ? visitors.fresh(entry.person) : visitors.context(entry));
		if (entry.isDiffering && await isKnown(context, council.base + entry.path, entry)) {
			say(true, name + ', as somebody else saw it');
			return;
		}
		const { page, complaints, html } = await openPage(context, council.base + entry.path,
			{ noScript: true, status: entry.status }, entry.steps && (opened => entry.steps(opened, council)));
		for (const mode of entry.modes) {
			await inspect(page, modes[mode], complaints);
			say(complaints.length === 0, `${name}, ${mode}`, complaints.splice(0));
		}
		const markup = await checkMarkup(html);
		say(markup.length === 0, name + ', markup', markup);
		await (entry.isAlone ? context : page).close();
	} catch (error) {
		say(false, name, String(error.stack).split('\n'));
	}
}

// No page is forgotten: each that the program has is walked in every mode, and by every person who may open it.
function checkTheList() {
	for (const [name, path] of routes) {
		const walked = pages.filter(entry => pattern(path).test(entry.reached || entry.path.replace(/\?.*/, '')));
		const missing = every.filter(mode => !walked.some(entry => entry.modes.includes(mode)));
		say(missing.length === 0, `page ${name} is walked in every mode`, missing.map(mode => 'never in ' + mode));
		if (readers.has(name)) {
			const people = readers.get(name).filter(person => !walked.some(entry => entry.person === person));
			say(people.length === 0, `page ${name} is walked by everyone who may open it`,
				people.map(person => 'not by ' + (person || 'nobody')));
		}
	}
}

async function walkPages(visitors, entries) {
	const waiting = [...entries];
	const walker = async () => {
		for (let entry = waiting.shift(); entry; entry = waiting.shift())
			await walkPage(visitors, entry);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, walker));
}

// Flows run with scripts off in the engine itself; what is to be inspected is opened again where they are only kept away.
async function walkFlows(visitors, flows) {
	for (const [name, run] of flows) {
		const opened = [];
		const visitor = async person => {
			opened.push(await visitors.fresh(person, 'sv', { javaScriptEnabled: false, reducedMotion: 'reduce' }));
			const page = await opened.at(-1).newPage();
			await page.goto(visitors.council.base + '/');
			return page;
		};
		const look = async (page, path) => {
			const storageState = await page.context().storageState();
			const context = await visitors.browser.newContext({ locale: 'sv-SE', storageState });
			context.setDefaultTimeout(PATIENCE);
			opened.push(context);
			const seen = await openPage(context, visitors.council.base + path, { noScript: true });
			await inspect(seen.page, modes.narrow, seen.complaints);
			say(seen.complaints.length === 0, `${name} ${path}, narrow`, seen.complaints);
		};
		try {
			await run({ ...visitors.council, visitor, look, ok: (passed, text, details) => say(passed, text, details) });
		} catch (error) {
			say(false, name, String(error.stack).split('\n'));
		}
		for (const context of opened)
			await context.close();
	}
}

async function walkCouncil(browser, council, entries, flows) {
	const visitors = new Visitors(browser, council);
	try {
		await walkPages(visitors, entries);
		await walkFlows(visitors, flows);
	} finally {
		await council.stop();
	}
}

function isBuilt() {
	try {
		accessSync(program, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

async function main() {
	if (!browserThere()) {
		console.log('Bail out! no Chromium; script/setup --test installs it');
		return 1;
	}
	const browser = await launch();
	const only = process.argv[2];
	const wanted = name => !only || name.startsWith(only);
	const some = list => list.filter(([name]) => wanted(name));
	const entries = isEmpty => pages.filter(entry => wanted(entry.path) && Boolean(entry.isEmpty) === isEmpty);
	try {
		if (!only) {
			await checkTheChecker(browser);
			checkTheList();
		}
		if (!isBuilt()) {
			console.log(`ok ${++count} # SKIP ${program} is not there`);
		} else {
			await walkCouncil(browser, await startExample(program, takeNotes), entries(false), some(flows));
			await walkCouncil(browser, await startEmpty(program), entries(true), some(emptyFlows));
		}
	} catch (error) {
		say(false, 'the walk', String(error.stack).split('\n'));
	} finally {
		await browser.close();
	}
	for (const [part, time] of Object.entries(spent).sort((a, b) => b[1] - a[1]))
		console.log(`# ${Math.round(time / 1000)} s ${part}`);
	console.log('1..' + count);
	return failed ? 1 : 0;
}

process.exit(await main());
