import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
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
