import type { Owner } from '#deliverables/item-owner.js';
import type { LogFormQuery, UsualDetails } from '#deliverables/log-form.query.js';
import type { TaskProgress } from '#deliverables/progress.service.js';
import type { RawPublication } from '#deliverables/publication.input.js';
import { isLate } from '#deliverables/quota-status.js';
import { formatDate, isAfter, isBefore, parsePlainDate, type PlainDate } from '#kernel/plain-date.js';
import { doneVerb, formOf, type FormKind } from '#planning/medium.js';
import type { Plan } from '#planning/plan.entity.js';
import { threeNumbers } from '../http/three-numbers.js';
import { durationWords, dutyPeriod, mediumView, statusView } from '../http/words.js';
import type { topicChoices } from './topic-choices.js';

/** What a form does when it is sent. */
type FormPurpose = 'log' | 'publish' | 'amend' | 'slot' | 'replan';

export interface FormFacts {
  readonly purpose: FormPurpose;
  readonly plan: Plan;
  readonly row: TaskProgress;
  /** The other tasks one may switch to; empty where the item is there already. */
  readonly tasks: readonly TaskProgress[];
  /** Whose it is or, of a new one, may be. */
  readonly owners: readonly Owner[];
  readonly originals: Awaited<ReturnType<LogFormQuery['originals']>>;
  readonly values: RawPublication;
  /** The plan's topics to tick; null where the form does not ask for them. */
  readonly topics: ReturnType<typeof topicChoices> | null;
  readonly errors: Readonly<Record<string, string>>;
  readonly today: PlainDate;
  readonly item?: { readonly id: number; readonly version: number };
  /** The item that is the same piece and was there first (rule 7). */
  readonly first?: { readonly id: number; readonly title: string; readonly occursOn: PlainDate };
  /** What somebody else saved meanwhile, in words. */
  readonly conflict?: { readonly lines: readonly string[] };
}

const HEADINGS: Record<FormKind, string> = {
  newspaper: 'Ghi nhận bài đã đăng',
  broadcast: 'Ghi nhận chuyên mục đã phát',
  event: 'Ghi nhận buổi đã tổ chức',
  document: 'Ghi nhận văn bản đã hoàn thành',
};

const BUTTONS: Record<FormPurpose, string> = {
  log: 'Ghi nhận',
  publish: 'Xác nhận đã thực hiện',
  amend: 'Lưu thay đổi',
  slot: 'Xếp vào lịch',
  replan: 'Lưu lịch',
};

export function logFormView(facts: FormFacts) {
  const { purpose, plan, row, tasks, owners, originals, values, errors, today, item } = facts;
  const { task, progress } = row;
  const form = formOf(task.medium);
  const isSlot = purpose === 'slot' || purpose === 'replan';
  return {
    heading: headingOf(purpose, form),
    button: BUTTONS[purpose],
    action: actionOf(purpose, item?.id),
    version: item?.version,
    isSlot,
    isNew: item === undefined,
    isNewspaper: !isSlot && form === 'newspaper',
    isBroadcast: !isSlot && form === 'broadcast',
    isEvent: !isSlot && form === 'event',
    isDocument: !isSlot && form === 'document',
    dateLabel: dateLabel(form, isSlot),
    titleLabel: { newspaper: 'Tên bài', broadcast: 'Tên chuyên mục, phóng sự', event: 'Chủ đề', document: 'Tên văn bản' }[form],
    // A day to come can be planned, not logged.
    dates: { from: plan.startsOn.toString(), to: (isSlot || isBefore(plan.endsOn, today) ? plan.endsOn : today).toString() },
    task: {
      id: task.id,
      ordinal: task.label,
      name: task.name,
      medium: mediumView(task.medium),
      doneVerb: doneVerb(task.medium),
      unit: task.quantity.unit,
      declared: progress.declared,
      ledgers: threeNumbers(progress, doneVerb(task.medium)),
      target: progress.target,
      status: statusView(progress.status),
    },
    tasks: tasks.map(({ task: other }) => ({ id: other.id, label: `${other.label}. ${other.name}`, isChosen: other.id === task.id })),
    owner: {
      isAsked: owners.length > 1,
      only: owners.length === 1 ? owners[0] : null,
      choices: owners.map(({ id, name }) => ({ id, name, isChosen: values.organisation === String(id) })),
      isNew: item === undefined,
      error: errors.organisation,
    },
    genres: task.genres.map((name) => ({ name, isChosen: values.genre === name })),
    otherGenre: values.genre && !task.genres.includes(values.genre) ? values.genre : null,
    originals: originals
      .filter(({ id }) => id !== item?.id)
      .map(({ id, title, occursOn }) => ({ id, label: `${formatDate(occursOn)} – ${title}`, isChosen: values.rerunOf === String(id) })),
    missed: missedPeriods(row, today, values.creditedOn),
    topics: facts.topics && facts.topics.choices.length > 0 ? facts.topics : null,
    values,
    errors,
    hasErrors: Object.keys(errors).length > 0,
    first: facts.first && { href: `/deliverables/${facts.first.id}`, title: facts.first.title, on: formatDate(facts.first.occursOn) },
    conflict: facts.conflict,
    cancelHref: item ? `/deliverables/${item.id}` : `/tasks/${task.id}`,
    switchHref: isSlot ? '/deliverables/slots/new' : '/deliverables/new',
    otherHref: isSlot ? `/deliverables/new?task=${task.id}` : `/deliverables/slots/new?task=${task.id}`,
  };
}

function headingOf(purpose: FormPurpose, form: FormKind): string {
  if (purpose === 'slot') return 'Xếp lịch dự kiến';
  if (purpose === 'replan') return 'Sửa lịch dự kiến';
  return purpose === 'amend' ? 'Sửa sản phẩm' : HEADINGS[form];
}

function actionOf(purpose: FormPurpose, id: number | undefined): string {
  switch (purpose) {
    case 'log':
      return '/deliverables';
    case 'slot':
      return '/deliverables/slots';
    case 'publish':
      return `/deliverables/${id}/publication`;
    case 'amend':
      return `/deliverables/${id}`;
    case 'replan':
      return `/deliverables/${id}/slot`;
  }
}

function dateLabel(form: FormKind, isSlot: boolean): string {
  if (isSlot) return 'Ngày dự kiến';
  return { newspaper: 'Ngày đăng', broadcast: 'Ngày phát', event: 'Ngày tổ chức', document: 'Ngày ban hành' }[form];
}

/** Ended periods that an item may make up for, of targets that are due as a whole. */
function missedPeriods({ progress }: TaskProgress, today: PlainDate, chosen: string | undefined) {
  const isMissed = (duty: (typeof progress.duties)[number]) => !duty.isShareOfPace && isAfter(today, duty.to) && duty.missing > 0;
  return progress.duties
    .filter((duty) => isMissed(duty) || duty.to.toString() === chosen)
    .map((duty) => ({ value: duty.to.toString(), label: `bù cho ${dutyPeriod(duty)}`, isChosen: duty.to.toString() === chosen }));
}

/**
 * The likely answers of a new form: the day asked for, else today, kept inside the plan; the usual channel and programme;
 * and where an ended period is what is owed, that the item makes up for it.
 */
export function likelyValues(
  { row, plan, today, usual }: { row: TaskProgress; plan: Plan; today: PlainDate; usual: UsualDetails | null },
  asked: { on?: string | undefined; period?: string | undefined },
  isSlot: boolean,
): RawPublication {
  const { task, progress } = row;
  const occursOn = likelyDay(plan, today, asked.on, isSlot);
  const owed = progress.duties.find(({ to, isShareOfPace }) => !isShareOfPace && to.toString() === asked.period);
  const isMadeUp = owed !== undefined && isAfter(occursOn, owed.to) && isLate(owed.status);
  return {
    occursOn: occursOn.toString(),
    genre: owed?.product ?? usual?.genre ?? task.genres[0],
    author: usual?.author ?? undefined,
    airedAt: usual?.airedAt ?? undefined,
    channel: usual?.channel ?? undefined,
    programme: usual?.programme ?? undefined,
    duration: usual?.durationSeconds ? durationWords(usual.durationSeconds) : undefined,
    place: usual?.place ?? undefined,
    creditedOn: isMadeUp ? owed.to.toString() : undefined,
  };
}

/** The day asked for, else today, kept inside the plan; what is logged has come. */
export function likelyDay(plan: Plan, today: PlainDate, on: string | undefined, isSlot: boolean): PlainDate {
  const last = isSlot || isBefore(plan.endsOn, today) ? plan.endsOn : today;
  return clamp(parsePlainDate(on ?? '') ?? today, plan.startsOn, last);
}

function clamp(date: PlainDate, from: PlainDate, to: PlainDate): PlainDate {
  if (isBefore(date, from)) return from;
  return isAfter(date, to) ? to : date;
}
