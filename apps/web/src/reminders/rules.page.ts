import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RecentActivityQuery } from '#audit/recent-activity.query.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { PlanService } from '#planning/plan.service.js';
import { TaskQuery } from '#planning/task.query.js';
import { assertMayKeepReminders } from '#reminders/reminder-access.js';
import { DEFAULT_HOURS, DEFAULT_RULES } from '#reminders/reminder-rules.js';
import { type RawRules, typedRules } from '#reminders/rules.input.js';
import { RulesQuery } from '#reminders/rules.query.js';
import { RulesService } from '#reminders/rules.service.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { statusOf } from '../http/error.filter.js';
import { type Page, PageRenderer } from '../http/page-renderer.js';
import { wordFor } from '../http/query-value.js';
import { AUDIENCE_HEADS, listOf, ruleRows, rulesHistory, textIn } from './rules.view.js';

interface Shown {
  /** As typed; the stored ones where undefined. */
  readonly values?: RawRules;
  readonly error?: DomainError;
  readonly done?: string | undefined;
  /** The form stands at what a plan begins with; nothing is saved. */
  readonly isDefaults?: boolean;
}

const DONE: Readonly<Record<string, string>> = {
  saved: 'Đã lưu quy tắc nhắc việc. Thư lập từ bây giờ theo quy tắc mới.',
  removed: 'Nhiệm vụ đó lại theo quy tắc chung của kế hoạch.',
  exception: 'Đã lưu quy tắc riêng của nhiệm vụ.',
};

const CHANGES_TOLD = 10;

/** More tasks than this are not listed to choose from: the number is typed. */
const MOST_CHOICES = 400;

/** The rules of a plan, and of a task that has its own. */
@Injectable()
export class RulesPage {
  constructor(
    private readonly plans: PlanService,
    private readonly tasks: TaskQuery,
    private readonly rules: RulesService,
    private readonly stored: RulesQuery,
    private readonly activity: RecentActivityQuery,
    private readonly pages: PageRenderer,
  ) {}

  /** @throws Forbidden, NotFound */
  async plan({ actor, request, reply }: Exchange, planId: number, { values, error, done, isDefaults = false }: Shown = {}): Promise<FastifyReply> {
    assertMayKeepReminders(actor);
    const plan = await this.plans.find(planId);
    const { rules, hours, leaders, version } = (await this.stored.ofPlans([plan.id])).get(plan.id)!;
    const viewers = await this.rules.viewers();
    const saved = { ...typedRules(rules), sendFrom: hours.from, sendUntil: hours.until, leader: (leaders ?? viewers.map(({ id }) => id)).map(String) };
    const defaults = { ...saved, ...typedRules(DEFAULT_RULES), sendFrom: DEFAULT_HOURS.from, sendUntil: DEFAULT_HOURS.until };
    const shown = values ?? (isDefaults ? defaults : saved);
    const { tasks } = await this.tasks.choices(plan.id);
    const title = `Quy tắc nhắc việc, kế hoạch ${plan.number}`;
    return this.pages.send(
      request,
      reply,
      rulesPage('plan', title, shown, version, error, {
        address: `/plans/${plan.id}/reminder-rules`,
        planHref: `/plans/${plan.id}`,
        number: plan.number,
        sendFrom: textIn(shown.sendFrom),
        sendUntil: textIn(shown.sendUntil),
        viewers: viewers.map(({ id, name, organisation }) => ({ id, name, organisation, isTicked: listOf(shown.leader).includes(String(id)) })),
        done: wordFor(DONE, done),
        isDefaults,
        exceptions: (await this.rules.exceptions(plan.id)).map(({ taskId, label, name, isSilent, version: own }) => ({
          href: `/tasks/${taskId}/reminder-rules`,
          name: `Nhiệm vụ ${label} · ${name}`,
          label,
          isSilent,
          version: own,
        })),
        choices: tasks.length <= MOST_CHOICES ? tasks.map(({ id, ordinal, name }) => ({ id, name: `${ordinal}. ${name}` })) : null,
        history: rulesHistory(await this.activity.of(plan.id, 'plan'), CHANGES_TOLD),
      }),
    );
  }

  /** @throws Forbidden, NotFound */
  async task({ actor, request, reply }: Exchange, taskId: number | undefined, { values, error }: Shown = {}): Promise<FastifyReply> {
    assertMayKeepReminders(actor);
    const { task, rules, isSilent, version } = await this.rules.ofTask(taskId);
    const shown = values ?? { ...typedRules(rules), silent: isSilent ? '1' : '' };
    const title = `Quy tắc nhắc riêng, nhiệm vụ ${task.label}`;
    return this.pages.send(
      request,
      reply,
      rulesPage('task', title, shown, version, error, {
        address: `/tasks/${task.id}/reminder-rules`,
        planHref: `/plans/${task.planId}/reminder-rules`,
        planNumber: task.planNumber,
        taskHref: `/tasks/${task.id}`,
        label: task.label,
        name: task.name,
        isSilent: shown.silent === '1',
        isException: version > 0,
        storedVersion: version,
      }),
    );
  }
}

/** The page of a form of rules: what both have in common, and what is of its own. */
function rulesPage(of: 'plan' | 'task', title: string, values: RawRules, version: number, error: DomainError | undefined, own: object): Page {
  const errors = error ? fieldMessages(error) : {};
  return {
    template: `pages/reminders/${of}-rules`,
    title,
    section: 'reminders',
    styles: ['reminders.css'],
    status: error ? statusOf(error) : 200,
    view: {
      heads: AUDIENCE_HEADS,
      rows: ruleRows(values, errors, of),
      errors,
      // A form that was refused keeps its version: it must not pass over somebody else's change.
      version: textIn(values.version) || String(version),
      general: error ? (errors[''] ?? 'Chưa lưu được. Hãy xem ghi chú ở từng ô.') : null,
      ...own,
    },
  };
}
