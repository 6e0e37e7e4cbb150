import 'reflect-metadata';
import '#kernel/require-node.js';
import '#kernel/private-files.js';
import { runEntryPoint } from '#kernel/entry-point.js';

await runEntryPoint(async (environment) => {
  const { work } = await import('./work.js');
  await work(environment);
});
