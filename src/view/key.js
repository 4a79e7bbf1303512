// SPDX-License-Identifier: EUPL-1.2
//
// Key: asks the person's device for a passkey (W3C Web Authentication level 2) and puts its answer into the form it was asked
// for.  The form says what to ask by its data attributes, which the server wrote:
//   data-key        make: a new key; ask: a signature
//   data-challenge  base64url
//   data-keys       names the person's devices call their keys by, with spaces between; none: the device finds one itself
//   data-council, data-user, data-name   for whom a new key is
// Without an answer nothing is sent, and one of the sentences that wait hidden in the form says what to do.

'use strict';

const form = document.querySelector('form[data-key]');
const keys = form.dataset.keys.split(' ').filter(Boolean).map(id => ({ type: 'public-key', id: bytesOf(id) }));

function bytesOf(text) {
	return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
}

function textOf(buffer) {
	return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function say(what) {
	for (const sentence of form.querySelectorAll('[data-says]'))
		sentence.hidden = sentence.dataset.says !== what;
}

function fill(answers) {
	for (const [name, buffer] of Object.entries(answers))
		form.elements[name].value = textOf(buffer);
}

async function make({ challenge, council, user, name }) {
	const { response } = await navigator.credentials.create({ publicKey: {
		challenge: bytesOf(challenge), rp: { name: council }, excludeCredentials: keys, attestation: 'none',
		user: { id: new TextEncoder().encode(user), name, displayName: name },
		pubKeyCredParams: [-7, -8].map(alg => ({ type: 'public-key', alg })),
		authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
	} });
	fill({ attestation: response.attestationObject, cd: response.clientDataJSON });
}

async function ask({ challenge }) {
	const { rawId, response } = await navigator.credentials.get({ publicKey: {
		challenge: bytesOf(challenge), allowCredentials: keys, userVerification: 'required',
	} });
	fill({ key_id: rawId, key_ad: response.authenticatorData, key_cd: response.clientDataJSON, key_sig: response.signature });
}

say('');
form.addEventListener('submit', async event => {
	if (event.submitter?.name) // another way out of the form
		return;
	event.preventDefault();
	if (!window.PublicKeyCredential) {
		say('unsupported');
		return;
	}
	say('');
	try {
		await (form.dataset.key === 'make' ? make : ask)(form.dataset);
	} catch {
		say('declined');
		return;
	}
	form.submit();
});
