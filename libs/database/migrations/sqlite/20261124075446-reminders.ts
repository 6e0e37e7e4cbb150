import { Migration } from '@mikro-orm/migrations';

export class Migration20261124075446_reminders extends Migration {

  override name = 'Migration20261124075446_reminders';

  override up(): void | Promise<void> {
    // What was sent before is carried over by the migration after this one.
    this.addSql('create table reminder_before as select * from reminder;');
    this.addSql('delete from reminder;');

    this.addSql(`create table \`link_key\` (\`id\` integer not null primary key autoincrement, \`secret\` text not null);`);

    this.addSql(`create table \`mail_gate\` (\`id\` integer not null primary key autoincrement, \`turns\` integer not null default 0, \`stopped_at\` text null, \`words\` text null, \`settings\` text null, \`probe_at\` text null);`);

    this.addSql(`create table \`rule_set\` (\`id\` integer not null primary key autoincrement, \`version\` integer not null default 1, \`plan_id\` integer not null, \`task_id\` integer null, \`is_silent\` integer not null default false, \`rules\` json not null, \`leaders\` json null, \`send_from\` text not null default '07:30', \`send_until\` text not null default '17:00', constraint \`rule_set_plan_id_foreign\` foreign key (\`plan_id\`) references \`plan\` (\`id\`), constraint \`rule_set_task_id_foreign\` foreign key (\`task_id\`) references \`task\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`rule_set_plan_id_index\` on \`rule_set\` (\`plan_id\`);`);
    this.addSql(`create index \`rule_set_task_id_index\` on \`rule_set\` (\`task_id\`);`);
    this.addSql(`create unique index \`rule_set_task_id_unique\` on \`rule_set\` (\`task_id\`);`);
    this.addSql(`create unique index "rule_set_of_plan" on "rule_set" ("plan_id") where task_id is null;`);

    this.addSql(`create table \`snooze\` (\`id\` integer not null primary key autoincrement, \`obligation\` text not null, \`organisation_id\` integer not null, \`task_id\` integer not null, \`until\` text not null, \`reason\` text not null, \`by_id\` integer not null, \`created_at\` text not null, constraint \`snooze_organisation_id_foreign\` foreign key (\`organisation_id\`) references \`organisation\` (\`id\`), constraint \`snooze_task_id_foreign\` foreign key (\`task_id\`) references \`task\` (\`id\`), constraint \`snooze_by_id_foreign\` foreign key (\`by_id\`) references \`user_account\` (\`id\`));`);
    this.addSql(`create index \`snooze_organisation_id_index\` on \`snooze\` (\`organisation_id\`);`);
    this.addSql(`create index \`snooze_task_id_index\` on \`snooze\` (\`task_id\`);`);
    this.addSql(`create index \`snooze_by_id_index\` on \`snooze\` (\`by_id\`);`);
    this.addSql(`create index \`snooze_until_obligation_index\` on \`snooze\` (\`until\`, \`obligation\`);`);

    this.addSql(`create table \`reminder_mail\` (\`id\` integer not null primary key autoincrement, \`message_key\` text not null, \`recipient_id\` integer not null, \`day\` text not null, \`state\` text check (\`state\` in ('pending', 'sending', 'sent', 'failed', 'cancelled')) not null, \`is_in_doubt\` integer not null, \`attempts\` integer not null, \`next_attempt_at\` text not null, \`last_attempt_at\` text null, \`lease_until\` text null, \`claim\` text null, \`last_error\` text null, \`subject\` text null, \`created_at\` text not null, \`sent_at\` text null, constraint \`reminder_mail_recipient_id_foreign\` foreign key (\`recipient_id\`) references \`user_account\` (\`id\`));`);
    this.addSql(`create unique index \`reminder_mail_message_key_unique\` on \`reminder_mail\` (\`message_key\`);`);
    this.addSql(`create index \`reminder_mail_recipient_id_index\` on \`reminder_mail\` (\`recipient_id\`);`);
    this.addSql(`create index \`reminder_mail_sent_at_index\` on \`reminder_mail\` (\`sent_at\`);`);
    this.addSql(`create index \`reminder_mail_last_attempt_at_index\` on \`reminder_mail\` (\`last_attempt_at\`);`);
    this.addSql(`create index "reminder_mail_open" on "reminder_mail" ("next_attempt_at", "id") where state in ('pending', 'sending');`);
    this.addSql(`create unique index \`reminder_mail_once_a_day\` on \`reminder_mail\` (\`recipient_id\`, \`day\`);`);

    this.addSql(`alter table \`user_account\` add column \`takes_summaries\` integer not null default true;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`reminder__temp_alter\` (\`id\` integer not null primary key autoincrement, \`obligation\` text not null, \`stage\` text not null, \`kind\` text check (\`kind\` in ('start', 'ahead', 'missed', 'late', 'escalated', 'pace', 'evidence', 'contract-end', 'contract-used', 'snoozed', 'weekly', 'monthly')) not null, \`recipient_id\` integer not null, \`plan_id\` integer not null, \`task_id\` integer null, \`due_on\` text not null, \`state\` text check (\`state\` in ('pending', 'sending', 'sent', 'failed', 'cancelled')) not null, \`cancellation\` text check (\`cancellation\` in ('met', 'gone', 'superseded', 'snoozed', 'empty')) null, \`mail_id\` integer null, \`created_at\` text not null, \`settled_at\` text null, \`link_used_at\` text null, \`link_revoked_at\` text null, constraint \`reminder_recipient_id_foreign\` foreign key (\`recipient_id\`) references \`user_account\` (\`id\`), constraint \`reminder_plan_id_foreign\` foreign key (\`plan_id\`) references \`plan\` (\`id\`), constraint \`reminder_task_id_foreign\` foreign key (\`task_id\`) references \`task\` (\`id\`) on delete set null, constraint \`reminder_mail_id_foreign\` foreign key (\`mail_id\`) references \`reminder_mail\` (\`id\`) on delete set null);`);
    this.addSql(`drop table \`reminder\`;`);
    this.addSql(`alter table \`reminder__temp_alter\` rename to \`reminder\`;`);
    this.addSql(`create index \`reminder_recipient_id_index\` on \`reminder\` (\`recipient_id\`);`);
    this.addSql(`create index \`reminder_plan_id_index\` on \`reminder\` (\`plan_id\`);`);
    this.addSql(`create index \`reminder_task_id_index\` on \`reminder\` (\`task_id\`);`);
    this.addSql(`create index \`reminder_mail_id_index\` on \`reminder\` (\`mail_id\`);`);
    this.addSql(`create index \`reminder_state_id_index\` on \`reminder\` (\`state\`, \`id\`);`);
    this.addSql(`create index "reminder_open" on "reminder" ("recipient_id", "mail_id") where state in ('pending', 'sending');`);
    this.addSql(`create unique index \`reminder_once\` on \`reminder\` (\`obligation\`, \`stage\`, \`recipient_id\`);`);
    this.addSql(`pragma foreign_keys = on;`);

    this.addSql(`alter table \`deliverable\` add column \`logged_via\` text null;`);
  }

  override down(): void | Promise<void> {

    this.addSql(`drop table if exists \`link_key\`;`);
    this.addSql(`drop table if exists \`mail_gate\`;`);
    this.addSql(`drop table if exists \`rule_set\`;`);
    this.addSql(`drop table if exists \`snooze\`;`);
    this.addSql(`drop table if exists \`reminder_mail\`;`);

    this.addSql(`alter table \`deliverable\` drop column \`logged_via\`;`);

    this.addSql(`pragma foreign_keys = off;`);
    this.addSql(`create table \`reminder__temp_alter\` (\`id\` integer not null primary key autoincrement, \`task_id\` INTEGER not null, \`period_from\` TEXT not null, \`period_to\` TEXT not null, \`kind\` TEXT check (\`kind\` in ('ahead', 'eve', 'missed')) not null, \`recipient_id\` INTEGER not null, \`state\` TEXT check (\`state\` in ('pending', 'sending', 'sent', 'cancelled')) not null, \`attempts\` INTEGER not null, \`next_attempt_at\` TEXT not null, \`lease_until\` TEXT null, \`last_error\` TEXT null, \`sent_at\` TEXT null, \`created_at\` TEXT not null, constraint \`reminder_recipient_id_foreign\` foreign key (\`recipient_id\`) references \`user_account\` (\`id\`) on update no action on delete no action, constraint \`reminder_task_id_foreign\` foreign key (\`task_id\`) references \`task\` (\`id\`) on update no action on delete no action);`);
    this.addSql(`insert into \`reminder__temp_alter\` select \`id\`, \`task_id\`, null as \`period_from\`, null as \`period_to\`, \`kind\`, \`recipient_id\`, \`state\`, null as \`attempts\`, null as \`next_attempt_at\`, null as \`lease_until\`, null as \`last_error\`, null as \`sent_at\`, \`created_at\` from \`reminder\`;`);
    this.addSql(`drop table \`reminder\`;`);
    this.addSql(`alter table \`reminder__temp_alter\` rename to \`reminder\`;`);
    this.addSql(`create unique index \`reminder_once\` on \`reminder\` (\`task_id\`, \`period_from\`, \`period_to\`, \`kind\`, \`recipient_id\`);`);
    this.addSql(`create index \`reminder_state_next_attempt_at_index\` on \`reminder\` (\`state\`, \`next_attempt_at\`);`);
    this.addSql(`create index \`reminder_recipient_id_index\` on \`reminder\` (\`recipient_id\`);`);
    this.addSql(`create index \`reminder_task_id_index\` on \`reminder\` (\`task_id\`);`);
    this.addSql(`pragma foreign_keys = on;`);

    this.addSql(`alter table \`user_account\` drop column \`takes_summaries\`;`);
  }

}
