// SPDX-License-Identifier: EUPL-1.2
//
// Everything, as TAP: the checker against a good and a bad page, then the pages and the flows of the example council
// and of an empty one.
// usage: node test/browser/walk.mjs [WORD]     only the pages whose path, and the flows whose name, begins with WORD

import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { checkMarkup, checkPage, inspect, modes, spent, Tab } from './check.mjs';
import { browserThere, launch } from './chromium.mjs';
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
	'leads nowhere: #', 'holds a script: inline', 'holds a script: /notes-elsewhere.js',
	'a script in an attribute', 'the focus is not on the summary', 'not first in main',
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

// Who looks: a person signs in once in each language, and all pages of theirs begin with the cookies that gave.
class Visitors {
	constructor(browser, council) {
		Object.assign(this, { browser, council, kept: new Map() });
	}

	async context(options = {}) {
		const context = await this.browser.newContext({ locale: 'sv-SE', ...options });
		context.setDefaultTimeout(PATIENCE);
		return context;
	}

	async fresh(person, language, options) {
		const context = await this.context(options);
		if (language === 'en')
			await setLanguage(context, this.council.base, 'en');
		await signIn(context, this.council.base, person);
		return context;
	}

	async signedIn(person, language) {
		const context = await this.fresh(person, language);
		const cookies = await context.cookies();
		await context.close();
		return cookies;
	}

	cookies({ person, language, isAlone }) {
		if (isAlone)
			return this.signedIn(person, language);
		const key = `${person} ${language}`;
		if (!this.kept.has(key))
			this.kept.set(key, this.signedIn(person, language));
		return this.kept.get(key);
	}

	async tab(cookies = []) {
		const tab = await Tab.open(await this.context(), { noScript: true });
		await tab.wear(cookies);
		return tab;
	}
}

// Main as it came, without the words that differ each time, with the modes it has been looked at in: what was looked at
// for one person need not be looked at again for another.
const looked = new Map();
const whole = { 'wide glance': 'wide', 'narrow glance': 'narrow' };

function lookedAt(status, html) {
	const main = html.replace(/^[^]*<main/, '').replace(/(name="(?:csrf|n|base)" value=")[^"]*/g, '$1');
	const key = createHash('sha256').update(`${status} ${main}`).digest('base64');
	looked.set(key, looked.get(key) || new Set());
	return looked.get(key);
}

async function isKnown(tab, url, { modes: wanted, status = 200 }) {
	const response = await tab.context.request.get(url);
	const seen = lookedAt(response.status(), await response.text());
	const is = response.status() === status && wanted.every(mode => seen.has(mode) || seen.has(whole[mode]));
	wanted.forEach(mode => seen.add(mode));
	return is;
}

async function walkPage(visitors, tab, entry) {
	const name = [entry.person || 'nobody', entry.path, entry.steps?.name !== 'steps' && entry.steps?.name, entry.language,
		entry.status, entry.isEmpty && 'empty'].filter(Boolean).join(' ');
	const { council } = visitors;
	await tab.wear(await visitors.cookies(entry));
	if (entry.isDiffering && await isKnown(tab, council.base + entry.path, entry)) {
		say(true, name + ', as somebody else saw it');
		return;
	}
	const { page, complaints, html } = await tab.visit(council.base + entry.path, entry,
		entry.steps && (opened => entry.steps(opened, council)));
	const seen = lookedAt(entry.status || 200, html);
	entry.modes.forEach(mode => seen.add(mode));
	for (const mode of entry.modes) {
		await inspect(page, modes[mode], complaints);
		say(complaints.length === 0, `${name}, ${mode}`, complaints.splice(0));
	}
	const markup = await checkMarkup(html);
	say(markup.length === 0, name + ', markup', markup);
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

// Scripts are kept from arriving on every page: all must be whole without them.
async function walkPages(visitors, entries) {
	const waiting = [...entries];
	const walker = async () => {
		let tab = await visitors.tab();
		for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
			try {
				await walkPage(visitors, tab, entry);
			} catch (error) {
				say(false, `${entry.person || 'nobody'} ${entry.path}`, String(error.stack).split('\n'));
				await tab.context.close();
				tab = await visitors.tab();
			}
		}
		await tab.context.close();
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
			const tab = await visitors.tab(await page.context().cookies());
			opened.push(tab.context);
			const seen = await tab.visit(visitors.council.base + path);
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
