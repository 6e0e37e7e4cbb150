import { Migration } from '@mikro-orm/migrations';

export class Migration20261124131759_feeds extends Migration {

  override name = 'Migration20261124131759_feeds';

  override up(): void | Promise<void> {
    this.addSql(`create table "calendar_feed" ("id" serial primary key, "user_id" int not null, "name" varchar(80) not null, "token_hash" varchar(64) not null, "created_at" varchar(24) not null, "revoked_at" varchar(24) null);`);
    this.addSql(`create index "calendar_feed_user_id_index" on "calendar_feed" ("user_id");`);
    this.addSql(`alter table "calendar_feed" add constraint "calendar_feed_token_hash_unique" unique ("token_hash");`);


    this.addSql(`alter table "calendar_feed" add constraint "calendar_feed_user_id_foreign" foreign key ("user_id") references "user_account" ("id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "calendar_feed" cascade;`);
  }

}
