// The whole suite: pure functions, services and HTTP on both engines, real browsers. Ends with "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './browser.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const run = (...words) => spawnSync(process.execPath, words, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;

const wanted = process.argv.slice(2);
ensureBrowser();
let status = run('tools/ensure-built.mjs');
if (status === 0) status = run('--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', ...wanted);
process.exit(status);
