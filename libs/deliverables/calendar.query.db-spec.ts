import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInput } from '#kernel/domain-error.js';
import { plainDate } from '#kernel/plain-date.js';
import { article, paper, segment, session, slot } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { type CalendarFilter, CalendarQuery } from './calendar.query.js';
import { DeliverableService } from './deliverable.service.js';

interface Item {
  id: number;
  on: string;
  title: string;
  status: string;
  task: number;
  medium: string;
  rerun: number;
  at: string | null;
  org: number;
}

interface Due {
  task: number;
  on: string;
  name: string;
  medium: string;
  quantity: number;
  done: number;
}

describe('The calendar', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(() => context.reset('2021-03-31'));

  const ask = <T>(question: (service: DeliverableService) => Promise<T>) => context.ask(DeliverableService, question);

  async function show(from: string, until: string, filter: CalendarFilter = {}): Promise<{ items: Item[]; due: Due[] }> {
    const text = await context.ask(CalendarQuery, (calendar) => calendar.json({ from: plainDate(from), until: plainDate(until) }, filter));
    return JSON.parse(text) as { items: Item[]; due: Due[] };
  }

  const titles = ({ items }: { items: Item[] }) => items.map(({ title }) => title);
  const dueOf = ({ due }: { due: Due[] }, ordinal: number) => due.filter(({ task }) => task === context.taskId(ordinal));

  it('of an empty month has no items, and what falls due in it', async () => {
    const { items, due } = await show('2021-05-01', '2021-06-01');
    expect(items).toEqual([]);
    expect(due.map(({ task, on, quantity, done }) => [task, on, quantity, done])).toEqual(
      [7, 8, 12].map((ordinal) => [context.taskId(ordinal), '2021-05-31', 1, 0]),
    );
  });

  it('gives both lists empty where there is nothing at all', async () => {
    expect(await show('2021-05-02', '2021-05-03')).toEqual({ items: [], due: [] });
  });

  it('shows an item with exactly these facts, whatever the engine', async () => {
    const { id } = await ask((service) =>
      service.log(context.people.lan, context.taskId(8), segment({ title: 'Chuyên mục “tháng 1” \\ số 1', occursOn: '2021-01-20' })),
    );
    expect((await show('2021-01-01', '2021-02-01')).items).toEqual([
      {
        id,
        on: '2021-01-20',
        title: 'Chuyên mục “tháng 1” \\ số 1',
        status: 'published',
        task: '8',
        medium: 'television',
        rerun: 0,
        at: '19:45',
        org: context.people.lan.organisationId,
      },
    ]);
  });

  it('shows the first day asked for and not the day after the last, in order of days', async () => {
    for (const [title, occursOn] of [
      ['ngoài', '2021-03-01'],
      ['cuối', '2021-02-28'],
      ['đầu', '2021-02-01'],
      ['trước', '2021-01-31'],
    ] as const) {
      await ask((service) => service.log(context.people.tam, context.taskId(4), article({ title, occursOn })));
    }
    expect(titles(await show('2021-02-01', '2021-03-01'))).toEqual(['đầu', 'cuối']);
  });

  it('is bounded: an empty, a backward or an overlong range is refused', async () => {
    for (const [from, until] of [
      ['2021-01-01', '2021-01-01'],
      ['2021-02-01', '2021-01-01'],
      ['2021-01-01', '2022-02-06'],
    ] as const) {
      await expect(show(from, until)).rejects.toThrow(new InvalidInput('Khoảng thời gian của lịch phải từ 1 đến 400 ngày.').message);
    }
    expect((await show('2021-01-01', '2022-02-05')).due.length).toBeGreaterThan(36);
  });

  describe('filtered', () => {
    beforeEach(async () => {
      const { tam, lan, khoa } = context.people;
      const tv = await ask((service) => service.log(lan, context.taskId(8), segment({ title: 'hình', occursOn: '2021-01-20' })));
      await ask((service) => service.log(lan, context.taskId(8), segment({ title: 'hình lại', occursOn: '2021-01-21', rerunOf: tv.id })));
      await ask((service) => service.log(lan, context.taskId(7), segment({ title: 'tiếng', occursOn: '2021-01-22' })));
      await ask((service) => service.log(tam, context.taskId(4), article({ title: 'bài', occursOn: '2021-01-23' })));
      await ask((service) => service.plan(khoa, context.taskId(12), slot({ title: 'buổi', occursOn: '2021-01-24' })));
    });

    it('by task shows its items and its due dates alone', async () => {
      const shown = await show('2021-01-01', '2021-02-01', { taskId: context.taskId(8) });
      expect(titles(shown)).toEqual(['hình', 'hình lại']);
      expect(shown.items.map(({ rerun }) => rerun)).toEqual([0, 1]);
      expect(shown.due).toHaveLength(1);
    });

    it('by organisation shows its items and what it leads', async () => {
      const shown = await show('2021-01-01', '2021-02-01', { organisationId: context.people.lan.organisationId });
      expect(titles(shown)).toEqual(['hình', 'hình lại', 'tiếng']);
      expect(shown.due.map(({ medium }) => medium).toSorted()).toEqual(['radio', 'television']);
    });

    it('by status leaves the due dates', async () => {
      const shown = await show('2021-01-01', '2021-02-01', { status: 'planned' });
      expect(titles(shown)).toEqual(['buổi']);
      expect(shown.due.length).toBeGreaterThan(3);
    });

    it('by several at once shows what fits them all', async () => {
      expect(titles(await show('2021-01-01', '2021-02-01', { organisationId: context.people.lan.organisationId, taskId: context.taskId(4) }))).toEqual([]);
    });
  });

  describe('a due date', () => {
    it('says how many count: no rerun, no slot, nothing withdrawn, and a make-up item in its own period', async () => {
      const { lan, khoa } = context.people;
      const tv = await ask((service) => service.log(lan, context.taskId(8), segment({ occursOn: '2021-01-20' })));
      await ask((service) => service.log(lan, context.taskId(8), segment({ occursOn: '2021-02-21', rerunOf: tv.id })));
      await ask((service) => service.log(lan, context.taskId(7), segment({ occursOn: '2021-03-21', creditedOn: '2021-01-31' })));
      await ask((service) => service.plan(khoa, context.taskId(12), slot({ occursOn: '2021-01-20' })));
      const gone = await ask((service) => service.log(khoa, context.taskId(12), session({ occursOn: '2021-01-20' })));
      await ask((service) => service.withdraw(khoa, gone.id, 1, 'Nhầm'));
      const shown = await show('2021-01-01', '2021-04-01');
      const doneBy = (ordinal: number) => dueOf(shown, ordinal).map(({ on, done }) => `${on}: ${done}`);
      expect(doneBy(8)).toEqual(['2021-01-31: 1', '2021-02-28: 0', '2021-03-31: 0']);
      expect(doneBy(7)).toEqual(['2021-01-31: 1', '2021-02-28: 0', '2021-03-31: 0']);
      expect(doneBy(12)).toEqual(['2021-01-31: 0', '2021-02-28: 0', '2021-03-31: 0']);
    });

    it('of a kind of document counts that kind', async () => {
      await ask((service) => service.log(context.people.hanh, context.taskId(3), paper({ genre: 'Hợp đồng', occursOn: '2021-02-01' })));
      const due = dueOf(await show('2021-12-31', '2022-01-01'), 3);
      expect(due.map(({ quantity, done }) => [quantity, done]).toSorted()).toEqual([
        [1, 0],
        [1, 1],
      ]);
    });
  });
});
