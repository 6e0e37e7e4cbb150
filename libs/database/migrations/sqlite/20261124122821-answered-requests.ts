import { Migration } from '@mikro-orm/migrations';

export class Migration20261124122821_answered_requests extends Migration {

  override name = 'Migration20261124122821_answered_requests';

  override up(): void | Promise<void> {
    this.addSql(`create table \`answered_request\` (\`id\` integer not null primary key autoincrement, \`owner\` text not null, \`key\` text not null, \`fingerprint\` text not null, \`status\` integer null, \`location\` text null, \`content_type\` text null, \`body\` text null, \`created_at\` text not null);`);
    this.addSql(`create index \`answered_request_created_at_index\` on \`answered_request\` (\`created_at\`);`);
    this.addSql(`create unique index \`answered_request_owner_key_unique\` on \`answered_request\` (\`owner\`, \`key\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`answered_request\`;`);
  }

}
