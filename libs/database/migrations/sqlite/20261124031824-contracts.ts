import { Migration } from '@mikro-orm/migrations';

export class Migration20261124031824_contracts extends Migration {

  override name = 'Migration20261124031824_contracts';

  override up(): void | Promise<void> {
    this.addSql(`create table \`audit_chain\` (\`id\` integer not null primary key, \`length\` integer not null default 0, \`hash\` text not null default '');`);

    this.addSql(`create table \`office_settings\` (\`id\` integer not null primary key default 1, \`version\` integer not null default 1, \`particulars\` json not null);`);

    this.addSql(`create table \`contract\` (\`id\` integer not null primary key autoincrement, \`version\` integer not null default 1, \`plan_id\` integer not null, \`party_a_id\` integer not null, \`party_b_id\` integer not null, \`number\` text not null, \`title\` text not null, \`state\` text not null default 'draft', \`signed_on\` text null, \`starts_on\` text not null, \`ends_on\` text not null, \`legal_bases\` text not null, \`note\` text not null, \`particulars_a\` json not null, \`particulars_b\` json not null, \`ended_on\` text null, \`end_reason\` text null, \`created_at\` text not null, constraint \`contract_plan_id_foreign\` foreign key (\`plan_id\`) references \`plan\` (\`id\`), constraint \`contract_party_a_id_foreign\` foreign key (\`party_a_id\`) references \`organisation\` (\`id\`), constraint \`contract_party_b_id_foreign\` foreign key (\`party_b_id\`) references \`organisation\` (\`id\`));`);
    this.addSql(`create index \`contract_plan_id_index\` on \`contract\` (\`plan_id\`);`);
    this.addSql(`create index \`contract_party_a_id_index\` on \`contract\` (\`party_a_id\`);`);
    this.addSql(`create index \`contract_party_b_id_index\` on \`contract\` (\`party_b_id\`);`);
    this.addSql(`create index \`contract_plan_id_party_b_id_index\` on \`contract\` (\`plan_id\`, \`party_b_id\`);`);

    this.addSql(`create table \`contract_payment\` (\`id\` integer not null primary key autoincrement, \`contract_id\` integer not null, \`kind\` text not null, \`amount\` bigint not null, \`paid_on\` text not null, \`note\` text not null, \`created_at\` text not null, \`struck_at\` text null, \`struck_reason\` text null, constraint \`contract_payment_contract_id_foreign\` foreign key (\`contract_id\`) references \`contract\` (\`id\`));`);
    this.addSql(`create index \`contract_payment_contract_id_index\` on \`contract_payment\` (\`contract_id\`);`);

    this.addSql(`create table \`contract_annex\` (\`id\` integer not null primary key autoincrement, \`contract_id\` integer not null, \`number\` text not null, \`signed_on\` text not null, \`effective_on\` text not null, \`quantities\` json not null, \`ends_on\` text null, \`note\` text not null, \`created_at\` text not null, constraint \`contract_annex_contract_id_foreign\` foreign key (\`contract_id\`) references \`contract\` (\`id\`));`);
    this.addSql(`create index \`contract_annex_contract_id_index\` on \`contract_annex\` (\`contract_id\`);`);

    this.addSql(`create table \`stored_file\` (\`id\` integer not null primary key autoincrement, \`sha256\` text not null, \`size\` bigint not null, \`media_type\` text not null, \`has_thumbnail\` integer not null, \`stored_at\` text not null);`);
    this.addSql(`create unique index \`stored_file_sha256_unique\` on \`stored_file\` (\`sha256\`);`);

    this.addSql(`create table \`contract_line\` (\`id\` integer not null primary key autoincrement, \`contract_id\` integer not null, \`position\` integer not null, \`task_id\` integer not null, \`genre\` text null, \`description\` text not null, \`unit\` text not null, \`quantity\` integer not null, \`unit_price\` bigint not null, \`vat\` text not null, constraint \`contract_line_contract_id_foreign\` foreign key (\`contract_id\`) references \`contract\` (\`id\`), constraint \`contract_line_task_id_foreign\` foreign key (\`task_id\`) references \`task\` (\`id\`));`);
    this.addSql(`create index \`contract_line_contract_id_index\` on \`contract_line\` (\`contract_id\`);`);
    this.addSql(`create index \`contract_line_task_id_index\` on \`contract_line\` (\`task_id\`);`);
    this.addSql(`create unique index \`contract_line_contract_id_position_unique\` on \`contract_line\` (\`contract_id\`, \`position\`);`);

    this.addSql(`create table \`liquidation\` (\`id\` integer not null primary key autoincrement, \`version\` integer not null default 1, \`contract_id\` integer not null, \`held_on\` text not null, \`document_number\` text not null default '', \`place\` text not null default '', \`deductions\` json not null, \`conclusion\` text not null default '', \`created_at\` text not null, \`issued_by_id\` integer null, \`issued_at\` text null, \`minutes\` json null, \`minutes_sha256\` text null, constraint \`liquidation_contract_id_foreign\` foreign key (\`contract_id\`) references \`contract\` (\`id\`), constraint \`liquidation_issued_by_id_foreign\` foreign key (\`issued_by_id\`) references \`user_account\` (\`id\`) on delete set null);`);
    this.addSql(`create unique index \`liquidation_contract_id_unique\` on \`liquidation\` (\`contract_id\`);`);
    this.addSql(`create index \`liquidation_issued_by_id_index\` on \`liquidation\` (\`issued_by_id\`);`);

    this.addSql(`create table \`link_snapshot\` (\`id\` integer not null primary key autoincrement, \`deliverable_id\` integer not null, \`url\` text not null, \`final_url\` text not null, \`title\` text null, \`author\` text null, \`published_on\` text null, \`text\` text not null, \`sha256\` text not null, \`taken_by_id\` integer null, \`taken_at\` text not null, constraint \`link_snapshot_deliverable_id_foreign\` foreign key (\`deliverable_id\`) references \`deliverable\` (\`id\`), constraint \`link_snapshot_taken_by_id_foreign\` foreign key (\`taken_by_id\`) references \`user_account\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`link_snapshot_deliverable_id_index\` on \`link_snapshot\` (\`deliverable_id\`);`);
    this.addSql(`create index \`link_snapshot_taken_by_id_index\` on \`link_snapshot\` (\`taken_by_id\`);`);
    this.addSql(`create index \`link_snapshot_deliverable_id_id_index\` on \`link_snapshot\` (\`deliverable_id\`, \`id\`);`);

    this.addSql(`create table \`evidence\` (\`id\` integer not null primary key autoincrement, \`deliverable_id\` integer not null, \`kind\` text not null, \`file_id\` integer null, \`file_name\` text null, \`url\` text null, \`issue_number\` text null, \`page\` text null, \`channel\` text null, \`aired_on\` text null, \`aired_at\` text null, \`note\` text null, \`added_by_id\` integer null, \`added_at\` text not null, \`removed_by_id\` integer null, \`removed_at\` text null, constraint \`evidence_deliverable_id_foreign\` foreign key (\`deliverable_id\`) references \`deliverable\` (\`id\`), constraint \`evidence_file_id_foreign\` foreign key (\`file_id\`) references \`stored_file\` (\`id\`) on delete restrict, constraint \`evidence_added_by_id_foreign\` foreign key (\`added_by_id\`) references \`user_account\` (\`id\`) on delete set null, constraint \`evidence_removed_by_id_foreign\` foreign key (\`removed_by_id\`) references \`user_account\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`evidence_deliverable_id_index\` on \`evidence\` (\`deliverable_id\`);`);
    this.addSql(`create index \`evidence_file_id_index\` on \`evidence\` (\`file_id\`);`);
    this.addSql(`create index \`evidence_added_by_id_index\` on \`evidence\` (\`added_by_id\`);`);
    this.addSql(`create index \`evidence_removed_by_id_index\` on \`evidence\` (\`removed_by_id\`);`);
    this.addSql(`create index \`evidence_deliverable_id_removed_at_index\` on \`evidence\` (\`deliverable_id\`, \`removed_at\`);`);

    this.addSql(`create table \`adjustment\` (\`id\` integer not null primary key autoincrement, \`deliverable_id\` integer not null, \`effective_on\` text not null, \`reason\` text not null, \`made_by_id\` integer null, \`made_at\` text not null, constraint \`adjustment_deliverable_id_foreign\` foreign key (\`deliverable_id\`) references \`deliverable\` (\`id\`), constraint \`adjustment_made_by_id_foreign\` foreign key (\`made_by_id\`) references \`user_account\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`adjustment_deliverable_id_index\` on \`adjustment\` (\`deliverable_id\`);`);
    this.addSql(`create unique index \`adjustment_deliverable_id_unique\` on \`adjustment\` (\`deliverable_id\`);`);
    this.addSql(`create index \`adjustment_made_by_id_index\` on \`adjustment\` (\`made_by_id\`);`);

    this.addSql(`create table \`acceptance\` (\`id\` integer not null primary key autoincrement, \`version\` integer not null default 1, \`contract_id\` integer not null, \`state\` text not null default 'draft', \`round\` integer null, \`held_on\` text not null, \`words\` json not null, \`reviewed_by_id\` integer null, \`reviewed_at\` text null, \`review_note\` text null, \`created_by_id\` integer null, \`created_at\` text not null, \`issued_by_id\` integer null, \`issued_at\` text null, \`minutes\` json null, \`minutes_sha256\` text null, constraint \`acceptance_contract_id_foreign\` foreign key (\`contract_id\`) references \`contract\` (\`id\`), constraint \`acceptance_reviewed_by_id_foreign\` foreign key (\`reviewed_by_id\`) references \`user_account\` (\`id\`) on delete set null, constraint \`acceptance_created_by_id_foreign\` foreign key (\`created_by_id\`) references \`user_account\` (\`id\`) on delete set null, constraint \`acceptance_issued_by_id_foreign\` foreign key (\`issued_by_id\`) references \`user_account\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`acceptance_contract_id_index\` on \`acceptance\` (\`contract_id\`);`);
    this.addSql(`create index \`acceptance_reviewed_by_id_index\` on \`acceptance\` (\`reviewed_by_id\`);`);
    this.addSql(`create index \`acceptance_created_by_id_index\` on \`acceptance\` (\`created_by_id\`);`);
    this.addSql(`create index \`acceptance_issued_by_id_index\` on \`acceptance\` (\`issued_by_id\`);`);
    this.addSql(`create unique index "acceptance_round" on "acceptance" ("contract_id", "round") where round is not null;`);

    this.addSql(`create table \`acceptance_item\` (\`id\` integer not null primary key autoincrement, \`acceptance_id\` integer not null, \`deliverable_id\` integer not null, \`line_id\` integer not null, \`kind\` text not null, \`state\` text not null default 'open', \`reason\` text null, \`judged_by_id\` integer null, \`judged_at\` text null, constraint \`acceptance_item_acceptance_id_foreign\` foreign key (\`acceptance_id\`) references \`acceptance\` (\`id\`), constraint \`acceptance_item_deliverable_id_foreign\` foreign key (\`deliverable_id\`) references \`deliverable\` (\`id\`), constraint \`acceptance_item_line_id_foreign\` foreign key (\`line_id\`) references \`contract_line\` (\`id\`), constraint \`acceptance_item_judged_by_id_foreign\` foreign key (\`judged_by_id\`) references \`user_account\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`acceptance_item_acceptance_id_index\` on \`acceptance_item\` (\`acceptance_id\`);`);
    this.addSql(`create index \`acceptance_item_deliverable_id_index\` on \`acceptance_item\` (\`deliverable_id\`);`);
    this.addSql(`create index \`acceptance_item_line_id_index\` on \`acceptance_item\` (\`line_id\`);`);
    this.addSql(`create index \`acceptance_item_judged_by_id_index\` on \`acceptance_item\` (\`judged_by_id\`);`);
    this.addSql(`create index \`acceptance_item_acceptance_id_kind_state_index\` on \`acceptance_item\` (\`acceptance_id\`, \`kind\`, \`state\`);`);
    this.addSql(`create unique index "acceptance_item_once" on "acceptance_item" ("deliverable_id", "kind") where state in ('open', 'passed', 'failed', 'accepted');`);

    this.addSql(`alter table \`audit_entry\` add column \`position\` integer null;`);
    this.addSql(`alter table \`audit_entry\` add column \`hash\` text null;`);
    this.addSql(`create unique index \`audit_entry_position_unique\` on \`audit_entry\` (\`position\`);`);
  }

  override down(): void | Promise<void> {

    this.addSql(`drop table if exists \`audit_chain\`;`);
    this.addSql(`drop table if exists \`office_settings\`;`);
    this.addSql(`drop table if exists \`contract\`;`);
    this.addSql(`drop table if exists \`contract_payment\`;`);
    this.addSql(`drop table if exists \`contract_annex\`;`);
    this.addSql(`drop table if exists \`stored_file\`;`);
    this.addSql(`drop table if exists \`contract_line\`;`);
    this.addSql(`drop table if exists \`liquidation\`;`);
    this.addSql(`drop table if exists \`link_snapshot\`;`);
    this.addSql(`drop table if exists \`evidence\`;`);
    this.addSql(`drop table if exists \`adjustment\`;`);
    this.addSql(`drop table if exists \`acceptance\`;`);
    this.addSql(`drop table if exists \`acceptance_item\`;`);

    this.addSql(`drop index \`audit_entry_position_unique\`;`);
    this.addSql(`alter table \`audit_entry\` drop column \`position\`;`);
    this.addSql(`alter table \`audit_entry\` drop column \`hash\`;`);
  }

}
