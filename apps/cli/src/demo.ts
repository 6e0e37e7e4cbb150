import 'reflect-metadata';
import '#kernel/require-node.js';
import '#kernel/private-files.js';
import { rm } from 'node:fs/promises';
import { runEntryPoint } from '#kernel/entry-point.js';

const OWN_FOLDER = 'data/demo';

// Nothing of the demonstration leaves it: no real mail, no database but its own.
process.env.DATABASE_URL = '';
process.env.SMTP_URL = '';
if (!process.env.DATA_DIR) {
  await rm(OWN_FOLDER, { recursive: true, force: true });
  process.env.DATA_DIR = OWN_FOLDER;
}

await runEntryPoint(async (environment) => {
  const { makeDemo } = await import('./make-demo.js');
  const { serve } = await import('#web/server.js');
  const signIns = await makeDemo();
  await serve(environment);
  console.log(signIns);
});
