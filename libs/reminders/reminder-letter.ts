import { Injectable } from '@nestjs/common';
import type { Duty } from '#deliverables/progress.js';
import { formatMonth, monthOf } from '#kernel/month.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import type { Task } from '#planning/task.entity.js';
import { Templating } from '#templating/templating.js';
import type { ReminderKind } from './reminder-kind.js';

export interface LetterFacts {
  readonly kind: ReminderKind;
  readonly task: Task;
  readonly duties: readonly Duty[];
  readonly progress: { readonly declared: number; readonly target: number | null };
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

function viewOf({ kind, task, duties, progress, recipient, today, publicUrl }: LetterFacts) {
  const [{ from, to }] = duties as [Duty];
  const missing = duties.reduce((sum, duty) => sum + duty.missing, 0);
  const leads = task.parties.getItems().filter(({ role }) => role === 'lead');
  const isOwn = leads.some(({ organisation }) => organisation.id === recipient.organisationId);
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
    declared: progress.declared,
    target: progress.target,
    isShareOfPace: duties.some(({ isShareOfPace }) => isShareOfPace),
    formUrl: `${publicUrl}/deliverables/new?task=${task.id}&period=${to.toString()}`,
    taskUrl: `${publicUrl}/tasks/${task.id}`,
    siteUrl: publicUrl,
  };
}
