// SPDX-License-Identifier: EUPL-1.2
//
// A pair of hands at a keyboard, in a browser whose scripts are switched off, and the account of what they did: keys
// pressed, texts typed, and how long the server took.  Keys are Tab, arrows, Space, Enter and what is held with Ctrl; a
// text that is typed is one field, however long, as in the counts of others that ours stand beside.

import { PATIENCE } from '../browser/server.mjs';

const MOST_TABS = 400;

export class Hand {
	constructor(page) {
		Object.assign(this, { page, keys: 0, fields: 0, serverMs: 0, scripts: 0, requests: 0 });
		page.setDefaultTimeout(PATIENCE);
		page.on('request', request => this.scripts += request.resourceType() === 'script' ? 1 : 0);
		page.on('requestfinished', request => {
			const { requestStart, responseEnd } = request.timing();
			this.requests++;
			if (requestStart >= 0 && responseEnd > requestStart)
				this.serverMs += responseEnd - requestStart;
		});
	}

	// What has been done since the last time it was asked.
	account() {
		const { keys, fields, serverMs } = this;
		Object.assign(this, { keys: 0, fields: 0, serverMs: 0 });
		return { keys, fields, serverMs };
	}

	async press(key, times = 1) {
		for (let i = 0; i < times; i++) {
			this.keys++;
			await this.page.keyboard.press(key);
		}
	}

	async type(text) {
		this.fields++;
		await this.page.keyboard.insertText(text);
	}

	isOn(selector) {
		return this.page.evaluate(wanted => Boolean(document.activeElement?.matches(wanted)), selector);
	}

	async tabTo(selector, key = 'Tab') {
		for (let i = 0; i < MOST_TABS; i++) {
			if (await this.isOn(selector))
				return;
			await this.press(key);
		}
		throw new Error(`the keyboard does not reach ${selector} on ${this.page.url()}`);
	}

	// Enter, and the page that comes of it.
	async enter() {
		this.keys++;
		await Promise.all([this.page.waitForNavigation(), this.page.keyboard.press('Enter')]);
	}

	// Past the head of the page by its skip link.
	async skip() {
		await this.jump('a.skip');
	}

	async go(selector) {
		await this.tabTo(selector);
		await this.enter();
	}

	// Follows a link within the page, which the browser does in its own time.
	async jump(selector) {
		await this.tabTo(selector);
		const target = await this.page.evaluate(() => document.activeElement.hash);
		await Promise.all([this.page.waitForURL(url => url.hash === target, { waitUntil: 'commit' }), this.press('Enter')]);
	}

	// Down in a list of choices, one key a step, until `value` is chosen.
	async chooseInList(selector, value) {
		await this.tabTo(selector);
		for (let i = 0; i < 60; i++) {
			if (await this.page.evaluate(wanted => document.activeElement.value === wanted, value))
				return;
			await this.press('ArrowDown');
		}
		throw new Error(`${selector} has no ${value}`);
	}

	// Chooses the radio button with that value in the group where the focus is or comes to.
	async chooseRadio(name, value) {
		await this.tabTo(`[name="${name}"]`);
		for (let i = 0; i < 12; i++) {
			if (await this.page.evaluate(wanted => document.activeElement.value === wanted, value)) {
				if (!await this.page.evaluate(() => document.activeElement.checked))
					await this.press('Space');
				return;
			}
			await this.press('ArrowDown');
		}
		throw new Error(`${name} has no ${value}`);
	}

	async fillIn(selector, text) {
		await this.tabTo(selector);
		await this.type(text);
	}

	text() {
		return this.page.locator('main').innerText();
	}

	async arrive(url) {
		await this.page.goto(url);
	}
}
