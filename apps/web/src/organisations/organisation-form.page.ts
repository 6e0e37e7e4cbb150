import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock } from '#kernel/clock.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { type GroupMember, type Organisation, SUCCESSION_KINDS } from '#organisations/organisation.entity.js';
import type { RawOrganisationForm } from '#organisations/organisation.input.js';
import { type OrganisationLine, OrganisationListQuery } from '#organisations/organisation-list.query.js';
import { assertMayKeepOrganisations } from '#planning/organisation.service.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { endingWords, hasEnded, KIND_NAMES, KINDS, SUCCESSION_NAMES, validityWords } from './organisation-words.js';

/** What one of the forms changes, and of whom. */
export type OrganisationForm =
  | { readonly purpose: 'new' }
  | { readonly purpose: 'rename' | 'contacts' | 'member' | 'succession'; readonly organisation: Organisation }
  | { readonly purpose: 'member-end'; readonly membership: GroupMember };

type Purpose = OrganisationForm['purpose'];

const HEADINGS: Readonly<Record<Purpose, string>> = {
  new: 'Thêm cơ quan',
  rename: 'Đổi tên cơ quan',
  contacts: 'Sửa thông tin liên hệ',
  member: 'Thêm thành viên',
  'member-end': 'Thôi là thành viên',
  succession: 'Sáp nhập, chia tách, giải thể',
};

const BUTTONS: Readonly<Record<Purpose, string>> = {
  new: 'Thêm cơ quan',
  rename: 'Ghi tên mới',
  contacts: 'Lưu liên hệ',
  member: 'Thêm vào nhóm',
  'member-end': 'Ghi ngày thôi',
  succession: 'Ghi lại',
};

/** The same forms where a district's units are meant, not a group's members. */
const UNIT_WORDS: Readonly<Partial<Record<Purpose, { heading: string; button: string }>>> = {
  member: { heading: 'Thêm đơn vị trực thuộc', button: 'Thêm đơn vị' },
  'member-end': { heading: 'Thôi là đơn vị trực thuộc', button: 'Ghi ngày thôi' },
};

/** The small forms about organisations, one page each: as first opened, and as they come back with what was typed. */
@Injectable()
export class OrganisationFormPage {
  constructor(
    private readonly list: OrganisationListQuery,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  async show(
    { actor, request, reply }: Exchange,
    form: OrganisationForm,
    refusal?: { values: RawOrganisationForm; error: DomainError },
  ): Promise<FastifyReply> {
    assertMayKeepOrganisations(actor);
    const today = this.clock.today();
    const { purpose } = form;
    const words = { heading: HEADINGS[purpose], button: BUTTONS[purpose], ...(isOfUnit(form) ? UNIT_WORDS[purpose] : {}) };
    const values = refusal?.values ?? firstValues(form, today.toString());
    const needsChoices = purpose === 'member' || purpose === 'succession';
    const about = subjectOf(form);
    return this.pages.send(request, reply, {
      template: 'pages/organisations/form',
      title: words.heading,
      section: 'organisations',
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        ...words,
        about,
        action: actionOf(form),
        cancelHref: about?.href ?? '/organisations',
        [PARTS[purpose]]: true,
        isOfUnit: isOfUnit(form),
        // An end that has not come yet may be taken back.
        setEnd: form.purpose === 'member-end' && form.membership.validUntil ? validityWords({ validFrom: null, validUntil: form.membership.validUntil }) : '',
        today: today.toString(),
        kinds: KINDS.map((key) => ({ key, name: KIND_NAMES[key], isChosen: values.kind === key })),
        successionKinds: SUCCESSION_KINDS.map((key) => ({ key, name: SUCCESSION_NAMES[key], isChosen: values.kind === key })),
        choices: needsChoices
          ? choicesOf(candidates(await this.list.all(today), form, today), purpose === 'member' ? values.member : values.successor, today)
          : [],
        values,
        errors: refusal ? fieldMessages(refusal.error) : {},
        isRefused: refusal !== undefined,
      },
    });
  }
}

/** Which part of the template belongs to a form. */
const PARTS: Readonly<Record<Purpose, string>> = {
  new: 'isNew',
  rename: 'isRename',
  contacts: 'isContacts',
  member: 'isMember',
  'member-end': 'isMemberEnd',
  succession: 'isSuccession',
};

function subjectOf(form: OrganisationForm) {
  if (form.purpose === 'new') return null;
  if (form.purpose !== 'member-end') return { name: form.organisation.name, href: `/organisations/${form.organisation.id}` };
  const { group, member } = form.membership;
  return { name: `${member.name}, ${group.kind === 'group' ? 'trong' : 'trực thuộc'} ${group.name}`, href: `/organisations/${group.id}` };
}

function actionOf(form: OrganisationForm): string {
  switch (form.purpose) {
    case 'new':
      return '/organisations';
    case 'member-end':
      return `/organisations/${form.membership.group.id}/members/${form.membership.id}/end`;
    case 'rename':
      return `/organisations/${form.organisation.id}/names`;
    case 'contacts':
      return `/organisations/${form.organisation.id}/contacts`;
    case 'member':
      return `/organisations/${form.organisation.id}/members`;
    case 'succession':
      return `/organisations/${form.organisation.id}/successions`;
  }
}

function firstValues(form: OrganisationForm, today: string): RawOrganisationForm {
  switch (form.purpose) {
    case 'rename':
      return { name: form.organisation.name, shortName: form.organisation.shortName, validFrom: today };
    case 'contacts': {
      const { address, phone, email, contactPerson } = form.organisation;
      return { address, phone, email, contactPerson };
    }
    case 'member':
      return { validFrom: today };
    case 'member-end':
      return { validUntil: form.membership.validUntil?.toString() ?? today };
    case 'succession':
      return { effectiveOn: today };
    case 'new':
      return {};
  }
}

/** Is it about the subordinate units of a district? */
function isOfUnit(form: OrganisationForm): boolean {
  if (form.purpose === 'member') return form.organisation.kind !== 'group';
  return form.purpose === 'member-end' && form.membership.group.kind !== 'group';
}

/** Of a group only groups take over; members are single organisations that stand. */
function candidates(all: readonly OrganisationLine[], form: OrganisationForm, today: PlainDate): OrganisationLine[] {
  if (form.purpose === 'new' || form.purpose === 'member-end') return [];
  const { id, kind } = form.organisation;
  const wantsGroups = form.purpose === 'succession' && kind === 'group';
  const mayHaveEnded = form.purpose !== 'member';
  return all.filter(
    (organisation) => organisation.id !== id && (organisation.kind === 'group') === wantsGroups && (mayHaveEnded || !hasEnded(organisation, today)),
  );
}

/** Organisations to choose from, by kind; what has ended says so. */
export function choicesOf(organisations: readonly OrganisationLine[], chosen: string | undefined, today: PlainDate) {
  return KINDS.map((kind) => ({
    name: KIND_NAMES[kind],
    options: organisations
      .filter((organisation) => organisation.kind === kind)
      .map(({ id, name, endings }) => {
        const ending = endingWords(endings, today);
        return { id, name: ending ? `${name} (${ending})` : name, isChosen: chosen === String(id) };
      }),
  })).filter(({ options }) => options.length > 0);
}
