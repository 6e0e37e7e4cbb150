import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { NotFound } from '#kernel/domain-error.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { Settings } from '#kernel/settings.js';
import { byName, compareNames } from '#kernel/vietnamese-order.js';
import { DigestLetter, type WrittenLetter } from './digest-letter.js';
import type { Due } from './due.js';
import { DueFinder, summaryDue } from './due-finder.js';
import { peopleOf, type Person } from './people.js';
import { type SummaryKind, summarySpan, summaryStage } from './stages.js';
import { isQuiet, type SummaryFacts, SummaryQuery } from './summary.query.js';
import { WatchedPlanQuery } from './watched-plan.query.js';

export const PREVIEW_KINDS = ['digest', 'weekly', 'monthly'] as const;
export type PreviewKind = (typeof PREVIEW_KINDS)[number];

export interface Preview {
  readonly person: Person;
  /** Undefined where there is nothing to write about. */
  readonly letter: WrittenLetter | undefined;
  /** A summary that would not be sent, because nothing happened. */
  readonly isQuiet: boolean;
}

/** What stands in the place of a signed link: no such link was ever given out. */
const NO_LINK = 'xem-truoc';

/** The letters as they would be worded today, of real data; nothing is sent, written down or signed. */
@Injectable()
export class LetterPreview {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly finder: DueFinder,
    private readonly plans: WatchedPlanQuery,
    private readonly summaries: SummaryQuery,
    private readonly calendars: WorkingCalendarService,
    private readonly letters: DigestLetter,
    private readonly settings: Settings,
  ) {}

  /** Everybody that a letter may go to. */
  async people(): Promise<Person[]> {
    return (await peopleOf(this.em)).toSorted((a, b) => compareNames(a.organisationName, b.organisationName) || byName(a, b));
  }

  /** @throws NotFound for nobody with an open account */
  async of(personId: number | undefined, kind: PreviewKind, today: PlainDate): Promise<Preview> {
    const person = (await peopleOf(this.em)).find(({ id }) => id === personId);
    if (!person) throw new NotFound('Không tìm thấy tài khoản này, hoặc tài khoản đã đóng.');
    return kind === 'digest' ? this.digest(person, today) : this.summary(person, kind, today);
  }

  private async digest(person: Person, today: PlainDate): Promise<Preview> {
    const due: Due[] = [];
    for await (const batch of this.finder.everything(today)) due.push(...batch.filter((one) => one.person.id === person.id && one.subject.about !== 'summary'));
    if (due.length === 0) return { person, letter: undefined, isQuiet: true };
    const { publicUrl } = this.settings;
    const own = due.filter(({ subject, isOwn }) => subject.about === 'duty' && isOwn);
    const signed = new Map(own.map(({ obligation }) => [obligation, `${publicUrl}/act/${NO_LINK}`]));
    return { person, letter: this.letters.write({ person, due, summaries: [], today, signed, unsubscribeUrl: undefined }), isQuiet: false };
  }

  private async summary(person: Person, kind: SummaryKind, today: PlainDate): Promise<Preview> {
    const stage = summaryStage(kind, [], today, await this.calendars.current());
    const summaries: { kind: SummaryKind; facts: SummaryFacts }[] = [];
    const due: Due[] = [];
    for (const plan of await this.plans.watchedOn(today)) {
      summaries.push({ kind, facts: await this.summaries.of(plan, today, summarySpan(stage)) });
      due.push(summaryDue(plan, stage, person));
    }
    if (summaries.length === 0) return { person, letter: undefined, isQuiet: true };
    const unsubscribeUrl = `${this.settings.publicUrl}/summaries/${NO_LINK}`;
    const letter = this.letters.write({ person, due, summaries, today, signed: new Map(), unsubscribeUrl });
    return { person, letter, isQuiet: summaries.every(({ facts }) => isQuiet(facts)) };
  }
}
