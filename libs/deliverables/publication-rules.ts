import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { formatDate, isAfter, isBefore, plainDate, type PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { PeriodTarget, type Task } from '#planning/task.entity.js';
import type { TaskContext } from '#planning/task.query.js';
import { isDeclaredOn } from './counting-sql.js';
import { Deliverable, NO_DETAILS, type Publication } from './deliverable.entity.js';
import { DuplicateDeliverable, PlanIsClosed } from './deliverable.errors.js';
import { COUNTED_STATUSES } from './deliverable-status.js';
import { identifyingUrlKey, titleKey } from './identity-of-piece.js';
import type { PublicationInput } from './publication.input.js';

const STANDING = "status in ('planned', 'published', 'accepted') and rerun_of_id is null";

/**
 * The same address anywhere, or the same title on the same day of the same task; an empty title is no title.
 * Two queries in one, each with the words of its partial unique index, without which the index is not used.
 */
const SAME_PIECE = `select id, title, occurs_on, url_key from (
    select id, title, occurs_on, url_key from deliverable where url_key = ? and url_key is not null and ${STANDING}
    union all
    select id, title, occurs_on, url_key from deliverable where task_id = ? and title_key = ? and occurs_on = ? and title_key <> '' and ${STANDING}
  ) same where id <> ? order by id limit 1`;

/** How many items fill a target's days, of one product or of any; one item is left out: the one that asks. */
const FILLING = `select cast(count(*) as integer) as "declared" from deliverable d
  where d.task_id = ? and ${isDeclaredOn('d')} and coalesce(d.credited_on, d.occurs_on) between ? and ?
    and (cast(? as text) is null or d.genre = ?) and d.id <> ?`;

/** As much of a task as its items are judged by. */
export type TaskSetting = Omit<TaskContext, 'leads'>;

export function settingOf({ id, medium, plan }: Task): TaskSetting {
  return { id, medium, planState: plan.state, startsOn: plan.startsOn, endsOn: plan.endsOn };
}

/** What an item has to satisfy against its plan and against the other items. */
@Injectable()
export class PublicationRules {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  async publicationOf(task: TaskSetting, input: PublicationInput, self: Deliverable | null): Promise<Publication> {
    const { occursOn, duration, rerunOf, creditedOn, ...details } = input;
    this.assertInPlan(task, occursOn);
    if (isAfter(occursOn, this.clock.today())) {
      throw new InvalidInput('Ngày này chưa tới; hãy ghi là dự kiến rồi xác nhận khi đã thực hiện.', 'occursOn');
    }
    const publication: Publication = {
      ...NO_DETAILS,
      ...details,
      occursOn,
      urlKey: identifyingUrlKey(task.medium, input.url),
      durationSeconds: duration ?? null,
      rerunOf: rerunOf ? await this.originalOf(task, rerunOf, occursOn, self) : null,
      creditedOn: creditedOn ? await this.creditOf(task, { creditedOn, occursOn, product: input.genre }, self) : null,
    };
    // A new item is stopped by the unique indexes themselves; whoever saves it then asks which one came first.
    if (self && !publication.rerunOf) await this.refuseDuplicate(task.id, publication, self.id);
    return publication;
  }

  /** @throws InvalidInput for a day outside the plan, PlanIsClosed where nothing is taken in any more */
  assertInPlan({ startsOn, endsOn, planState }: Pick<TaskSetting, 'startsOn' | 'endsOn' | 'planState'>, on: PlainDate): void {
    if (planState !== 'in-force') throw new PlanIsClosed();
    if (!isBefore(on, startsOn) && !isAfter(on, endsOn)) return;
    throw new InvalidInput(`Ngày phải trong thời gian của kế hoạch: ${formatDate(startsOn)} – ${formatDate(endsOn)}.`, 'occursOn');
  }

  private async originalOf(task: TaskSetting, id: number, on: PlainDate, self: Deliverable | null): Promise<Deliverable> {
    const original = await this.em.findOne(Deliverable, { id, task: task.id, rerunOf: null, status: { $in: [...COUNTED_STATUSES] } });
    if (!original || original.id === self?.id) throw new InvalidInput('Bản gốc phải là một sản phẩm đã phát của cùng nhiệm vụ.', 'rerunOf');
    if (isBefore(on, original.occursOn)) throw new InvalidInput('Bản phát lại không thể trước bản gốc.', 'rerunOf');
    if (self && (await this.em.count(Deliverable, { rerunOf: self.id })) > 0) {
      throw new InvalidInput('Sản phẩm này đã có bản phát lại nên không thể là bản phát lại của sản phẩm khác.', 'rerunOf');
    }
    return original;
  }

  /** A period that the day itself lies in needs no credit; one that is still to come, or was met, cannot be made up for (rule 3). */
  private async creditOf(
    task: TaskSetting,
    { creditedOn, occursOn, product }: { creditedOn: PlainDate; occursOn: PlainDate; product: string | null },
    self: Deliverable | null,
  ): Promise<PlainDate | null> {
    const targets = await this.em.find(PeriodTarget, { task: task.id, to: creditedOn, validUntil: null });
    const target = targets.find((other) => other.product === null || other.product === product);
    if (!target) throw new InvalidInput('Kỳ tính bù không có trong chỉ tiêu của nhiệm vụ.', 'creditedOn');
    if (isBefore(occursOn, target.from)) throw new InvalidInput('Không thể tính bù cho kỳ chưa tới.', 'creditedOn');
    if (!isAfter(occursOn, target.to)) return null;
    const [filled] = await rowsOf<{ declared: number }>(this.em, FILLING, [
      task.id,
      this.clock.today().toString(),
      target.from.toString(),
      target.to.toString(),
      target.product,
      target.product,
      self?.id ?? 0,
    ]);
    if (filled!.declared >= target.quantity) throw new InvalidInput('Kỳ này đã đủ chỉ tiêu, không cần tính bù.', 'creditedOn');
    return target.to;
  }

  /** @throws DuplicateDeliverable naming the first item that is the same piece (rule 7) */
  async refuseDuplicate(taskId: number, piece: { title: string; urlKey: string | null; occursOn: PlainDate }, selfId = 0): Promise<void> {
    const [first] = await rowsOf<{ id: number; title: string; occurs_on: string; url_key: string | null }>(this.em, SAME_PIECE, [
      piece.urlKey,
      taskId,
      titleKey(piece.title),
      piece.occursOn.toString(),
      selfId,
    ]);
    if (!first) return;
    const isSameUrl = piece.urlKey !== null && first.url_key === piece.urlKey;
    throw new DuplicateDeliverable({ id: first.id, title: first.title, occursOn: plainDate(first.occurs_on) }, isSameUrl ? 'url' : 'title');
  }
}
