import { Migration } from '@mikro-orm/migrations';

export class Migration20261123191948_initial extends Migration {

  override name = 'Migration20261123191948_initial';

  override up(): void | Promise<void> {
    this.addSql(`create table "mailbox_letter" ("id" serial primary key, "message_id" varchar(255) not null, "to_address" varchar(254) not null, "to_name" varchar(200) not null, "subject" text not null, "text" text not null, "html" text not null, "sent_at" varchar(24) not null);`);
    this.addSql(`alter table "mailbox_letter" add constraint "mailbox_letter_message_id_unique" unique ("message_id");`);
    this.addSql(`create index "mailbox_letter_sent_at_index" on "mailbox_letter" ("sent_at");`);

    this.addSql(`create table "organisation" ("id" serial primary key, "code" varchar(64) not null, "name" varchar(255) not null, "short_name" varchar(64) not null, "kind" text not null);`);
    this.addSql(`alter table "organisation" add constraint "organisation_code_unique" unique ("code");`);

    this.addSql(`create table "plan" ("id" serial primary key, "number" varchar(64) not null, "title" text not null, "year" int not null, "issuer" varchar(255) not null, "place" varchar(128) not null, "issued_on" varchar(10) not null, "coordinator_id" int not null, "starts_on" varchar(10) not null, "ends_on" varchar(10) not null, "is_sample" boolean not null, "loaded_on" varchar(10) not null);`);
    this.addSql(`alter table "plan" add constraint "plan_number_year_unique" unique ("number", "year");`);

    this.addSql(`create table "task" ("id" serial primary key, "plan_id" int not null, "ordinal" int not null, "name" text not null, "product" text not null, "genres" jsonb not null, "medium" text not null, "quantity" jsonb not null, "time" jsonb not null, "doubts" jsonb not null);`);
    this.addSql(`alter table "task" add constraint "task_plan_id_ordinal_unique" unique ("plan_id", "ordinal");`);

    this.addSql(`create table "period_target" ("id" serial primary key, "task_id" int not null, "starts_on" varchar(10) not null, "ends_on" varchar(10) not null, "quantity" int not null, "pace" text not null, "product" varchar(255) null);`);
    this.addSql(`create index "period_target_task_id_starts_on_index" on "period_target" ("task_id", "starts_on");`);

    this.addSql(`create table "task_party" ("id" serial primary key, "task_id" int not null, "organisation_id" int not null, "role" text not null, "position" int not null);`);
    this.addSql(`create index "task_party_organisation_id_index" on "task_party" ("organisation_id");`);
    this.addSql(`alter table "task_party" add constraint "task_party_task_id_role_position_unique" unique ("task_id", "role", "position");`);

    this.addSql(`create table "user_account" ("id" serial primary key, "email" varchar(254) not null, "name" varchar(200) not null, "role" text not null, "organisation_id" int not null, "password_hash" varchar(255) null, "is_active" boolean not null, "created_at" varchar(24) not null);`);
    this.addSql(`alter table "user_account" add constraint "user_account_email_unique" unique ("email");`);
    this.addSql(`create index "user_account_organisation_id_index" on "user_account" ("organisation_id");`);

    this.addSql(`create table "set_up_link" ("token_hash" varchar(64) not null, "user_id" int null, "expires_at" varchar(24) not null, primary key ("token_hash"));`);
    this.addSql(`create index "set_up_link_user_id_index" on "set_up_link" ("user_id");`);

    this.addSql(`create table "session" ("token_hash" varchar(64) not null, "user_id" int not null, "created_at" varchar(24) not null, "expires_at" varchar(24) not null, primary key ("token_hash"));`);
    this.addSql(`create index "session_user_id_index" on "session" ("user_id");`);
    this.addSql(`create index "session_expires_at_index" on "session" ("expires_at");`);

    this.addSql(`create table "reminder" ("id" serial primary key, "task_id" int not null, "period_from" varchar(10) not null, "period_to" varchar(10) not null, "kind" text not null, "recipient_id" int not null, "state" text not null, "attempts" int not null, "next_attempt_at" varchar(24) not null, "lease_until" varchar(24) null, "last_error" text null, "sent_at" varchar(24) null, "created_at" varchar(24) not null);`);
    this.addSql(`create index "reminder_recipient_id_index" on "reminder" ("recipient_id");`);
    this.addSql(`create index "reminder_state_next_attempt_at_index" on "reminder" ("state", "next_attempt_at");`);
    this.addSql(`alter table "reminder" add constraint "reminder_once" unique ("task_id", "period_from", "period_to", "kind", "recipient_id");`);

    this.addSql(`create table "deliverable" ("id" serial primary key, "version" int not null default 1, "task_id" int not null, "organisation_id" int not null, "status" text not null default 'planned', "occurs_on" varchar(10) not null, "planned_on" varchar(10) null, "credited_on" varchar(10) null, "rerun_of_id" int null, "title" varchar(300) not null default '', "genre" varchar(120) null, "author" varchar(200) null, "issue_number" varchar(60) null, "page" varchar(60) null, "url" text null, "aired_at" varchar(5) null, "channel" varchar(120) null, "programme" varchar(200) null, "duration_seconds" int null, "place" varchar(300) null, "attendance" int null, "document_number" varchar(120) null, "note" text null, "reason" text null, "url_key" text null, "title_key" varchar(300) not null default '', "search_key" text not null default '', "created_by_id" int null, "created_at" varchar(24) not null, "changed_at" varchar(24) not null);`);
    this.addSql(`create index "deliverable_organisation_id_index" on "deliverable" ("organisation_id");`);
    this.addSql(`create index "deliverable_status_index" on "deliverable" ("status");`);
    this.addSql(`create index "deliverable_occurs_on_index" on "deliverable" ("occurs_on");`);
    this.addSql(`create index "deliverable_rerun_of_id_index" on "deliverable" ("rerun_of_id");`);
    this.addSql(`create index "deliverable_task_id_occurs_on_index" on "deliverable" ("task_id", "occurs_on");`);
    this.addSql(`create unique index "deliverable_same_title_and_day" on "deliverable" ("task_id", "title_key", "occurs_on") where status in ('planned', 'published', 'accepted') and title_key <> '' and rerun_of_id is null;`);
    this.addSql(`create unique index "deliverable_same_url" on "deliverable" ("url_key") where status in ('planned', 'published', 'accepted') and url_key is not null and rerun_of_id is null;`);

    this.addSql(`create table "audit_entry" ("id" serial primary key, "at" varchar(24) not null, "actor_id" int null, "action" varchar(60) not null, "subject_id" int not null, "before" jsonb null, "after" jsonb null);`);
    this.addSql(`create index "audit_entry_subject_id_id_index" on "audit_entry" ("subject_id", "id");`);

    this.addSql(`alter table "organisation" add constraint "organisation_kind_check" check ("kind" in ('authority', 'department', 'press', 'broadcaster', 'centre', 'group'));`);

    this.addSql(`alter table "plan" add constraint "plan_coordinator_id_foreign" foreign key ("coordinator_id") references "organisation" ("id");`);

    this.addSql(`alter table "task" add constraint "task_plan_id_foreign" foreign key ("plan_id") references "plan" ("id");`);
    this.addSql(`alter table "task" add constraint "task_medium_check" check ("medium" in ('newspaper', 'radio', 'television', 'loudspeaker', 'forum', 'training', 'document'));`);

    this.addSql(`alter table "period_target" add constraint "period_target_task_id_foreign" foreign key ("task_id") references "task" ("id");`);
    this.addSql(`alter table "period_target" add constraint "period_target_pace_check" check ("pace" in ('even', 'none'));`);

    this.addSql(`alter table "task_party" add constraint "task_party_task_id_foreign" foreign key ("task_id") references "task" ("id");`);
    this.addSql(`alter table "task_party" add constraint "task_party_organisation_id_foreign" foreign key ("organisation_id") references "organisation" ("id");`);
    this.addSql(`alter table "task_party" add constraint "task_party_role_check" check ("role" in ('lead', 'supporting'));`);

    this.addSql(`alter table "user_account" add constraint "user_account_organisation_id_foreign" foreign key ("organisation_id") references "organisation" ("id");`);
    this.addSql(`alter table "user_account" add constraint "user_account_role_check" check ("role" in ('coordinator', 'producer', 'viewer'));`);

    this.addSql(`alter table "set_up_link" add constraint "set_up_link_user_id_foreign" foreign key ("user_id") references "user_account" ("id") on delete set null;`);

    this.addSql(`alter table "session" add constraint "session_user_id_foreign" foreign key ("user_id") references "user_account" ("id");`);

    this.addSql(`alter table "reminder" add constraint "reminder_task_id_foreign" foreign key ("task_id") references "task" ("id");`);
    this.addSql(`alter table "reminder" add constraint "reminder_recipient_id_foreign" foreign key ("recipient_id") references "user_account" ("id");`);
    this.addSql(`alter table "reminder" add constraint "reminder_kind_check" check ("kind" in ('ahead', 'eve', 'missed'));`);
    this.addSql(`alter table "reminder" add constraint "reminder_state_check" check ("state" in ('pending', 'sending', 'sent', 'cancelled'));`);

    this.addSql(`alter table "deliverable" add constraint "deliverable_task_id_foreign" foreign key ("task_id") references "task" ("id");`);
    this.addSql(`alter table "deliverable" add constraint "deliverable_organisation_id_foreign" foreign key ("organisation_id") references "organisation" ("id");`);
    this.addSql(`alter table "deliverable" add constraint "deliverable_rerun_of_id_foreign" foreign key ("rerun_of_id") references "deliverable" ("id") on delete set null;`);
    this.addSql(`alter table "deliverable" add constraint "deliverable_created_by_id_foreign" foreign key ("created_by_id") references "user_account" ("id") on delete set null;`);
    this.addSql(`alter table "deliverable" add constraint "deliverable_status_check" check ("status" in ('planned', 'published', 'accepted', 'rejected', 'withdrawn'));`);

    this.addSql(`alter table "audit_entry" add constraint "audit_entry_actor_id_foreign" foreign key ("actor_id") references "user_account" ("id") on delete set null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "plan" drop constraint "plan_coordinator_id_foreign";`);
    this.addSql(`alter table "task_party" drop constraint "task_party_organisation_id_foreign";`);
    this.addSql(`alter table "user_account" drop constraint "user_account_organisation_id_foreign";`);
    this.addSql(`alter table "deliverable" drop constraint "deliverable_organisation_id_foreign";`);
    this.addSql(`alter table "task" drop constraint "task_plan_id_foreign";`);
    this.addSql(`alter table "period_target" drop constraint "period_target_task_id_foreign";`);
    this.addSql(`alter table "task_party" drop constraint "task_party_task_id_foreign";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_task_id_foreign";`);
    this.addSql(`alter table "deliverable" drop constraint "deliverable_task_id_foreign";`);
    this.addSql(`alter table "set_up_link" drop constraint "set_up_link_user_id_foreign";`);
    this.addSql(`alter table "session" drop constraint "session_user_id_foreign";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_recipient_id_foreign";`);
    this.addSql(`alter table "deliverable" drop constraint "deliverable_created_by_id_foreign";`);
    this.addSql(`alter table "audit_entry" drop constraint "audit_entry_actor_id_foreign";`);
    this.addSql(`alter table "deliverable" drop constraint "deliverable_rerun_of_id_foreign";`);

    this.addSql(`drop table if exists "mailbox_letter" cascade;`);
    this.addSql(`drop table if exists "organisation" cascade;`);
    this.addSql(`drop table if exists "plan" cascade;`);
    this.addSql(`drop table if exists "task" cascade;`);
    this.addSql(`drop table if exists "period_target" cascade;`);
    this.addSql(`drop table if exists "task_party" cascade;`);
    this.addSql(`drop table if exists "user_account" cascade;`);
    this.addSql(`drop table if exists "set_up_link" cascade;`);
    this.addSql(`drop table if exists "session" cascade;`);
    this.addSql(`drop table if exists "reminder" cascade;`);
    this.addSql(`drop table if exists "deliverable" cascade;`);
    this.addSql(`drop table if exists "audit_entry" cascade;`);
  }

}
