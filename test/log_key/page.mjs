// SPDX-License-Identifier: EUPL-1.2
//
// The script of verify.html without a browser: node page.mjs VERIFY.HTML FILE KEYS says "holds", or "fails" and why.
import { webcrypto } from 'node:crypto';
import fs from 'node:fs';
import vm from 'node:vm';

const [, , page, file, keys] = process.argv;
const html = fs.readFileSync(page, 'utf8');
const words = /<script type="application\/json" id="words">([^]*?)<\/script>/.exec(html)[1];
const script = html.slice(html.lastIndexOf('<script>') + 8, html.lastIndexOf('</script>'));
const element = { textContent: words, lang: 'en', addEventListener() {}, dataset: {}, classList: { toggle() {} } };
const document = { getElementById: () => element, documentElement: element, querySelectorAll: () => [], addEventListener() {} };
const context = vm.createContext({ document, location: { search: '' }, crypto: webcrypto, TextEncoder, TextDecoder,
	URLSearchParams, Uint8Array, atob, btoa, Intl, console });

vm.runInContext(script, context);
context.check(file, new Uint8Array(fs.readFileSync(file)), keys)
	.then(() => console.log('holds'), (error) => console.log('fails', error.message));
