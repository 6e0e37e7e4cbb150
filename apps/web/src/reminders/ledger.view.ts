import { Temporal } from 'temporal-polyfill';
import { formatDate } from '#kernel/plain-date.js';
import type { FailureKind, MailFailure } from '#mail/mail-failure.js';
import type { LedgerLetter, LedgerReminder } from '#reminders/ledger.query.js';
import type { MailState } from '#reminders/reminder-mail.entity.js';
import { momentWords } from '../http/activity-view.js';
import { cancellationWords, stageWords } from './stage-words.js';

const STATES: Readonly<Record<MailState, { key: string; sign: string; name: string }>> = {
  pending: { key: 'due-soon', sign: '◔', name: 'Đang chờ' },
  sending: { key: 'on-pace', sign: '●', name: 'Đang gửi' },
  sent: { key: 'done', sign: '✓', name: 'Đã gửi' },
  failed: { key: 'overdue', sign: '!', name: 'Không gửi được' },
  cancelled: { key: 'no-target', sign: '–', name: 'Đã hủy' },
};

/** More of them stand folded. */
const LINES_IN_SIGHT = 3;

/** A letter of the ledger as the page shows it. */
export function letterView(letter: LedgerLetter, now: Temporal.Instant) {
  const { id, recipient, email, day, state, isInDoubt, lastError, subject, reminders, reminderCount, hasLinks, isRevoked } = letter;
  const lines = reminders.map(reminderLine);
  return {
    address: `/reminders/letters/${id}`,
    recipient,
    email,
    on: formatDate(day),
    subject,
    state: STATES[state],
    timing: timingOf(letter, now),
    server: lastError,
    mayHaveArrived: isInDoubt && state !== 'sent',
    lines: lines.slice(0, LINES_IN_SIGHT),
    folded: lines.slice(LINES_IN_SIGHT),
    foldedCount: reminderCount - Math.min(LINES_IN_SIGHT, reminderCount),
    left: reminderCount - reminders.length,
    maySendAgain: state === 'failed' || state === 'pending',
    hasLinks,
    isRevoked,
  };
}

function reminderLine({ kind, stage, state, cancellation, label, title, href, dueOn, deadline }: LedgerReminder) {
  return {
    href,
    name: label ? `Nhiệm vụ ${label} · ${title}` : title,
    stage: stageWords(kind, stage),
    day: deadline ? `hạn ${formatDate(deadline)}` : `đến lượt ngày ${formatDate(dueOn)}`,
    cancelled: state === 'cancelled' ? cancellationWords(cancellation) : null,
  };
}

function timingOf({ state, attempts, nextAttemptAt, lastAttemptAt, sentAt }: LedgerLetter, now: Temporal.Instant): string {
  switch (state) {
    case 'pending':
      if (attempts > 0) return `Đã thử ${attempts} lần; thử lại lúc ${momentWords(nextAttemptAt)}.`;
      return Temporal.Instant.compare(nextAttemptAt, now) > 0 ? `Gửi từ ${momentWords(nextAttemptAt)}.` : 'Đi ở lượt gửi kế tiếp trong giờ gửi.';
    case 'sending':
      return `Lần thử thứ ${attempts}.`;
    case 'sent':
      return `${sentAt ? `Lúc ${momentWords(sentAt)}` : ''}${attempts > 1 ? `, lần thử thứ ${attempts}` : ''}.`;
    case 'failed':
      return `Đã thử ${attempts} lần${lastAttemptAt ? `, lần cuối lúc ${momentWords(lastAttemptAt)}` : ''}.`;
    case 'cancelled':
      return 'Không còn gì phải nhắc trong thư này.';
  }
}

const FAILURES: Readonly<Record<FailureKind, { title: string; advice: string }>> = {
  later: {
    title: 'Tạm thời chưa gửi được.',
    advice: 'Máy chủ thư không trả lời hoặc đang bận. Thư nhắc việc tự gửi lại sau; nếu kéo dài, hãy báo người quản trị máy chủ thư.',
  },
  never: {
    title: 'Máy chủ thư từ chối địa chỉ này.',
    advice: 'Hãy kiểm tra lại địa chỉ; thư tới các địa chỉ khác không bị ảnh hưởng.',
  },
  configuration: {
    title: 'Cấu hình máy chủ thư sai.',
    advice: 'Tên máy chủ, tài khoản, mật khẩu, chứng chỉ hoặc địa chỉ người gửi chưa đúng. Hãy sửa SMTP_URL hoặc MAIL_FROM rồi khởi động lại hệ thống.',
  },
};

/** Why a test letter was not taken, and what to do. */
export function failureView({ kind, message, mayHaveArrived }: MailFailure) {
  return { ...FAILURES[kind], server: message, mayHaveArrived };
}
