import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EnvironmentProblem } from '#kernel/environment.js';
import { makeDataFolder, openFolderWarning } from './data-folder.js';

describe('the data folder', () => {
  let place: string;

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'lich-folder-'));
  });

  afterEach(() => rmSync(place, { recursive: true, force: true }));

  it('is made with the folders above it, and may be there already', () => {
    const folder = join(place, 'a/b/c');
    makeDataFolder(folder);
    makeDataFolder(folder);
    expect(existsSync(folder)).toBe(true);
  });

  it('is refused by name where it cannot be made', () => {
    writeFileSync(join(place, 'file'), '');
    expect(() => makeDataFolder(join(place, 'file/data'))).toThrow(EnvironmentProblem);
    expect(() => makeDataFolder(join(place, 'file/data'))).toThrow(/DATA_DIR: .*file\/data/);
  });

  it('is warned of where others on the machine may look into it', () => {
    for (const [mode, isOpen] of [
      [0o700, false],
      [0o755, true],
      [0o710, true],
    ] as const) {
      chmodSync(place, mode);
      expect([mode, openFolderWarning(place)]).toEqual([mode, isOpen ? expect.stringContaining(`chmod -R go= ${place}`) : undefined]);
    }
    expect(openFolderWarning(join(place, 'none'))).toBeUndefined();
  });
});
