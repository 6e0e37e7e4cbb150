import { Migration } from '@mikro-orm/migrations';

export class Migration20261130165511_letter_address extends Migration {

  override name = 'Migration20261130165511_letter_address';

  override up(): void | Promise<void> {
    this.addSql(`alter table "account_letter" add "address" varchar(254) null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "account_letter" drop column "address";`);
  }

}
