import { Migration } from '@mikro-orm/migrations';

type Execute = (sql: string, values?: unknown[]) => Promise<unknown>;

/** A reminder of the releases in which each was a letter of its own. */
export interface EarlierReminder {
  readonly task_id: number;
  readonly period_from: string;
  readonly period_to: string;
  readonly kind: 'ahead' | 'eve' | 'missed';
  readonly recipient_id: number;
  readonly state: 'pending' | 'sending' | 'sent' | 'cancelled';
  readonly created_at: string;
  readonly sent_at: string | null;
}

const STAGES = { ahead: 'ahead-7', eve: 'ahead-1', missed: 'missed' } as const;

/** Carries the reminders of earlier releases over, so that nothing sent by them is sent again. The same on both engines. */
export class Migration20261124075500_earlier_reminders extends Migration {
  override name = 'Migration20261124075500_earlier_reminders';

  override async up(): Promise<void> {
    await this.execute('insert into mail_gate (id, turns) values (1, 0)');
    const rows = (await this.execute('select * from reminder_before order by id')) as unknown as EarlierReminder[];
    await carryOver((sql, values) => this.execute(sql, values), rows);
    await this.execute('drop table reminder_before');
  }
}

/** Used by the migration, and where a backup of an earlier release is restored. */
export async function carryOver(execute: Execute, rows: readonly EarlierReminder[]): Promise<void> {
  for (const { task_id, period_from, period_to, kind, recipient_id, state, created_at, sent_at } of rows) {
    const isOpen = state === 'pending' || state === 'sending';
    await execute(
      `insert into reminder (obligation, stage, kind, recipient_id, plan_id, task_id, due_on, state, cancellation, created_at, settled_at)
       select ?, ?, ?, ?, plan_id, id, ?, ?, ?, ?, ? from task where id = ?`,
      [
        `duty:${task_id}:${period_from}:${period_to}`,
        STAGES[kind],
        kind === 'missed' ? 'missed' : 'ahead',
        recipient_id,
        created_at.slice(0, 10),
        isOpen ? 'pending' : state,
        state === 'cancelled' ? 'met' : null,
        created_at,
        isOpen ? null : (sent_at ?? created_at),
        task_id,
      ],
    );
  }
}
