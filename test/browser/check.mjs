// SPDX-License-Identifier: EUPL-1.2
//
// What is checked on one page in one mode.  axe finds what a machine can see in the tree; the rest is ours: reflow,
// text spacing, one h1 and one main, language, zoom, skip link, the walk by keyboard, foreign requests, errors.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';
import * as inPage from './in_page.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// The modes every page is walked in.
export const modes = {
	wide: {},
	narrow: { width: 320, height: 640 },
	dark: { scheme: 'dark' },
	forced: { forcedColors: true },
	print: { print: true },
	scriptless: { noScript: true, width: 320, height: 640 },
};

export function launch() {
	const args = ['--disable-dev-shm-usage', '--disable-gpu', '--force-color-profile=srgb', '--font-render-hinting=none'];
	if (process.getuid() === 0)
		args.push('--no-sandbox');
	return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args });
}

export function browserThere() {
	return existsSync(process.env.CHROMIUM || '/usr/bin/chromium');
}

// axe with every impact counted.  target-size is off in axe unless asked for by name; in forced colours axe computes
// contrast from the style sheet and not from what is painted, so that one rule is left out there.
async function axe(page, mode) {
	await page.evaluate(axeSource);
	const found = await page.evaluate(forced => globalThis.axe.run(document, {
		resultTypes: ['violations'],
		rules: { 'target-size': { enabled: true }, 'color-contrast': { enabled: !forced } },
	}), Boolean(mode.forcedColors));
	return found.violations.flatMap(violation => violation.nodes.map(node =>
		`axe ${violation.id} (${violation.impact}): ${node.target.join(' ')} ${node.html.slice(0, 120)}`));
}

function listen(page, complaints, origin) {
	page.on('console', message => {
		if (message.type() === 'error' || message.type() === 'warning')
			complaints.push('console: ' + message.text());
	});
	page.on('pageerror', error => complaints.push('script error: ' + error.message));
	page.on('request', request => {
		const url = new URL(request.url());
		if (url.origin !== origin && url.protocol !== 'data:')
			complaints.push('foreign request: ' + url.origin);
	});
	page.on('response', response => {
		if (response.status() >= 400 && response.request().resourceType() !== 'document')
			complaints.push(`${response.status()} for ${response.url()}`);
	});
}

// Tabs through the page until the focus leaves it.
async function keyboardWalk(page, width) {
	await page.evaluate(() => { document.activeElement?.blur(); globalThis.scrollTo(0, 0); });
	const expected = await page.evaluate(inPage.markStops);
	const reached = new Set();
	const complaints = [];
	let last = null, stays = 0;
	for (let press = 0; press < expected.length * 3 + 40; press++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate(inPage.readStop);
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
	await page.evaluate(() => { document.activeElement?.blur(); globalThis.scrollTo(0, 0); });
	await page.keyboard.press('Tab');
	const target = await page.evaluate(() => document.activeElement?.getAttribute('href') || '');
	if (!/^#./.test(target))
		return ['the first stop is no skip link'];
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	const inside = await page.evaluate(inPage.focusIsPast, target);
	return inside ? [] : ['the skip link ' + target + ' leads nowhere'];
}

// Off: ARIA table roles, which a table shown as cards on a phone would else lose; and names that come several times, as
// check boxes and the lists of a form do.
export async function checkMarkup(html) {
	const validator = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y'],
		rules: { 'no-trailing-whitespace': 'off', 'void-style': 'off', 'long-title': 'off', 'doctype-style': 'off',
			'no-redundant-role': 'off', 'form-dup-name': 'off' } });
	const report = await validator.validateString(html);
	return report.results.flatMap(result => result.messages.map(message =>
		`markup ${message.ruleId} at ${message.line}:${message.column}: ${message.message}`));
}

// Opens `url` in the mode and gives { complaints, html }.  `context` has the cookies of whoever looks.
// mode: { width, height, scheme: 'light'|'dark', forcedColors, print, noScript }; steps(page) is done before checking.
export async function checkPage(context, url, mode = {}, steps = null) {
	const complaints = [];
	const page = await context.newPage();
	const width = mode.width || 1280;
	try {
		await page.setViewportSize({ width, height: mode.height || 800 });
		await page.emulateMedia({ media: mode.print ? 'print' : 'screen', colorScheme: mode.scheme || 'light',
			forcedColors: mode.forcedColors ? 'active' : 'none', reducedMotion: 'reduce' });
		// axe never returns when scripting is off in the engine, so scripts are kept from arriving instead.
		if (mode.noScript)
			await page.route('**', route => route.request().resourceType() === 'script' ? route.abort() : route.continue());
		listen(page, complaints, new URL(url).origin);
		const response = await page.goto(url, { waitUntil: 'load', timeout: 20000 });
		const html = await response.text();
		if (response.status() !== 200)
			complaints.push('status ' + response.status());
		if (steps)
			await steps(page);
		complaints.push(...await page.evaluate(inPage.structure));
		complaints.push(...await axe(page, mode));
		if (!mode.print) {
			complaints.push(...await page.evaluate(inPage.overflow, 'reflow'));
			complaints.push(...await keyboardWalk(page, width));
			complaints.push(...await skipLink(page));
			complaints.push(...await page.evaluate(inPage.textSpacing));
			complaints.push(...await page.evaluate(inPage.overflow, 'text spacing'));
		}
		return { complaints, html };
	} finally {
		await page.close();
	}
}
