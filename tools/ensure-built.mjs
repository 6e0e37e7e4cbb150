// Builds if any source is newer than the last build. Says nothing where nothing is to be done, so that
// `npm run -s lich -- … --json` prints JSON and no more.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, 'dist/.built');
const SOURCES = [
  'apps',
  'libs',
  'templates',
  'tools/build-assets.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
];

function newest(path) {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (!facts) return 0;
  if (!facts.isDirectory()) return facts.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

if (process.argv.includes('--stamp')) {
  writeFileSync(STAMP, '');
} else if (!existsSync(STAMP) || SOURCES.some((source) => newest(join(ROOT, source)) > statSync(STAMP).mtimeMs)) {
  // The build's own words go to standard error: standard output belongs to the command that follows.
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
