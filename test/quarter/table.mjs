// SPDX-License-Identifier: EUPL-1.2
//
// What each step cost, beside what the best of other products asks for (counted in their manuals; clicks and fields, since
// none of them is made for keys) and what we aim at.

const peers = {
	'open the period': ['–', '–'],
	'make the letters': ['0 (mail by itself)', '0'],
	'copy a letter': ['0 (mail by itself)', '–'],
	'arrive by the letter': ['3 clicks', '1 click'],
	'answer: nothing new': ['2 clicks, 1 field', '1 click'],
	'answer: unchanged green': ['2 clicks, 1 field', '6 keys'],
	'answer: green, with a new value': ['2 clicks, 2 fields', '6 keys, 1 field'],
	'answer: yellow': ['2 clicks, 1 field', '6 keys, a code, a sentence'],
	'answer: yellow, past new values': ['2 clicks, 1 field', '6 keys, a code, a sentence'],
	'sign in with a passphrase': ['not counted', '–'],
	'confirm one': ['none has it', '–'],
	'confirm several at once': ['none has it', 'nine in one go'],
	'see who is silent': ['2–3 clicks', '1 click'],
	'letters to all who are silent': ['0 (mail by itself)', '1 click'],
	'edit one row at the meeting': ['4 clicks, 1 field', '1 key, a reason'],
	'ask a question': ['open each', '1 click, 1 field'],
	'propose a closing': ['2 clicks, no second', '1 click, a reason'],
	'second it': ['4–5 steps', '2 clicks'],
	'the council’s page, frozen': ['3–5 clicks', '2 clicks'],
	'close the period': ['–', '–'],
	'publish, after seeing it as the public': ['a layout of its own', 'same run'],
};

export class Table {
	constructor() {
		this.steps = new Map();
	}

	add(step, { keys, fields, serverMs }, note = '') {
		const sum = this.steps.get(step) || { times: 0, keys: 0, most: 0, fields: 0, serverMs: 0, note };
		sum.times++;
		sum.keys += keys;
		sum.most = Math.max(sum.most, keys);
		sum.fields += fields;
		sum.serverMs += serverMs;
		this.steps.set(step, sum);
	}

	// Keys and fields of one time, on the mean and at most; clicks are none by design.
	lines() {
		const head = ['step', 'times', 'keys', 'most', 'clicks', 'fields', 'server s', 'best of others', 'our aim'];
		const rows = [...this.steps].map(([step, sum]) => [step, sum.times, (sum.keys / sum.times).toFixed(1), sum.most, 0,
			(sum.fields / sum.times).toFixed(1), (sum.serverMs / 1000).toFixed(3), ...peers[step] || ['–', '–']].map(String));
		const all = [...this.steps.values()];
		const total = key => all.reduce((sum, step) => sum + step[key], 0);
		rows.push(['all', '', String(total('keys')), '', '0', String(total('fields')), (total('serverMs') / 1000).toFixed(3), '', '']);
		const widths = head.map((word, i) => Math.max(word.length, ...rows.map(row => row[i].length)));
		const line = row => row.map((cell, i) => i && i < 7 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])).join('  ').trimEnd();
		return [line(head), ...rows.map(line)];
	}
}
