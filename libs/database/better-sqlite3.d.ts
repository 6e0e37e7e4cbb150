declare module 'better-sqlite3' {
  import type { SqliteDatabase } from 'kysely';

  /** As much of the driver as is used here; it brings no types of its own. */
  const Database: new (file: string, options?: { readonly?: boolean }) => SqliteDatabase & { exec(sql: string): void; readonly inTransaction: boolean };
  export default Database;
}
