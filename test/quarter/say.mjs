// SPDX-License-Identifier: EUPL-1.2
//
// What TAP wants said.

let said = 0, wrong = 0;

export function ok(passed, name, details = []) {
	said++;
	wrong += passed ? 0 : 1;
	console.log(`${passed ? '' : 'not '}ok ${said} - ${name}`);
	if (!passed)
		for (const line of details)
			told(String(line).replace(/\s+/g, ' '));
}

export function told(line) {
	console.log('# ' + line);
}

export const count = () => said;
export const failed = () => wrong;
