import { Migration } from '@mikro-orm/migrations';
import { EARLIER_COORDINATORS, RENAME_ROLES } from '../earlier-roles.js';

export class Migration20261124124009_access extends Migration {

  override name = 'Migration20261124124009_access';

  override up(): void | Promise<void> {
    this.addSql(`create table "attempt_count" ("key" varchar(90) not null, "since" varchar(24) not null, "count" int not null, primary key ("key"));`);
    this.addSql(`create index "attempt_count_since_index" on "attempt_count" ("since");`);

    this.addSql(`create table "security_settings" ("id" int not null default 1, "second_factor_roles" jsonb not null, "version" int not null default 1, primary key ("id"));`);

    this.addSql(`create table "recovery_code" ("id" serial primary key, "user_id" int not null, "code_hash" varchar(64) not null);`);
    this.addSql(`create index "recovery_code_user_id_index" on "recovery_code" ("user_id");`);
    this.addSql(`alter table "recovery_code" add constraint "recovery_code_code_hash_unique" unique ("code_hash");`);

    this.addSql(`create table "further_role" ("id" serial primary key, "user_id" int not null, "organisation_id" int not null, "role" varchar(20) not null, "created_at" varchar(24) not null);`);
    this.addSql(`create index "further_role_user_id_index" on "further_role" ("user_id");`);
    this.addSql(`create index "further_role_organisation_id_index" on "further_role" ("organisation_id");`);
    this.addSql(`alter table "further_role" add constraint "further_role_user_id_organisation_id_role_unique" unique ("user_id", "organisation_id", "role");`);

    this.addSql(`create table "email_change" ("id" serial primary key, "user_id" int not null, "new_email" varchar(254) not null, "old_hash" varchar(64) null, "new_hash" varchar(64) null, "is_old_confirmed" boolean not null default false, "is_new_confirmed" boolean not null default false, "expires_at" varchar(24) not null);`);
    this.addSql(`alter table "email_change" add constraint "email_change_user_id_unique" unique ("user_id");`);

    this.addSql(`create table "api_token" ("id" serial primary key, "user_id" int not null, "name" varchar(80) not null, "token_hash" varchar(64) not null, "scope" varchar(10) not null, "created_at" varchar(24) not null, "expires_at" varchar(24) not null, "last_used_at" varchar(24) null, "revoked_at" varchar(24) null);`);
    this.addSql(`create index "api_token_user_id_index" on "api_token" ("user_id");`);
    this.addSql(`alter table "api_token" add constraint "api_token_token_hash_unique" unique ("token_hash");`);

    this.addSql(`create table "account_letter" ("id" serial primary key, "kind" varchar(20) not null, "user_id" int null, "created_at" varchar(24) not null, "next_attempt_at" varchar(24) not null, "attempts" int not null default 0, "settled_at" varchar(24) null, "failure" varchar(300) null);`);
    this.addSql(`create index "account_letter_user_id_index" on "account_letter" ("user_id");`);
    this.addSql(`create index "account_letter_settled_at_next_attempt_at_index" on "account_letter" ("settled_at", "next_attempt_at");`);

    this.addSql(`alter table "user_account" drop constraint "user_account_role_check";`);
    this.addSql(`alter table "user_account" add "is_erased" boolean not null default false, add "totp_secret" varchar(64) null, add "totp_step" int not null default 0;`);
    this.addSql(`alter table "user_account" alter column "role" type varchar(20) using ("role"::varchar(20));`);
    this.addSql(`alter table "user_account" alter column "role" set default 'producer';`);

    this.addSql(RENAME_ROLES);
    this.addSql(EARLIER_COORDINATORS);

    // Whoever is signed in signs in again.
    this.addSql(`delete from "session";`);
    this.addSql(`alter table "session" add "last_seen_at" varchar(24) not null, add "awaits_code" boolean not null default false, add "device" varchar(80) not null default '';`);

    this.addSql(`alter table "recovery_code" add constraint "recovery_code_user_id_foreign" foreign key ("user_id") references "user_account" ("id");`);

    this.addSql(`alter table "further_role" add constraint "further_role_user_id_foreign" foreign key ("user_id") references "user_account" ("id");`);
    this.addSql(`alter table "further_role" add constraint "further_role_organisation_id_foreign" foreign key ("organisation_id") references "organisation" ("id");`);

    this.addSql(`alter table "email_change" add constraint "email_change_user_id_foreign" foreign key ("user_id") references "user_account" ("id") on delete cascade;`);

    this.addSql(`alter table "api_token" add constraint "api_token_user_id_foreign" foreign key ("user_id") references "user_account" ("id");`);

    this.addSql(`alter table "account_letter" add constraint "account_letter_user_id_foreign" foreign key ("user_id") references "user_account" ("id") on delete cascade;`);
  }
}
