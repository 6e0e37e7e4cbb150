import type { Activity } from '#audit/recent-activity.query.js';
import { type Actor, isOwn, may } from '#identity/actor.js';
import { roleName } from '#identity/role.js';
import type { SignatureReader } from '#identity/signatures.js';
import { compareDates, formatDate, isAfter, type PlainDate } from '#kernel/plain-date.js';
import { byName } from '#kernel/vietnamese-order.js';
import { type GroupMember, mayHaveMembers, type Organisation, type OrganisationKind, type Succession } from '#organisations/organisation.entity.js';
import type { OrganisationLine } from '#organisations/organisation-list.query.js';
import type { Memberships } from '#planning/membership.service.js';
import type { OpenDuties, TaskDuty } from '#planning/open-duties.query.js';
import { actionWords, doerWords, momentWords } from '../http/activity-view.js';
import { endingWords, KIND_NAMES, SUCCESSION_NAMES, validityWords } from './organisation-words.js';

/** Which kinds stand under one another, so that the columns of a wide screen are about as long. */
const COLUMNS: readonly (readonly OrganisationKind[])[] = [['department'], ['authority'], ['press', 'broadcaster', 'centre', 'group']];

/** The list, a part for each kind; parts and columns with nobody in them are left out. */
export function organisationListView(organisations: readonly OrganisationLine[], today: PlainDate) {
  return COLUMNS.map((kinds) => kinds.map((kind) => kindView(kind, organisations, today)).filter(({ rows }) => rows.length > 0)).filter(
    (parts) => parts.length > 0,
  );
}

function kindView(kind: OrganisationKind, organisations: readonly OrganisationLine[], today: PlainDate) {
  return {
    name: KIND_NAMES[kind],
    rows: organisations
      .filter((organisation) => organisation.kind === kind)
      .map(({ id, name, shortName, formerNames, endings, memberCount }) => ({
        href: `/organisations/${id}`,
        name,
        about: [shortName === name ? '' : shortName, membersWords(kind, memberCount)].filter(Boolean).join(' · '),
        formerNames: formerNames.map((former) => former.name).join('; '),
        ending: endingWords(endings, today),
      })),
  };
}

function membersWords(kind: OrganisationKind, count: number): string {
  if (kind === 'group') return count > 0 ? `${count} thành viên` : 'chưa ghi thành viên';
  return count > 0 ? `${count} đơn vị trực thuộc` : '';
}

/** Who signs in for others is no concern of theirs; of one's own organisation everybody knows. */
export function mayKnowPeople(actor: Actor, organisationId: number): boolean {
  return may(actor, 'organisations.change') || isOwn(actor, organisationId) || may(actor, 'trail.read');
}

export interface OrganisationFacts {
  readonly organisation: Organisation;
  readonly successions: { readonly before: readonly Succession[]; readonly after: readonly Succession[] };
  /** Of each succession after it that is not passed on, what is open in its name. */
  readonly open: ReadonlyMap<number, OpenDuties>;
  readonly memberships: Memberships;
  readonly tasks: readonly TaskDuty[];
  readonly accounts: OpenDuties['accounts'];
  readonly history: readonly Activity[];
  /** A succession whose duties were passed on a moment ago. */
  readonly justPassed: Succession | null;
  /** What else was done a moment ago, in words. */
  readonly done: string | null;
  readonly signed: SignatureReader;
  readonly today: PlainDate;
}

export function organisationView(facts: OrganisationFacts, actor: Actor) {
  const { organisation, successions, memberships, tasks, accounts, history, today, justPassed, done, signed } = facts;
  const { id, kind, address, phone, email, contactPerson } = organisation;
  const mayChange = may(actor, 'organisations.change');
  const knowsPeople = mayKnowPeople(actor, id);
  const pending = successions.after.flatMap((succession) => pendingLine(succession, facts.open.get(succession.id), today));
  const contacts = [
    { label: 'Địa chỉ', value: address },
    { label: 'Điện thoại', value: phone },
    { label: 'Thư điện tử', value: email, href: email ? `mailto:${email}` : undefined },
    { label: 'Người liên hệ', value: contactPerson },
  ];
  return {
    id,
    name: organisation.name,
    shortName: organisation.shortName,
    code: organisation.code,
    kind: KIND_NAMES[kind],
    isGroup: kind === 'group',
    mayChange,
    ending: endingWords(
      successions.after.map(({ kind: how, effectiveOn, successor }) => ({
        kind: how,
        effectiveOn: effectiveOn.toString(),
        successor: successor?.name ?? null,
      })),
      today,
    ),
    notice: justPassed?.successor ? `Đã chuyển nhiệm vụ từ ${justPassed.predecessor.name} sang ${justPassed.successor.name}.` : done,
    pending,
    names: namesOf(organisation),
    hasHistoryOfNames: organisation.names.length > 0,
    before: successions.before.map((succession) => successionLine(succession, succession.predecessor, knowsPeople ? signed : null)),
    after: successions.after.map((succession) => successionLine(succession, succession.successor, knowsPeople ? signed : null)),
    ...membershipsView(organisation, memberships),
    // Most authorities have none; where there is nothing to see, only whoever may add one is told so.
    showsUnits:
      kind !== 'group' && (hasMembers(organisation, memberships) || (mayChange && mayHaveMembers(organisation) && memberships.superiors.length === 0)),
    contacts: contacts.filter(({ value }) => value !== ''),
    led: tasks.filter(({ role }) => role === 'lead').map(taskLine),
    supported: tasks.filter(({ role }) => role === 'supporting').map(taskLine),
    mayKnowPeople: knowsPeople,
    accounts: knowsPeople ? accounts.map(({ name, email: address_, role }) => ({ name, email: mayChange ? address_ : '', role: roleName(role) })) : [],
    history: mayChange ? history.map(historyLine) : [],
  };
}

/** Those that hold by name, then those to come; the heading counts the former. */
function membershipsView({ id }: Organisation, { members, groups, superiors, toCome }: Memberships) {
  const [below, above] = [toCome.filter(({ group }) => group.id === id), toCome.filter(({ member }) => member.id === id)];
  const memberLines = (list: readonly GroupMember[], isToCome: boolean) =>
    list.map((membership) => memberLine(membership, membership.member, isToCome)).toSorted(byName);
  const wholeLines = (list: readonly GroupMember[]) => list.map((membership) => memberLine(membership, membership.group, false)).toSorted(byName);
  return {
    memberCount: below.length > 0 ? `${members.length}, sắp tới ${below.length}` : String(members.length),
    members: [...memberLines(members, false), ...memberLines(below, true)],
    groups: [...wholeLines(groups), ...wholeLines(above.filter(({ group }) => group.kind === 'group'))],
    superiors: [...wholeLines(superiors), ...wholeLines(above.filter(({ group }) => group.kind !== 'group'))],
  };
}

function hasMembers({ id }: Organisation, { members, toCome }: Memberships): boolean {
  return members.length > 0 || toCome.some(({ group }) => group.id === id);
}

function memberLine(membership: GroupMember, other: Organisation, isToCome: boolean) {
  return {
    name: other.name,
    href: `/organisations/${other.id}`,
    when: validityWords(membership),
    address: `/organisations/${membership.group.id}/members/${membership.id}`,
    isToCome,
    hasEnd: membership.validUntil !== null,
  };
}

function namesOf({ names, name, shortName }: Organisation) {
  if (names.length === 0) return [{ name, shortName: shortName === name ? '' : shortName, when: 'chưa từng đổi tên', basis: '' }];
  const begun = (on: PlainDate | null) => on?.toString() ?? '';
  return names
    .getItems()
    .toSorted((a, b) => begun(b.validFrom).localeCompare(begun(a.validFrom)))
    .map((row) => ({ name: row.name, shortName: row.shortName === row.name ? '' : row.shortName, when: validityWords(row), basis: row.basis }));
}

function successionLine({ id, kind, effectiveOn, basis, passedOn, passedBy }: Succession, other: Organisation | null, signed: SignatureReader | null) {
  return {
    href: `/successions/${id}`,
    kind: SUCCESSION_NAMES[kind],
    on: formatDate(effectiveOn),
    basis,
    other: other && { name: other.name, href: `/organisations/${other.id}` },
    passed: passedOn ? `Nhiệm vụ đã chuyển ngày ${formatDate(passedOn)}${signed ? `, ${signed(passedBy ?? 'người khác')} xác nhận` : ''}.` : '',
  };
}

/** What waits to be passed on, once the day has come. */
function pendingLine({ id, effectiveOn, passedOn, successor }: Succession, open: OpenDuties | undefined, today: PlainDate) {
  if (passedOn || !open || compareDates(effectiveOn, today) > 0 || isNothing(open)) return [];
  return [{ href: `/successions/${id}`, open: openWords(open), successor: successor?.name ?? null }];
}

export function isNothing({ parties, plans, memberships, units, accounts, slots }: OpenDuties): boolean {
  return parties.length + plans.length + memberships.length + units.length + accounts.length + slots === 0;
}

/** "3 nhiệm vụ, 1 nhóm, 2 tài khoản" of what is open; only what there is. */
function openWords({ parties, plans, memberships, units, accounts, slots }: OpenDuties): string {
  const counts: [number, string][] = [
    [new Set(parties.map(({ taskId }) => taskId)).size, 'nhiệm vụ'],
    [plans.length, 'kế hoạch đang điều phối'],
    [memberships.filter(({ isUnit }) => !isUnit).length, 'nhóm'],
    [memberships.filter(({ isUnit }) => isUnit).length, 'cơ quan cấp trên'],
    [units.length, 'đơn vị trực thuộc'],
    [accounts.length, 'tài khoản'],
    [slots, 'mục lịch dự kiến'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

export function taskLine({ taskId, label, name, planNumber, planYear, group }: TaskDuty) {
  return {
    href: `/tasks/${taskId}`,
    title: `${label}. ${name}`,
    about: [`Kế hoạch số ${planNumber} năm ${planYear}`, group && `trong ${group}`].filter(Boolean).join(' · '),
  };
}

function historyLine({ at, actor, via, action, after }: Activity) {
  const told = [after?.member, after?.name, after?.successor].find((value) => typeof value === 'string');
  return { actor: doerWords({ action, actor, via }), action: actionWords(action), told: told ?? '', when: momentWords(at) };
}

/** Whether the page of a succession may offer to pass duties on by now. */
export function isInEffect({ effectiveOn }: Succession, today: PlainDate): boolean {
  return !isAfter(effectiveOn, today);
}
