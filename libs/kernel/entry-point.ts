import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { type Environment, EnvironmentProblem, readEnvironment } from './environment.js';

/** Starts a process: reads the environment, runs, and turns a failure into one readable message and exit code 1. */
export async function runEntryPoint(run: (environment: Environment) => Promise<void>): Promise<void> {
  enableCompileCache();
  // Loading the program makes much garbage once; the heap would keep the size it grew to for that.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--memory-reducer-for-small-heaps');
  try {
    await run(readEnvironment(process.env));
  } catch (error) {
    console.error(error instanceof EnvironmentProblem ? error.message : error);
    process.exit(1);
  }
}
