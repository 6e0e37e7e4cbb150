import { startPostgres } from './embedded-postgres.mjs';

/** Starts the PostgreSQL that the whole run shares; each spec file makes a database of its own in it. */
export default async function setUp() {
  const postgres = await startPostgres();
  globalThis.__LICH_POSTGRES__ = postgres;
  process.env.TEST_POSTGRES_URL = postgres.url('postgres');
}
