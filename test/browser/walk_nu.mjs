// SPDX-License-Identifier: EUPL-1.2
//
// Everything, as TAP: the checker against a good and a bad page, then the pages of the example council.
// usage: node test/browser/walk.mjs [PATH]     only the pages whose path begins with PATH

import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { browserThere, checkMarkup, checkPage, launch, modes } from './check.mjs';
import { pages } from './pages.mjs';
import { signIn, startCouncil } from './server.mjs';

const program = fileURLToPath(new URL('../../build-nu/fyr', import.meta.url));
const MOST_SHOWN = 15;
let count = 0, failed = 0;

function say(passed, name, details = []) {
	count++;
	failed += passed ? 0 : 1;
	console.log(`${passed ? '' : 'not '}ok ${count} - ${name}`);
	if (!passed)
		for (const line of details.slice(0, MOST_SHOWN))
			console.log('# ' + line.replace(/\s+/g, ' '));
}

// What the bad page must be caught for, in the wide or in the narrow window.
const faults = ['axe image-alt', 'axe label', 'axe color-contrast', 'axe target-size', '2 h1', '0 main', 'html has no lang',
	'forbids zoom', 'no visible focus', 'keyboard trap', 'not reached', 'the first stop is no skip link',
	'text is clipped', 'reflow', 'foreign request', 'console', '404 for', 'focus is covered'];

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
	const { createHash } = await import('node:crypto');
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
	for (const mode of [modes.wide, modes.narrow]) {
		const { complaints, html } = await checkPage(context, base + '/bad.html', mode);
		seen.push(...complaints);
		say((await checkMarkup(html)).length > 0, 'the checker notices bad markup');
	}
	for (const fault of faults)
		say(seen.some(line => line.includes(fault)), 'the checker notices: ' + fault, seen);
	const { complaints } = await checkPage(context, base + '/none.html');
	say(complaints.includes('status 404'), 'the checker notices a page that is not there', complaints);
	await context.close();
	server.close();
}

async function walkPage(browser, base, entry) {
	const context = await browser.newContext({ locale: 'sv-SE' });
	const name = `${entry.person || 'nobody'} ${entry.path}`;
	try {
		await signIn(context, base, entry.person);
		let markup = null;
		for (const mode of entry.modes || Object.keys(modes)) {
			const { complaints, html } = await checkPage(context, base + entry.path, modes[mode], entry.steps);
			markup ??= await checkMarkup(html);
			say(complaints.length === 0, `${name}, ${mode}`, complaints);
		}
		say(markup.length === 0, name + ', markup', markup);
	} catch (error) {
		say(false, name, String(error.stack).split('\n'));
	} finally {
		await context.close();
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
	try {
		if (!only)
			await checkTheChecker(browser);
		const wanted = pages.filter(entry => !only || entry.path.startsWith(only));
		if (!isBuilt()) {
			console.log(`ok ${++count} # SKIP build/fyr is not there`);
		} else {
			const council = await startCouncil(program);
			try {
				for (const entry of wanted)
					await walkPage(browser, council.base, entry);
			} finally {
				await council.stop();
			}
		}
	} catch (error) {
		say(false, 'the walk', String(error.stack).split('\n'));
	} finally {
		await browser.close();
	}
	console.log('1..' + count);
	return failed ? 1 : 0;
}

process.exit(await main());
