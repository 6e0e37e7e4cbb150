import type { AccountLine } from '#access/account-list.query.js';
import type { AccountLetterKind } from '#identity/account-letter.entity.js';
import { type Role, roleName } from '#identity/role.js';
import { momentWords } from '../http/activity-view.js';
import { rowIdOf } from '../http/query-value.js';

const LETTERS: Record<AccountLetterKind, string> = {
  invitation: 'Thư mời',
  'invited-known': 'Thư báo đã có tài khoản',
  reset: 'Thư đặt lại mật khẩu',
  'email-old': 'Thư xác nhận gửi địa chỉ cũ',
  'email-new': 'Thư xác nhận gửi địa chỉ mới',
  'email-told': 'Thư báo đổi địa chỉ',
  'password-changed': 'Thư báo đổi mật khẩu',
  'second-factor-on': 'Thư báo bật xác thực hai lớp',
  'second-factor-off': 'Thư báo tắt xác thực hai lớp',
  'token-made': 'Thư báo tạo mã truy cập',
};

/** An account as a line of the list has it, and the head of its page. */
export function lineView({ id, name, email, isActive, isErased, hasCome, hasPassword, hasSecondFactor, lastSeenAt, letter, roles }: AccountLine) {
  return {
    id,
    name,
    email: isErased ? '' : email,
    isActive,
    isErased,
    hasCome,
    hasPassword,
    hasSecondFactor,
    hasLetterTrouble: Boolean(letter?.failure),
    seen: lastSeenAt ? momentWords(lastSeenAt) : null,
    roles: roles.map(({ role, organisationName }) => ({ name: roleName(role), organisation: organisationName })),
  };
}

/** What became of the last letter to the person. */
export function letterView({ letter }: AccountLine, isSmtp: boolean) {
  if (!letter) return null;
  const { kind, createdAt, settledAt, nextAttemptAt, attempts, failure } = letter;
  return {
    name: LETTERS[kind],
    asked: momentWords(createdAt),
    isWaiting: settledAt === null && failure === null,
    isSent: settledAt !== null && failure === null,
    settled: settledAt === null ? null : momentWords(settledAt),
    failure,
    attempts,
    again: settledAt === null ? momentWords(nextAttemptAt) : null,
    isInMailbox: !isSmtp,
  };
}

/** The choices of a form that gives a role, as they were made before. */
export function roleChoices(roles: readonly Role[], organisations: readonly { id: number; name: string }[], chosen: Readonly<Record<string, unknown>>) {
  return {
    organisations: organisations.map(({ id, name }) => ({ id, name, isChosen: rowIdOf(chosen.organisation) === id || organisations.length === 1 })),
    roleChoices: roles.map((role) => ({ key: role, name: roleName(role), isChosen: chosen.role === role })),
    mayMakeAdministrators: roles.includes('administrator'),
  };
}
