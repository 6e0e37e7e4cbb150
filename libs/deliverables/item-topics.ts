import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { InvalidInput } from '#kernel/domain-error.js';
import { changeRows, placesFor, rowsOf } from '#kernel/sql.js';
import type { PlanTopic } from '#planning/plan-content.service.js';

/** The topics of the plan that an item is about. Its writing belongs into the transaction that saves the item. */
@Injectable()
export class ItemTopics {
  constructor(private readonly em: SqlEntityManager) {}

  /** In the plan's order. */
  async of(itemId: number): Promise<PlanTopic[]> {
    return rowsOf<PlanTopic>(
      this.em,
      'select t.id, t.position, t.text from deliverable_topic dt join topic t on t.id = dt.topic_id where dt.deliverable_id = ? order by t.position',
      [itemId],
    );
  }

  /** Takes off what is there no more and adds what is new. @throws InvalidInput for a topic of another plan */
  async change(item: TaggedItem, { before, after }: Tagging): Promise<void> {
    const [gone, added] = [before.filter((id) => !after.includes(id)), after.filter((id) => !before.includes(id))];
    if (gone.length > 0)
      await changeRows(this.em, `delete from deliverable_topic where deliverable_id = ? and topic_id in (${placesFor(gone)})`, [item.id, ...gone]);
    if (added.length > 0) await this.add(item, added);
  }

  /** One statement, which also sees to it that they are of the item's own plan. */
  private async add(item: TaggedItem, topicIds: readonly number[]): Promise<void> {
    const added = await changeRows(
      this.em,
      `insert into deliverable_topic (deliverable_id, topic_id)
       select cast(? as integer), t.id from topic t where t.plan_id = (select plan_id from task where id = ?) and t.id in (${placesFor(topicIds)})`,
      [item.id, item.task.id, ...topicIds],
    );
    if (added !== topicIds.length) throw new InvalidInput('Chủ đề đã chọn không có trong kế hoạch này; hãy chọn lại.', 'topics');
  }
}

/** The ids of an item's topics as they were and as they are to be; each id once. */
export interface Tagging {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

interface TaggedItem {
  readonly id: number;
  readonly task: { readonly id: number };
}
