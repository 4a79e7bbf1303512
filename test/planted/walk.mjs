// SPDX-License-Identifier: EUPL-1.2
//
// Opens what a tour names in Chromium and tells what happened, as JSON on standard output.
// usage: node walk.mjs TOUR.json

import { readFileSync } from 'node:fs';
import { launch } from '../browser/chromium.mjs';
import { PATIENCE } from '../browser/server.mjs';

const AT_ONCE = 2;
const tour = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const found = { dialog: [], ran: [], request: [], policy: [], markup: [], gone: [], pages: 0 };
const seen = new Set();

// In the page: what a template of ours never makes, and all that can be read, shown or filled in.
function look() {
	const never = ['script', 'iframe', 'object', 'embed', 'base', 'math', 'audio', 'video', 'style', 'link', 'img'];
	const addresses = ['href', 'src', 'action', 'formaction', 'xlink:href', 'srcset', 'data', 'poster', 'ping'];
	const bad = [], texts = [document.documentElement.textContent];
	for (const element of document.querySelectorAll('*')) {
		const isOurs = (element.localName === 'link' && /^\/(style-[0-9a-f]+\.css|atom\.xml)$/.test(element.getAttribute('href'))) ||
			(element.localName === 'script' && location.pathname === '/notes_draft' && !element.textContent &&
				/^\/notes-[0-9a-f]+\.js$/.test(element.getAttribute('src')));
		if (element.classList.contains('planted') || (never.includes(element.localName) && !isOurs) ||
			(element.localName === 'meta' && element.hasAttribute('http-equiv')))
			bad.push(element.outerHTML.slice(0, 200));
		for (const { name, value } of element.attributes) {
			if (name.startsWith('on') || name === 'style' || name === 'srcdoc' || (addresses.includes(name) &&
				(/^\s*(javascript|data|vbscript):/i.test(value) || new URL(value, location).host.includes('planted'))))
				bad.push(element.outerHTML.slice(0, 200));
			else
				texts.push(value);
		}
		if (element.localName === 'textarea' || element.localName === 'input')
			texts.push(element.value);
	}
	return { bad, texts: texts.join('\n'), type: document.contentType, ran: globalThis.__planted || [] };
}

function listen(page, name) {
	page.on('dialog', dialog => {
		found.dialog.push(`${name()}: ${dialog.message()}`);
		dialog.dismiss().catch(() => {});
	});
	page.on('request', request => {
		if (!request.url().startsWith(tour.base + '/'))
			found.request.push(`${name()}: ${request.url()}`);
	});
	page.on('console', message => {
		if (/policy|refused to|blocked/i.test(message.text()))
			found.policy.push(`${name()}: ${message.text()}`);
	});
	page.on('pageerror', error => found.ran.push(`${name()}: ${error.message}`));
}

// The form is sent from a page of ours, with the session's word.
async function send(page, { path, form }) {
	await page.goto(tour.base + '/accessibility');
	await Promise.all([page.waitForNavigation(), page.evaluate(({ path, form }) => {
		const made = Object.assign(document.createElement('form'), { method: 'post', action: path });
		const csrf = document.querySelector('input[name="csrf"]');
		for (const [name, value] of [...form, ...(csrf ? [['csrf', csrf.value]] : [])])
			made.append(Object.assign(document.createElement('textarea'), { name, value }));
		document.body.append(made);
		made.submit();
	}, { path, form })]);
}

// As it was typed: notes are set with a book's quotation marks and dashes, and with spaces that do not break.
function typed(text) {
	return text.replace(/\u201d/g, '"').replace(/\u2019/g, "'").replace(/\u2013/g, '-').replace(/[\u00a0\u202f]/g, ' ');
}

async function open(page, visit) {
	const name = `${visit.who || 'public'} ${visit.path}`;
	if (visit.form)
		await send(page, visit);
	else
		await page.goto(tour.base + visit.path);
	const { bad, texts, type, ran } = await page.evaluate(look);
	found.pages++;
	found.markup.push(...bad.map(html => `${name}: ${html}`));
	found.ran.push(...ran.map(number => `${name}: ${number}`));
	const path = new URL(page.url()).pathname, wanted = new URL(tour.base + visit.path).pathname;
	const isData = wanted.endsWith('.json'), isHome = wanted === '/' && path === '/overview';
	if ((path !== wanted && !isHome && !visit.isEcho) || (isData && type === 'text/html') ||
		texts.trim().length < 50)
		found.gone.push(`${name}: ${page.url()} ${type} ${texts.trim().length} characters`);
	if (!isData) {
		const shown = typed(texts);
		tour.plants.forEach((text, number) => {
			if (!(tour.authors[number] && tour.authors[number] === visit.who) && shown.includes(typed(text)))
				seen.add(number);
		});
	}
}

async function walk(context, visits) {
	let now = '';
	const page = await context.newPage();
	listen(page, () => now);
	for (let visit; (visit = visits.shift());) {
		now = `${visit.who || 'public'} ${visit.path}`;
		await open(page, visit);
	}
	await page.close();
}

const browser = await launch();
const byPerson = new Map();
for (const visit of tour.visits)
	byPerson.set(visit.who, [...byPerson.get(visit.who) || [], visit]);
for (const visits of byPerson.values()) {
	const context = await browser.newContext({ locale: 'sv-SE' });
	context.setDefaultTimeout(PATIENCE);
	await context.addInitScript(() => {
		globalThis.__planted = [];
		globalThis.planted = number => {
			globalThis.__planted.push(number);
			alert(number);
		};
	});
	const url = tour.base.replace('http:', 'https:');
	if (visits[0].cookie)
		await context.addCookies([{ name: '__Host-fyr', value: visits[0].cookie, url, secure: true, httpOnly: true }]);
	await Promise.all(Array.from({ length: AT_ONCE }, () => walk(context, visits)));
	await context.close();
}
await browser.close();
console.log(JSON.stringify({ ...found, seen: [...seen] }));
