import type { AcceptanceItemState } from '#contracts/acceptance.entity.js';
import type { AcceptanceState } from '#contracts/contract-status.js';

interface Sign {
  /** A class of `state-chip`. */
  readonly tone: string;
  readonly sign: string;
  readonly name: string;
}

const VERDICTS: Record<AcceptanceItemState, Sign> = {
  open: { tone: 'i-planned', sign: '○', name: 'Chưa xét' },
  passed: { tone: 'i-published', sign: '✓', name: 'Đạt' },
  failed: { tone: 'i-rejected', sign: '✕', name: 'Không đạt' },
  accepted: { tone: 'i-accepted', sign: '★', name: 'Đã nghiệm thu' },
  refused: { tone: 'i-rejected', sign: '✕', name: 'Không đạt' },
  beyond: { tone: 'q-due-soon', sign: '▲', name: 'Vượt hợp đồng' },
  dropped: { tone: 'i-withdrawn', sign: '–', name: 'Đã đưa ra' },
};

/** State as colour, sign and word: always the three together. */
export function verdictView(state: AcceptanceItemState) {
  return { key: state, ...VERDICTS[state] };
}

const STATES: Record<AcceptanceState, Sign> = {
  draft: { tone: 'q-not-begun', sign: '○', name: 'Đang soạn' },
  review: { tone: 'q-due-soon', sign: '◔', name: 'Chờ đơn vị xem lại' },
  reviewed: { tone: 'q-on-pace', sign: '●', name: 'Đơn vị đã đồng ý' },
  issued: { tone: 'q-done', sign: '✓', name: 'Đã ban hành' },
  cancelled: { tone: 'q-no-target', sign: '–', name: 'Đã hủy' },
};

export function acceptanceStateView(state: AcceptanceState) {
  return { key: state, ...STATES[state] };
}

const STEPS = ['Soạn', 'Đơn vị xem lại', 'Ban hành'];

/** How far a round has come: the step that is being done, and those that are behind. */
export function stepsOf(state: AcceptanceState) {
  const at = { draft: 0, review: 1, reviewed: 2, issued: 3, cancelled: -1 }[state];
  return STEPS.map((name, index) => ({ name, number: index + 1, isDone: index < at, isCurrent: index === at }));
}

type After = Readonly<Record<string, unknown>> | null;

/** What was done to a round, in words of its history. */
export function stepWords(action: string, before: After, after: After): string {
  const count = (name: string) => Number(after?.[name] ?? 0);
  switch (action) {
    case 'acceptance.drafted':
      return `lập đợt nghiệm thu với ${count('items')} sản phẩm`;
    case 'acceptance.changed':
      return 'sửa ngày, lời văn của đợt nghiệm thu';
    case 'acceptance.refreshed':
      return `cập nhật danh sách: thêm ${count('added')}, đưa ra ${count('dropped')}, xét lại ${count('reopened')}`;
    case 'acceptance.judged':
      return judgedWords(after);
    case 'acceptance.reversal-added':
      return `thêm điều chỉnh giảm “${titleIn(after)}”`;
    case 'acceptance.reversal-removed':
      return `bỏ điều chỉnh giảm “${titleIn(before)}”`;
    case 'acceptance.submitted':
      return 'gửi đơn vị xem lại';
    case 'acceptance.agreed':
      return 'đồng ý với đợt nghiệm thu';
    case 'acceptance.agreed-on-paper':
      return 'ghi đơn vị đã đồng ý bằng văn bản';
    case 'acceptance.sent-back':
      return 'trả lại, ghi ý kiến';
    case 'acceptance.reopened':
      return 'lấy lại để soạn';
    case 'acceptance.cancelled':
      return 'hủy đợt nghiệm thu';
    case 'acceptance.issued':
      return `ban hành đợt ${count('round')}: nghiệm thu ${count('accepted')}, không đạt ${count('refused')}, vượt hợp đồng ${count('beyond')}`;
    default:
      return action;
  }
}

function judgedWords(after: After): string {
  const verdict = { passed: 'đánh giá đạt', failed: 'đánh giá không đạt', open: 'bỏ kết quả xét' }[String(after?.verdict)] ?? 'xét';
  return typeof after?.title === 'string' ? `${verdict} “${after.title}”` : `${verdict} ${Number(after?.count ?? 0)} sản phẩm`;
}

function titleIn(told: After): string {
  return typeof told?.title === 'string' ? told.title : '';
}
