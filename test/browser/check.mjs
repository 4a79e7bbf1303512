// SPDX-License-Identifier: EUPL-1.2
//
// What is checked on one page in one mode.  axe finds what a machine can see in the tree; the rest is ours: reflow,
// text spacing, one h1 and one main, language, zoom, skip link, the walk by keyboard, the summary of errors, scripts,
// width on paper, foreign requests, errors.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';
import * as inPage from './in_page.mjs';
import { PATIENCE } from './server.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// An A4 sheet less its margins, in the browser's pixels.
const PAPER_WIDTH = 718;

// The modes a page can be looked at in.  What has no `isGlance` is walked by keyboard too: the most costly part.
// Dark and forced colours paint the tree that was looked at in `wide`, so only what axe sees of the paint is asked.
export const modes = {
	wide: {},
	narrow: { width: 320, height: 640 },
	'wide glance': { isGlance: true },
	'narrow glance': { width: 320, height: 640, isGlance: true },
	dark: { scheme: 'dark', isGlance: true, isPaint: true },
	forced: { forcedColors: true, isGlance: true, isPaint: true },
	print: { width: PAPER_WIDTH, print: true },
	'dark by keyboard': { scheme: 'dark' },
	'forced by keyboard': { forcedColors: true },
};

// Milliseconds spent on each part, for who wants the suite shorter.
export const spent = {};

async function timed(part, promise) {
	const start = performance.now();
	try {
		return await promise;
	} finally {
		spent[part] = (spent[part] || 0) + performance.now() - start;
	}
}

// axe with every impact counted.  target-size is off in axe unless asked for by name; in forced colours axe computes
// contrast from the style sheet and not from what is painted, so that one rule is left out there; paper has no targets.
const paintRules = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'];

async function axe(page, mode) {
	// What passed is much, and stays in the page.
	return page.evaluate(async ({ forced, print, only }) => {
		const { violations } = await globalThis.axe.run(document, {
			resultTypes: ['violations'],
			...(only ? { runOnly: { type: 'rule', values: only } } : {}),
			rules: { 'target-size': { enabled: !print }, 'color-contrast': { enabled: !forced } },
		});
		return violations.flatMap(violation => violation.nodes.map(node =>
			`axe ${violation.id} (${violation.impact}): ${node.target.join(' ')} ${node.html.slice(0, 120)}`));
	}, { forced: Boolean(mode.forcedColors), print: Boolean(mode.print), only: mode.isPaint ? paintRules : null });
}

// One tab, in which page after page is opened: a new one would each time cost a process, which has axe to learn anew.
// options: { noScript } scripts are kept from arriving (axe never returns when they are off in the engine itself)
export class Tab {
	static async open(context, options = {}) {
		const tab = new Tab();
		Object.assign(tab, { context, page: await context.newPage(), complaints: [], origin: '', expected: 200, last: null });
		// Read with each document by the engine, which has compiled it once: evaluated, it would be compiled each time.
		await tab.page.addInitScript(axeSource);
		tab.listen(options);
		if (options.noScript) {
			const network = await context.newCDPSession(tab.page);
			network.on('Fetch.requestPaused', ({ requestId }) =>
				network.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }).catch(() => {}));
			await network.send('Fetch.enable', { patterns: [{ resourceType: 'Script' }] });
		}
		return tab;
	}

	// The browser notes on its console that a document came with 401, 409 or 422: where that is expected, it is no fault.
	listen(options) {
		this.page.on('console', message => {
			if (this.expected >= 400 && message.text().includes('responded with a status of ' + this.expected))
				return;
			// Ours, which we kept away.
			if (options.noScript && message.text().includes('ERR_BLOCKED_BY_CLIENT') && /\/notes-[0-9a-f]{16}\.js$/.test(message.location().url))
				return;
			if (message.type() === 'error' || message.type() === 'warning')
				this.complaints.push('console: ' + message.text());
		});
		this.page.on('pageerror', error => this.complaints.push('script error: ' + error.message));
		this.page.on('request', request => {
			const url = new URL(request.url());
			if (url.origin !== this.origin && url.protocol !== 'data:')
				this.complaints.push('foreign request: ' + url.origin);
		});
		this.page.on('response', response => {
			if (response.status() >= 400 && response.request().resourceType() !== 'document')
				this.complaints.push(`${response.status()} for ${response.url()}`);
			if (response.request().isNavigationRequest() && !(response.status() >= 300 && response.status() < 400))
				this.last = response;
		});
	}

	// Somebody else sits down: nothing of the one before is kept.
	async wear(cookies) {
		await this.context.clearCookies();
		await this.context.addCookies(cookies);
	}

	// Opens `url` as in a tab of its own and does steps(page).  Gives { page, complaints, html }.
	// options: { status: what the last document must answer with (200), width, height }
	async visit(url, options = {}, steps = null) {
		const { page } = this;
		await page.emulateMedia({ media: null, colorScheme: null, forcedColors: null, reducedMotion: null });
		await page.setViewportSize({ width: options.width || 1280, height: options.height || 800 });
		Object.assign(this, { complaints: [], origin: new URL(url).origin, expected: options.status || 200, last: null });
		await timed('load', page.goto(url, { waitUntil: 'load', timeout: PATIENCE }));
		if (steps)
			await timed('steps', steps(page));
		const html = await this.last.text();
		if (this.last.status() !== this.expected)
			this.complaints.push(`status ${this.last.status()} and not ${this.expected}`);
		this.complaints.push(...await errorSummary(page, this.last.status() === 422));
		return { page, complaints: this.complaints, html };
	}
}

// Tabs through the page until the focus leaves it.  Keys are sent many at a time, and the page itself notes where the
// focus stands when the next one arrives: asking after each would take most of the suite's time.
const TABS_AT_ONCE = 25;

async function readStops(page, most) {
	await page.evaluate(`globalThis.readStop = ${inPage.readStop}`);
	await page.evaluate(inPage.watchStops);
	const keys = await page.context().newCDPSession(page);
	const tab = { type: 'rawKeyDown', key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9, nativeVirtualKeyCode: 9 };
	let stops = [], isOver = false;
	while (!isOver && stops.length < most) {
		await Promise.all(Array.from({ length: TABS_AT_ONCE }, () => keys.send('Input.dispatchKeyEvent', tab)));
		const seen = await page.evaluate(inPage.takeStops);
		isOver = seen.length < TABS_AT_ONCE || seen.includes(null) || seen.some((stop, i) => i && stop && seen[i - 1] &&
			stop.id === seen[i - 1].id && !stop.manyInside) || seen.some(stop => stop && stop.id === '0' && stops.length > 0);
		stops = stops.concat(seen);
	}
	await keys.detach();
	return stops;
}

async function keyboardWalk(page, width) {
	await page.evaluate(inPage.toStart);
	const expected = await page.evaluate(inPage.markStops);
	const stops = await readStops(page, expected.length * 3 + 40);
	const reached = new Set();
	const complaints = [];
	let last = null, stays = 0;
	for (const stop of stops) {
		if (stop === null)
			break;
		stays = stop.id === last ? stays + 1 : 0;
		// A date field has several stops inside; anything else that keeps the focus is a trap.
		if (stays > (stop.manyInside ? 12 : 0)) {
			complaints.push('keyboard trap: ' + stop.name);
			break;
		}
		if (stop.id !== null && reached.has(stop.id) && stop.id !== last)
			break;
		reached.add(stop.id);
		last = stop.id;
		if (stays === 0)
			complaints.push(...stop.faults.map(fault => `${fault} at ${width}: ${stop.name}`));
	}
	for (const { id, name } of expected)
		if (!reached.has(id))
			complaints.push('not reached by keyboard: ' + name);
	return complaints;
}

// The first Tab finds the skip link, and it leads into the page.
async function skipLink(page) {
	await page.evaluate(inPage.toStart);
	await page.keyboard.press('Tab');
	const target = await page.evaluate(() => document.activeElement?.getAttribute('href') || '');
	if (!/^#./.test(target))
		return ['the first stop is no skip link'];
	await page.keyboard.press('Enter');
	await page.waitForFunction((hash) => location.hash === hash, target, { timeout: PATIENCE }).catch(() => {});
	await page.keyboard.press('Tab');
	const inside = await page.evaluate(inPage.focusIsPast, target);
	return inside ? [] : ['the skip link ' + target + ' leads nowhere'];
}

// Off: ARIA table roles, which a table shown as cards on a phone would else lose; and names that come several times, as
// check boxes and the lists of a form do.
const validator = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y'],
	rules: { 'no-trailing-whitespace': 'off', 'void-style': 'off', 'long-title': 'off', 'doctype-style': 'off',
		'no-redundant-role': 'off', 'form-dup-name': 'off' } });

export async function checkMarkup(html) {
	const report = await timed('markup', validator.validateString(html));
	return report.results.flatMap(result => result.messages.map(message =>
		`markup ${message.ruleId} at ${message.line}:${message.column}: ${message.message}`));
}

// Before anything else moves the focus.  The browser sets it when it first paints, which a busy machine does late.
async function errorSummary(page, isMust) {
	await page.evaluate(() => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted))));
	return page.evaluate(inPage.errorSummary, isMust);
}

// Looks at an open page in one mode: { width, height, scheme: 'light'|'dark', forcedColors, print, isGlance, isPaint }.
// A glance leaves out the walk by keyboard, the skip link and the text spacing; a look at the paint the tree as well.
export async function inspect(page, mode, complaints) {
	const width = mode.width || 1280;
	await page.setViewportSize({ width, height: mode.height || 800 });
	await page.emulateMedia({ media: mode.print ? 'print' : 'screen', colorScheme: mode.scheme || 'light',
		forcedColors: mode.forcedColors ? 'active' : 'none', reducedMotion: 'reduce' });
	if (!mode.isPaint)
		complaints.push(...await page.evaluate(inPage.structure));
	complaints.push(...await timed('axe', axe(page, mode)));
	complaints.push(...await page.evaluate(inPage.overflow, mode.print ? 'paper' : 'reflow'));
	if (mode.isGlance || mode.print)
		return;
	complaints.push(...await timed('keys', keyboardWalk(page, width)));
	complaints.push(...await timed('keys', skipLink(page)));
	complaints.push(...await page.evaluate(inPage.textSpacing));
	complaints.push(...await page.evaluate(inPage.overflow, 'text spacing'));
	await page.evaluate(inPage.dropSpacing);
}

// One page in one mode, opened for it alone.
export async function checkPage(context, url, mode = {}) {
	const tab = await Tab.open(context);
	try {
		const { page, complaints, html } = await tab.visit(url, mode);
		await inspect(page, mode, complaints);
		return { complaints, html };
	} finally {
		await tab.page.close();
	}
}
