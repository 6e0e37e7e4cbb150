import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { quantitySchema } from '#planning/quantity.js';
import { timeFrameSchema } from '#planning/time-frame.js';
import { TestContext } from '#testing/test-context.js';
import { Migration20261123223000_plan_readings } from './migrations/20261123223000-plan-readings.js';

interface StoredTask {
  label: string;
  products: unknown;
  quantity: unknown;
  time: unknown;
}

const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

/** Three tasks as an earlier release stored them. */
const OLD = [
  {
    quantity: { kind: 'exact', count: 24, unit: 'bài', parts: [], source: 'số lượng 24 bài' },
    time: { from: '2021-01-01', to: '2021-12-31', recurrence: 'once', source: { from: 'Tháng 01/2021', to: 'Tháng 12/2021' } },
  },
  {
    quantity: { kind: 'unlimited', count: null, unit: 'tin', parts: [], source: 'Không giới hạn' },
    time: { from: '2021-01-01', to: '2021-12-31', recurrence: 'continuous', source: { from: 'Thường xuyên', to: 'Thường xuyên' } },
  },
  {
    quantity: {
      kind: 'implied',
      count: 2,
      unit: 'văn bản',
      parts: [
        { product: 'Hợp đồng', count: 1 },
        { product: 'Biên bản', count: 1 },
      ],
      source: 'Hợp đồng; Biên bản',
    },
    time: { from: '2021-01-01', to: '2021-12-31', recurrence: 'monthly', source: { from: 'Mỗi tháng', to: 'Mỗi tháng' } },
  },
];

describe('Tasks that an earlier release stored', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());

  it('become readings of today, with their words kept', async () => {
    for (const [index, { quantity, time }] of OLD.entries()) {
      await context.rows("update task set quantity = ?, time = ?, doubts = ?, label = '', products = '[]' where id = ?", [
        JSON.stringify(quantity),
        JSON.stringify(time),
        JSON.stringify([{ code: 'a', message: 'b' }]),
        context.taskId(index + 1),
      ]);
    }
    await context.rows('delete from period_target');
    await context.rows('delete from task_party');
    await context.rows('delete from task where ordinal > 3');
    await context.run(async (em) => {
      await em.transactional(async (inside) => {
        const migration = new Migration20261123223000_plan_readings(inside.getDriver(), inside.config);
        migration.setTransactionContext(inside.getTransactionContext());
        await migration.up();
      });
    });
    const rows = await context.rows<StoredTask>('select label, products, quantity, time from task order by ordinal');
    expect(rows.map(({ label }) => label)).toEqual(['1', '2', '3']);
    expect(rows.map(({ quantity }) => quantitySchema.parse(parsed(quantity)).kind)).toEqual(['exact', 'unlimited', 'implied']);
    expect(rows.map(({ time }) => timeFrameSchema.parse(parsed(time)).kind)).toEqual(['range', 'continuous', 'recurring']);
    expect(parsed(rows[0]!.time)).toMatchObject({ source: 'Tháng 01/2021 - Tháng 12/2021', recurrence: null });
    expect(parsed(rows[2]!.time)).toMatchObject({ source: 'Mỗi tháng', recurrence: 'MONTHLY', count: 12 });
    expect(parsed(rows[2]!.products)).toEqual(['Hợp đồng', 'Biên bản']);
    expect(parsed(rows[0]!.quantity)).toMatchObject({ min: 24, max: 24, unit: 'bài', source: 'số lượng 24 bài' });
  });
});
