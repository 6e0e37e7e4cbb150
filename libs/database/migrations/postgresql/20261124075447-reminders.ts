import { Migration } from '@mikro-orm/migrations';

export class Migration20261124075447_reminders extends Migration {

  override name = 'Migration20261124075447_reminders';

  override up(): void | Promise<void> {
    // What was sent before is carried over by the migration after this one.
    this.addSql('create table reminder_before as select * from reminder;');
    this.addSql('delete from reminder;');

    this.addSql(`create table "link_key" ("id" serial primary key, "secret" varchar(64) not null);`);

    this.addSql(`create table "mail_gate" ("id" serial primary key, "turns" int not null default 0, "stopped_at" varchar(24) null, "words" text null, "settings" varchar(64) null, "probe_at" varchar(24) null);`);

    this.addSql(`create table "rule_set" ("id" serial primary key, "version" int not null default 1, "plan_id" int not null, "task_id" int null, "is_silent" boolean not null default false, "rules" jsonb not null, "leaders" jsonb null, "send_from" varchar(5) not null default '07:30', "send_until" varchar(5) not null default '17:00');`);
    this.addSql(`create index "rule_set_plan_id_index" on "rule_set" ("plan_id");`);
    this.addSql(`alter table "rule_set" add constraint "rule_set_task_id_unique" unique ("task_id");`);
    this.addSql(`create unique index "rule_set_of_plan" on "rule_set" ("plan_id") where task_id is null;`);

    this.addSql(`create table "snooze" ("id" serial primary key, "obligation" varchar(80) not null, "organisation_id" int not null, "task_id" int not null, "until" varchar(10) not null, "reason" text not null, "by_id" int not null, "created_at" varchar(24) not null);`);
    this.addSql(`create index "snooze_task_id_index" on "snooze" ("task_id");`);
    this.addSql(`create index "snooze_until_obligation_index" on "snooze" ("until", "obligation");`);

    this.addSql(`create table "reminder_mail" ("id" serial primary key, "message_key" varchar(64) not null, "recipient_id" int not null, "day" varchar(10) not null, "state" text not null, "is_in_doubt" boolean not null, "attempts" int not null, "next_attempt_at" varchar(24) not null, "last_attempt_at" varchar(24) null, "lease_until" varchar(24) null, "claim" varchar(36) null, "last_error" text null, "subject" text null, "created_at" varchar(24) not null, "sent_at" varchar(24) null);`);
    this.addSql(`alter table "reminder_mail" add constraint "reminder_mail_message_key_unique" unique ("message_key");`);
    this.addSql(`create index "reminder_mail_sent_at_index" on "reminder_mail" ("sent_at");`);
    this.addSql(`create index "reminder_mail_last_attempt_at_index" on "reminder_mail" ("last_attempt_at");`);
    this.addSql(`create index "reminder_mail_open" on "reminder_mail" ("next_attempt_at", "id") where state in ('pending', 'sending');`);
    this.addSql(`alter table "reminder_mail" add constraint "reminder_mail_once_a_day" unique ("recipient_id", "day");`);

    this.addSql(`alter table "reminder" drop constraint "reminder_task_id_foreign";`);

    this.addSql(`alter table "user_account" add "takes_summaries" boolean not null default true;`);

    this.addSql(`drop index "reminder_state_next_attempt_at_index";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_once";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_kind_check";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_state_check";`);
    this.addSql(`alter table "reminder" drop column "period_from", drop column "period_to", drop column "attempts", drop column "next_attempt_at", drop column "lease_until", drop column "last_error", drop column "sent_at";`);
    this.addSql(`alter table "reminder" add "obligation" varchar(80) not null, add "stage" varchar(40) not null, add "plan_id" int not null, add "due_on" varchar(10) not null, add "cancellation" text null, add "mail_id" int null, add "settled_at" varchar(24) null, add "link_used_at" varchar(24) null, add "link_revoked_at" varchar(24) null;`);
    this.addSql(`alter table "reminder" add constraint "reminder_plan_id_foreign" foreign key ("plan_id") references "plan" ("id");`);
    this.addSql(`alter table "reminder" add constraint "reminder_mail_id_foreign" foreign key ("mail_id") references "reminder_mail" ("id") on delete set null;`);
    this.addSql(`alter table "reminder" alter column "task_id" drop not null;`);
    this.addSql(`alter table "reminder" add constraint "reminder_task_id_foreign" foreign key ("task_id") references "task" ("id") on delete set null;`);
    this.addSql(`create index "reminder_task_id_index" on "reminder" ("task_id");`);
    this.addSql(`create index "reminder_mail_id_index" on "reminder" ("mail_id");`);
    this.addSql(`create index "reminder_state_id_index" on "reminder" ("state", "id");`);
    this.addSql(`create index "reminder_open" on "reminder" ("recipient_id", "mail_id") where state in ('pending', 'sending');`);
    this.addSql(`alter table "reminder" add constraint "reminder_once" unique ("obligation", "stage", "recipient_id");`);
    this.addSql(`alter table "reminder" add constraint "reminder_cancellation_check" check ("cancellation" in ('met', 'gone', 'superseded', 'snoozed', 'empty'));`);
    this.addSql(`alter table "reminder" add constraint "reminder_kind_check" check ("kind" in ('start', 'ahead', 'missed', 'late', 'escalated', 'pace', 'evidence', 'contract-end', 'contract-used', 'snoozed', 'weekly', 'monthly'));`);
    this.addSql(`alter table "reminder" add constraint "reminder_state_check" check ("state" in ('pending', 'sending', 'sent', 'failed', 'cancelled'));`);

    this.addSql(`alter table "deliverable" add "logged_via" varchar(16) null;`);

    this.addSql(`alter table "rule_set" add constraint "rule_set_plan_id_foreign" foreign key ("plan_id") references "plan" ("id");`);
    this.addSql(`alter table "rule_set" add constraint "rule_set_task_id_foreign" foreign key ("task_id") references "task" ("id") on delete set null;`);

    this.addSql(`alter table "snooze" add constraint "snooze_organisation_id_foreign" foreign key ("organisation_id") references "organisation" ("id");`);
    this.addSql(`alter table "snooze" add constraint "snooze_task_id_foreign" foreign key ("task_id") references "task" ("id");`);
    this.addSql(`alter table "snooze" add constraint "snooze_by_id_foreign" foreign key ("by_id") references "user_account" ("id");`);

    this.addSql(`alter table "reminder_mail" add constraint "reminder_mail_recipient_id_foreign" foreign key ("recipient_id") references "user_account" ("id");`);
    this.addSql(`alter table "reminder_mail" add constraint "reminder_mail_state_check" check ("state" in ('pending', 'sending', 'sent', 'failed', 'cancelled'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "reminder" drop constraint "reminder_mail_id_foreign";`);

    this.addSql(`drop table if exists "link_key" cascade;`);
    this.addSql(`drop table if exists "mail_gate" cascade;`);
    this.addSql(`drop table if exists "rule_set" cascade;`);
    this.addSql(`drop table if exists "snooze" cascade;`);
    this.addSql(`drop table if exists "reminder_mail" cascade;`);

    this.addSql(`alter table "reminder" drop constraint "reminder_plan_id_foreign";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_task_id_foreign";`);

    this.addSql(`alter table "deliverable" drop column "logged_via";`);

    this.addSql(`drop index "reminder_task_id_index";`);
    this.addSql(`drop index "reminder_mail_id_index";`);
    this.addSql(`drop index "reminder_state_id_index";`);
    this.addSql(`drop index "reminder_open";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_once";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_cancellation_check";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_kind_check";`);
    this.addSql(`alter table "reminder" drop constraint "reminder_state_check";`);
    this.addSql(`alter table "reminder" drop column "obligation", drop column "stage", drop column "plan_id", drop column "cancellation", drop column "mail_id", drop column "settled_at", drop column "link_used_at", drop column "link_revoked_at";`);
    this.addSql(`alter table "reminder" add "period_to" varchar(10) not null, add "attempts" int4 not null, add "next_attempt_at" varchar(24) not null, add "lease_until" varchar(24) null, add "last_error" text null, add "sent_at" varchar(24) null;`);
    this.addSql(`alter table "reminder" alter column "task_id" set not null;`);
    this.addSql(`alter table "reminder" rename column "due_on" to "period_from";`);
    this.addSql(`alter table "reminder" add constraint "reminder_task_id_foreign" foreign key ("task_id") references "task" ("id") on update no action on delete no action;`);
    this.addSql(`create index "reminder_state_next_attempt_at_index" on "reminder" ("state", "next_attempt_at");`);
    this.addSql(`alter table "reminder" add constraint "reminder_once" unique ("task_id", "period_from", "period_to", "kind", "recipient_id");`);
    this.addSql(`alter table "reminder" add constraint "reminder_kind_check" check ("kind" in ('ahead', 'eve', 'missed'));`);
    this.addSql(`alter table "reminder" add constraint "reminder_state_check" check ("state" in ('pending', 'sending', 'sent', 'cancelled'));`);

    this.addSql(`alter table "user_account" drop column "takes_summaries";`);
  }

}
