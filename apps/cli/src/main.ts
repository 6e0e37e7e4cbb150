import 'reflect-metadata';
import '#kernel/require-node.js';
import '#kernel/private-files.js';
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { runCommand } = await import('./program.js');
process.exitCode = await runCommand(process.argv.slice(2));
