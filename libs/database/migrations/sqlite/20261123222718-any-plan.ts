import { Migration } from '@mikro-orm/migrations';

export class Migration20261123222718_any_plan extends Migration {

  override name = 'Migration20261123222718_any_plan';

  override up(): void | Promise<void> {
    this.addSql(`create table \`calendar_day\` (\`id\` integer not null primary key autoincrement, \`day\` text not null, \`kind\` text check (\`kind\` in ('off', 'work', 'plain')) not null, \`name\` text not null, \`source\` text not null, \`changed_by\` text not null, \`changed_at\` text not null);`);
    this.addSql(`create unique index \`calendar_day_day_unique\` on \`calendar_day\` (\`day\`);`);

    this.addSql(`create table \`calendar_year\` (\`id\` integer not null primary key autoincrement, \`year\` integer not null, \`source\` text not null, \`changed_by\` text not null, \`changed_at\` text not null);`);
    this.addSql(`create unique index \`calendar_year_year_unique\` on \`calendar_year\` (\`year\`);`);

    this.addSql(`create table \`group_member\` (\`id\` integer not null primary key autoincrement, \`group_id\` integer not null, \`member_id\` integer not null, \`valid_from\` text null, \`valid_until\` text null, constraint \`group_member_group_id_foreign\` foreign key (\`group_id\`) references \`organisation\` (\`id\`), constraint \`group_member_member_id_foreign\` foreign key (\`member_id\`) references \`organisation\` (\`id\`));`);
    this.addSql(`create index \`group_member_group_id_index\` on \`group_member\` (\`group_id\`);`);
    this.addSql(`create index \`group_member_member_id_index\` on \`group_member\` (\`member_id\`);`);
    this.addSql(`create unique index \`group_member_group_id_member_id_valid_from_unique\` on \`group_member\` (\`group_id\`, \`member_id\`, \`valid_from\`);`);

    this.addSql(`create table \`organisation_name\` (\`id\` integer not null primary key autoincrement, \`organisation_id\` integer not null, \`name\` text not null, \`short_name\` text not null, \`valid_from\` text null, \`valid_until\` text null, \`basis\` text not null, constraint \`organisation_name_organisation_id_foreign\` foreign key (\`organisation_id\`) references \`organisation\` (\`id\`));`);
    this.addSql(`create index \`organisation_name_organisation_id_index\` on \`organisation_name\` (\`organisation_id\`);`);

    this.addSql(`create table \`plan_amendment\` (\`id\` integer not null primary key autoincrement, \`plan_id\` integer not null, \`basis\` text not null, \`effective_on\` text not null, \`changes\` json not null, \`created_by\` text not null, \`created_at\` text not null, constraint \`plan_amendment_plan_id_foreign\` foreign key (\`plan_id\`) references \`plan\` (\`id\`));`);
    this.addSql(`create index \`plan_amendment_plan_id_index\` on \`plan_amendment\` (\`plan_id\`);`);
    this.addSql(`create index \`plan_amendment_plan_id_effective_on_index\` on \`plan_amendment\` (\`plan_id\`, \`effective_on\`);`);

    this.addSql(`create table \`plan_draft\` (\`id\` integer not null primary key autoincrement, \`version\` integer not null default 1, \`origin\` text check (\`origin\` in ('file', 'paste', 'next-year')) not null, \`source_name\` text not null, \`content\` json not null, \`created_by\` text not null, \`created_at\` text not null, \`changed_at\` text not null, \`plan_id\` integer null, constraint \`plan_draft_plan_id_foreign\` foreign key (\`plan_id\`) references \`plan\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`plan_draft_plan_id_index\` on \`plan_draft\` (\`plan_id\`);`);

    this.addSql(`create table \`plan_duty\` (\`id\` integer not null primary key autoincrement, \`plan_id\` integer not null, \`section\` text check (\`section\` in ('parties', 'forms')) not null, \`party_position\` integer not null, \`party\` text not null, \`position\` integer not null, \`text\` text not null, \`state\` text check (\`state\` in ('open', 'under-way', 'done')) not null, \`note\` text not null, \`changed_by\` text null, \`changed_at\` text null, constraint \`plan_duty_plan_id_foreign\` foreign key (\`plan_id\`) references \`plan\` (\`id\`));`);
    this.addSql(`create index \`plan_duty_plan_id_index\` on \`plan_duty\` (\`plan_id\`);`);
    this.addSql(`create unique index \`plan_duty_plan_id_section_party_position_position_unique\` on \`plan_duty\` (\`plan_id\`, \`section\`, \`party_position\`, \`position\`);`);

    this.addSql(`create table \`succession\` (\`id\` integer not null primary key autoincrement, \`predecessor_id\` integer not null, \`successor_id\` integer null, \`kind\` text check (\`kind\` in ('merged', 'split', 'abolished')) not null, \`effective_on\` text not null, \`basis\` text not null, \`passed_on\` text null, \`passed_by\` text null, constraint \`succession_predecessor_id_foreign\` foreign key (\`predecessor_id\`) references \`organisation\` (\`id\`), constraint \`succession_successor_id_foreign\` foreign key (\`successor_id\`) references \`organisation\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`succession_predecessor_id_index\` on \`succession\` (\`predecessor_id\`);`);
    this.addSql(`create index \`succession_successor_id_index\` on \`succession\` (\`successor_id\`);`);

    this.addSql(`create table \`topic\` (\`id\` integer not null primary key autoincrement, \`plan_id\` integer not null, \`position\` integer not null, \`text\` text not null, constraint \`topic_plan_id_foreign\` foreign key (\`plan_id\`) references \`plan\` (\`id\`));`);
    this.addSql(`create index \`topic_plan_id_index\` on \`topic\` (\`plan_id\`);`);
    this.addSql(`create unique index \`topic_plan_id_position_unique\` on \`topic\` (\`plan_id\`, \`position\`);`);

    this.addSql(`create table \`deliverable_topic\` (\`id\` integer not null primary key autoincrement, \`deliverable_id\` integer not null, \`topic_id\` integer not null, constraint \`deliverable_topic_deliverable_id_foreign\` foreign key (\`deliverable_id\`) references \`deliverable\` (\`id\`) on delete cascade, constraint \`deliverable_topic_topic_id_foreign\` foreign key (\`topic_id\`) references \`topic\` (\`id\`));`);
    this.addSql(`create index \`deliverable_topic_deliverable_id_index\` on \`deliverable_topic\` (\`deliverable_id\`);`);
    this.addSql(`create index \`deliverable_topic_topic_id_index\` on \`deliverable_topic\` (\`topic_id\`);`);
    this.addSql(`create unique index \`deliverable_topic_deliverable_id_topic_id_unique\` on \`deliverable_topic\` (\`deliverable_id\`, \`topic_id\`);`);

    this.addSql(`alter table \`organisation\` add column \`address\` text not null default '';`);
    this.addSql(`alter table \`organisation\` add column \`phone\` text not null default '';`);
    this.addSql(`alter table \`organisation\` add column \`email\` text not null default '';`);
    this.addSql(`alter table \`organisation\` add column \`contact_person\` text not null default '';`);

    this.addSql(`alter table \`plan\` add column \`state\` text not null default 'in-force';`);

    this.addSql(`alter table \`task\` add column \`label\` text not null default '';`);
    this.addSql(`alter table \`task\` add column \`heading\` text null;`);
    this.addSql(`alter table \`task\` add column \`products\` json not null default '[]';`);
    this.addSql(`alter table \`task\` add column \`note\` text not null default '';`);

    this.addSql(`alter table \`period_target\` add column \`member_id\` integer null constraint \`period_target_member_id_foreign\` references \`organisation\` (\`id\`) on delete set null;`);
    this.addSql(`alter table \`period_target\` add column \`valid_from\` text null;`);
    this.addSql(`alter table \`period_target\` add column \`valid_until\` text null;`);
    this.addSql(`create index \`period_target_member_id_index\` on \`period_target\` (\`member_id\`);`);

    this.addSql(`alter table \`task_party\` add column \`valid_from\` text null;`);
    this.addSql(`alter table \`task_party\` add column \`valid_until\` text null;`);

    this.addSql(`drop index \`audit_entry_subject_id_id_index\`;`);
    this.addSql(`alter table \`audit_entry\` add column \`subject\` text not null default 'deliverable';`);
    this.addSql(`create index \`audit_entry_subject_id_subject_id_index\` on \`audit_entry\` (\`subject_id\`, \`subject\`, \`id\`);`);
  }

  override down(): void | Promise<void> {

    this.addSql(`drop table if exists \`calendar_day\`;`);
    this.addSql(`drop table if exists \`calendar_year\`;`);
    this.addSql(`drop table if exists \`group_member\`;`);
    this.addSql(`drop table if exists \`organisation_name\`;`);
    this.addSql(`drop table if exists \`plan_amendment\`;`);
    this.addSql(`drop table if exists \`plan_draft\`;`);
    this.addSql(`drop table if exists \`plan_duty\`;`);
    this.addSql(`drop table if exists \`succession\`;`);
    this.addSql(`drop table if exists \`topic\`;`);
    this.addSql(`drop table if exists \`deliverable_topic\`;`);

    this.addSql(`drop index \`audit_entry_subject_id_subject_id_index\`;`);
    this.addSql(`alter table \`audit_entry\` drop column \`subject\`;`);
    this.addSql(`create index \`audit_entry_subject_id_id_index\` on \`audit_entry\` (\`subject_id\`, \`id\`);`);

    this.addSql(`alter table \`organisation\` drop column \`address\`;`);
    this.addSql(`alter table \`organisation\` drop column \`phone\`;`);
    this.addSql(`alter table \`organisation\` drop column \`email\`;`);
    this.addSql(`alter table \`organisation\` drop column \`contact_person\`;`);

    this.addSql(`drop index \`period_target_member_id_index\`;`);
    this.addSql(`alter table \`period_target\` drop column \`member_id\`;`);
    this.addSql(`alter table \`period_target\` drop column \`valid_from\`;`);
    this.addSql(`alter table \`period_target\` drop column \`valid_until\`;`);

    this.addSql(`alter table \`plan\` drop column \`state\`;`);

    this.addSql(`alter table \`task\` drop column \`label\`;`);
    this.addSql(`alter table \`task\` drop column \`heading\`;`);
    this.addSql(`alter table \`task\` drop column \`products\`;`);
    this.addSql(`alter table \`task\` drop column \`note\`;`);

    this.addSql(`alter table \`task_party\` drop column \`valid_from\`;`);
    this.addSql(`alter table \`task_party\` drop column \`valid_until\`;`);
  }

}
