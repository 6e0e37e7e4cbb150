import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '#identity/actor.js';
import { NotFound } from '#kernel/domain-error.js';
import { isBefore, plainDate, type PlainDate } from '#kernel/plain-date.js';
import { placesFor, rowsOf } from '#kernel/sql.js';
import type { Plan } from '#planning/plan.entity.js';
import { isDeclaredOn } from './counting-sql.js';
import { Deliverable } from './deliverable.entity.js';
import { isLedBy, ProgressService, type TaskProgress } from './progress.service.js';

/** What is the same from one item of a task to the next. */
export interface UsualDetails {
  readonly author: string | null;
  readonly airedAt: string | null;
  readonly channel: string | null;
  readonly programme: string | null;
  readonly durationSeconds: number | null;
  readonly genre: string | null;
  readonly place: string | null;
}

/** What a logging form needs to know to have the likely answers filled in. */
@Injectable()
export class LogFormQuery {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly progress: ProgressService,
  ) {}

  /** The tasks the actor may log for, with their standing, the one most urgently owed first in `likely`. */
  async tasksOf(actor: Actor, plan: Plan, today: PlainDate): Promise<{ tasks: TaskProgress[]; likely: TaskProgress }> {
    const all = await this.progress.ofPlan(plan, today);
    const reach = reachOf(actor, 'items.change');
    const ledByAny = (ids: readonly number[]) => all.filter((row) => ids.some((id) => isLedBy(row, id)));
    // Whoever may log for all begins with what is their own.
    const own = ledByAny(reach === 'all' ? actor.grants.flatMap((grant) => grant.reach) : reach);
    const tasks = reach === 'all' ? all : own;
    const [likely] = (own.length > 0 ? own : tasks).toSorted((a, b) => urgency(a, today) - urgency(b, today));
    if (!likely) throw new NotFound('Cơ quan của bạn không chủ trì nhiệm vụ nào trong kế hoạch này.');
    return { tasks, likely };
  }

  /** How an organisation's last item of the task was told, so that its usual channel, programme and hour stand there already. */
  async usualDetails(taskId: number, organisationId: number): Promise<UsualDetails | null> {
    return this.em.findOne(
      Deliverable,
      { task: taskId, organisation: organisationId, status: { $in: ['published', 'accepted'] }, rerunOf: null },
      { orderBy: { occursOn: 'desc', id: 'desc' }, fields: ['author', 'airedAt', 'channel', 'programme', 'durationSeconds', 'genre', 'place'] },
    );
  }

  /** The first organisation that leads a task. @throws NotFound */
  async leadOf(taskId: number): Promise<{ id: number; name: string }> {
    const [lead] = await rowsOf<{ id: number; name: string }>(
      this.em,
      `select o.id, o.name from task_party p join organisation o on o.id = p.organisation_id where p.task_id = ? and p.role = 'lead' and p.valid_until is null order by p.position limit 1`,
      [taskId],
    );
    if (!lead) throw new NotFound('Không tìm thấy nhiệm vụ này.');
    return lead;
  }

  /**
   * Items that a rerun may be of, newest first: those that count today, of organisations that the actor may act for.
   * @param chosen the original that stands in the form already, whoever's it is: saving must not lose it
   */
  async originals(actor: Actor, taskId: number, today: PlainDate, chosen?: number): Promise<{ id: number; title: string; occursOn: PlainDate }[]> {
    const reach = reachOf(actor, 'items.change');
    const within = reach === 'all' ? '' : `and (d.organisation_id in (${placesFor(reach)}) or d.id = ?)`;
    const rows = await rowsOf<{ id: number; title: string; occursOn: string }>(
      this.em,
      `select d.id as "id", d.title as "title", d.occurs_on as "occursOn" from deliverable d
       where d.task_id = ? and ${isDeclaredOn('d')} ${within} order by d.occurs_on desc, d.id desc limit 100`,
      [taskId, today.toString(), ...(reach === 'all' ? [] : [...reach, chosen ?? 0])],
    );
    return rows.map(({ occursOn, ...row }) => ({ ...row, occursOn: plainDate(occursOn) }));
  }
}

/**
 * Something still owed now, by its last day, comes before what was missed long ago (somebody who logs today hardly means
 * last January's), that before what is owed later, and that before what owes nothing.
 */
const LONG_AGO_DAYS = 31;
const OWED_LONG_AGO = 50_000;
const OWED_LATER = 100_000;
const OWES_NOTHING = 200_000;

function urgency({ progress }: TaskProgress, today: PlainDate): number {
  const open = progress.duties.filter(({ missing }) => missing > 0);
  const begun = open.filter(({ status }) => status !== 'not-begun');
  const owedNow = begun.find(({ to }) => !isBefore(to, today.subtract({ days: LONG_AGO_DAYS })));
  if (owedNow) return today.until(owedNow.to).days;
  if (begun.length > 0) return OWED_LONG_AGO;
  return open.length > 0 ? OWED_LATER : OWES_NOTHING;
}
