import type { SignatureReader } from '#identity/signatures.js';
import { formatDate } from '#kernel/plain-date.js';
import type { AmendedField, PlanAmendment } from '#planning/plan-amendment.entity.js';
import { momentWords } from '../http/activity-view.js';

const FIELDS: Readonly<Record<AmendedField['field'], string>> = {
  quantity: 'chỉ tiêu',
  time: 'thời gian',
  lead: 'cơ quan chủ trì',
  supporting: 'cơ quan phối hợp',
};

export function amendmentView({ basis, effectiveOn, changes, createdBy, createdAt }: PlanAmendment, signed: SignatureReader) {
  return {
    basis,
    effectiveOn: formatDate(effectiveOn),
    changes: changes.map(({ label, taskId, field, before, after }) => ({
      label,
      href: `/tasks/${taskId}`,
      field: FIELDS[field],
      before: before || '–',
      after: after || '–',
    })),
    createdBy: signed(createdBy),
    createdAt: momentWords(createdAt.toString()),
  };
}
