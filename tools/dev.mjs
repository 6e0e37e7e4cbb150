// Development: builds, then watches. Sample data and mailbox live in data/dev, the sign-in is printed.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SIGN_IN = { ADMIN_EMAIL: 'dev@lich.local', ADMIN_PASSWORD: 'phat-trien-lich' };
const environment = { DATA_DIR: 'data/dev', ...SIGN_IN, ...process.env };

spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
const run = (...words) => spawn(process.execPath, words, { cwd: ROOT, stdio: 'inherit', env: environment });
const children = [
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'),
  run('tools/build-assets.mjs', '--watch'),
  run('--watch', '--watch-path=dist', '--watch-path=templates', '--watch-preserve-output', 'dist/apps/web/src/main.js'),
];
console.log(`Đăng nhập: ${environment.ADMIN_EMAIL} / ${environment.ADMIN_PASSWORD}`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
