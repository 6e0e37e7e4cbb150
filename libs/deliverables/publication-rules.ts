import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { formatDate, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { Task } from '#planning/task.entity.js';
import { Deliverable, NO_DETAILS, type Publication } from './deliverable.entity.js';
import { DuplicateDeliverable } from './deliverable.errors.js';
import { COUNTED_STATUSES, STANDING_STATUSES } from './deliverable-status.js';
import { identifyingUrlKey, titleKey } from './identity-of-piece.js';
import type { PublicationInput } from './publication.input.js';

/** What an item has to satisfy against its plan and against the other items. */
@Injectable()
export class PublicationRules {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  async publicationOf(task: Task, input: PublicationInput, self: Deliverable | null): Promise<Publication> {
    const { occursOn, duration, rerunOf, creditedOn, ...details } = input;
    this.assertInPlan(task, occursOn);
    if (isAfter(occursOn, this.clock.today())) {
      throw new InvalidInput('Ngày này chưa tới; hãy ghi là dự kiến rồi xác nhận khi đã thực hiện.', 'occursOn');
    }
    const publication: Publication = {
      ...NO_DETAILS,
      ...details,
      occursOn,
      durationSeconds: duration ?? null,
      rerunOf: rerunOf ? await this.originalOf(task, rerunOf, occursOn, self) : null,
      creditedOn: creditedOn ? await this.creditOf(task, { creditedOn, occursOn, product: input.genre }, self) : null,
    };
    if (!publication.rerunOf) await this.refuseDuplicate(task, publication, self?.id);
    return publication;
  }

  assertInPlan(task: Task, on: PlainDate): void {
    const { plan } = task;
    if (plan.spans(on)) return;
    throw new InvalidInput(`Ngày phải trong thời gian của kế hoạch: ${formatDate(plan.startsOn)} – ${formatDate(plan.endsOn)}.`, 'occursOn');
  }

  private async originalOf(task: Task, id: number, on: PlainDate, self: Deliverable | null): Promise<Deliverable> {
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
    task: Task,
    { creditedOn, occursOn, product }: { creditedOn: PlainDate; occursOn: PlainDate; product: string | null },
    self: Deliverable | null,
  ): Promise<PlainDate | null> {
    const target = task.targets.getItems().find((other) => other.to.equals(creditedOn) && (other.product === null || other.product === product));
    if (!target) throw new InvalidInput('Kỳ tính bù không có trong chỉ tiêu của nhiệm vụ.', 'creditedOn');
    if (isBefore(occursOn, target.from)) throw new InvalidInput('Không thể tính bù cho kỳ chưa tới.', 'creditedOn');
    if (!isAfter(occursOn, target.to)) return null;
    const span = { $gte: target.from, $lte: target.to };
    const declared = await this.em.count(Deliverable, {
      task: task.id,
      rerunOf: null,
      status: { $in: [...COUNTED_STATUSES] },
      $or: [{ creditedOn: span }, { creditedOn: null, occursOn: span }],
      ...(target.product === null ? {} : { genre: target.product }),
      ...(self ? { id: { $ne: self.id } } : {}),
    });
    if (declared >= target.quantity) throw new InvalidInput('Kỳ này đã đủ chỉ tiêu, không cần tính bù.', 'creditedOn');
    return target.to;
  }

  /** @throws DuplicateDeliverable naming the first item that is the same piece (rule 7) */
  async refuseDuplicate(task: Task, piece: { title: string; url: string | null; occursOn: PlainDate }, selfId: number | undefined): Promise<void> {
    const urlKey = identifyingUrlKey(task.medium, piece.url);
    const title = titleKey(piece.title);
    const same = [...(urlKey === null ? [] : [{ urlKey }]), ...(title === '' ? [] : [{ task: task.id, titleKey: title, occursOn: piece.occursOn }])];
    if (same.length === 0) return;
    const first = await this.em.findOne(
      Deliverable,
      {
        rerunOf: null,
        status: { $in: [...STANDING_STATUSES] },
        ...(selfId ? { id: { $ne: selfId } } : {}),
        $or: same,
      },
      { orderBy: { id: 'asc' } },
    );
    if (first) throw new DuplicateDeliverable(first, urlKey !== null && first.urlKey === urlKey ? 'url' : 'title');
  }
}
