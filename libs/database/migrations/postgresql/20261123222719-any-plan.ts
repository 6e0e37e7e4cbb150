import { Migration } from '@mikro-orm/migrations';

export class Migration20261123222719_any_plan extends Migration {

  override name = 'Migration20261123222719_any_plan';

  override up(): void | Promise<void> {
    this.addSql(`create table "calendar_day" ("id" serial primary key, "day" varchar(10) not null, "kind" text not null, "name" varchar(255) not null, "source" text not null, "changed_by" varchar(255) not null, "changed_at" varchar(24) not null);`);
    this.addSql(`alter table "calendar_day" add constraint "calendar_day_day_unique" unique ("day");`);

    this.addSql(`create table "calendar_year" ("id" serial primary key, "year" int not null, "source" text not null, "changed_by" varchar(255) not null, "changed_at" varchar(24) not null);`);
    this.addSql(`alter table "calendar_year" add constraint "calendar_year_year_unique" unique ("year");`);

    this.addSql(`create table "group_member" ("id" serial primary key, "group_id" int not null, "member_id" int not null, "valid_from" varchar(10) null, "valid_until" varchar(10) null);`);
    this.addSql(`create index "group_member_member_id_index" on "group_member" ("member_id");`);
    this.addSql(`alter table "group_member" add constraint "group_member_group_id_member_id_valid_from_unique" unique ("group_id", "member_id", "valid_from");`);

    this.addSql(`create table "organisation_name" ("id" serial primary key, "organisation_id" int not null, "name" varchar(255) not null, "short_name" varchar(64) not null, "valid_from" varchar(10) null, "valid_until" varchar(10) null, "basis" text not null);`);
    this.addSql(`create index "organisation_name_organisation_id_index" on "organisation_name" ("organisation_id");`);

    this.addSql(`create table "plan_amendment" ("id" serial primary key, "plan_id" int not null, "basis" text not null, "effective_on" varchar(10) not null, "changes" jsonb not null, "created_by" varchar(255) not null, "created_at" varchar(24) not null);`);
    this.addSql(`create index "plan_amendment_plan_id_effective_on_index" on "plan_amendment" ("plan_id", "effective_on");`);

    this.addSql(`create table "plan_draft" ("id" serial primary key, "version" int not null default 1, "origin" text not null, "source_name" varchar(255) not null, "content" jsonb not null, "created_by" varchar(255) not null, "created_at" varchar(24) not null, "changed_at" varchar(24) not null, "plan_id" int null);`);

    this.addSql(`create table "plan_duty" ("id" serial primary key, "plan_id" int not null, "section" text not null, "party_position" int not null, "party" text not null, "position" int not null, "text" text not null, "state" text not null, "note" text not null, "changed_by" varchar(255) null, "changed_at" varchar(24) null);`);
    this.addSql(`alter table "plan_duty" add constraint "plan_duty_plan_id_section_party_position_position_unique" unique ("plan_id", "section", "party_position", "position");`);

    this.addSql(`create table "succession" ("id" serial primary key, "predecessor_id" int not null, "successor_id" int null, "kind" text not null, "effective_on" varchar(10) not null, "basis" text not null, "passed_on" varchar(10) null, "passed_by" varchar(255) null);`);
    this.addSql(`create index "succession_predecessor_id_index" on "succession" ("predecessor_id");`);
    this.addSql(`create index "succession_successor_id_index" on "succession" ("successor_id");`);

    this.addSql(`create table "topic" ("id" serial primary key, "plan_id" int not null, "position" int not null, "text" text not null);`);
    this.addSql(`alter table "topic" add constraint "topic_plan_id_position_unique" unique ("plan_id", "position");`);

    this.addSql(`create table "deliverable_topic" ("id" serial primary key, "deliverable_id" int not null, "topic_id" int not null);`);
    this.addSql(`create index "deliverable_topic_topic_id_index" on "deliverable_topic" ("topic_id");`);
    this.addSql(`alter table "deliverable_topic" add constraint "deliverable_topic_deliverable_id_topic_id_unique" unique ("deliverable_id", "topic_id");`);

    this.addSql(`alter table "organisation" add "address" text not null default '', add "phone" varchar(64) not null default '', add "email" varchar(255) not null default '', add "contact_person" varchar(255) not null default '';`);

    this.addSql(`alter table "plan" add "state" varchar(16) not null default 'in-force';`);

    this.addSql(`alter table "task" add "label" varchar(32) not null default '', add "heading" text null, add "products" jsonb not null default '[]', add "note" text not null default '';`);

    this.addSql(`alter table "period_target" add "member_id" int null, add "valid_from" varchar(10) null, add "valid_until" varchar(10) null;`);
    this.addSql(`alter table "period_target" add constraint "period_target_member_id_foreign" foreign key ("member_id") references "organisation" ("id") on delete set null;`);

    this.addSql(`alter table "task_party" add "valid_from" varchar(10) null, add "valid_until" varchar(10) null;`);

    this.addSql(`drop index "audit_entry_subject_id_id_index";`);
    this.addSql(`alter table "audit_entry" add "subject" varchar(16) not null default 'deliverable';`);
    this.addSql(`create index "audit_entry_subject_id_subject_id_index" on "audit_entry" ("subject_id", "subject", "id");`);

    this.addSql(`alter table "calendar_day" add constraint "calendar_day_kind_check" check ("kind" in ('off', 'work', 'plain'));`);

    this.addSql(`alter table "group_member" add constraint "group_member_group_id_foreign" foreign key ("group_id") references "organisation" ("id");`);
    this.addSql(`alter table "group_member" add constraint "group_member_member_id_foreign" foreign key ("member_id") references "organisation" ("id");`);

    this.addSql(`alter table "organisation_name" add constraint "organisation_name_organisation_id_foreign" foreign key ("organisation_id") references "organisation" ("id");`);

    this.addSql(`alter table "plan_amendment" add constraint "plan_amendment_plan_id_foreign" foreign key ("plan_id") references "plan" ("id");`);

    this.addSql(`alter table "plan_draft" add constraint "plan_draft_plan_id_foreign" foreign key ("plan_id") references "plan" ("id") on delete set null;`);
    this.addSql(`alter table "plan_draft" add constraint "plan_draft_origin_check" check ("origin" in ('file', 'paste', 'next-year'));`);

    this.addSql(`alter table "plan_duty" add constraint "plan_duty_plan_id_foreign" foreign key ("plan_id") references "plan" ("id");`);
    this.addSql(`alter table "plan_duty" add constraint "plan_duty_section_check" check ("section" in ('parties', 'forms'));`);
    this.addSql(`alter table "plan_duty" add constraint "plan_duty_state_check" check ("state" in ('open', 'under-way', 'done'));`);

    this.addSql(`alter table "succession" add constraint "succession_predecessor_id_foreign" foreign key ("predecessor_id") references "organisation" ("id");`);
    this.addSql(`alter table "succession" add constraint "succession_successor_id_foreign" foreign key ("successor_id") references "organisation" ("id") on delete set null;`);
    this.addSql(`alter table "succession" add constraint "succession_kind_check" check ("kind" in ('merged', 'split', 'abolished'));`);

    this.addSql(`alter table "topic" add constraint "topic_plan_id_foreign" foreign key ("plan_id") references "plan" ("id");`);

    this.addSql(`alter table "deliverable_topic" add constraint "deliverable_topic_deliverable_id_foreign" foreign key ("deliverable_id") references "deliverable" ("id") on delete cascade;`);
    this.addSql(`alter table "deliverable_topic" add constraint "deliverable_topic_topic_id_foreign" foreign key ("topic_id") references "topic" ("id");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "deliverable_topic" drop constraint "deliverable_topic_topic_id_foreign";`);

    this.addSql(`drop table if exists "calendar_day" cascade;`);
    this.addSql(`drop table if exists "calendar_year" cascade;`);
    this.addSql(`drop table if exists "group_member" cascade;`);
    this.addSql(`drop table if exists "organisation_name" cascade;`);
    this.addSql(`drop table if exists "plan_amendment" cascade;`);
    this.addSql(`drop table if exists "plan_draft" cascade;`);
    this.addSql(`drop table if exists "plan_duty" cascade;`);
    this.addSql(`drop table if exists "succession" cascade;`);
    this.addSql(`drop table if exists "topic" cascade;`);
    this.addSql(`drop table if exists "deliverable_topic" cascade;`);

    this.addSql(`alter table "period_target" drop constraint "period_target_member_id_foreign";`);

    this.addSql(`drop index "audit_entry_subject_id_subject_id_index";`);
    this.addSql(`alter table "audit_entry" drop column "subject";`);
    this.addSql(`create index "audit_entry_subject_id_id_index" on "audit_entry" ("subject_id", "id");`);

    this.addSql(`alter table "organisation" drop column "address", drop column "phone", drop column "email", drop column "contact_person";`);

    this.addSql(`alter table "period_target" drop column "member_id", drop column "valid_from", drop column "valid_until";`);

    this.addSql(`alter table "plan" drop column "state";`);

    this.addSql(`alter table "task" drop column "label", drop column "heading", drop column "products", drop column "note";`);

    this.addSql(`alter table "task_party" drop column "valid_from", drop column "valid_until";`);
  }

}
