// SPDX-License-Identifier: EUPL-1.2
//
// The example council or an empty one on a free port, in a folder that is removed afterwards.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// FYR names another program than the one built in build/.
export const program = process.env.FYR || fileURLToPath(new URL('../../build/fyr', import.meta.url));
// Milliseconds until what does not come is held never to come: nothing a test says depends on speed.
export const PATIENCE = 300000;

// The address that `fyr serve` says when it listens.
function said(server) {
	return new Promise((resolve, reject) => {
		let text = '';
		server.stdout.on('data', piece => {
			text += piece;
			if (text.includes('\n'))
				resolve(text.trim());
		});
		server.once('exit', code => reject(new Error('fyr serve ended with exit ' + code)));
	});
}

// Until there is a writer, who may still say that it waits for something.
async function answers(base) {
	for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(20))
		if (await (await fetch(base + '/readyz')).text() !== 'not ready\n')
			return;
	throw new Error('fyr serve has no writer');
}

// Runs a command of the program and gives what it said on standard output.
export function fyr(program, ...words) {
	const ran = spawnSync(program, words, { encoding: 'utf8' });
	if (ran.status !== 0)
		throw new Error(`fyr ${words[0]} ${words[1]}: exit ${ran.status} ${ran.stderr}`);
	return ran.stdout;
}

// Makes a council with make(file), serves it, and gives { base, file, made, stop }; `made` is what make gave.
// localhost and not 127.0.0.1: Secure cookies and passkeys work on that name.
async function startCouncil(program, make) {
	const folder = mkdtempSync(join(tmpdir(), 'fyr-browser-'));
	const file = join(folder, 'council.fyr');
	const made = make(file);
	const server = spawn(program, ['serve', file, '--listen', '127.0.0.1:0', '--log', 'none'], { stdio: ['ignore', 'pipe', 'inherit'] });
	const stop = async () => {
		const ended = new Promise(resolve => server.once('exit', resolve));
		if (server.exitCode === null && server.kill('SIGTERM'))
			await Promise.race([ended, sleep(PATIENCE, null, { ref: false }).then(() => server.kill('SIGKILL'))]);
		rmSync(folder, { recursive: true, force: true });
	};
	let base;
	try {
		base = await said(server);
		await answers(base);
	} catch (error) {
		await stop();
		throw error;
	}
	return { base, file, made, stop };
}

// Meeting 3 with notes that are finished and published, one passage for each audience, an attachment for everybody (entry 733)
// and a secret one, and a request for them that was answered in part; the example has none yet.
export function takeNotes(program, file) {
	const write = (kind, ...words) => JSON.parse(fyr(program, 'write', kind, file, ...words, '--as', 'coordinator', '--json'));
	write('meeting_called', 'sort=council', 'day=2026-06-10', 'begins=09:00', 'ends=11:00', 'place=Rådhuset', 'called_by=Ordföranden');
	const hashes = [
		['audience=public', 'text=# Lägesbild\nKvällarna har varit lugna.\n- Torget\n| Plats | Besök |\n| Torget | 40 |'],
		['audience=council', 'text=Arbetsgruppen tar upp frågan.'],
		['audience=secret', 'provision=OSL 18:1', 'sender=polis', 'text=Tipset rörde lokalen.'],
	].map((words, i) => Buffer.from(write('passage_noted', 'meeting=3', 'position=' + (i + 1), ...words).hash, 'base64'));
	writeFileSync(file + '-bild.txt', 'Kvällarna har varit lugna.\n');
	write('attachment_added', 'meeting=3', 'file=' + file + '-bild.txt', 'title=Lägesbild i korthet', 'audience=public');
	write('attachment_added', 'meeting=3', 'file=' + file + '-bild.txt', 'title=Tipset', 'audience=secret', 'provision=OSL 18:1', 'sender=polis');
	const digest = createHash('sha256').update(Buffer.concat(hashes)).digest('base64');
	write('notes_finished', 'meeting=3', 'passages=' + hashes.length, 'digest=' + digest);
	write('notes_published', 'meeting=3');
	write('document_requested', 'what=Anteckningar från rådets möte', 'meeting=3');
	const masked = JSON.parse(fyr(program, 'show', 'notes', file, 'id=3', '--format', 'json', '--as', 'coordinator')).passages[1].seq;
	write('passage_masked', 'request=1', 'passage=' + masked, 'provision=OSL 21:7');
	write('request_answered', 'request=1', 'release=part', 'because=Ett stycke röjer hur polisen arbetar.');
	write('document_requested', 'what=Åtgärd 1', 'measure=1');
	const text = JSON.parse(fyr(program, 'show', 'copy', file, 'request=2', '--format', 'json', '--as', 'coordinator')).entries
		.flatMap(entry => entry.texts).find(one => one.field === 'text');
	write('text_masked', 'request=2', 'entry=' + text.seq, 'field=text', 'provision=OSL 21:7');
	const refusal = write('refusal_decided', 'request=1', 'decider=Kommunstyrelsen', 'case_no=KS 2026:14', 'because=Uppgiften röjer hur polisen arbetar.');
	write('diary_number_noted', 'entry=' + refusal.seq, 'diary_no=KS 2026/00123-9');
}

// `more` writes what the example does not have, before it is served.
export function startExample(program, more = () => {}) {
	return startCouncil(program, file => {
		fyr(program, 'demo', file);
		more(program, file);
	});
}

// A council that has nothing yet; `made` are the tokens of its two links.
export function startEmpty(program) {
	return startCouncil(program, file => [...fyr(program, 'init', file, '--name', 'Provby brottsförebyggande råd')
		.matchAll(/token=(\S+)/g)].map(found => found[1]));
}

// Presses the example council's button "act as PERSON", as a reader would; null leaves the visitor signed out.
export async function signIn(context, base, person) {
	if (!person)
		return;
	const page = await context.newPage();
	await page.goto(base + '/');
	const address = '/as/' + person;
	const button = page.locator(`form[action$="${address}"] button, button[formaction$="${address}"]`).first();
	if (await button.count() === 0)
		throw new Error('the role bar has no button for ' + person);
	await Promise.all([page.waitForNavigation(), button.evaluate(element => element.click())]);
	await page.close();
}

// Presses the button for the other language until the page is in `language`.
export async function setLanguage(context, base, language) {
	const page = await context.newPage();
	await page.goto(base + '/');
	if (await page.locator('html').getAttribute('lang') !== language)
		await Promise.all([page.waitForNavigation(), page.locator('form[action="/language"] button').click()]);
	await page.close();
}
