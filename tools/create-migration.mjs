#!/usr/bin/env node
// Writes the migration from the schema that the migrations give so far to the one that the entities ask for,
// for both engines: npm run migration -- NAME
import { MikroORM } from '@mikro-orm/core';
import { postgresqlOptions, sqliteOptions } from '../dist/libs/database/orm-options.js';
import { startPostgres } from './embedded-postgres.mjs';

const [name] = process.argv.slice(2);
if (!name) {
  console.error('Use: npm run migration -- NAME');
  process.exit(2);
}

async function write(options, folder) {
  const orm = await MikroORM.init({
    ...options,
    migrations: { ...options.migrations, path: folder, pathTs: folder, emit: 'ts', fileName: (stamp) => `${stamp}-${name}` },
  });
  await orm.migrator.up();
  const { fileName } = await orm.migrator.create(folder, false, false, name);
  console.log(fileName ? `${folder}/${fileName}: add it to index.ts beside it` : `${folder}: no change`);
  await orm.close();
}

await write(sqliteOptions(':memory:'), 'libs/database/migrations/sqlite');
const postgres = await startPostgres();
try {
  await write(postgresqlOptions(await postgres.createDatabase('migration')), 'libs/database/migrations/postgresql');
} finally {
  await postgres.stop();
}
