import { Migration } from '@mikro-orm/migrations';

export class Migration20261124122823_answered_requests extends Migration {

  override name = 'Migration20261124122823_answered_requests';

  override up(): void | Promise<void> {
    this.addSql(`create table "answered_request" ("id" serial primary key, "owner" varchar(80) not null, "key" varchar(128) not null, "fingerprint" varchar(64) not null, "status" int null, "location" text null, "content_type" text null, "body" text null, "created_at" varchar(24) not null);`);
    this.addSql(`create index "answered_request_created_at_index" on "answered_request" ("created_at");`);
    this.addSql(`alter table "answered_request" add constraint "answered_request_owner_key_unique" unique ("owner", "key");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "answered_request" cascade;`);
  }

}
