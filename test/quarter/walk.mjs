// SPDX-License-Identifier: EUPL-1.2
//
// The story: a coordinator opens a period and makes letters, contacts answer by them, their second persons confirm, the
// working group goes through what changed, a closing takes two, the council's page is frozen, the period is published.
// usage: node test/quarter/walk.mjs [--contacts N]      as TAP, and the table of what each step cost as comments

import { browserThere, launch } from '../browser/chromium.mjs';
import { fyr, program, startExample } from '../browser/server.mjs';
import { Hand } from './hand.mjs';
import { count, failed, ok, told } from './say.mjs';
import { Table } from './table.mjs';

const PERIOD = '2026-Q4'; // the one after the example's last; late, when that is long ago, which is allowed
const SAVE = 'main form.follow button[type=submit]';
const NOTHING_NEW = 'main button[name^="take."]';
const FIRST_CHOICE = 'main form.follow [name^="process."]';
const MOST_GREEN_KEYS = 6;
const MOST_NOTHING_KEYS = 4;
// A yellow besides: to the list and down in it, to the two sentences, past who can remove it and whether to close.
const MOST_YELLOW_KEYS = MOST_GREEN_KEYS + 6;
const ROWS_AT_MEETING = 5;
const confirmers = ['skola2', 'social2', 'kansli', 'teknik', 'bostad2', 'aldre2'];
const PHRASE = 'åtta lyktor lyser på kajen';

function inDays(days) {
	return new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
}

class Quarter {
	constructor(browser, council, contacts) {
		Object.assign(this, { browser, council, contacts, table: new Table(), hands: [], letters: [], green: [], yellow: [],
			nothing: [], answered: 0, sessions: [] });
	}

	// Somebody sits down: a browser of their own without scripts.
	async sit() {
		const context = await this.browser.newContext({ locale: 'sv-SE', javaScriptEnabled: false, reducedMotion: 'reduce' });
		const hand = new Hand(await context.newPage());
		this.hands.push(hand);
		return hand;
	}

	async asInBar(person) {
		const hand = await this.sit();
		await hand.arrive(this.council.base + '/');
		await hand.go(`form[action="/as/${person}"] button`);
		hand.account();
		return hand;
	}

	// A person who has chosen a passphrase, which is not part of the quarter, signs in with it, which is.
	async signIn(login) {
		const link = fyr(program, 'link', this.council.file, login, '--as', 'administrator').match(/token=(\S+)/)[1];
		const first = await this.sit();
		await first.arrive(this.council.base + '/welcome?token=' + link);
		await first.fillIn('#field-passphrase', PHRASE);
		await first.fillIn('#field-again', PHRASE);
		await first.enter();
		await first.page.context().close();
		const hand = await this.sit();
		await hand.arrive(this.council.base + '/sign_in');
		await hand.fillIn('#field-login', login);
		await hand.fillIn('#field-passphrase', PHRASE);
		await hand.enter();
		this.table.add('sign in with a passphrase', hand.account());
		return hand;
	}

	async open() {
		const hand = this.coordinator;
		await hand.arrive(this.council.base + '/letters');
		hand.account();
		await hand.skip();
		await hand.go('main a[href^="/write/period_opened"]');
		await hand.skip();
		await hand.fillIn('#field-code', PERIOD);
		await hand.fillIn('#field-answer_by', inDays(21));
		await hand.enter();
		this.table.add('open the period', hand.account());
		ok(hand.page.url().includes('/letters'), 'opening the period leads to its letters', [hand.page.url()]);
	}

	async makeLetters(step) {
		const hand = this.coordinator;
		await hand.skip();
		await hand.go('main form[action="/letters"] button');
		this.table.add(step, hand.account());
		return hand.page.locator('main textarea').count();
	}

	// Into a mail program: the text is marked and copied by the keys anybody uses.
	async copyLetters() {
		const hand = this.coordinator, all = await hand.page.locator('main textarea').count();
		await hand.skip();
		for (let i = 0; i < all && this.letters.length < this.contacts; i++) {
			const selector = `#${await hand.page.locator('main textarea').nth(i).getAttribute('id')}`;
			await hand.tabTo(selector);
			await hand.press('Control+a');
			await hand.press('Control+c');
			const body = await hand.page.inputValue(selector);
			this.table.add('copy a letter', hand.account());
			if (!/Trådberg,/.test(body.slice(0, 60)))
				this.letters.push(body.match(/https?:\/\/[^/]+(\/letter\?token=\S+)/)[1]);
		}
		ok(this.letters.length === this.contacts, `${this.contacts} letters are copied`, [this.letters.length, all]);
	}

	async answerNothingNew(hand) {
		await hand.tabTo(NOTHING_NEW, 'Shift+Tab');
		await hand.enter();
		const spent = hand.account();
		this.nothing.push(spent.keys);
		this.table.add('answer: nothing new', spent);
	}

	// Values where a reading is due, else nothing but the light and what it stands on.
	async answerGreen(hand) {
		const row = await this.row(hand);
		const readings = await hand.page.locator('main form.follow [id^="value-"]').count();
		await hand.chooseRadio('process.' + row, 'green');
		await hand.chooseRadio('evidence.' + row, 'stated');
		if (readings) {
			await hand.fillIn('main form.follow [id^="value-"]', '31');
			await hand.enter();
			this.table.add('answer: green, with a new value', hand.account());
			return;
		}
		await hand.tabTo(SAVE);
		await hand.enter();
		const spent = hand.account();
		this.green.push(spent.keys);
		this.table.add('answer: unchanged green', spent);
	}

	async answerYellow(hand) {
		const row = await this.row(hand);
		const readings = await hand.page.locator('main form.follow [id^="value-"]').count();
		await hand.chooseRadio('process.' + row, 'yellow');
		await hand.chooseRadio('evidence.' + row, 'stated');
		for (const [name, words] of [['text', 'En tjänst är obesatt.'], ['obstacle', 'staffing'], ['next_step', 'Vi annonserar igen.']])
			await (name === 'obstacle' ? hand.chooseInList(`[name="obstacle.${row}"]`, words) :
				hand.fillIn(`[name="${name}.${row}"]`, words));
		await hand.tabTo(SAVE);
		await hand.enter();
		const spent = hand.account();
		if (!readings)
			this.yellow.push(spent.keys);
		this.table.add(readings ? 'answer: yellow, past new values' : 'answer: yellow', spent);
	}

	async row(hand) {
		const name = await hand.page.locator(FIRST_CHOICE).first().getAttribute('name');
		return name.split('.')[1];
	}

	async answerAll(hand) {
		for (let place = 0; place < 20; place++) {
			const isMore = await hand.page.locator(FIRST_CHOICE).count();
			if (!isMore)
				return;
			const before = hand.page.url();
			ok(await hand.isOn(FIRST_CHOICE), 'the focus stands on the first choice of the measure', [before]);
			const isNothing = await hand.page.locator(NOTHING_NEW).count();
			const turn = (this.answered + place) % 3;
			await (turn === 0 && isNothing ? this.answerNothingNew(hand) : turn === 1 ? this.answerYellow(hand) : this.answerGreen(hand));
			const refused = await hand.page.locator('main .summary').count();
			if (refused)
				throw new Error('refused: ' + (await hand.text()).slice(0, 300));
		}
	}

	async contact(path) {
		const hand = await this.sit();
		await hand.arrive(this.council.base + path);
		ok(await hand.isOn('main button'), 'the letter’s link shows one button that has the focus');
		await hand.enter();
		this.table.add('arrive by the letter', hand.account());
		await this.answerAll(hand);
		ok(!await hand.page.locator(FIRST_CHOICE).count(), 'a contact has answered all', [(await hand.text()).slice(0, 200)]);
		this.answered++;
		this.sessions.push(hand);
	}

	// What the letter’s session may not: it was the coordinator who made it.
	async letterIsNoSecondPerson() {
		const hand = this.sessions[0];
		await hand.arrive(this.council.base + this.letters[0]);
		ok(!await hand.page.locator('main form[action="/letter"]').count(), 'a letter’s link works once');
		await hand.arrive(this.council.base + '/confirm');
		const button = hand.page.locator('main form button[name=all], main form button').first();
		if (await button.count()) {
			await button.focus();
			await Promise.all([hand.page.waitForNavigation(), hand.page.keyboard.press('Enter')]);
		}
		ok(!/poster skrivna|Sparat/.test(await hand.text()), 'and who came by it confirms nothing', [(await hand.text()).slice(0, 200)]);
	}

	async confirm(hand) {
		await hand.arrive(this.council.base + '/confirm');
		hand.account();
		const waiting = await hand.page.locator('main [name^="take."]').count();
		if (!waiting)
			return 0;
		await hand.skip();
		if (waiting > 1) {
			await hand.jump('main a[href="#buttons"]');
			await hand.tabTo('main button[name=all]');
		} else {
			await hand.tabTo('main [name^="take."]');
			await hand.press('Space');
			await hand.tabTo('main form.paper > p button[type=submit]');
		}
		await hand.enter();
		this.table.add(waiting > 1 ? 'confirm several at once' : 'confirm one', hand.account(), `${waiting} at once`);
		ok(!await hand.page.locator('main [name^="take."]').count(), `${waiting} reports are confirmed at once`,
			[(await hand.text()).slice(0, 300)]);
		return waiting;
	}

	async confirmAll() {
		let most = 0;
		for (const login of confirmers) {
			const hand = await this.signIn(login);
			most = Math.max(most, await this.confirm(hand));
			await hand.page.context().close();
		}
		const second = await this.asInBar('second');
		most = Math.max(most, await this.confirm(second));
		ok(most > 1, 'somebody confirms several in one go', [most]);
	}

	async silence() {
		const hand = this.coordinator;
		await hand.arrive(this.council.base + '/tasks');
		hand.account();
		await hand.skip();
		await hand.go('main a[href^="/letters"]');
		this.table.add('see who is silent', hand.account());
		const silent = await hand.page.locator('main form[action="/letters"] button[name=only]').count();
		ok(silent > 0, 'the silent are named', [(await hand.text()).slice(0, 200)]);
		const letters = await this.makeLetters('letters to all who are silent');
		ok(letters === silent, `and each has a new letter: ${letters}`, [letters, silent]);
	}

	// Row after row from where the page comes back.
	async meeting() {
		const hand = this.coordinator;
		await hand.arrive(this.council.base + '/working_group');
		const rows = await hand.page.locator('main select[name^="process."]').count();
		ok(rows > 0, `the working group has rows to edit: ${rows}`);
		hand.account();
		await hand.skip();
		let others = 'main select[name^="process."]';
		for (let i = 0; i < Math.min(rows, ROWS_AT_MEETING); i++)
			others += `:not([name="${await this.editRow(hand, others)}"])`;
	}

	async editRow(hand, others) {
		await hand.tabTo(others);
		const name = await hand.page.evaluate(() => document.activeElement.name);
		await hand.press('ArrowDown');
		await hand.press('Tab');
		await hand.enter();
		this.table.add('edit one row at the meeting', hand.account());
		ok(!await hand.page.locator('main .summary').count(), 'a row is saved from the working group’s table: ' + name,
			[(await hand.text()).slice(0, 300)]);
		return name;
	}

	async question() {
		const hand = this.coordinator;
		await hand.arrive(this.council.base + '/tasks');
		hand.account();
		await hand.skip();
		await hand.jump('main a[href$="#to_ask"]');
		await hand.go('main a[href^="/write/question_asked?measure="]');
		await hand.skip();
		await hand.fillIn('#field-text', 'Vad behöver ni för att komma vidare?');
		await hand.tabTo('main form button:not([name])');
		await hand.enter();
		this.table.add('ask a question', hand.account());
		ok(await hand.page.locator('main [role=status]').count() === 1, 'a question is asked');
	}

	async closing() {
		const hand = this.coordinator;
		await hand.arrive(this.council.base + '/measure/5');
		hand.account();
		await hand.skip();
		await hand.go('main a[href^="/write/closing_proposed"]');
		await hand.skip();
		await hand.chooseInList('#field-cause', 'staffing');
		await hand.fillIn('#field-reason', 'Det går inte att bemanna och ingen tar vid.');
		await hand.fillIn('#field-decider', 'Kommunstyrelsens ordförande');
		await hand.fillIn('#field-mandate', 'Delegationsordningen 4.2');
		await hand.enter();
		this.table.add('propose a closing', hand.account());
		ok(await hand.page.locator('main [role=status]').count() === 1, 'a closing is proposed', [(await hand.text()).slice(0, 300)]);
		const second = await this.asInBar('member');
		await second.arrive(this.council.base + '/tasks');
		second.account();
		await second.skip();
		await second.go('main a[href^="/write/closing_seconded"]');
		await second.skip();
		await second.tabTo('main form button:not([name])');
		await second.enter();
		this.table.add('second it', second.account());
		ok(await second.page.locator('main [role=status]').count() === 1, 'another person seconds it', [(await second.text()).slice(0, 300)]);
	}

	async freeze() {
		const hand = this.coordinator;
		await hand.arrive(this.council.base + '/council_page');
		hand.account();
		await hand.skip();
		await hand.go('main a[href^="/write/council_page_frozen"]');
		await hand.skip();
		await hand.fillIn('#field-needs', 'Två tjänster i fältgruppen, från januari.');
		await hand.tabTo('main form button:not([name])');
		await hand.enter();
		this.table.add('the council’s page, frozen', hand.account());
		const page = hand.page;
		this.sheet = page.url();
		ok((await hand.text()).includes('Två tjänster i fältgruppen'), 'the frozen page says what is needed');
		this.frozen = await page.locator('main .sheet').innerHTML();
	}

	async closeAndPublish() {
		const hand = this.coordinator;
		await hand.arrive(this.council.base + '/publish?period=' + PERIOD);
		hand.account();
		await hand.skip();
		await hand.go('main a[href^="/write/period_closed"]');
		await hand.skip();
		await hand.tabTo('main form button:not([name])');
		await hand.enter();
		this.table.add('close the period', hand.account());
		await hand.arrive(this.council.base + '/publish?period=' + PERIOD);
		hand.account();
		await hand.skip();
		await hand.go('main form[action="/write/period_published"] button');
		this.table.add('publish, after seeing it as the public', hand.account());
		const reader = await this.sit();
		await reader.arrive(this.council.base + '/public?period=' + PERIOD);
		const page = reader.page;
		await page.goto(this.council.base + '/?period=' + PERIOD);
		ok(await page.locator('main tbody tr').count() > 20, 'the public reads the period', [(await reader.text()).slice(0, 200)]);
		await hand.page.goto(this.sheet);
		ok(await hand.page.locator('main .sheet').innerHTML() === this.frozen, 'what was frozen is the same after all this');
	}

	async play() {
		this.coordinator = await this.asInBar('coordinator');
		await this.open();
		await this.makeLetters('make the letters');
		await this.copyLetters();
		for (const letter of this.letters)
			await this.contact(letter);
		await this.letterIsNoSecondPerson();
		await this.confirmAll();
		await this.silence();
		await this.meeting();
		await this.question();
		await this.closing();
		await this.freeze();
		await this.closeAndPublish();
	}

	judge() {
		const all = what => JSON.stringify(what);
		ok(this.green.length > 0 && Math.max(...this.green) <= MOST_GREEN_KEYS, 'an unchanged green takes six keys at most', [all(this.green)]);
		ok(this.nothing.length > 0 && Math.max(...this.nothing) <= MOST_NOTHING_KEYS, 'nothing new takes four keys at most', [all(this.nothing)]);
		ok(this.yellow.length > 0 && Math.max(...this.yellow) <= MOST_YELLOW_KEYS, 'a yellow takes those, a code and its sentences',
			[all(this.yellow)]);
		ok(this.hands.every(hand => hand.scripts === 0), 'no script was asked for');
		fyr(program, 'verify', this.council.file);
		ok(true, 'the book is whole');
	}
}

async function main() {
	if (!browserThere()) {
		console.log('Bail out! no Chromium; script/setup --test installs it');
		return 1;
	}
	const at = process.argv.indexOf('--contacts');
	const contacts = at > 0 ? Number(process.argv[at + 1]) : 12;
	const council = await startExample(program);
	const browser = await launch();
	const quarter = new Quarter(browser, council, contacts);
	try {
		fyr(program, 'write', 'period_closed', council.file, '--as', 'coordinator');
		await quarter.play();
		quarter.judge();
	} catch (error) {
		ok(false, 'the quarter is played to its end', String(error.stack).split('\n'));
	} finally {
		await browser.close();
		await council.stop();
	}
	for (const line of quarter.table.lines())
		told(line);
	console.log('1..' + count());
	return failed() ? 1 : 0;
}

process.exit(await main());
