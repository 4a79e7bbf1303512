// SPDX-License-Identifier: EUPL-1.2
//
// Checks receipts and reports as desk/attest.h says, by itself: no library, no network, nothing kept.  What is shown comes out
// of the file only after it was proven, and only as text.
'use strict';

const WORDS = JSON.parse(document.getElementById('words').textContent);
const LIMITS = { file: 16 << 20, receipt: 4 << 20, leaf: 60000, note: 512 << 10, signatures: 100, proof: 65, depth: 9 };
const PROCESSES = ['green', 'yellow', 'red', 'none', 'completed', 'paused', 'not_started'];
const COLUMNS = ['period', 'number', 'title', 'responsible', 'process', 'entry', 'check_code', 'proof'];
let language = document.documentElement.lang;
const CODE = /^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/, asked = (new URLSearchParams(location.search).get('code') ?? '').trim().toUpperCase();

const text = (key, ...values) => (WORDS[language][key] ?? key).replace(/\{([1-9])\}/g, (all, n) => values[n - 1] ?? all);
const word = (group, code) => WORDS[language][`${group}.${code}`] ?? code;

class Broken extends Error {}
class Unable extends Error {}
function must(holds, why) {
	if (!holds)
		throw new Broken(why);
}

// ---- bytes

const utf8 = new TextEncoder();
const bytesOf = (s) => utf8.encode(s);

function joined(...parts) {
	const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
	let at = 0;
	for (const p of parts) {
		all.set(p, at);
		at += p.length;
	}
	return all;
}

const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', joined(...parts)));
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const binary = (bytes) => Array.from(bytes, (b) => String.fromCharCode(b)).join('');
const base64 = (bytes) => btoa(binary(bytes));
const base64url = (bytes) => base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

// One spelling only: what is written again must be what was read.
function fromBase64(s, write = base64) {
	const plain = write === base64 ? s : s.replace(/-/g, '+').replace(/_/g, '/') + '==='.slice((s.length + 3) % 4);
	let bytes;
	try {
		bytes = Uint8Array.from(atob(plain), (c) => c.charCodeAt(0));
	} catch {
		throw new Broken('base64');
	}
	must(write(bytes) === s, 'base64');
	return bytes;
}

function hashFrom(s) {
	const bytes = fromBase64(s);
	must(bytes.length === 32, 'hash');
	return bytes;
}

function textFrom(bytes) {
	let s;
	try {
		s = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw new Broken('UTF-8');
	}
	must(!s.includes('\0'), 'NUL');
	return s;
}

// ---- JSON in the book's subset of RFC 8785

function canonical(value, depth = 0) {
	must(depth <= LIMITS.depth, 'nesting');
	if (Array.isArray(value))
		return `[${value.map((v) => canonical(v, depth + 1)).join(',')}]`;
	if (value && typeof value === 'object')
		return `{${Object.keys(value).sort().map((k) => `${JSON.stringify(k)}:${canonical(value[k], depth + 1)}`).join(',')}}`;
	must(typeof value !== 'number' || Number.isSafeInteger(value), 'number');
	return JSON.stringify(value);
}

function anyJson(s) {
	try {
		return JSON.parse(s);
	} catch {
		throw new Broken('JSON');
	}
}

function lineFrom(s) {
	const value = anyJson(s);
	must(value && typeof value === 'object' && canonical(value) === s, 'canonical JSON');
	return value;
}

const isText = (v) => typeof v === 'string';
const isObject = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);
const countOf = (object) => Object.keys(object).length;

// ---- notes, keys and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)

const NAME = /^[^\u0000-\u0020+\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+$/u;
const hexOf = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

async function keyFrom(vkey) {
	const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(vkey);
	must(parts && NAME.test(parts[1]), 'key');
	const bytes = fromBase64(parts[3]), type = bytes[0];
	must(bytes.length === 33 && (type === 1 || type === 4), 'key');
	const id = (await sha256(bytesOf(`${parts[1]}\n`), bytes)).slice(0, 4);
	must(hexOf(id) === parts[2], 'key ID');
	return { vkey, name: parts[1], type, id, bytes: bytes.slice(1), from: 0, until: Infinity };
}

async function isSigned(key, signature, message) {
	let imported;
	try {
		imported = await crypto.subtle.importKey('raw', key.bytes, 'Ed25519', false, ['verify']);
	} catch (error) {
		if (error.name === 'NotSupportedError')
			throw new Unable('verify.no_ed25519');
		throw new Broken('key');
	}
	return crypto.subtle.verify('Ed25519', imported, signature, message);
}

function noteFrom(s) {
	const end = s.lastIndexOf('\n\n');
	must(bytesOf(s).length <= LIMITS.note && s.endsWith('\n') && !/[\u0000-\u0009\u000B-\u001F]/u.test(s), 'note');
	must(end >= 0 && end + 2 < s.length, 'note');
	const signatures = s.slice(end + 2, -1).split('\n').map((line) => {
		const parts = /^\u2014 ([^ ]+) (.+)$/su.exec(line);
		must(parts && NAME.test(parts[1]), 'signature');
		const bytes = fromBase64(parts[2]);
		must(bytes.length > 4, 'signature');
		return { name: parts[1], id: bytes.slice(0, 4), bytes: bytes.slice(4) };
	});
	must(signatures.length <= LIMITS.signatures, 'signatures');
	return { text: s.slice(0, end + 1), signatures };
}

async function isGood(note, signature, key) {
	if (key.type === 1)
		return signature.bytes.length === 64 && isSigned(key, signature.bytes, bytesOf(note.text));
	if (signature.bytes.length !== 72)
		return false;
	const time = signature.bytes.slice(0, 8).reduce((n, b) => n * 256n + BigInt(b), 0n);
	return isSigned(key, signature.bytes.slice(8), bytesOf(`cosignature/v1\ntime ${time}\n${note.text}`));
}

// The checkpoint that one of the log's keys signed which counts at its size; of the witnesses' keys, those that signed too.
async function checkpointFrom(s, logs, witnesses) {
	const note = noteFrom(s), signed = [];
	for (const key of [...logs, ...witnesses])
		for (const signature of note.signatures) {
			if (signature.name !== key.name || !same(signature.id, key.id))
				continue;
			must(await isGood(note, signature, key), 'signature');
			if (!signed.some((one) => one.key === key))
				signed.push({ key, signature });
		}
	const parts = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n$/u.exec(note.text), size = Number(parts?.[2]);
	must(parts && parts[1] === logs[0].name, 'checkpoint');
	must(signed.some(({ key }) => logs.includes(key) && size >= key.from && size <= key.until), 'no key that counts signed');
	return { origin: parts[1], size, root: hashFrom(parts[3]),
		cosigned: signed.filter((one) => !logs.includes(one.key)).map(({ key, signature }) => ({ name: key.name,
			time: new Date(Number(signature.bytes.slice(0, 8).reduce((n, b) => n * 256n + BigInt(b), 0n)) * 1000) })) };
}

// ---- the tree (RFC 6962 §2.1)

async function isIncluded(index, size, leaf, proof, root) {
	if (!(index < size))
		return false;
	let f = index, s = size - 1, r = leaf;
	for (const c of proof) {
		if (s === 0)
			return false;
		if (f % 2 || f === s) {
			r = await sha256([1], c, r);
			while (f % 2 === 0 && f !== 0) {
				f = Math.floor(f / 2);
				s = Math.floor(s / 2);
			}
		} else {
			r = await sha256([1], r, c);
		}
		f = Math.floor(f / 2);
		s = Math.floor(s / 2);
	}
	return s === 0 && same(r, root);
}

// ---- entries and their texts

function entryFrom(leaf, index) {
	const lines = leaf.split('\n');
	must(lines.length === 3 && lines[2] === '' && bytesOf(leaf).length <= LIMITS.leaf, 'leaf');
	const e = lineFrom(lines[0]), envelope = lineFrom(lines[1]);
	must(e.v === 1 && ['base', 'by', 'kind', 'n', 'obj', 'role', 'log'].every((m) => isText(own(e, m))), 'statement');
	must(isObject(e.d) && isObject(e.f) && countOf(e) === (isText(own(e, 'ref')) ? 11 : 10), 'statement');
	must(countOf(envelope) === 3 && envelope.seq === index && Array.isArray(envelope.sig) && isText(envelope.t), 'envelope');
	must(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(envelope.t) && new Date(envelope.t).toISOString().slice(0, 19) === envelope.t.slice(0, 19), 'time');
	return { ...e, ref: own(e, 'ref') ?? null, seq: index, t: envelope.t, line: lines[0], isSigned: envelope.sig.length > 0 };
}

function disclosureFrom(d) {
	const value = anyJson(textFrom(fromBase64(d, base64url)));
	must(Array.isArray(value) && (value.length === 2 || value.length === 3) && isText(value[0]), 'disclosure');
	const name = value.length === 3 ? value[1] : null;
	must(name === null ? value.length === 2 : isText(name) && name !== '_sd' && name !== '...', 'disclosure');
	return { name, value: value[value.length - 1] };
}

const digestOf = async (d) => base64url(await sha256(bytesOf(d)));

// A text in paragraphs; "hidden" stands where one is withheld.
async function paragraphs(elements, rest) {
	const digests = await Promise.all(rest.map(digestOf)), used = new Set(), parts = [];
	for (const element of elements) {
		must(isObject(element) && countOf(element) === 1 && isText(own(element, '...')), 'paragraph');
		const at = digests.findIndex((d, i) => d === element['...'] && !used.has(i));
		if (at < 0) {
			parts.push(text('verify.hidden'));
			continue;
		}
		const d = disclosureFrom(rest[at]);
		must(d.name === null && isText(d.value), 'paragraph');
		used.add(at);
		parts.push(d.value);
	}
	must(used.size === rest.length, 'disclosure of something else');
	return parts.join('\n\n');
}

async function textsFrom(entry, list) {
	const texts = new Map();
	let before = '';
	for (let i = 0; i < list.length;) {
		const d = disclosureFrom(list[i]), rest = [];
		for (i++; i < list.length && disclosureFrom(list[i]).name === null; i++)
			rest.push(list[i]);
		must(d.name !== null && before < d.name && isText(own(entry.f, d.name)), 'disclosure');
		must(await digestOf(list[i - rest.length - 1]) === entry.f[d.name], 'digest');
		must(Array.isArray(d.value) || (isText(d.value) && !rest.length), 'disclosure');
		texts.set(d.name, Array.isArray(d.value) ? await paragraphs(d.value, rest) : d.value);
		before = d.name;
	}
	return texts;
}

// { index, proof, leaf, disclosures } in a tree whose checkpoint was verified.
async function prove(r, checkpoint) {
	must(isText(r.leaf) && Array.isArray(r.disclosures) && r.disclosures.every(isText), 'entry');
	const hash = await sha256([0], bytesOf(r.leaf));
	must(await isIncluded(r.index, checkpoint.size, hash, r.proof, checkpoint.root), 'inclusion');
	const entry = entryFrom(r.leaf, r.index);
	must(entry.log === checkpoint.origin, 'another log');
	return { ...entry, hash: base64(hash), texts: await textsFrom(entry, r.disclosures) };
}

// ---- receipts (C2SP tlog-proof)

async function receipt(s, keys) {
	const parts = /^c2sp\.org\/tlog-proof@v1\nextra ([^\n]*)\nindex (0|[1-9][0-9]{0,15})\n((?:[^\n]+\n)*)\n([^]+)$/u.exec(s);
	must(parts, 'receipt');
	if (!keys.logs.length)
		throw new Unable('verify.needs_key_here');
	const extra = lineFrom(textFrom(fromBase64(parts[1]))), proof = parts[3].split('\n').slice(0, -1).map(hashFrom);
	must(countOf(extra) === 2 && proof.length <= LIMITS.proof, 'receipt');
	const checkpoint = await checkpointFrom(parts[4], keys.logs, keys.witnesses);
	const entry = await prove({ index: Number(parts[2]), proof, leaf: extra.leaf, disclosures: extra.disclosures }, checkpoint);
	const code = entry.isSigned ? await codeOf(`fyr/statement/v1\n${entry.line}\n`) : null;
	const own = codeFrom(fromBase64(entry.hash));
	return {
		code: code ?? own, also: own, proven: text('verify.receipt_holds', entry.seq, word('kind', entry.kind), word('role', entry.role), when(new Date(entry.t)),
			checkpoint.origin),
		not: text('verify.receipt_not'), lines: [cosigned(checkpoint),
			code ? text('verify.own_signature', code) : text('verify.no_own_signature'), text('verify.receipt_code', own),
			...Array.from(entry.texts, ([field, value]) => `${word('field', field)}: ${value}`)],
	};
}

// ---- reports: what a person sees in the file

const count = (s) => {
	must(/^(0|[1-9][0-9]{0,9})$/.test(s), 'number');
	return Number(s);
};

function rowFrom([number, title, responsible, process, entry], isWord) {
	const known = PROCESSES.find((code) => (isWord ? ['sv', 'en'].some((l) => WORDS[l][`process_short.${code}`] === process) : code === process));
	must(known, 'row');
	return { number: count(number), title: title || null, responsible: responsible || null, process: known,
		entry: entry === (isWord ? '\u2013' : '') ? null : count(entry) };
}

function cellsOf(s) {
	const header = s.slice(0, (/[\r\n]/.exec(s) ?? { index: s.length }).index).replace(/"[^"]*"/g, '');
	const separator = [',', ';', '\t'].reduce((best, c) => (header.split(c).length > header.split(best).length ? c : best));
	const rows = [];
	let row = [];
	for (let at = 0; at < s.length;) {
		let cell = '';
		if (s[at] === '"') {
			const quoted = /"((?:[^"]|"")*)"/y;
			quoted.lastIndex = at;
			const found = quoted.exec(s);
			must(found, 'quote');
			cell = found[1].replace(/""/g, '"');
			at = quoted.lastIndex;
		} else {
			const end = s.slice(at).search(/[,;\t\r\n]/);
			let stop = end < 0 ? s.length : at + end;
			while (stop < s.length && s[stop] !== separator && s[stop] !== '\r' && s[stop] !== '\n')
				stop++;
			cell = s.slice(at, stop);
			at = stop;
		}
		row.push(cell);
		if (s[at] === separator) {
			at++;
			if (at < s.length && s[at] !== '\r' && s[at] !== '\n')
				continue;
			row.push('');
		}
		must(at >= s.length || s[at] === '\r' || s[at] === '\n', 'after a quote');
		if (row.length > 1 || row[0] !== '')
			rows.push(row);
		row = [];
		at += s.startsWith('\r\n', at) ? 2 : 1;
	}
	return rows;
}

function csvFrom(s) {
	const [header, ...rows] = cellsOf(s.replace(/^\uFEFF/, ''));
	must(header && rows.length && ['sv', 'en'].some((l) => header.length === COLUMNS.length && header.every((h, i) => h === WORDS[l][`column.${COLUMNS[i]}`])), 'headings');
	const bare = (cell) => (cell.startsWith("'") ? cell.slice(1) : cell);
	must(rows.every((r) => r.length === COLUMNS.length && r[0] === rows[0][0] && r[6] === rows[0][6]), 'row');
	return { period: rows[0][0], code: rows[0][6], evidence: rows.map((r) => r[7]).join(''),
		rows: rows.map((r) => rowFrom([r[1], bare(r[2]), bare(r[3]), r[4], r[5]], false)) };
}

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#34;': '"', '&#39;': "'" };
const decoded = (s) => s.replace(/&[a-z0-9#]*;?/gi, (one) => {
	must(own(ENTITIES, one), 'character reference');
	return ENTITIES[one];
});

function htmlFrom(s) {
	const after = (mark) => {
		const at = s.indexOf(mark);
		must(at >= 0 && s.indexOf(mark, at + 1) < 0, mark);
		return s.slice(at + mark.length);
	};
	const until = (rest, end) => {
		const at = rest.indexOf('<');
		must(at >= 0 && rest.startsWith(end, at), end);
		return rest.slice(0, at);
	};
	const rest = after('<tbody id="fyr-rows">'), cell = '<td>([^<]*)</td>';
	const row = new RegExp(`[ \\t\\n]*<tr>[ \\t\\n]*<th scope="row">([^<]*)</th>${`[ \\t\\n]*${cell}`.repeat(4)}[ \\t\\n]*</tr>`, 'y'), rows = [];
	let at = 0;
	for (let found; (found = row.exec(rest)); at = row.lastIndex)
		rows.push(rowFrom(found.slice(1).map(decoded), true));
	must(/^[ \t\n]*<\/tbody>/.test(rest.slice(at)), 'rows');
	return { period: until(after(' id="fyr-period">'), '</span>'), code: until(after(' id="fyr-code">'), '</code>'),
		evidence: until(after(' id="fyr-evidence">'), '</' + 'script>'), rows };
}

// ---- reports: what the rows rest on

const of = (e, kind, obj) => Boolean(e) && e.kind === kind && (obj === undefined || e.obj === obj);
const ofMeasure = (e, obj) => of(e, 'measure_added', obj) || of(e, 'measure_changed', obj);
const saysText = (e, field, value) => isText(own(e.f, field)) && (e.texts.get(field) ?? null) === value;

function lightHolds(row, at, period, measure) {
	const e = at(row.entry), isSilent = row.process === 'none' || row.process === 'not_started';
	if (isSilent || row.entry === null)
		return isSilent && row.entry === null;
	if (row.process === 'red') {
		const p = at(row.sources[4]);
		return of(e, 'closing_seconded', measure) && of(p, 'closing_proposed', measure) && e.by !== p.by && e.ref === `${p.seq}:${p.hash}`;
	}
	if (row.process === 'paused' || row.process === 'completed')
		return of(e, `measure_${row.process}`, measure);
	return of(e, 'status_reported', measure) && own(e.d, 'process') === row.process && own(e.d, 'period') === period.obj;
}

function checkRow(row, at, period) {
	const [added, title, who, name] = row.sources.map(at);
	must(of(added, 'measure_added'), 'no entry added it');
	row.isStated = Number.isSafeInteger(own(added.d, 'number')) && added.d.number >= 0;
	must(!row.isStated || added.d.number === row.number, 'number');
	must(ofMeasure(title, added.obj) && saysText(title, 'title', row.title), 'title');
	must(ofMeasure(who, added.obj) && isText(own(who.d, 'responsible')) && of(name, 'organisation_set', who.d.responsible), 'responsible');
	must(saysText(name, 'name', row.responsible), 'name');
	must(lightHolds(row, at, period, added.obj), 'status');
}

// What people compare of a hash: its first 80 bits.
function codeFrom(hash) {
	let bits = hash.slice(0, 10).reduce((n, b) => n * 256n + BigInt(b), 0n), code = '';
	for (let i = 0; i < 16; i++) {
		code = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number(bits % 32n)] + (i && i % 4 === 0 ? '-' : '') + code;
		bits /= 32n;
	}
	return code;
}

const codeOf = async (seal) => codeFrom(await sha256(bytesOf(seal)));

async function entriesFrom(list, checkpoint) {
	const entries = new Map();
	let before = -1;
	must(Array.isArray(list), 'entries');
	for (const one of list) {
		must(isObject(one) && countOf(one) === 4 && Number.isSafeInteger(one.index) && one.index > before && Array.isArray(one.proof)
			&& one.proof.length <= LIMITS.proof && one.proof.every(isText), 'entry');
		before = one.index;
		entries.set(one.index, await prove({ ...one, proof: one.proof.map(hashFrom) }, checkpoint));
	}
	return entries;
}

async function report(file, keys) {
	const doc = lineFrom(textFrom(fromBase64(file.evidence, base64url)));
	must(isObject(doc) && countOf(doc) === 6 && doc.v === 1 && isText(doc.checkpoint) && isText(doc.vkey) && Array.isArray(doc.rows), 'evidence');
	const named = await keyFrom(doc.vkey);
	must(named.type === 1, 'key');
	let checkpoint = await checkpointFrom(doc.checkpoint, [named], keys.witnesses);
	if (keys.logs.length)
		checkpoint = await checkpointFrom(doc.checkpoint, keys.logs, keys.witnesses);
	const line = canonical({ period: file.period, rows: file.rows.map((r) => [r.number, r.title, r.responsible, r.process, r.entry]) });
	must(await codeOf(`fyr-report/v1\n${checkpoint.origin}\n${checkpoint.size}\n${base64(checkpoint.root)}\n${base64(await sha256(bytesOf(line)))}\n`) === file.code, 'code');
	const entries = await entriesFrom(doc.entries, checkpoint), at = (seq) => entries.get(seq);
	const period = at(own(doc, 'period'));
	must(of(period, 'period_opened') && own(period.d, 'code') === file.period && doc.rows.length === file.rows.length, 'period');
	file.rows.forEach((row, i) => {
		must(!i || row.number > file.rows[i - 1].number, 'order');
		row.sources = doc.rows[i];
		must(Array.isArray(row.sources) && row.sources.length === 5 && row.sources.every(Number.isSafeInteger), 'sources');
		checkRow(row, at, period);
	});
	must(new Set(file.rows.map((r) => r.sources[0])).size === file.rows.length, 'a measure twice');
	return tellReport(file, checkpoint, keys.logs.length ? text('verify.key_given') : text('verify.key_own', doc.vkey));
}

function tellReport(file, checkpoint, key) {
	const number = (test) => file.rows.filter(test).length;
	const counts = PROCESSES.map((p) => [p, number((r) => r.process === p)]).filter(([, n]) => n)
		.map(([p, n]) => `${word('process_short', p)} ${n}`).join(', ');
	const told = [['verify.silent', number((r) => r.entry === null)],
		['verify.erased', number((r) => r.title === null) + number((r) => r.responsible === null)],
		['verify.unstated', number((r) => !r.isStated)]];
	return { proven: text('verify.report_holds', file.rows.length, file.period, file.code, checkpoint.origin, checkpoint.size, key),
		not: text('verify.report_not'), rows: file.rows, code: file.code,
		lines: [text('verify.counts', counts), cosigned(checkpoint), ...told.filter(([, n]) => n).map(([k, n]) => text(k, n))] };
}

// ---- the page

const when = (date) => new Intl.DateTimeFormat(language === 'sv' ? 'sv-SE' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Stockholm' }).format(date);

const cosigned = (checkpoint) => (checkpoint.cosigned.length
	? text('verify.cosigned', checkpoint.cosigned.map((c) => `${c.name} (${when(c.time)})`).join(', ')) : text('verify.not_cosigned'));

// The keys in what was pasted: lines of log.vkey, a key with the sizes it counts for, or a whole policy.
async function keysFrom(s) {
	const words = [...s.matchAll(/([^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+)(?:[ \t]+(\d+))?(?:[ \t]+(\d+))?/gu)];
	const found = await Promise.all(words.map(async ([, vkey, from, until]) => {
		const key = await keyFrom(vkey).catch(() => null);
		return key && { ...key, from: Number(from ?? 0), until: Number(until ?? Infinity) };
	}));
	if (s.trim() && !found.some((k) => k?.type === 1))
		throw new Unable('verify.bad_key');
	const first = found.find((k) => k?.type === 1);
	return { logs: found.filter((k) => k?.type === 1 && k.name === first.name), witnesses: found.filter((k) => k?.type === 4) };
}

async function check(name, bytes, pasted) {
	if (!globalThis.crypto?.subtle)
		throw new Unable('verify.no_crypto');
	const keys = await keysFrom(pasted), isReceipt = bytes.length >= 9 && binary(bytes.slice(0, 9)) === 'c2sp.org/';
	must(bytes.length <= (isReceipt ? LIMITS.receipt : LIMITS.file), 'too large');
	const s = textFrom(bytes);
	if (isReceipt || /\.tlog-proof$/i.test(name))
		return receipt(s, keys);
	return report(/\.csv$/i.test(name) ? csvFrom(s) : htmlFrom(s), keys);
}

function put(parent, tag, words) {
	const made = document.createElement(tag);
	made.textContent = words ?? '';
	parent.append(made);
	return made;
}

function putRows(parent, rows) {
	const box = put(parent, 'div'), table = put(box, 'table'), head = put(put(table, 'thead'), 'tr'), body = put(table, 'tbody');
	box.className = 'scroll';
	box.tabIndex = 0;
	box.setAttribute('role', 'region');
	box.setAttribute('aria-label', text('verify.rows'));
	for (const column of ['number', 'title', 'responsible', 'process', 'entry'])
		put(head, 'th', word('column', column)).scope = 'col';
	for (const row of rows) {
		const line = put(body, 'tr');
		put(line, 'th', String(row.number)).scope = 'row';
		for (const cell of [row.title, row.responsible, word('process_short', row.process), row.entry ?? '\u2013'])
			put(line, 'td', cell);
	}
}

const $ = (id) => document.getElementById(id);
let chosen = null;

function show(isGood, heading, answer) {
	const result = $('result');
	result.replaceChildren();
	result.className = isGood ? 'holds' : 'fails';
	put(result, 'h2', `${isGood ? '\u2713' : '\u2717'} ${text(heading)}`);
	put(result, 'p', answer.proven).className = 'proven';
	for (const line of [answer.not, ...(answer.lines ?? [])])
		if (line)
			put(result, 'p', line).style.whiteSpace = 'pre-line';
	if (answer.rows)
		putRows(result, answer.rows);
	result.dataset.verdict = isGood ? 'holds' : answer.verdict;
}

async function run() {
	if (!chosen)
		return;
	const { name, bytes } = chosen;
	try {
		const answer = await check(name, bytes, $('key').value);
		if (CODE.test(asked) && answer.code !== asked && answer.also !== asked)
			show(false, 'verify.other_code', { proven: text('verify.has_code', asked, answer.code ?? '\u2013'), verdict: 'other' });
		else
			show(true, 'verify.holds', answer);
	} catch (error) {
		if (error instanceof Unable)
			show(false, 'verify.not_checked', { proven: text(error.message), verdict: 'unable' });
		else
			show(false, 'verify.fails', { proven: text(/\.(html|csv)$/i.test(name) ? 'verify.report_fails' : 'verify.receipt_fails'), verdict: 'fails' });
	}
}

async function take(file) {
	if (!file)
		return;
	chosen = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
	await run();
}

function say() {
	document.documentElement.lang = language;
	document.title = text('page.verify');
	for (const element of document.querySelectorAll('[data-t]'))
		element.textContent = text(element.dataset.t);
	$('asked').hidden = !asked;
	$('asked').textContent = CODE.test(asked) ? text('verify.asked', asked) : text('verify.no_code');
	$('language').textContent = text('verify.other_language');
	$('language').lang = language === 'sv' ? 'en' : 'sv';
}

$('language').addEventListener('click', () => {
	language = language === 'sv' ? 'en' : 'sv';
	say();
	run();
});
$('file').addEventListener('change', (event) => take(event.target.files[0]));
$('key').addEventListener('change', run);
$('ask').addEventListener('submit', (event) => {
	event.preventDefault();
	run().then(() => $('result').focus());
});
for (const name of ['dragover', 'dragleave', 'drop'])
	document.addEventListener(name, (event) => {
		event.preventDefault();
		document.body.classList.toggle('over', name === 'dragover');
		if (name === 'drop')
			take(event.dataTransfer.files[0]);
	});
say();
