import { Migration } from '@mikro-orm/migrations';

export class Migration20261124031825_contracts extends Migration {

  override name = 'Migration20261124031825_contracts';

  override up(): void | Promise<void> {
    this.addSql(`create table "audit_chain" ("id" int not null, "length" int not null default 0, "hash" varchar(64) not null default '', primary key ("id"));`);

    this.addSql(`create table "office_settings" ("id" int not null default 1, "version" int not null default 1, "particulars" jsonb not null, primary key ("id"));`);

    this.addSql(`create table "contract" ("id" serial primary key, "version" int not null default 1, "plan_id" int not null, "party_a_id" int not null, "party_b_id" int not null, "number" varchar(64) not null, "title" text not null, "state" varchar(16) not null default 'draft', "signed_on" varchar(10) null, "starts_on" varchar(10) not null, "ends_on" varchar(10) not null, "legal_bases" text not null, "note" text not null, "particulars_a" jsonb not null, "particulars_b" jsonb not null, "ended_on" varchar(10) null, "end_reason" text null, "created_at" varchar(24) not null);`);
    this.addSql(`create index "contract_party_a_id_index" on "contract" ("party_a_id");`);
    this.addSql(`create index "contract_party_b_id_index" on "contract" ("party_b_id");`);
    this.addSql(`create index "contract_plan_id_party_b_id_index" on "contract" ("plan_id", "party_b_id");`);

    this.addSql(`create table "contract_payment" ("id" serial primary key, "contract_id" int not null, "kind" varchar(8) not null, "amount" bigint not null, "paid_on" varchar(10) not null, "note" text not null, "created_at" varchar(24) not null, "struck_at" varchar(24) null, "struck_reason" text null);`);
    this.addSql(`create index "contract_payment_contract_id_index" on "contract_payment" ("contract_id");`);

    this.addSql(`create table "contract_annex" ("id" serial primary key, "contract_id" int not null, "number" varchar(64) not null, "signed_on" varchar(10) not null, "effective_on" varchar(10) not null, "quantities" jsonb not null, "ends_on" varchar(10) null, "note" text not null, "created_at" varchar(24) not null);`);
    this.addSql(`create index "contract_annex_contract_id_index" on "contract_annex" ("contract_id");`);

    this.addSql(`create table "stored_file" ("id" serial primary key, "sha256" varchar(64) not null, "size" bigint not null, "media_type" varchar(100) not null, "has_thumbnail" boolean not null, "stored_at" varchar(24) not null);`);
    this.addSql(`alter table "stored_file" add constraint "stored_file_sha256_unique" unique ("sha256");`);

    this.addSql(`create table "contract_line" ("id" serial primary key, "contract_id" int not null, "position" int not null, "task_id" int not null, "genre" varchar(120) null, "description" text not null, "unit" varchar(60) not null, "quantity" int not null, "unit_price" bigint not null, "vat" varchar(4) not null);`);
    this.addSql(`create index "contract_line_task_id_index" on "contract_line" ("task_id");`);
    this.addSql(`alter table "contract_line" add constraint "contract_line_contract_id_position_unique" unique ("contract_id", "position");`);

    this.addSql(`create table "liquidation" ("id" serial primary key, "version" int not null default 1, "contract_id" int not null, "held_on" varchar(10) not null, "document_number" varchar(64) not null default '', "place" varchar(200) not null default '', "deductions" jsonb not null, "conclusion" text not null default '', "created_at" varchar(24) not null, "issued_by_id" int null, "issued_at" varchar(24) null, "minutes" jsonb null, "minutes_sha256" varchar(64) null);`);
    this.addSql(`alter table "liquidation" add constraint "liquidation_contract_id_unique" unique ("contract_id");`);

    this.addSql(`create table "link_snapshot" ("id" serial primary key, "deliverable_id" int not null, "url" text not null, "final_url" text not null, "title" text null, "author" text null, "published_on" varchar(10) null, "text" text not null, "sha256" varchar(64) not null, "taken_by_id" int null, "taken_at" varchar(24) not null);`);
    this.addSql(`create index "link_snapshot_deliverable_id_id_index" on "link_snapshot" ("deliverable_id", "id");`);

    this.addSql(`create table "evidence" ("id" serial primary key, "deliverable_id" int not null, "kind" varchar(8) not null, "file_id" int null, "file_name" varchar(200) null, "url" text null, "issue_number" varchar(60) null, "page" varchar(60) null, "channel" varchar(120) null, "aired_on" varchar(10) null, "aired_at" varchar(5) null, "note" text null, "added_by_id" int null, "added_at" varchar(24) not null, "removed_by_id" int null, "removed_at" varchar(24) null);`);
    this.addSql(`create index "evidence_file_id_index" on "evidence" ("file_id");`);
    this.addSql(`create index "evidence_deliverable_id_removed_at_index" on "evidence" ("deliverable_id", "removed_at");`);

    this.addSql(`create table "adjustment" ("id" serial primary key, "deliverable_id" int not null, "effective_on" varchar(10) not null, "reason" text not null, "made_by_id" int null, "made_at" varchar(24) not null);`);
    this.addSql(`alter table "adjustment" add constraint "adjustment_deliverable_id_unique" unique ("deliverable_id");`);

    this.addSql(`create table "acceptance" ("id" serial primary key, "version" int not null default 1, "contract_id" int not null, "state" varchar(12) not null default 'draft', "round" int null, "held_on" varchar(10) not null, "words" jsonb not null, "reviewed_by_id" int null, "reviewed_at" varchar(24) null, "review_note" text null, "created_by_id" int null, "created_at" varchar(24) not null, "issued_by_id" int null, "issued_at" varchar(24) null, "minutes" jsonb null, "minutes_sha256" varchar(64) null);`);
    this.addSql(`create index "acceptance_contract_id_index" on "acceptance" ("contract_id");`);
    this.addSql(`create unique index "acceptance_round" on "acceptance" ("contract_id", "round") where round is not null;`);

    this.addSql(`create table "acceptance_item" ("id" serial primary key, "acceptance_id" int not null, "deliverable_id" int not null, "line_id" int not null, "kind" varchar(8) not null, "state" varchar(8) not null default 'open', "reason" text null, "judged_by_id" int null, "judged_at" varchar(24) null);`);
    this.addSql(`create index "acceptance_item_deliverable_id_index" on "acceptance_item" ("deliverable_id");`);
    this.addSql(`create index "acceptance_item_line_id_index" on "acceptance_item" ("line_id");`);
    this.addSql(`create index "acceptance_item_acceptance_id_kind_state_index" on "acceptance_item" ("acceptance_id", "kind", "state");`);
    this.addSql(`create unique index "acceptance_item_once" on "acceptance_item" ("deliverable_id", "kind") where state in ('open', 'passed', 'failed', 'accepted');`);

    this.addSql(`alter table "audit_entry" add "position" int null, add "hash" varchar(64) null;`);
    this.addSql(`alter table "audit_entry" add constraint "audit_entry_position_unique" unique ("position");`);

    this.addSql(`alter table "contract" add constraint "contract_plan_id_foreign" foreign key ("plan_id") references "plan" ("id");`);
    this.addSql(`alter table "contract" add constraint "contract_party_a_id_foreign" foreign key ("party_a_id") references "organisation" ("id");`);
    this.addSql(`alter table "contract" add constraint "contract_party_b_id_foreign" foreign key ("party_b_id") references "organisation" ("id");`);

    this.addSql(`alter table "contract_payment" add constraint "contract_payment_contract_id_foreign" foreign key ("contract_id") references "contract" ("id");`);

    this.addSql(`alter table "contract_annex" add constraint "contract_annex_contract_id_foreign" foreign key ("contract_id") references "contract" ("id");`);

    this.addSql(`alter table "contract_line" add constraint "contract_line_contract_id_foreign" foreign key ("contract_id") references "contract" ("id");`);
    this.addSql(`alter table "contract_line" add constraint "contract_line_task_id_foreign" foreign key ("task_id") references "task" ("id");`);

    this.addSql(`alter table "liquidation" add constraint "liquidation_contract_id_foreign" foreign key ("contract_id") references "contract" ("id");`);
    this.addSql(`alter table "liquidation" add constraint "liquidation_issued_by_id_foreign" foreign key ("issued_by_id") references "user_account" ("id") on delete set null;`);

    this.addSql(`alter table "link_snapshot" add constraint "link_snapshot_deliverable_id_foreign" foreign key ("deliverable_id") references "deliverable" ("id");`);
    this.addSql(`alter table "link_snapshot" add constraint "link_snapshot_taken_by_id_foreign" foreign key ("taken_by_id") references "user_account" ("id") on delete set null;`);

    this.addSql(`alter table "evidence" add constraint "evidence_deliverable_id_foreign" foreign key ("deliverable_id") references "deliverable" ("id");`);
    this.addSql(`alter table "evidence" add constraint "evidence_file_id_foreign" foreign key ("file_id") references "stored_file" ("id") on delete restrict;`);
    this.addSql(`alter table "evidence" add constraint "evidence_added_by_id_foreign" foreign key ("added_by_id") references "user_account" ("id") on delete set null;`);
    this.addSql(`alter table "evidence" add constraint "evidence_removed_by_id_foreign" foreign key ("removed_by_id") references "user_account" ("id") on delete set null;`);

    this.addSql(`alter table "adjustment" add constraint "adjustment_deliverable_id_foreign" foreign key ("deliverable_id") references "deliverable" ("id");`);
    this.addSql(`alter table "adjustment" add constraint "adjustment_made_by_id_foreign" foreign key ("made_by_id") references "user_account" ("id") on delete set null;`);

    this.addSql(`alter table "acceptance" add constraint "acceptance_contract_id_foreign" foreign key ("contract_id") references "contract" ("id");`);
    this.addSql(`alter table "acceptance" add constraint "acceptance_reviewed_by_id_foreign" foreign key ("reviewed_by_id") references "user_account" ("id") on delete set null;`);
    this.addSql(`alter table "acceptance" add constraint "acceptance_created_by_id_foreign" foreign key ("created_by_id") references "user_account" ("id") on delete set null;`);
    this.addSql(`alter table "acceptance" add constraint "acceptance_issued_by_id_foreign" foreign key ("issued_by_id") references "user_account" ("id") on delete set null;`);

    this.addSql(`alter table "acceptance_item" add constraint "acceptance_item_acceptance_id_foreign" foreign key ("acceptance_id") references "acceptance" ("id");`);
    this.addSql(`alter table "acceptance_item" add constraint "acceptance_item_deliverable_id_foreign" foreign key ("deliverable_id") references "deliverable" ("id");`);
    this.addSql(`alter table "acceptance_item" add constraint "acceptance_item_line_id_foreign" foreign key ("line_id") references "contract_line" ("id");`);
    this.addSql(`alter table "acceptance_item" add constraint "acceptance_item_judged_by_id_foreign" foreign key ("judged_by_id") references "user_account" ("id") on delete set null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "contract_payment" drop constraint "contract_payment_contract_id_foreign";`);
    this.addSql(`alter table "contract_annex" drop constraint "contract_annex_contract_id_foreign";`);
    this.addSql(`alter table "contract_line" drop constraint "contract_line_contract_id_foreign";`);
    this.addSql(`alter table "liquidation" drop constraint "liquidation_contract_id_foreign";`);
    this.addSql(`alter table "acceptance" drop constraint "acceptance_contract_id_foreign";`);
    this.addSql(`alter table "evidence" drop constraint "evidence_file_id_foreign";`);
    this.addSql(`alter table "acceptance_item" drop constraint "acceptance_item_line_id_foreign";`);
    this.addSql(`alter table "acceptance_item" drop constraint "acceptance_item_acceptance_id_foreign";`);

    this.addSql(`drop table if exists "audit_chain" cascade;`);
    this.addSql(`drop table if exists "office_settings" cascade;`);
    this.addSql(`drop table if exists "contract" cascade;`);
    this.addSql(`drop table if exists "contract_payment" cascade;`);
    this.addSql(`drop table if exists "contract_annex" cascade;`);
    this.addSql(`drop table if exists "stored_file" cascade;`);
    this.addSql(`drop table if exists "contract_line" cascade;`);
    this.addSql(`drop table if exists "liquidation" cascade;`);
    this.addSql(`drop table if exists "link_snapshot" cascade;`);
    this.addSql(`drop table if exists "evidence" cascade;`);
    this.addSql(`drop table if exists "adjustment" cascade;`);
    this.addSql(`drop table if exists "acceptance" cascade;`);
    this.addSql(`drop table if exists "acceptance_item" cascade;`);

    this.addSql(`alter table "audit_entry" drop constraint "audit_entry_position_unique";`);
    this.addSql(`alter table "audit_entry" drop column "position", drop column "hash";`);
  }

}
