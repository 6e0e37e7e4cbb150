import { Migration } from '@mikro-orm/migrations';

export class Migration20261124125810_openid extends Migration {

  override name = 'Migration20261124125810_openid';

  override up(): void | Promise<void> {
    this.addSql(`create table "external_identity" ("id" serial primary key, "issuer" varchar(500) not null, "subject" varchar(255) not null, "user_id" int not null, "tied_at" varchar(24) not null);`);
    this.addSql(`create index "external_identity_user_id_index" on "external_identity" ("user_id");`);
    this.addSql(`alter table "external_identity" add constraint "external_identity_issuer_user_id_unique" unique ("issuer", "user_id");`);
    this.addSql(`alter table "external_identity" add constraint "external_identity_issuer_subject_unique" unique ("issuer", "subject");`);

    this.addSql(`alter table "external_identity" add constraint "external_identity_user_id_foreign" foreign key ("user_id") references "user_account" ("id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "external_identity" cascade;`);
  }

}
