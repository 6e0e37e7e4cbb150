import { MikroORM } from '@mikro-orm/core';
import { type DatabaseSettings, ormOptions } from './orm-options.js';

/** Opens the database of the settings and brings its schema up to date. Safe to call from several processes at once on PostgreSQL. */
export async function openDatabase(settings: DatabaseSettings): Promise<MikroORM> {
  const orm = await MikroORM.init(ormOptions(settings));
  await orm.migrator.up();
  return orm;
}
