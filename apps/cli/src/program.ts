import { type Command, CommanderError } from 'commander';
import { DomainError } from '#kernel/domain-error.js';
import { EnvironmentProblem } from '#kernel/environment.js';
import { InvalidForm } from '#kernel/form-input.js';
import { errorForLog } from '#kernel/logged-error.js';
import { systemFailure } from '#kernel/system-failure.js';
import { addDatabaseCommands } from './database.commands.js';
import { addPlanCommands } from './plan.commands.js';
import { addReadCommands } from './read.commands.js';
import { addReminderCommands } from './reminder.commands.js';
import { addUserCommands } from './user.commands.js';
import { VietnameseCommand } from './vietnamese.js';

const DONE = 0;
const REFUSED = 1;
const WRONG_USAGE = 2;

function program(): Command {
  const root = new VietnameseCommand('lich')
    .description('Lịch Tuyên Truyền: lệnh quản trị')
    .exitOverride()
    .showHelpAfterError('(thêm --help để xem cách dùng)');
  addPlanCommands(root);
  addReadCommands(root);
  addReminderCommands(root);
  addUserCommands(root);
  addDatabaseCommands(root);
  for (const command of [root, ...root.commands.flatMap((child) => [child, ...child.commands])]) command.exitOverride();
  return root;
}

/** Runs one command. @returns 0 done, 1 refused with a reason on standard error, 2 wrong usage */
export async function runCommand(words: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...words], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
    console.error(reasonOf(error));
    return REFUSED;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof InvalidForm) return Object.values(error.fields).join('\n');
  if (error instanceof DomainError || error instanceof EnvironmentProblem) return error.message;
  return systemFailure(error) ?? errorForLog(error);
}
