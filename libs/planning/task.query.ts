import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/domain-error.js';
import type { Medium } from './medium.js';
import { Task } from './task.entity.js';

@Injectable()
export class TaskQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** Which form a task is logged with depends on its medium. @throws NotFound */
  async mediumOf(taskId: number | undefined): Promise<Medium> {
    const task = taskId === undefined ? null : await this.em.findOne(Task, taskId);
    if (!task) throw new NotFound('Không tìm thấy nhiệm vụ này.', 'task');
    return task.medium;
  }

  /** The tasks of a plan and the organisations that lead them, for lists to choose from. */
  async choices(planId: number): Promise<{ tasks: { id: number; ordinal: number; name: string }[]; leads: { id: number; name: string }[] }> {
    const tasks = await this.em.execute<{ id: number; ordinal: number; name: string }[]>(
      'select id, ordinal, name from task where plan_id = ? order by ordinal',
      [planId],
    );
    const leads = await this.em.execute<{ id: number; name: string }[]>(
      `select distinct o.id, o.name from task_party p join task t on t.id = p.task_id join organisation o on o.id = p.organisation_id
       where t.plan_id = ? and p.role = 'lead' order by o.name`,
      [planId],
    );
    return { tasks, leads };
  }
}
