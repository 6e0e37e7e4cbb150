import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Unique } from '@mikro-orm/decorators/legacy';
import { Topic } from '#planning/plan-content.entity.js';
import { Deliverable } from './deliverable.entity.js';

/** A topic that an item is about. */
@Entity()
@Unique({ properties: ['deliverable', 'topic'] })
export class DeliverableTopic {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Deliverable, { deleteRule: 'cascade' })
  deliverable: Rel<Deliverable>;

  @ManyToOne(() => Topic, { index: true })
  topic: Rel<Topic>;

  constructor(deliverable: Rel<Deliverable>, topic: Rel<Topic>) {
    this.deliverable = deliverable;
    this.topic = topic;
  }
}
