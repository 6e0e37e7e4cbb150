import { Migration } from '@mikro-orm/migrations';

export class Migration20261124131758_feeds extends Migration {

  override name = 'Migration20261124131758_feeds';

  override up(): void | Promise<void> {
    this.addSql(`create table \`calendar_feed\` (\`id\` integer not null primary key autoincrement, \`user_id\` integer not null, \`name\` text not null, \`token_hash\` text not null, \`created_at\` text not null, \`revoked_at\` text null, constraint \`calendar_feed_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`));`);
    this.addSql(`create index \`calendar_feed_user_id_index\` on \`calendar_feed\` (\`user_id\`);`);
    this.addSql(`create unique index \`calendar_feed_token_hash_unique\` on \`calendar_feed\` (\`token_hash\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`calendar_feed\`;`);
  }

}
