import { Migration } from '@mikro-orm/migrations';

export class Migration20261123191947_initial extends Migration {

  override name = 'Migration20261123191947_initial';

  override up(): void | Promise<void> {
    this.addSql(`create table \`mailbox_letter\` (\`id\` integer not null primary key autoincrement, \`message_id\` text not null, \`to_address\` text not null, \`to_name\` text not null, \`subject\` text not null, \`text\` text not null, \`html\` text not null, \`sent_at\` text not null);`);
    this.addSql(`create unique index \`mailbox_letter_message_id_unique\` on \`mailbox_letter\` (\`message_id\`);`);
    this.addSql(`create index \`mailbox_letter_sent_at_index\` on \`mailbox_letter\` (\`sent_at\`);`);

    this.addSql(`create table \`organisation\` (\`id\` integer not null primary key autoincrement, \`code\` text not null, \`name\` text not null, \`short_name\` text not null, \`kind\` text check (\`kind\` in ('authority', 'department', 'press', 'broadcaster', 'centre', 'group')) not null);`);
    this.addSql(`create unique index \`organisation_code_unique\` on \`organisation\` (\`code\`);`);

    this.addSql(`create table \`plan\` (\`id\` integer not null primary key autoincrement, \`number\` text not null, \`title\` text not null, \`year\` integer not null, \`issuer\` text not null, \`place\` text not null, \`issued_on\` text not null, \`coordinator_id\` integer not null, \`starts_on\` text not null, \`ends_on\` text not null, \`is_sample\` integer not null, \`loaded_on\` text not null, constraint \`plan_coordinator_id_foreign\` foreign key (\`coordinator_id\`) references \`organisation\` (\`id\`));`);
    this.addSql(`create index \`plan_coordinator_id_index\` on \`plan\` (\`coordinator_id\`);`);
    this.addSql(`create unique index \`plan_number_year_unique\` on \`plan\` (\`number\`, \`year\`);`);

    this.addSql(`create table \`task\` (\`id\` integer not null primary key autoincrement, \`plan_id\` integer not null, \`ordinal\` integer not null, \`name\` text not null, \`product\` text not null, \`genres\` json not null, \`medium\` text check (\`medium\` in ('newspaper', 'radio', 'television', 'loudspeaker', 'forum', 'training', 'document')) not null, \`quantity\` json not null, \`time\` json not null, \`doubts\` json not null, constraint \`task_plan_id_foreign\` foreign key (\`plan_id\`) references \`plan\` (\`id\`));`);
    this.addSql(`create index \`task_plan_id_index\` on \`task\` (\`plan_id\`);`);
    this.addSql(`create unique index \`task_plan_id_ordinal_unique\` on \`task\` (\`plan_id\`, \`ordinal\`);`);

    this.addSql(`create table \`period_target\` (\`id\` integer not null primary key autoincrement, \`task_id\` integer not null, \`starts_on\` text not null, \`ends_on\` text not null, \`quantity\` integer not null, \`pace\` text check (\`pace\` in ('even', 'none')) not null, \`product\` text null, constraint \`period_target_task_id_foreign\` foreign key (\`task_id\`) references \`task\` (\`id\`));`);
    this.addSql(`create index \`period_target_task_id_index\` on \`period_target\` (\`task_id\`);`);
    this.addSql(`create index \`period_target_task_id_starts_on_index\` on \`period_target\` (\`task_id\`, \`starts_on\`);`);

    this.addSql(`create table \`task_party\` (\`id\` integer not null primary key autoincrement, \`task_id\` integer not null, \`organisation_id\` integer not null, \`role\` text check (\`role\` in ('lead', 'supporting')) not null, \`position\` integer not null, constraint \`task_party_task_id_foreign\` foreign key (\`task_id\`) references \`task\` (\`id\`), constraint \`task_party_organisation_id_foreign\` foreign key (\`organisation_id\`) references \`organisation\` (\`id\`));`);
    this.addSql(`create index \`task_party_task_id_index\` on \`task_party\` (\`task_id\`);`);
    this.addSql(`create index \`task_party_organisation_id_index\` on \`task_party\` (\`organisation_id\`);`);
    this.addSql(`create unique index \`task_party_task_id_role_position_unique\` on \`task_party\` (\`task_id\`, \`role\`, \`position\`);`);

    this.addSql(`create table \`user_account\` (\`id\` integer not null primary key autoincrement, \`email\` text not null, \`name\` text not null, \`role\` text check (\`role\` in ('coordinator', 'producer', 'viewer')) not null, \`organisation_id\` integer not null, \`password_hash\` text null, \`is_active\` integer not null, \`created_at\` text not null, constraint \`user_account_organisation_id_foreign\` foreign key (\`organisation_id\`) references \`organisation\` (\`id\`));`);
    this.addSql(`create unique index \`user_account_email_unique\` on \`user_account\` (\`email\`);`);
    this.addSql(`create index \`user_account_organisation_id_index\` on \`user_account\` (\`organisation_id\`);`);

    this.addSql(`create table \`set_up_link\` (\`token_hash\` text not null primary key, \`user_id\` integer null, \`expires_at\` text not null, constraint \`set_up_link_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`set_up_link_user_id_index\` on \`set_up_link\` (\`user_id\`);`);

    this.addSql(`create table \`session\` (\`token_hash\` text not null primary key, \`user_id\` integer not null, \`created_at\` text not null, \`expires_at\` text not null, constraint \`session_user_id_foreign\` foreign key (\`user_id\`) references \`user_account\` (\`id\`));`);
    this.addSql(`create index \`session_user_id_index\` on \`session\` (\`user_id\`);`);
    this.addSql(`create index \`session_expires_at_index\` on \`session\` (\`expires_at\`);`);

    this.addSql(`create table \`reminder\` (\`id\` integer not null primary key autoincrement, \`task_id\` integer not null, \`period_from\` text not null, \`period_to\` text not null, \`kind\` text check (\`kind\` in ('ahead', 'eve', 'missed')) not null, \`recipient_id\` integer not null, \`state\` text check (\`state\` in ('pending', 'sending', 'sent', 'cancelled')) not null, \`attempts\` integer not null, \`next_attempt_at\` text not null, \`lease_until\` text null, \`last_error\` text null, \`sent_at\` text null, \`created_at\` text not null, constraint \`reminder_task_id_foreign\` foreign key (\`task_id\`) references \`task\` (\`id\`), constraint \`reminder_recipient_id_foreign\` foreign key (\`recipient_id\`) references \`user_account\` (\`id\`));`);
    this.addSql(`create index \`reminder_task_id_index\` on \`reminder\` (\`task_id\`);`);
    this.addSql(`create index \`reminder_recipient_id_index\` on \`reminder\` (\`recipient_id\`);`);
    this.addSql(`create index \`reminder_state_next_attempt_at_index\` on \`reminder\` (\`state\`, \`next_attempt_at\`);`);
    this.addSql(`create unique index \`reminder_once\` on \`reminder\` (\`task_id\`, \`period_from\`, \`period_to\`, \`kind\`, \`recipient_id\`);`);

    this.addSql(`create table \`deliverable\` (\`id\` integer not null primary key autoincrement, \`version\` integer not null default 1, \`task_id\` integer not null, \`organisation_id\` integer not null, \`status\` text check (\`status\` in ('planned', 'published', 'accepted', 'rejected', 'withdrawn')) not null default 'planned', \`occurs_on\` text not null, \`planned_on\` text null, \`credited_on\` text null, \`rerun_of_id\` integer null, \`title\` text not null default '', \`genre\` text null, \`author\` text null, \`issue_number\` text null, \`page\` text null, \`url\` text null, \`aired_at\` text null, \`channel\` text null, \`programme\` text null, \`duration_seconds\` integer null, \`place\` text null, \`attendance\` integer null, \`document_number\` text null, \`note\` text null, \`reason\` text null, \`url_key\` text null, \`title_key\` text not null default '', \`search_key\` text not null default '', \`created_by_id\` integer null, \`created_at\` text not null, \`changed_at\` text not null, constraint \`deliverable_task_id_foreign\` foreign key (\`task_id\`) references \`task\` (\`id\`), constraint \`deliverable_organisation_id_foreign\` foreign key (\`organisation_id\`) references \`organisation\` (\`id\`), constraint \`deliverable_rerun_of_id_foreign\` foreign key (\`rerun_of_id\`) references \`deliverable\` (\`id\`) on delete set null, constraint \`deliverable_created_by_id_foreign\` foreign key (\`created_by_id\`) references \`user_account\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`deliverable_task_id_index\` on \`deliverable\` (\`task_id\`);`);
    this.addSql(`create index \`deliverable_organisation_id_index\` on \`deliverable\` (\`organisation_id\`);`);
    this.addSql(`create index \`deliverable_status_index\` on \`deliverable\` (\`status\`);`);
    this.addSql(`create index \`deliverable_occurs_on_index\` on \`deliverable\` (\`occurs_on\`);`);
    this.addSql(`create index \`deliverable_rerun_of_id_index\` on \`deliverable\` (\`rerun_of_id\`);`);
    this.addSql(`create index \`deliverable_created_by_id_index\` on \`deliverable\` (\`created_by_id\`);`);
    this.addSql(`create index \`deliverable_task_id_occurs_on_index\` on \`deliverable\` (\`task_id\`, \`occurs_on\`);`);
    this.addSql(`create unique index "deliverable_same_title_and_day" on "deliverable" ("task_id", "title_key", "occurs_on") where status in ('planned', 'published', 'accepted') and title_key <> '' and rerun_of_id is null;`);
    this.addSql(`create unique index "deliverable_same_url" on "deliverable" ("url_key") where status in ('planned', 'published', 'accepted') and url_key is not null and rerun_of_id is null;`);

    this.addSql(`create table \`audit_entry\` (\`id\` integer not null primary key autoincrement, \`at\` text not null, \`actor_id\` integer null, \`action\` text not null, \`subject_id\` integer not null, \`before\` json null, \`after\` json null, constraint \`audit_entry_actor_id_foreign\` foreign key (\`actor_id\`) references \`user_account\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`audit_entry_actor_id_index\` on \`audit_entry\` (\`actor_id\`);`);
    this.addSql(`create index \`audit_entry_subject_id_id_index\` on \`audit_entry\` (\`subject_id\`, \`id\`);`);
  }

  override down(): void | Promise<void> {

    this.addSql(`drop table if exists \`mailbox_letter\`;`);
    this.addSql(`drop table if exists \`organisation\`;`);
    this.addSql(`drop table if exists \`plan\`;`);
    this.addSql(`drop table if exists \`task\`;`);
    this.addSql(`drop table if exists \`period_target\`;`);
    this.addSql(`drop table if exists \`task_party\`;`);
    this.addSql(`drop table if exists \`user_account\`;`);
    this.addSql(`drop table if exists \`set_up_link\`;`);
    this.addSql(`drop table if exists \`session\`;`);
    this.addSql(`drop table if exists \`reminder\`;`);
    this.addSql(`drop table if exists \`deliverable\`;`);
    this.addSql(`drop table if exists \`audit_entry\`;`);
  }

}
