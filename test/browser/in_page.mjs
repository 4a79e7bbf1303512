// SPDX-License-Identifier: EUPL-1.2
//
// Functions that run inside the page under test.  Each stands alone: it is sent to the browser as text.

export function structure() {
	const complaints = [];
	const count = selector => document.querySelectorAll(selector).length;
	for (const only of ['h1', 'main'])
		if (count(only) !== 1)
			complaints.push(`${count(only)} ${only} instead of one`);
	if (!/^[a-z]{2}(-|$)/.test(document.documentElement.lang))
		complaints.push('html has no lang');
	if (!document.title.trim())
		complaints.push('no title');
	const viewport = document.querySelector('meta[name=viewport]')?.content || '';
	if (!viewport || /user-scalable\s*=\s*(no|0)|maximum-scale/.test(viewport))
		complaints.push('the viewport is not set or forbids zoom');
	for (const id of [...document.querySelectorAll('[id]')].map(element => element.id))
		if (document.querySelectorAll('#' + CSS.escape(id)).length > 1)
			complaints.push('the id ' + id + ' stands twice');
	// Rows shown as cards lose their meaning in some browsers unless every part says its role.
	for (const part of document.querySelectorAll('table.cards, .cards :is(thead, tbody, tr, th, td)'))
		if (!part.hasAttribute('role'))
			complaints.push('a part of a table of cards has no role: ' + part.outerHTML.slice(0, 60));
	// What needs no script has none: so a page is whole without them.  The notes' own saves as one types (test/notes).
	for (const script of document.querySelectorAll('script'))
		if (location.pathname !== '/notes_draft' || !/^\/notes-[0-9a-f]{16}\.js$/.test(script.getAttribute('src')))
			complaints.push('the page holds a script: ' + (script.getAttribute('src') || 'inline'));
	for (const element of document.querySelectorAll('*'))
		if ([...element.attributes].some(attribute => /^on[a-z]/.test(attribute.name)))
			complaints.push('a script in an attribute: ' + element.outerHTML.slice(0, 60));
	for (const link of document.querySelectorAll('a[href^="#"]'))
		if (!document.getElementById(decodeURIComponent(link.hash.slice(1))))
			complaints.push('a link within the page leads nowhere: ' + link.hash);
	return complaints;
}

// The summary of errors: where the focus is when a refused form comes back (or on the row of a long table that was refused
// alone, where its error stands too), first in the page, named in the title, and each of its links leads to a control or to
// a group of them.  `isMust`: the page was refused, so there is one.
export function errorSummary(isMust) {
	const summary = document.querySelector('.summary, [role=alert]');
	if (!summary)
		return isMust ? ['refused, and no summary of errors'] : [];
	const complaints = [];
	const main = document.querySelector('main');
	const controls = 'input:not([type=hidden]), select, textarea, button';
	const isAtRow = document.querySelector(':target')?.querySelector('.error, [aria-invalid=true]');
	if (document.activeElement !== summary && !isAtRow)
		complaints.push('the focus is not on the summary of errors');
	if (main?.firstElementChild !== summary)
		complaints.push('the summary of errors is not first in main');
	if (!/^(Fel|Error)/.test(document.title))
		complaints.push('the title does not begin with the error: ' + document.title);
	if (isMust && !summary.querySelector('li'))
		complaints.push('the summary of errors lists none');
	for (const link of summary.querySelectorAll('a[href^="#"]')) {
		const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
		if (!target || !(target.matches(controls) || target.querySelector(controls) || target.matches('p')))
			complaints.push('an error leads to no field: ' + link.hash);
	}
	return complaints;
}

// Does the page scroll sideways?  Names the elements that stick out, innermost first.
export function overflow(when) {
	const width = document.documentElement.clientWidth;
	if (document.scrollingElement.scrollWidth <= width + 1)
		return [];
	const out = [...document.body.querySelectorAll('*')].filter(element => {
		const box = element.getBoundingClientRect();
		return box.right > width + 1 && box.width > 1;
	}).reverse().slice(0, 3).map(element => element.outerHTML.slice(0, 80));
	return [`${when}: the page is ${document.scrollingElement.scrollWidth} px wide in a window of ${width}: ${out.join(' | ')}`];
}

// WCAG 1.4.12.  A constructed style sheet, because a strict content security policy stops injected <style>.
export function textSpacing() {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } ' +
		'p { margin-bottom: 2em !important; }');
	document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
	return [...document.body.querySelectorAll('*')].filter(element => {
		const style = getComputedStyle(element);
		const hides = value => value === 'hidden' || value === 'clip';
		const box = element.getBoundingClientRect();
		// What is one pixel large is hidden for the eye on purpose.
		if (box.width <= 1 || box.height <= 1 || element.closest('svg'))
			return false;
		return element.textContent.trim() && ((hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
			(hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1));
	}).map(element => 'text is clipped under wider spacing: ' + element.outerHTML.slice(0, 80));
}

export function dropSpacing() {
	document.adoptedStyleSheets = [];
}

// The next Tab begins at the top: the browser goes on from where a focused element was taken away.
export function toStart() {
	const mark = document.createElement('span');
	mark.tabIndex = -1;
	document.body.prepend(mark);
	mark.focus();
	mark.remove();
	globalThis.scrollTo(0, 0);
}

// Numbers everything the keyboard must reach; of a radio group one is enough.
export function markStops() {
	document.querySelectorAll('[data-stop]').forEach(element => delete element.dataset.stop);
	const groups = new Set();
	const found = [];
	const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
	for (const element of document.querySelectorAll(controls)) {
		const group = element.type === 'radio' && element.name ? (element.form?.id || '') + '/' + element.name : null;
		if (element.tabIndex < 0 || element.disabled || !element.checkVisibility({ visibilityProperty: true }))
			continue;
		if (group !== null) {
			const all = [...document.querySelectorAll('input[type=radio]')].filter(radio => radio.name === element.name &&
				radio.form === element.form);
			const stop = all.find(radio => radio.checked) || all[0];
			if (groups.has(stop))
				continue;
			groups.add(stop);
			stop.dataset.stop = found.length;
			found.push({ id: String(found.length), name: stop.outerHTML.slice(0, 80) });
			continue;
		}
		element.dataset.stop = found.length;
		found.push({ id: String(found.length), name: element.outerHTML.slice(0, 80) });
	}
	return found;
}

// Where the focus is: null when it has left the page.  Faults: no visible focus, outside the window, covered.
export function readStop() {
	const element = document.activeElement;
	if (!element || element === document.body || element === document.documentElement)
		return null;
	const faults = [];
	const rings = style => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
	const near = [element, element.closest('label'), element.nextElementSibling, ...(element.labels || [])].filter(Boolean);
	if (!near.some(one => rings(getComputedStyle(one))))
		faults.push('no visible focus');
	const box = [...element.getClientRects()].find(rect => rect.width > 0) || element.getBoundingClientRect();
	const x = box.left + Math.min(box.width, innerWidth) / 2, y = box.top + Math.min(box.height, innerHeight) / 2;
	if (box.width <= 1 || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
		faults.push('focus outside the window');
	} else {
		const top = document.elementFromPoint(x, y);
		if (top && top !== element && !element.contains(top) && !top.contains(element) &&
			![...(element.labels || [])].some(label => label.contains(top)))
			faults.push('focus is covered by ' + top.outerHTML.slice(0, 40));
	}
	return { id: element.dataset.stop ?? null, name: element.outerHTML.slice(0, 80), faults,
		manyInside: /^(date|time|month|week|datetime-local|file)$/.test(element.type || '') };
}

// Notes where the focus stands each time a key arrives, when the browser has done all that the key before it asked.
// The checker puts readStop into the page first.
export function watchStops() {
	if (!globalThis.stopsSeen)
		addEventListener('keydown', () => globalThis.stopsSeen.push(globalThis.readStop()), true);
	globalThis.stopsSeen = [];
}

// Where each of the keys since then led to: what the next one found, and for the last one how it is now.
export function takeStops() {
	const seen = [...globalThis.stopsSeen.slice(1), globalThis.readStop()];
	globalThis.stopsSeen = [];
	return seen;
}

// After the skip link and one more Tab: is the focus in its target, or after it?
export function focusIsPast(target) {
	const there = document.getElementById(decodeURIComponent(target.slice(1)));
	if (!there)
		return false;
	const now = document.activeElement;
	if (!now || now === document.body || there.contains(now))
		return true;
	return Boolean(there.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING);
}
