// SPDX-License-Identifier: EUPL-1.2
//
// Notes: saves the passages of a meeting's notes as one types.  After a pause the passage that was changed, and no other, is sent
// to the form's own address as the form would send it, with the version it had: what somebody else has changed meanwhile stays
// theirs, and what was typed stays here until the form is sent and shows both.  One passage is sent at a time.  A new one is sent
// as it was first until there is an answer: by that and its nonce it is known again, and not kept twice.  The form says in its
// data attributes what is told beside a passage:
//   data-saved, data-kept           it is saved; what a new passage is called then
//   data-conflict, data-refused, data-out, data-lost   it is not, and why: only what is lost is sent again by itself
// Without this script the form saves by its button, as it still does.

'use strict';

const PAUSE = 1500, AGAIN = 15000; // milliseconds: without a key; until an answer is waited for no more, and until it is sent again
const NEW = '999999999', BEGINS = ['paragraph', 'council', '']; // what the page lets a new passage choose
const form = document.querySelector('form[data-saved]');
const fresh = form && emptied(form.querySelector(`#field-row-${NEW}`).cloneNode(true));
const states = new WeakMap(); // of a passage: changes not saved yet, its timer, whether it waits for the form, what has no answer
let line = Promise.resolve(), sending = 0, leaving = false, waiting = false, waited = false;

const passages = () => [...form.querySelectorAll('section.statement')];

// Takes away what was told of a passage that came back in the form.
function calm(passage) {
	const summary = document.querySelector('.summary');

	for (const link of summary?.querySelectorAll('a') ?? [])
		if (passage.contains(document.getElementById(link.hash.slice(1))))
			link.closest('li').remove();
	if (summary && !summary.querySelector('li'))
		summary.remove();
	for (const told of passage.querySelectorAll('.error'))
		told.remove();
	for (const one of [passage, ...passage.querySelectorAll('*')]) {
		one.classList.remove('has-error');
		one.removeAttribute('aria-invalid');
		if (one.matches('[aria-describedby]'))
			describe(one, one.getAttribute('aria-describedby').split(' ').filter(id => !id.startsWith('error-')));
	}
}

function describe(one, ids) {
	if (ids.length)
		one.setAttribute('aria-describedby', ids.join(' '));
	else
		one.removeAttribute('aria-describedby');
}

// A copy of the new passage as the next one begins: where it stands, and nothing of what was sent and came back in it.
function emptied(passage) {
	calm(passage);
	for (const told of passage.querySelectorAll('.readers'))
		told.remove();
	for (const one of passage.querySelectorAll('*'))
		if (one.matches('textarea, [type=text]'))
			one.value = one.defaultValue = '';
		else if (one.matches('[type=checkbox]'))
			one.checked = one.defaultChecked = false;
		else if (one.matches('details'))
			one.open = false;
		else if (one.matches('option') && !one.closest('[name^="agenda_item."]'))
			one.selected = one.defaultSelected = BEGINS.includes(one.value);
	return passage;
}

function stateOf(passage) {
	if (!states.has(passage))
		states.set(passage, { changes: 0, timer: 0, isStuck: false, unanswered: null });
	return states.get(passage);
}

function say(passage, what, more = '') {
	const told = passage.querySelector('[data-state]');

	told.textContent = form.dataset[what] + more;
	told.hidden = false;
}

function clock() {
	const now = new Date(), parts = [now.getHours(), now.getMinutes()].map(one => String(one).padStart(2, '0'));

	return ' ' + parts.join(document.documentElement.lang === 'sv' ? '.' : ':');
}

function idOf(passage) {
	return passage.id.slice('field-row-'.length);
}

function isNew(passage) {
	return !form.elements[`version.${idOf(passage)}`];
}

// A new passage without a text is none.
function isChanged(passage) {
	return stateOf(passage).changes > 0 && (!isNew(passage) || passage.querySelector('textarea').value.trim() !== '');
}

function fieldsOf(passage) {
	const sent = new URLSearchParams({ csrf: form.elements.csrf.value });

	for (const [name, value] of new FormData(form))
		if (name.endsWith('.' + idOf(passage)))
			sent.append(name, value);
	return sent;
}

// A new passage has its number from now on, and where one writes the next new one stands after it.
function adopt(passage, id) {
	const own = idOf(passage);

	for (const one of [passage, ...passage.querySelectorAll('*')])
		for (const name of ['id', 'name', 'for', 'aria-labelledby', 'aria-describedby'])
			if (one.hasAttribute(name))
				one.setAttribute(name, one.getAttribute(name).replaceAll(own, id));
	form.elements[`n.${id}`].remove();
	for (const name of ['version', 'was'])
		passage.append(Object.assign(document.createElement('input'), { type: 'hidden', name: `${name}.${id}` }));
	passage.querySelector('h3').textContent = form.dataset.kept;
	if (own === NEW)
		passage.after(next(id));
}

// A new passage with a nonce of its own: the one before it has used the form's.
function next(id) {
	const passage = fresh.cloneNode(true), nonce = passage.querySelector(`[name="n.${NEW}"]`);

	nonce.value += '-' + id;
	return passage;
}

function keep(passage, row) {
	calm(passage);
	if (isNew(passage))
		adopt(passage, String(row.id));
	form.elements[`version.${row.id}`].value = row.version;
	form.elements[`was.${row.id}`].value = row.was;
}

// What the server says of the passage: its row, or why there is none.
async function ask(body) {
	const address = form.action.replace('/notes_draft?', '/notes_draft.json?'), end = new AbortController();
	const timer = setTimeout(() => end.abort(), AGAIN);

	try {
		const reply = await fetch(address, { method: 'POST', body, signal: end.signal });

		if (reply.status === 401)
			return { none: 'out' };
		const answer = await reply.json(), row = Array.isArray(answer.rows) && answer.rows[0];

		return row?.refusals ? row : { none: answer.no || reply.status >= 400 && reply.status < 500 ? 'refused' : 'lost' };
	} catch {
		return { none: 'lost' };
	} finally {
		clearTimeout(timer);
	}
}

async function send(passage) {
	const state = stateOf(passage);

	if (!isChanged(passage) || state.isStuck || leaving)
		return;
	const sent = state.unanswered ?? { body: fieldsOf(passage), changes: state.changes };
	sending++;
	const row = await ask(sent.body);
	sending--;
	state.unanswered = row.none === 'lost' && isNew(passage) ? sent : null;
	if (row.none) {
		say(passage, row.none);
		if (row.none === 'lost')
			saveIn(passage, AGAIN);
	} else if (row.conflict) {
		state.isStuck = true;
		say(passage, 'conflict');
	} else if (row.refusals.some(one => !one.note)) {
		say(passage, 'refused');
	} else {
		keep(passage, row);
		state.changes -= sent.changes;
		if (state.changes)
			saveIn(passage, PAUSE);
		else
			say(passage, 'saved', clock());
	}
}

function save(passage) {
	line = line.then(() => send(passage)).catch(() => say(passage, 'lost'));
}

function saveIn(passage, time) {
	const state = stateOf(passage);

	clearTimeout(state.timer);
	state.timer = setTimeout(save, time, passage);
}

form?.addEventListener('input', event => {
	const passage = event.target.closest('section.statement'), state = stateOf(passage);

	state.changes++;
	leaving = false; // whoever types is still here: a form that was sent came to nothing
	if (!state.isStuck)
		passage.querySelector('[data-state]').hidden = true;
	saveIn(passage, PAUSE);
});

// The form is sent when what is on its way has arrived, and what had no answer has been asked for once more: a new passage would
// else be kept twice.
form?.addEventListener('submit', event => {
	const open = waited ? [] : passages().filter(one => stateOf(one).unanswered);

	if (waiting || sending || open.length)
		event.preventDefault();
	if (waiting)
		return;
	if (!sending && !open.length) {
		leaving = true;
		waited = false;
		return;
	}
	waiting = true;
	if (!sending)
		open.forEach(save);
	line.then(() => {
		waiting = false;
		waited = true;
		form.requestSubmit(event.submitter);
	});
});

window.addEventListener('pageshow', () => {
	leaving = false;
});

window.addEventListener('beforeunload', event => {
	if (form && !leaving && passages().some(isChanged))
		event.preventDefault();
});
