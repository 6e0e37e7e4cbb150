// Everything that is checked without running the product: format, lint, types, dependency rules, unused code.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CHECKS = [
  ['types', 'tsc --noEmit -p tsconfig.json'],
  ['lint', 'oxlint --type-aware --quiet'],
  ['format', 'prettier --check --log-level warn .'],
  ['dependency rules', 'depcruise --config .dependency-cruiser.js --output-type err apps libs'],
  ['unused code', 'knip --no-progress --no-config-hints'],
];

function run([name, command]) {
  const began = performance.now();
  const child = spawn(command, { cwd: ROOT, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += chunk));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
      if (status !== 0) console.log(words.trim());
      resolve(status === 0);
    });
  });
}

// Two at a time: the machines that check have two cores.
const waiting = [...CHECKS];
const results = [];
await Promise.all(
  [0, 1].map(async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await run(next));
  }),
);
process.exit(results.every(Boolean) ? 0 : 1);
