import { DueFinder } from '#reminders/due-finder.js';
import type { Due } from '#reminders/due.js';
import { plainDate } from '#kernel/plain-date.js';
import type { TestContext } from './test-context.js';

/** Everything that somebody is owed word of on a day, the summaries left out unless they are asked for. */
export async function dueOn(context: Pick<TestContext, 'ask'>, day: string, { withSummaries = false } = {}): Promise<Due[]> {
  return context.ask(DueFinder, async (finder) => {
    const due: Due[] = [];
    for await (const batch of finder.everything(plainDate(day))) due.push(...batch);
    return withSummaries ? due : due.filter(({ subject }) => subject.about !== 'summary');
  });
}

/** “task stage last-day who”, as tests compare it. */
export function told({ obligation, stage, person, subject }: Due): string {
  const about = subject.about === 'duty' || subject.about === 'pace' ? String(subject.task.ordinal) : subject.about;
  return [about, stage.key, obligation.startsWith('duty:') ? obligation.split(':')[3] : '', person.email.split('@')[0]].filter(Boolean).join(' ');
}
