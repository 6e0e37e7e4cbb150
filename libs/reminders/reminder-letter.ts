import { Injectable } from '@nestjs/common';
import { sumOfLedgers } from '#deliverables/counts.js';
import type { Duty } from '#deliverables/progress.js';
import { isLedBy, type TaskProgress } from '#deliverables/progress.service.js';
import { formatMonth, monthOf } from '#kernel/month.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import { Templating } from '#templating/templating.js';
import type { ReminderKind } from './reminder-kind.js';

export interface LetterFacts {
  readonly kind: ReminderKind;
  readonly row: Pick<TaskProgress, 'task' | 'leads' | 'members' | 'progress'>;
  /** As the recipient has them: of what each member of a group owes, its own share. */
  readonly duties: readonly Duty[];
  readonly recipient: { readonly name: string; readonly organisationId: number };
  readonly today: PlainDate;
  readonly publicUrl: string;
}

/** Words a reminder: subject, text and HTML from `templates/mail/reminder/`. */
@Injectable()
export class ReminderLetter {
  constructor(private readonly templating: Templating) {}

  write(facts: LetterFacts): { subject: string; text: string; html: string } {
    const view = viewOf(facts);
    return {
      subject: this.templating.renderText('mail/reminder/subject', view).replace(/\s+/g, ' ').trim(),
      text: this.templating.renderText('mail/reminder/text', view),
      html: this.templating.renderHtml('mail/reminder/html', view),
    };
  }
}

function viewOf({ kind, row, duties, recipient, today, publicUrl }: LetterFacts) {
  const { task, leads, progress } = row;
  const [{ from, to }] = duties as [Duty];
  const missing = duties.reduce((sum, duty) => sum + duty.missing, 0);
  const isOwn = isLedBy(row, recipient.organisationId);
  const isOwnShare = duties.some(({ members }) => members?.some(({ memberId }) => memberId === recipient.organisationId));
  const done = isOwnShare ? { ...sumOfLedgers(duties), target: duties.reduce((sum, { quantity }) => sum + quantity, 0) } : progress;
  const daysLeft = today.until(to).days;
  return {
    recipientName: recipient.name,
    isMissed: kind === 'missed',
    isOwn,
    leadNames: leads.map(({ organisation }) => organisation.name).join(', '),
    ordinal: task.label,
    taskName: task.name.replace(/\.$/, ''),
    missing: String(missing).padStart(2, '0'),
    unit: task.quantity.unit,
    period: monthOf(from) === monthOf(to) ? formatMonth(monthOf(to)) : `kỳ ${formatDate(from)} – ${formatDate(to)}`,
    deadline: formatDate(to),
    timeLeft: daysLeft === 0 ? 'hôm nay là ngày cuối' : `còn ${daysLeft} ngày`,
    declared: done.declared,
    evidenced: done.evidenced,
    accepted: done.accepted,
    target: done.target,
    isShareOfPace: duties.some(({ isShareOfPace }) => isShareOfPace),
    formUrl: `${publicUrl}/deliverables/new?task=${task.id}&period=${to.toString()}`,
    taskUrl: `${publicUrl}/tasks/${task.id}`,
    siteUrl: publicUrl,
  };
}
