import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DeliverableListQuery, LIST_KINDS, LIST_SORTS, type ListKind, type ListSort, PAGE_SIZE } from '#deliverables/deliverable-list.query.js';
import { DELIVERABLE_STATUSES, type DeliverableStatus, statusName } from '#deliverables/deliverable-status.js';
import { formatQuarter, quartersBetween, readQuarter } from '#deliverables/quarter.js';
import { formatMonth, monthsBetween } from '#kernel/month.js';
import { type Actor, may } from '#identity/actor.js';
import { DirectoryQuery } from '#organisations/directory.query.js';
import type { Plan } from '#planning/plan.entity.js';
import { PlanContentService } from '#planning/plan-content.service.js';
import { PlanService } from '#planning/plan.service.js';
import { TaskQuery } from '#planning/task.query.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { threeNumbers } from '../http/three-numbers.js';
import { itemLine } from './item-line.js';

/** A column without a sort is only shown. */
const COLUMNS: { sort?: ListSort; name: string }[] = [
  { sort: 'date', name: 'Ngày' },
  { sort: 'title', name: 'Tên' },
  { sort: 'task', name: 'Nhiệm vụ' },
  { name: 'Minh chứng' },
  { sort: 'status', name: 'Trạng thái' },
];

const EVIDENCE_CHOICES = [
  { key: 'without', name: 'Chưa có minh chứng' },
  { key: 'with', name: 'Có minh chứng' },
] as const;

const KIND_NAMES: Readonly<Record<ListKind, string>> = { rerun: 'Phát lại', 'make-up': 'Bù' };

const LONGEST_SEARCH = 100;

@Needs('items.read')
@Controller('deliverables')
export class ListController {
  constructor(
    private readonly plans: PlanService,
    private readonly content: PlanContentService,
    private readonly tasks: TaskQuery,
    private readonly list: DeliverableListQuery,
    private readonly directory: DirectoryQuery,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async index(@Query() query: Readonly<Record<string, unknown>>, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const taskId = rowIdOf(query.task);
    const topic = topicIn(query.topic);
    const plan = await this.planOf(taskId, topic, rowIdOf(query.plan));
    const filter = {
      planId: plan.id,
      search: textOf(query.q)?.slice(0, LONGEST_SEARCH),
      taskId,
      organisationId: rowIdOf(query.organisation),
      status: statusIn(query.status),
      month: monthIn(query.month),
      quarter: quarterIn(query.month),
      topic,
      isCounted: query.counted === '1',
      evidence: EVIDENCE_CHOICES.find(({ key }) => key === query.evidence)?.key,
      kind: LIST_KINDS.find((key) => key === query.kind),
    };
    const sort = sortIn(query.sort);
    const isDescending = query.dir ? query.dir !== 'asc' : sort === 'date';
    const { rows, total, ledgers, page } = await this.list.page(filter, { sort, isDescending, page: Math.max(1, rowIdOf(query.page) ?? 1) });
    const pageCount = Math.max(1, Math.ceil(total / PAGE_SIZE));
    const choices = await this.tasks.choices(plan.id);
    const topics = await this.content.topicsOf(plan.id);

    const asked = {
      q: filter.search,
      task: filter.taskId,
      organisation: filter.organisationId,
      status: filter.status,
      month: filter.month ?? filter.quarter,
      topic,
      counted: filter.isCounted ? 1 : undefined,
      evidence: filter.evidence,
      kind: filter.kind,
    };
    // Not a filter that one can take off: it says which year's list this is.
    const ofPlan = { plan: rowIdOf(query.plan) };
    const address = (changes: AddressParts) => listAddress({ ...ofPlan, ...asked, sort, dir: isDescending ? 'desc' : 'asc', ...changes });
    return this.pages.send(request, reply, {
      template: 'pages/deliverables/index',
      title: 'Sản phẩm',
      section: 'deliverables',
      view: {
        search: filter.search,
        tasks: choices.tasks.map(({ id, ordinal, name }) => ({ id, label: `${ordinal}. ${name}`, isChosen: id === filter.taskId })),
        organisations: (await this.withChosen(choices.leads, filter.organisationId)).map(({ id, name }) => ({
          id,
          name,
          isChosen: id === filter.organisationId,
        })),
        statuses: DELIVERABLE_STATUSES.map((key) => ({ key, name: statusName(key), isChosen: key === filter.status })),
        quarters: quartersBetween(plan.startsOn, plan.endsOn).map((quarter) => ({
          quarter,
          name: formatQuarter(quarter),
          isChosen: quarter === filter.quarter,
        })),
        topics: topics.map(({ id, position, text }) => ({ id, label: `${position}. ${text}`, isChosen: id === topic })),
        evidence: EVIDENCE_CHOICES.map((choice) => ({ ...choice, isChosen: choice.key === filter.evidence })),
        kinds: LIST_KINDS.map((key) => ({ key, name: KIND_NAMES[key], isChosen: key === filter.kind })),
        isUntagged: topic === 'none',
        isCounted: filter.isCounted,
        planId: ofPlan.plan,
        clearHref: listAddress(ofPlan),
        months: monthsBetween(plan.startsOn, plan.endsOn).map((month) => ({ month, name: formatMonth(month), isChosen: month === filter.month })),
        isFiltered: Object.values(asked).some((value) => value !== undefined),
        mayLog: may(actor, 'items.change'),
        columns: COLUMNS.map(({ sort: key, name }) => ({
          name,
          href: key && address({ sort: key, dir: key === sort && !isDescending ? 'desc' : 'asc', page: undefined }),
          isSorted: key === sort,
          direction: isDescending ? 'descending' : 'ascending',
          arrow: isDescending ? '↓' : '↑',
        })),
        rows: rows.map(itemLine),
        total,
        ledgers: threeNumbers(ledgers, 'đã thực hiện'),
        from: total === 0 ? 0 : (page - 1) * PAGE_SIZE + 1,
        to: Math.min(page * PAGE_SIZE, total),
        page,
        pageCount,
        hasPages: pageCount > 1,
        previousHref: page > 1 ? address({ page: page - 1 }) : null,
        nextHref: page < pageCount ? address({ page: page + 1 }) : null,
      },
    });
  }

  /** A member of a group is asked for by links, though only leads are offered: what is asked for stays chosen. */
  private async withChosen(leads: readonly { id: number; name: string }[], chosen: number | undefined) {
    if (chosen === undefined || leads.some(({ id }) => id === chosen)) return leads;
    const known = await this.directory.known();
    return [...leads, ...known.filter(({ id }) => id === chosen)];
  }

  private async planOf(taskId: number | undefined, topic: TopicFilter, planId: number | undefined): Promise<Plan> {
    if (taskId !== undefined) return this.plans.findOfTask(taskId);
    return this.plans.find((typeof topic === 'number' ? await this.content.planIdOf(topic) : undefined) ?? planId);
  }
}

type AddressParts = Readonly<Record<string, string | number | undefined>>;

type TopicFilter = number | 'none' | undefined;

function listAddress(parameters: AddressParts): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '/deliverables' : `/deliverables?${new URLSearchParams(given).toString()}`;
}

export function statusIn(value: unknown): DeliverableStatus | undefined {
  return DELIVERABLE_STATUSES.find((status) => status === value);
}

function sortIn(value: unknown): ListSort {
  return LIST_SORTS.find((sort) => sort === value) ?? 'date';
}

function monthIn(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : undefined;
}

/** The same choice offers months and quarters. */
function quarterIn(value: unknown): string | undefined {
  return readQuarter(textOf(value) ?? '');
}

function topicIn(value: unknown): TopicFilter {
  return value === 'none' ? 'none' : rowIdOf(value);
}
