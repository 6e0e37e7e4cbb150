import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessTrail } from '#access/access-trail.js';
import type { AuditSubject } from '#audit/audit-entry.entity.js';
import { SUBJECT_WORDS } from '#audit/chain-verification.js';
import { REFUSED_ACTIONS } from '#audit/leaving-actions.js';
import { type TrailFilter, type TrailLine, TrailSearchQuery, type TrailWord } from '#audit/trail-search.query.js';
import { searchKey, searchPatterns } from '#deliverables/identity-of-piece.js';
import { spreadsheet } from '#documents/spreadsheets.js';
import type { Actor } from '#identity/actor.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { parsePlainDate } from '#kernel/plain-date.js';
import { byName } from '#kernel/vietnamese-order.js';
import { PaperAnswer } from '../documents/paper-answer.js';
import { CurrentActor } from '../http/actor.js';
import type { AskedFor } from '../http/asked-for.js';
import { actorWords, viaWords } from '../http/actor-words.js';
import { actionsLike, actionWords, momentWords } from '../http/activity-view.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { askedWords } from './asked-words.js';
import { dayAsked, dayField, faultOf, NOBODY, type QueryValues, textsOf, wordsIn } from './trail-address.js';
import { keptLines, trailDetails } from './trail-details.js';
import { SUBJECTS } from './trail-subjects.js';

/** As much as can be looked through on a phone. */
const A_PAGE = 50;

/** A file that Excel opens without trouble; whoever needs more narrows by days. */
const MOST_EXPORTED = 50_000;

/** The whole trail: who did what and when, sign-ins, refusals and what was taken out among it. */
@Needs('trail.read')
@Controller('trail')
export class TrailController {
  constructor(
    private readonly trail: TrailSearchQuery,
    private readonly access: AccessTrail,
    private readonly sheets: PaperAnswer,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async show(@Query() query: QueryValues, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const filter = await this.filterIn(query);
    const fault = faultOf(query);
    const found = fault ? [] : await this.trail.find(filter, A_PAGE + 1, rowIdOf(query.before));
    const lines = found.slice(0, A_PAGE);
    const people = (await this.trail.people()).toSorted(byName);
    const asked = { ...textsOf(filter), ...(wordsIn(query) ? { q: wordsIn(query) } : {}) };
    const chosen = new URLSearchParams(asked).toString();
    return this.pages.send(request, reply, {
      template: 'pages/trail/page',
      title: 'Nhật ký',
      styles: ['trail.css'],
      section: 'trail',
      view: {
        lines: lines.map(lineView),
        actors: people.filter(({ hasActed }) => hasActed).map(({ id, name }) => ({ id, name, isChosen: id === filter.actorId })),
        nobody: { key: NOBODY, isChosen: filter.actorId === null },
        people: people.map(({ id, name }) => ({ id, name, isChosen: id === filter.aboutId })),
        subjects: Object.entries(SUBJECTS).map(([key, name]) => ({ key, name, isChosen: key === filter.subject })),
        from: dayField(query.from),
        to: dayField(query.to),
        fault,
        action: filter.action ?? '',
        words: wordsIn(query),
        isFiltered: chosen !== '' || fault !== null,
        exportHref: fault ? null : `/trail/export.xlsx${chosen && `?${chosen}`}`,
        olderHref: found.length > A_PAGE ? `/trail?${new URLSearchParams({ ...asked, before: String(lines.at(-1)!.id) }).toString()}` : null,
        isLater: rowIdOf(query.before) !== undefined,
        newestHref: `/trail${chosen && `?${chosen}`}`,
      },
    });
  }

  @Get('export.xlsx')
  async exported(@CurrentActor() actor: Actor, @Query() query: QueryValues, @Res() reply: FastifyReply) {
    const fault = faultOf(query);
    if (fault) throw new InvalidInput(fault, 'from');
    const filter = await this.filterIn(query);
    const rows = await this.trail.find(filter, MOST_EXPORTED);
    const content = await spreadsheet<TrailLine>({
      name: 'Nhật ký',
      columns: [
        { heading: 'Số', width: 9, kind: 'number', value: ({ position }) => position },
        { heading: 'Lúc', width: 20, kind: 'moment', value: ({ at }) => at },
        { heading: 'Người thực hiện', width: 28, kind: 'text', value: actorWords },
        { heading: 'Cách làm', width: 26, kind: 'text', value: (line) => viaWords(line, line.tokenName) },
        { heading: 'Việc', width: 34, kind: 'text', value: ({ action }) => actionWords(action) },
        { heading: 'Đối tượng', width: 36, kind: 'text', value: subjectOf },
        { heading: 'Trước', width: 50, kind: 'text', value: ({ subject, before }) => keptLines(subject, before) },
        { heading: 'Sau', width: 50, kind: 'text', value: ({ subject, after }) => keptLines(subject, after) },
      ],
      rows,
    });
    await this.access.tell(actor, 'trail.exported', 'trail', 0, {
      ...textsOf(filter),
      // What was typed may be a person's name; the actions that it stands for tell an auditor as much.
      ...(filter.words ? { actions: actionsLike(wordsIn(query)) } : {}),
      rows: rows.length,
      isCut: rows.length === MOST_EXPORTED,
    });
    return this.sheets.sheet(reply, content, 'Nhật ký');
  }

  private async filterIn(query: QueryValues): Promise<TrailFilter> {
    const subject = textOf(query.subject);
    const action = textOf(query.action)?.trim().toLowerCase();
    return {
      actorId: query.person === NOBODY ? null : rowIdOf(query.person),
      aboutId: rowIdOf(query.about),
      subject: subject !== undefined && Object.hasOwn(SUBJECTS, subject) ? (subject as AuditSubject) : undefined,
      action: action && /^[a-z.-]{1,60}$/.test(action) ? action : undefined,
      words: wordsIn(query) ? await this.lookedFor(wordsIn(query)) : undefined,
      from: parsePlainDate(dayAsked(query.from)),
      to: parsePlainDate(dayAsked(query.to)),
    };
  }

  private async lookedFor(text: string): Promise<TrailWord[]> {
    const names = (await this.trail.names()).map(({ subject, id, name }) => ({ subject, id, key: searchKey(name) }));
    const patterns = searchPatterns(text);
    return searchKey(text)
      .split(' ')
      .filter(Boolean)
      .map((word, index) => ({ actions: actionsLike(word), pattern: patterns[index]!, named: names.filter(({ key }) => key.includes(word)) }));
  }
}

function lineView(line: TrailLine) {
  const { id, at, action, subject, subjectId, before, after } = line;
  const href = HREFS[subject]?.(subjectId);
  return {
    id,
    when: momentWords(at),
    actor: actorWords(line),
    via: viaWords(line, line.tokenName),
    action: actionWords(action),
    subject: subjectOf(line),
    href: subjectId > 0 ? href : undefined,
    ...kept(trailDetails({ subject, before, after })),
  };
}

/** A few words stand with the entry; more than that is opened. */
function kept(details: readonly string[]) {
  const note = details.join(' · ');
  return details.length <= FEW && note.length <= SHORT ? { note, details: [] } : { note: '', details };
}

const FEW = 3;
const SHORT = 140;

/** `Hợp đồng 7, số 12/HĐ`: with its name now where it has one, as its number says little. */
function subjectOf({ action, subject, subjectId, account, name, after }: TrailLine): string {
  const asked = REFUSED.includes(action) ? askedIn(after) : null;
  if (asked) return asked;
  if (subjectId <= 0) return SUBJECTS[subject];
  if (account !== null) return `Tài khoản ${subjectId}, ${account}`;
  const what = action.startsWith('token.feed-') ? 'Lịch đăng ký' : capitalised(SUBJECT_WORDS[subject]);
  if (name === null) return `${what} ${subjectId}`;
  return `${what} ${subjectId}, ${subject === 'contract' || subject === 'plan' ? 'số ' : ''}${name}`;
}

/** Of a refusal what was asked for, as who was refused stands before it; null in entries of earlier releases. */
function askedIn(after: string | null): string | null {
  const { objects = [] } = JSON.parse(after ?? '{}') as Partial<AskedFor>;
  return objects.length > 0 ? capitalised(objects.map(askedWords).join(', ')) : null;
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const REFUSED: readonly string[] = REFUSED_ACTIONS;

const HREFS: Readonly<Partial<Record<AuditSubject, (id: number) => string>>> = {
  deliverable: (id) => `/deliverables/${id}`,
  contract: (id) => `/contracts/${id}`,
  acceptance: (id) => `/acceptances/${id}`,
  plan: (id) => `/plans/${id}`,
  organisation: (id) => `/organisations/${id}`,
};
