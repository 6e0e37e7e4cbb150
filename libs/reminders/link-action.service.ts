import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { AuditTrail } from '#audit/audit-trail.js';
import { comingBy } from '#audit/entry-origin.js';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import type { Deliverable } from '#deliverables/deliverable.entity.js';
import { DeliverableService, type NewItem } from '#deliverables/deliverable.service.js';
import { type OwedTask, OwedQuery } from '#deliverables/owed.query.js';
import { type Duty, dutyOfMember } from '#deliverables/progress.js';
import type { PublicationInput } from '#deliverables/publication.input.js';
import { type Actor, actorWith, may } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { formatDate, isAfter, isBefore, type PlainDate, plainDate } from '#kernel/plain-date.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Task } from '#planning/task.entity.js';
import { LinkEnded } from './link.errors.js';
import { LinkSigner } from './link-signer.js';
import { type Period, periodOf } from './obligation.js';
import type { SnoozeInput } from './snooze.input.js';
import { Snooze } from './snooze.entity.js';

/** What a link in a letter opens: one task and period, for the person the letter went to. */
export interface OpenedLink {
  readonly reminderId: number;
  readonly obligation: string;
  readonly actor: Actor;
  readonly period: Period;
  readonly task: OwedTask;
  readonly duty: Duty;
}

export type LinkOutcome =
  | { readonly kind: 'logged'; readonly item: { readonly id: number; readonly title: string; readonly occursOn: PlainDate }; readonly count: string }
  | { readonly kind: 'snoozed'; readonly until: PlainDate; readonly reason: string };

interface LinkRow {
  readonly id: number;
  readonly obligation: string;
  readonly taskId: number;
  readonly recipientId: number;
  readonly planState: string;
  readonly usedAt: string | null;
  readonly revokedAt: string | null;
}

/** Nobody puts off a duty for longer than this. */
export const LONGEST_SNOOZE_DAYS = 30;

/** Acting from a letter without signing in: logging what it asks for, or asking to be reminded later. Each link serves once. */
@Injectable()
export class LinkActionService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly signer: LinkSigner,
    private readonly owed: OwedQuery,
    private readonly deliverables: DeliverableService,
    private readonly calendars: WorkingCalendarService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Looks, and changes nothing. @throws NotFound for what is no link of ours, LinkEnded */
  async open(token: string): Promise<OpenedLink> {
    const link = await this.signer.read('act', token);
    const row = link && (await this.row(link.id));
    const period = row && periodOf(row.obligation);
    if (!link || !row || !period) throw new NotFound('Liên kết này không đúng. Hãy mở lại từ thư, hoặc đăng nhập để ghi nhận.');
    const today = this.clock.today();
    if (row.usedAt) throw new LinkEnded('used', 'Liên kết này đã được dùng. Muốn ghi thêm, hãy đăng nhập.');
    if (row.revokedAt) throw new LinkEnded('revoked', 'Liên kết này đã bị Sở Nội vụ thu hồi. Hãy đăng nhập để ghi nhận.');
    if (link.until && isAfter(today, link.until))
      throw new LinkEnded('expired', `Liên kết này hết hạn từ ngày ${formatDate(link.until)}. Hãy đăng nhập để ghi nhận.`);
    const actor = await this.actor(row.recipientId);
    const [task] = row.planState === 'in-force' ? await this.owed.ofTasks([row.taskId], today) : [];
    const duties = (task?.duties ?? []).filter(({ from, to }) => from.equals(period.from) && to.equals(period.to));
    const open = duties.map((one) => (actor ? dutyOfMember(one, actor.organisationId) : one)).find(({ missing }) => missing > 0);
    if (task && duties.length > 0 && !open) throw new LinkEnded('met', 'Kỳ này đã được ghi nhận đủ, không cần làm gì thêm.');
    if (!actor || !task || !open) throw new LinkEnded('gone', 'Việc này không còn phải thực hiện, hoặc tài khoản nhận thư đã đóng.');
    return { reminderId: row.id, obligation: row.obligation, actor, period, task, duty: open };
  }

  /** Logs one piece for the link's task and period. @throws LinkEnded where another was quicker, and as `DeliverableService.log` */
  async log(
    { reminderId, actor, period, task, duty }: OpenedLink,
    input: PublicationInput,
    { organisation }: Pick<NewItem, 'organisation'> = {},
  ): Promise<Deliverable> {
    const piece = { ...input, rerunOf: null, creditedOn: this.creditOf(input.occursOn, period, duty) };
    return comingBy('mail-link', () => this.deliverables.log(actor, task.id, piece, { organisation, first: () => this.use(reminderId) }));
  }

  /** Asks to be reminded on a later working day. @throws InvalidInput, LinkEnded where another was quicker */
  async snooze({ reminderId, obligation, actor, task }: OpenedLink, { until, reason }: SnoozeInput): Promise<void> {
    await this.assertMayWaitUntil(until);
    const at = this.clock.now();
    await comingBy('mail-link', () =>
      this.em.transactional(async (em) => {
        await this.use(reminderId);
        const organisation = em.getReference(Organisation, actor.organisationId);
        const wish = new Snooze(obligation, organisation, em.getReference(Task, task.id), until, reason, em.getReference(User, actor.userId), at);
        await em.persist(wish).flush();
        await this.audit.record({
          at,
          actorId: actor.userId,
          action: 'reminder.snoozed',
          subject: 'reminder',
          subjectId: reminderId,
          before: null,
          after: { obligation, until: until.toString(), reason },
        });
      }),
    );
  }

  /** What came of a link that was used, for the person who used it. @throws NotFound where it is none of ours or was not used */
  async outcome(token: string): Promise<LinkOutcome> {
    const outcome = await this.outcomeIfUsed(token);
    if (!outcome) throw new NotFound('Liên kết này không đúng hoặc chưa được dùng.');
    return outcome;
  }

  /** As `outcome`; undefined where there is none. */
  async outcomeIfUsed(token: string): Promise<LinkOutcome | undefined> {
    const link = await this.signer.read('act', token);
    const row = link && (await this.row(link.id));
    if (!row?.usedAt) return undefined;
    const [wish] = await rowsOf<{ until: string; reason: string }>(
      this.em,
      'select until as "until", reason as "reason" from snooze where obligation = ? and by_id = ? and created_at >= ? order by id limit 1',
      [row.obligation, row.recipientId, row.usedAt],
    );
    if (wish) return { kind: 'snoozed', until: plainDate(wish.until), reason: wish.reason };
    const [item] = await rowsOf<{ id: number; title: string; occursOn: string }>(
      this.em,
      `select id as "id", title as "title", occurs_on as "occursOn" from deliverable
       where task_id = ? and created_by_id = ? and logged_via = 'mail-link' and created_at >= ? order by id limit 1`,
      [row.taskId, row.recipientId, row.usedAt],
    );
    if (!item) return undefined;
    const [task] = await this.owed.ofTasks([row.taskId], this.clock.today());
    return { kind: 'logged', item: { ...item, occursOn: plainDate(item.occursOn) }, count: task ? `${task.done.declared}/${task.target}` : '' };
  }

  /** Within the period it counts there; after it, it makes up for it. Other days are for whoever signs in. */
  private creditOf(occursOn: PlainDate, { from, to }: Period, { isShareOfPace }: Duty): PlainDate | null {
    if (isBefore(occursOn, from)) throw new InvalidInput(`Liên kết này chỉ ghi cho kỳ từ ${formatDate(from)}; hãy đăng nhập để ghi ngày sớm hơn.`, 'occursOn');
    return isAfter(occursOn, to) && !isShareOfPace ? to : null;
  }

  private async assertMayWaitUntil(until: PlainDate): Promise<void> {
    const today = this.clock.today();
    const last = today.add({ days: LONGEST_SNOOZE_DAYS });
    if (!isAfter(until, today)) throw new InvalidInput('Hãy chọn một ngày sau hôm nay.', 'until');
    if (isAfter(until, last)) throw new InvalidInput(`Chỉ hẹn được đến ngày ${formatDate(last)}.`, 'until');
    const calendar = await this.calendars.current();
    if (calendar.isWorkingDay(until)) return;
    const before = calendar.onOrBefore(until);
    throw new InvalidInput(`Ngày ${formatDate(until)} là ngày nghỉ; ngày làm việc gần nhất trước đó là ${formatDate(before)}.`, 'until');
  }

  /** Of two who press at once, one is served. */
  private async use(reminderId: number): Promise<void> {
    const changed = await changeRows(this.em, 'update reminder set link_used_at = ? where id = ? and link_used_at is null and link_revoked_at is null', [
      instantText(this.clock.now()),
      reminderId,
    ]);
    if (changed !== 1) throw new LinkEnded('used', 'Liên kết này vừa được dùng. Muốn ghi thêm, hãy đăng nhập.');
  }

  private async row(id: number): Promise<LinkRow | undefined> {
    const [row] = await rowsOf<LinkRow>(
      this.em,
      `select r.id as "id", r.obligation as "obligation", r.task_id as "taskId", r.recipient_id as "recipientId", p.state as "planState",
         r.link_used_at as "usedAt", r.link_revoked_at as "revokedAt" from reminder r join plan p on p.id = r.plan_id where r.id = ?`,
      [id],
    );
    return row;
  }

  private async actor(userId: number): Promise<Actor | undefined> {
    const user = await this.em.findOne(User, { id: userId, isActive: true }, { populate: ['organisation'], refresh: true });
    if (!user) return undefined;
    const actor = actorWith(user, user.role, user.organisation, 'mail-link');
    return may(actor, 'items.change') ? actor : undefined;
  }
}

/** The day until which most ask: a week from a day, or the working day before. */
export function usualSnooze(today: PlainDate, onOrBefore: (day: PlainDate) => PlainDate): Temporal.PlainDate {
  return onOrBefore(today.add({ days: 7 }));
}
