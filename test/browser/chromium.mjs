// SPDX-License-Identifier: EUPL-1.2
//
// Chromium for every suite that looks at pages: Debian's shell, which is the same engine without the windows around it
// that nobody looks at, for half the processor's time.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const path = process.env.CHROMIUM || '/usr/lib/chromium/chromium-headless-shell';

export function browserThere() {
	return existsSync(path);
}

export function launch() {
	const args = ['--disable-dev-shm-usage', '--disable-gpu', '--force-color-profile=srgb', '--font-render-hinting=none'];
	if (process.getuid() === 0)
		args.push('--no-sandbox');
	return chromium.launch({ executablePath: path, args });
}
