import { Migration } from '@mikro-orm/migrations';

export class Migration20261124125808_openid extends Migration {

  override name = 'Migration20261124125808_openid';

  override up(): void | Promise<void> {
    this.addSql(`create table \`external_identity\` (\`id\` integer not null primary key autoincrement, \`issuer\` text not null, \`subject\` text not null, \`user_id\` integer not null, \`tied_at\` text not null, constraint \`external_identity_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`));`);
    this.addSql(`create index \`external_identity_user_id_index\` on \`external_identity\` (\`user_id\`);`);
    this.addSql(`create unique index \`external_identity_issuer_user_id_unique\` on \`external_identity\` (\`issuer\`, \`user_id\`);`);
    this.addSql(`create unique index \`external_identity_issuer_subject_unique\` on \`external_identity\` (\`issuer\`, \`subject\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`external_identity\`;`);
  }

}
