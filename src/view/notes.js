// SPDX-License-Identifier: EUPL-1.2
//
// Notes: saves the passages of a meeting's notes as one types.  After a pause the passage that was changed, and no other, is sent
// to the form's own address as the form would send it, with the version it had: what somebody else has changed meanwhile stays
// theirs, and what was typed stays here until the form is sent and shows both.  One passage is sent at a time.  The form says in
// its data attributes what is told beside a passage:
//   data-saved, data-kept           it is saved; what a new passage is called then
//   data-conflict, data-refused, data-out, data-lost   it is not, and why: only what is lost is sent again by itself
// Without this script the form saves by its button, as it still does.

'use strict';

const PAUSE = 1500, AGAIN = 15000; // milliseconds: without a key; until an answer is waited for no more, and until it is sent again
const NEW = '999999999', BEGINS = ['paragraph', 'council', '']; // what the page lets a new passage choose
const form = document.querySelector('form[data-saved]');
const fresh = form && emptied(form.querySelector(`#field-row-${NEW}`).cloneNode(true));
const states = new WeakMap(); // of a passage: changes not saved yet, its timer, whether it waits for the form
let line = Promise.resolve(), sending = 0, leaving = false, waiting = false;

// A copy of the new passage as the next one begins: where it stands, and nothing of what was sent and came back in it.
function emptied(passage) {
	for (const told of passage.querySelectorAll('.error, .readers'))
		told.remove();
	for (const one of [passage, ...passage.querySelectorAll('*')]) {
		one.classList.remove('has-error');
		one.removeAttribute('aria-invalid');
		if (one.matches('textarea, [type=text]'))
			one.value = one.defaultValue = '';
		else if (one.matches('[type=checkbox]'))
			one.checked = one.defaultChecked = false;
		else if (one.matches('details'))
			one.open = false;
		else if (one.matches('option') && !one.closest('[name^="agenda_item."]'))
			one.selected = one.defaultSelected = BEGINS.includes(one.value);
	}
	return passage;
}

function stateOf(passage) {
	if (!states.has(passage))
		states.set(passage, { changes: 0, timer: 0, isStuck: false });
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
				one.setAttribute(name, one.getAttribute(name).replace(own, id));
	for (const name of ['version', 'was'])
		passage.append(Object.assign(document.createElement('input'), { type: 'hidden', name: `${name}.${id}` }));
	passage.querySelector('h3').textContent = form.dataset.kept;
	if (own === NEW)
		passage.after(fresh.cloneNode(true));
}

function keep(passage, row) {
	if (isNew(passage))
		adopt(passage, String(row.id));
	form.elements[`version.${row.id}`].value = row.version;
	form.elements[`was.${row.id}`].value = row.was;
}

// What the server says of the passage: its row, or why there is none.
async function ask(passage) {
	const address = form.action.replace('/notes_draft?', '/notes_draft.json?'), end = new AbortController();
	const timer = setTimeout(() => end.abort(), AGAIN);

	try {
		const reply = await fetch(address, { method: 'POST', body: fieldsOf(passage), signal: end.signal });

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
	const state = stateOf(passage), changes = state.changes;

	if (!isChanged(passage) || state.isStuck || leaving)
		return;
	sending++;
	const row = await ask(passage);
	sending--;
	if (row.none) {
		say(passage, row.none);
		if (row.none === 'lost') {
			clearTimeout(state.timer);
			state.timer = setTimeout(save, AGAIN, passage);
		}
	} else if (row.conflict) {
		state.isStuck = true;
		say(passage, 'conflict');
	} else if (row.refusals.some(one => !one.note)) {
		say(passage, 'refused');
	} else {
		keep(passage, row);
		state.changes -= changes;
		if (!state.changes)
			say(passage, 'saved', clock());
	}
}

function save(passage) {
	line = line.then(() => send(passage)).catch(() => say(passage, 'lost'));
}

form?.addEventListener('input', event => {
	const passage = event.target.closest('section.statement'), state = stateOf(passage);

	state.changes++;
	leaving = false; // whoever types is still here: a form that was sent came to nothing
	if (!state.isStuck)
		passage.querySelector('[data-state]').hidden = true;
	clearTimeout(state.timer);
	state.timer = setTimeout(save, PAUSE, passage);
});

// The form is sent when what is on its way has arrived: a new passage would else be kept twice.
form?.addEventListener('submit', event => {
	if (waiting || sending)
		event.preventDefault();
	if (sending && !waiting) {
		waiting = true;
		line.then(() => {
			waiting = false;
			form.requestSubmit(event.submitter);
		});
	} else if (!waiting) {
		leaving = true;
	}
});

window.addEventListener('pageshow', () => {
	leaving = false;
});

window.addEventListener('beforeunload', event => {
	if (form && !leaving && [...form.querySelectorAll('section.statement')].some(isChanged))
		event.preventDefault();
});
