import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '#kernel/project-root.js';

/** The project's own rules over a small tree of its shape. */
describe('the dependency rules', () => {
  let tree: string;

  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'lich-rules-'));
    for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.js']) cpSync(join(PROJECT_ROOT, file), join(tree, file));
    symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(tree, 'node_modules'));
    write('libs/kernel/clock.ts', 'export const clock = 1;');
    write('libs/planning/quota.ts', `import { clock } from '#kernel/clock.js';\nexport const quota = clock;`);
    write('libs/deliverables/progress.ts', `import { quota } from '#planning/quota.js';\nexport const progress = quota;`);
    write('apps/web/src/page.ts', `import { progress } from '#deliverables/progress.js';\nexport const page = progress;`);
  });

  afterEach(() => rmSync(tree, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(join(tree, path, '..'), { recursive: true });
    writeFileSync(join(tree, path), `${text}\n`);
  }

  function cruise(): { status: number | null; words: string } {
    const command = join(PROJECT_ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, '--config', '.dependency-cruiser.js', 'apps', 'libs'], {
      cwd: tree,
      encoding: 'utf8',
    });
    return { status, words: stdout + stderr };
  }

  it('let arrows that point down pass', () => {
    expect(cruise()).toMatchObject({ status: 0 });
  });

  it('stop a lower lib that imports a higher one', () => {
    write('libs/kernel/cheat.ts', `import { progress } from '#deliverables/progress.js';\nexport const cheat = progress;`);
    const { status, words } = cruise();
    expect(words).toContain('kernel-looks-down-only: libs/kernel/cheat.ts');
    expect(status).not.toBe(0);
  });

  it('stop a lib that imports an app', () => {
    write('libs/planning/cheat.ts', `import { page } from '#web/page.js';\nexport const cheat = page;`);
    const { status, words } = cruise();
    expect(words).toContain('libs-never-import-apps: libs/planning/cheat.ts');
    expect(status).not.toBe(0);
  });

  it('stop a cycle between files', () => {
    write('libs/planning/there.ts', `import { back } from './back.js';\nexport const there = back;`);
    write('libs/planning/back.ts', `import { there } from './there.js';\nexport const back = there;`);
    const { status, words } = cruise();
    expect(words).toContain('no-cycles-between-files');
    expect(status).not.toBe(0);
  });
});
