import { Migration } from '@mikro-orm/migrations';

export class Migration20261130161502_entry_origin extends Migration {

  override name = 'Migration20261130161502_entry_origin';

  override up(): void | Promise<void> {
    this.addSql(`alter table "audit_entry" add column "via" varchar(30) null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "audit_entry" drop column "via";`);
  }

}
