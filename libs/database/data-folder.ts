import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EnvironmentProblem } from '#kernel/environment.js';

/**
 * Makes the data folder, step by step: Node's own recursive way never returns where a parent refuses without saying so.
 * @throws EnvironmentProblem where it cannot be made or written to
 */
export function makeDataFolder(folder: string): void {
  try {
    make(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new EnvironmentProblem([`DATA_DIR: không tạo hoặc không ghi được thư mục ${folder} (${code})`]);
  }
}

/**
 * Of a folder that an earlier release made, or the office: others on the machine may look into it. Told, not changed, because
 * it may be meant.
 * @returns what to tell, or undefined
 */
export function openFolderWarning(folder: string): string | undefined {
  const others = statSync(folder, { throwIfNoEntry: false })?.mode ?? 0;
  return (others & 0o077) === 0 ? undefined : `Thư mục dữ liệu ${folder} mở cho người khác trên máy này; hãy chạy: chmod -R go= ${folder}`;
}

function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process that starts at the same moment may have been quicker.
    if (!existsSync(folder)) throw error;
  }
}
