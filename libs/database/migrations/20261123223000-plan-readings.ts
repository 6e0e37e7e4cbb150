import { Migration } from '@mikro-orm/migrations';

/** A task's quantity and time as they were stored before plans of any kind could be read. */
interface OldQuantity {
  kind: 'exact' | 'implied' | 'unlimited' | 'as-regulated' | 'none';
  count: number | null;
  unit: string;
  parts: { product: string; count: number }[];
  source: string;
}

interface OldTime {
  from: string;
  to: string;
  recurrence: 'once' | 'monthly' | 'quarterly' | 'continuous';
  source: { from: string; to: string };
}

interface OldTask {
  id: number;
  ordinal: number;
  product: string;
  quantity: string | OldQuantity;
  time: string | OldTime;
  doubts: string | { code: string; message: string }[];
}

/** Rewrites stored quantities and times into the readings of `quantity.ts` and `time-frame.ts`. The same on both engines. */
export class Migration20261123223000_plan_readings extends Migration {
  override name = 'Migration20261123223000_plan_readings';

  override async up(): Promise<void> {
    await rewriteOldTasks((sql, values) => this.execute(sql, values));
  }
}

/** Used by the migration, and where a backup of an earlier release is restored. */
export async function rewriteOldTasks(execute: (sql: string, values?: unknown[]) => Promise<unknown>): Promise<void> {
  const tasks = (await execute('select id, ordinal, product, quantity, time, doubts from task')) as OldTask[];
  for (const task of tasks) {
    const old = parsed(task.quantity);
    const time = parsed(task.time);
    const doubts = parsed(task.doubts).map((doubt) => ({ ...doubt, source: '' }));
    const products = old.parts.length > 0 ? old.parts.map(({ product }) => product) : [task.product.replace(/\s*\(.*$/s, '')].filter(Boolean);
    await execute('update task set label = ?, products = ?, quantity = ?, time = ?, doubts = ? where id = ?', [
      String(task.ordinal),
      JSON.stringify(products),
      JSON.stringify({ ...quantityOf(old.kind, old.count, old.unit, old.source), parts: old.parts.map(partOf) }),
      JSON.stringify(timeOf(time)),
      JSON.stringify(doubts),
      task.id,
    ]);
  }
}

function parsed<T>(value: string | T): T {
  return typeof value === 'string' ? (JSON.parse(value) as T) : value;
}

function quantityOf(kind: OldQuantity['kind'], count: number | null, unit: string, source: string) {
  const isCounted = kind === 'exact' || kind === 'implied';
  return {
    kind,
    min: kind === 'unlimited' ? 0 : count,
    max: count,
    unit,
    per: 'plan',
    perYear: isCounted ? [count, count] : null,
    source,
  };
}

function partOf({ product, count }: { product: string; count: number }) {
  return { ...quantityOf('implied', count, product.toLowerCase(), product), parts: [] };
}

const RECURRENCES = { once: null, continuous: null, monthly: 'MONTHLY', quarterly: 'QUARTERLY' } as const;
const COUNTS = { once: null, continuous: null, monthly: 12, quarterly: 4 } as const;

function timeOf({ from, to, recurrence, source }: OldTime) {
  const kinds = { once: 'range', continuous: 'continuous', monthly: 'recurring', quarterly: 'recurring' };
  return {
    kind: kinds[recurrence],
    from,
    to,
    recurrence: RECURRENCES[recurrence],
    dates: [],
    count: COUNTS[recurrence],
    source: source.from === source.to ? source.from : `${source.from} - ${source.to}`,
  };
}
