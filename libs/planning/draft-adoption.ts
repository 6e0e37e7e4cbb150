import type { OrganisationDirectory } from '#organisations/organisation-names.js';
import type { OrganisationKind } from '#organisations/organisation.entity.js';
import type { DraftContent } from './draft-content.js';
import { type DraftReview, newCode, partyCodes, phraseKey, type ReviewedTask } from './draft-review.js';
import { type PlanDocument, type PlanDocumentInput, planDocumentSchema } from './plan-document.js';

export interface KnownOrganisation {
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: OrganisationKind;
}

const FORMS_PARTY = 'Hình thức thông tin, tuyên truyền';

/**
 * A settled draft as the plan that it becomes.
 * @param codeFor gives the code of an organisation that is made now, unlike any known
 */
export function documentOf(
  content: DraftContent,
  review: DraftReview,
  known: readonly KnownOrganisation[],
  directory: OrganisationDirectory,
  codeFor: (name: string) => string,
): PlanDocument {
  const byCode = new Map(known.map((organisation) => [organisation.code, organisation]));
  const used = new Map<string, KnownOrganisation>();
  for (const [phrase, choice] of Object.entries(content.organisations)) {
    if ('code' in choice) continue;
    byCode.set(newCode(phrase), { ...choice, code: codeFor(choice.name) });
  }
  const codeOfPhrase = partyCodes(content, directory);
  const codeOf = (phrase: string): string => {
    const organisation = byCode.get(codeOfPhrase(phrase)!)!;
    used.set(organisation.code, organisation);
    return organisation.code;
  };
  const coordinator = byCode.get(content.coordinator!)!;
  used.set(coordinator.code, coordinator);
  const tasks = review.tasks.map((task, index) => taskOf(task, index + 1, codeOf));
  return planDocumentSchema.parse({
    ...review.head,
    coordinator: coordinator.code,
    organisations: [...used.values()].map(({ code, name, shortName, kind }) => ({ code, name, shortName, kind })),
    topics: content.topics,
    duties: [
      ...content.duties.map(({ party, items }) => ({ section: 'parties', party, items })),
      ...(content.forms.length > 0 ? [{ section: 'forms', party: FORMS_PARTY, items: content.forms }] : []),
    ],
    tasks,
  } satisfies Partial<Record<keyof PlanDocumentInput, unknown>>);
}

function taskOf({ understood, doubts, draft }: ReviewedTask, ordinal: number, codeOf: (phrase: string) => string): PlanDocumentInput['tasks'][number] {
  const { quantity, products, genres } = understood;
  const lead = [...new Set(understood.lead.map(codeOf))];
  return {
    ordinal,
    label: understood.ordinal || String(ordinal),
    group: understood.group || null,
    name: understood.name,
    product: draft.row.product || quantity.source,
    products: [...products],
    // What is logged is told apart by its genre: where several products are owed, those are the choices.
    genres: [...(quantity.parts.length > 0 || genres.length === 0 ? products : genres)],
    medium: understood.medium,
    // What has no unit of its own is counted all the same.
    quantity: { ...quantity, unit: quantity.unit || 'sản phẩm' },
    time: understood.time,
    lead,
    supporting: [...new Set(understood.supporting.map(codeOf))].filter((code) => !lead.includes(code)),
    note: understood.note,
    doubts: doubts.map(({ code, message, source, confirmed }) => ({
      code,
      message,
      source,
      ...(confirmed ? { confirmedBy: confirmed.by, confirmedAt: confirmed.at } : {}),
    })),
  };
}

const GROUP = /^(?:các|những|ubnd (?:các|cấp)|hđnd (?:các|cấp|\d)|hệ thống)(?= |$)/u;

const KINDS: readonly (readonly [RegExp, OrganisationKind])[] = [
  [GROUP, 'group'],
  [/^(?:báo|tạp chí|tòa soạn)(?= |$)/u, 'press'],
  [/^đài /u, 'broadcaster'],
  [/^(?:trung tâm|trường|viện|học viện)(?= |$)/u, 'centre'],
  [/^(?:sở|phòng|ban|văn phòng|chi cục|cục|thanh tra|thư viện)(?= |$)/u, 'department'],
];

/** What a phrase most likely is, for an organisation that is to be made. */
export function likelyKind(phrase: string): OrganisationKind {
  const name = phrase.normalize('NFC').toLowerCase();
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? (phraseKey(phrase).includes(' các ') ? 'group' : 'authority');
}
