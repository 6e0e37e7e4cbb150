import 'reflect-metadata';
import '#kernel/require-node.js';
import '#kernel/private-files.js';
import { runEntryPoint } from '#kernel/entry-point.js';

await runEntryPoint(async (environment) => {
  const { serve } = await import('./server.js');
  await serve(environment);
});
