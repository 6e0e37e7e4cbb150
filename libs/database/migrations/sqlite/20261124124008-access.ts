import { Migration } from '@mikro-orm/migrations';
import { EARLIER_COORDINATORS, RENAME_ROLES } from '../earlier-roles.js';

export class Migration20261124124008_access extends Migration {

  override name = 'Migration20261124124008_access';

  override up(): void | Promise<void> {
    this.addSql(`create table \`attempt_count\` (\`key\` text not null primary key, \`since\` text not null, \`count\` integer not null);`);
    this.addSql(`create index \`attempt_count_since_index\` on \`attempt_count\` (\`since\`);`);

    this.addSql(`create table \`security_settings\` (\`id\` integer not null primary key default 1, \`second_factor_roles\` json not null, \`version\` integer not null default 1);`);

    this.addSql(`create table \`recovery_code\` (\`id\` integer not null primary key autoincrement, \`user_id\` integer not null, \`code_hash\` text not null, constraint \`recovery_code_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`));`);
    this.addSql(`create index \`recovery_code_user_id_index\` on \`recovery_code\` (\`user_id\`);`);
    this.addSql(`create unique index \`recovery_code_code_hash_unique\` on \`recovery_code\` (\`code_hash\`);`);

    this.addSql(`create table \`further_role\` (\`id\` integer not null primary key autoincrement, \`user_id\` integer not null, \`organisation_id\` integer not null, \`role\` text not null, \`created_at\` text not null, constraint \`further_role_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`), constraint \`further_role_organisation_id_foreign\` foreign key (\`organisation_id\`) references \`organisation\` (\`id\`));`);
    this.addSql(`create index \`further_role_organisation_id_index\` on \`further_role\` (\`organisation_id\`);`);
    this.addSql(`create index \`further_role_user_id_index\` on \`further_role\` (\`user_id\`);`);
    this.addSql(`create unique index \`further_role_user_id_organisation_id_role_unique\` on \`further_role\` (\`user_id\`, \`organisation_id\`, \`role\`);`);

    this.addSql(`create table \`email_change\` (\`id\` integer not null primary key autoincrement, \`user_id\` integer not null, \`new_email\` text not null, \`old_hash\` text null, \`new_hash\` text null, \`is_old_confirmed\` integer not null default false, \`is_new_confirmed\` integer not null default false, \`expires_at\` text not null, constraint \`email_change_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`) on delete cascade);`);
    this.addSql(`create unique index \`email_change_user_id_unique\` on \`email_change\` (\`user_id\`);`);

    this.addSql(`create table \`api_token\` (\`id\` integer not null primary key autoincrement, \`user_id\` integer not null, \`name\` text not null, \`token_hash\` text not null, \`scope\` text not null, \`created_at\` text not null, \`expires_at\` text not null, \`last_used_at\` text null, \`revoked_at\` text null, constraint \`api_token_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`));`);
    this.addSql(`create index \`api_token_user_id_index\` on \`api_token\` (\`user_id\`);`);
    this.addSql(`create unique index \`api_token_token_hash_unique\` on \`api_token\` (\`token_hash\`);`);

    this.addSql(`create table \`account_letter\` (\`id\` integer not null primary key autoincrement, \`kind\` text not null, \`user_id\` integer null, \`created_at\` text not null, \`next_attempt_at\` text not null, \`attempts\` integer not null default 0, \`settled_at\` text null, \`failure\` text null, constraint \`account_letter_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`) on delete cascade);`);
    this.addSql(`create index \`account_letter_user_id_index\` on \`account_letter\` (\`user_id\`);`);
    this.addSql(`create index \`account_letter_settled_at_next_attempt_at_index\` on \`account_letter\` (\`settled_at\`, \`next_attempt_at\`);`);

    // Not rebuilt, because half the tables refer to it: the column with the old check gives its place to one without.
    this.addSql(`alter table \`user_account\` add column \`role_now\` text not null default 'producer';`);
    this.addSql(`update \`user_account\` set \`role_now\` = \`role\`;`);
    this.addSql(`alter table \`user_account\` drop column \`role\`;`);
    this.addSql(`alter table \`user_account\` rename column \`role_now\` to \`role\`;`);
    this.addSql(`alter table \`user_account\` add column \`is_erased\` integer not null default false;`);
    this.addSql(`alter table \`user_account\` add column \`totp_secret\` text null;`);
    this.addSql(`alter table \`user_account\` add column \`totp_step\` integer not null default 0;`);
    this.addSql(RENAME_ROLES);
    this.addSql(EARLIER_COORDINATORS);

    // Whoever is signed in signs in again.
    this.addSql(`drop table \`session\`;`);
    this.addSql(`create table \`session\` (\`token_hash\` text not null primary key, \`user_id\` integer not null, \`created_at\` text not null, \`expires_at\` text not null, \`last_seen_at\` text not null, \`awaits_code\` integer not null default false, \`device\` text not null default '', constraint \`session_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`));`);
    this.addSql(`create index \`session_user_id_index\` on \`session\` (\`user_id\`);`);
    this.addSql(`create index \`session_expires_at_index\` on \`session\` (\`expires_at\`);`);
  }
}
