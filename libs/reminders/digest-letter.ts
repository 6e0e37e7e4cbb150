import { Injectable } from '@nestjs/common';
import { Settings } from '#kernel/settings.js';
import { isAfter, type PlainDate } from '#kernel/plain-date.js';
import type { MailMessage } from '#mail/mail-message.js';
import { Templating } from '#templating/templating.js';
import { type DigestLine, digestLine, GROUPS, inOrder } from './digest.view.js';
import type { Due } from './due.js';
import type { Person } from './people.js';
import type { SummaryKind } from './stages.js';
import type { SummaryFacts } from './summary.query.js';
import { summaryView } from './summary.view.js';

export interface DigestFacts {
  readonly person: Pick<Person, 'name'>;
  readonly due: readonly Due[];
  /** Of each summary that is due. */
  readonly summaries: readonly { readonly kind: SummaryKind; readonly facts: SummaryFacts }[];
  readonly today: PlainDate;
  /** Signed links by obligation. */
  readonly signed: ReadonlyMap<string, string>;
  readonly unsubscribeUrl: string | undefined;
}

export interface WrittenLetter extends Pick<MailMessage, 'subject' | 'text' | 'html'> {
  /** The obligation that its subject names first; undefined in a letter with nothing but a summary. */
  readonly about: string | undefined;
}

/** More than this in one letter nobody reads; the rest stands on the pages. */
const MOST_LINES = 30;

/** Words the one letter of a day: subject, text and HTML from `templates/mail/digest/`. */
@Injectable()
export class DigestLetter {
  constructor(
    private readonly templating: Templating,
    private readonly settings: Settings,
  ) {}

  write({ person, due, summaries, today, signed, unsubscribeUrl }: DigestFacts): WrittenLetter {
    const { publicUrl } = this.settings;
    const all = inOrder(due.flatMap((one) => digestLine(one, today, { publicUrl, signed }) ?? []));
    const lines = all.slice(0, MOST_LINES);
    const told = new Set(lines.map(({ obligation }) => obligation));
    const plans = new Set(due.map(({ plan }) => plan.number));
    const view = {
      recipientName: person.name,
      opening: openingOf(due, all, today),
      groups: GROUPS.map(({ key, title }) => ({ title, isLate: key === 'late', lines: lines.filter(({ group }) => group === key) })).filter(
        (group) => group.lines.length > 0,
      ),
      hasTitles: new Set(lines.map(({ group }) => group)).size > 1,
      more: all.length - lines.length,
      plans: [...plans].join(', '),
      summaries: summaries.map(({ kind, facts }) => summaryView(kind, facts, publicUrl, told)),
      hasLines: lines.length > 0,
      // Only what may be logged from the mail has something to say about its links.
      hasSigned: lines.some(({ href, plainHref }) => href !== plainHref),
      unsubscribeUrl,
      siteUrl: publicUrl,
    };
    return {
      about: all[0]?.obligation,
      subject: subjectOf(all, view.summaries),
      text: this.templating
        .renderText('mail/digest/text', view)
        .replace(/\n{3,}/g, '\n\n')
        .trimStart(),
      html: this.templating.renderHtml('mail/digest/html', view),
    };
  }
}

function subjectOf(lines: readonly DigestLine[], summaries: readonly { title: string; plan: string }[]): string {
  const [first] = lines;
  const late = lines.filter(({ group }) => group === 'late');
  if (!first) return summaries.map(({ title, plan }) => `${title} – kế hoạch ${plan}`).join('; ');
  const { subject } = GROUPS.find(({ key }) => key === first.group)!;
  if (lines.length === 1) return `${subject}: ${first.title === first.short ? first.title : `${first.title} – ${first.short}`}`;
  if (late.length === 0) return `${subject}: ${first.title} – ${first.short}, và ${lines.length - 1} việc khác`;
  const others = lines.length - late.length;
  if (late.length === 1) return `Quá hạn: ${first.title} – ${first.short}, và ${others} việc khác`;
  return `Quá hạn ${late.length} việc${others > 0 ? ` (và ${others} việc khác)` : ''}: ${first.title}…`;
}

/** The first sentence: what is owed by when. */
function openingOf(due: readonly Due[], lines: readonly DigestLine[], today: PlainDate): string {
  if (lines.length === 0) return 'Dưới đây là tình hình thực hiện kế hoạch.';
  if (lines.length === 1) return '';
  const late = lines.filter(({ group }) => group === 'late').length;
  const coming = lines.filter(({ group }) => group === 'coming').length;
  const behind = lines.filter(({ group }) => group === 'behind' || group === 'pace').length;
  const isWatching = due.every(({ isOwn }) => !isOwn);
  const parts = [
    late > 0 ? `${late} việc đã quá hạn` : '',
    coming > 0 ? `${coming} việc sắp đến hạn` : '',
    behind > 0 ? `${behind} việc chậm tiến độ` : '',
    lines.length - late - coming - behind > 0 ? `${lines.length - late - coming - behind} điểm cần xem` : '',
  ].filter((part) => part !== '');
  const nearest = lines.find(({ group, day }) => group === 'coming' && !isAfter(today, day));
  const words = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} và ${parts.at(-1)}` : parts[0]!;
  return `${isWatching ? 'Kế hoạch có' : 'Anh/chị có'} ${words}${nearest && late === 0 ? `, gần nhất là ngày ${nearest.day.day}/${nearest.day.month}` : ''}.`;
}
