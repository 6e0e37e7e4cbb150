import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestDatabase } from '#testing/test-database.js';

describe('The migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.open();
  });
  afterAll(() => database.close());

  it('give exactly the schema that the entities ask for', async () => {
    expect(await database.orm.schema.getUpdateSchemaSQL()).toBe('');
  });

  it('have all run on an opened database', async () => {
    expect(await database.run(() => database.orm.migrator.getPending())).toEqual([]);
  });
});
