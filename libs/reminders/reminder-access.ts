import { type Actor, may } from '#identity/actor.js';
import { Forbidden } from '#kernel/domain-error.js';

/** @throws Forbidden for everybody but Sở Nội vụ: the letters of all people are here */
export function assertMayKeepReminders(actor: Actor): void {
  if (!may(actor, 'reminders.manage')) throw new Forbidden('Nhắc việc do Sở Nội vụ quản lý; tài khoản của bạn không mở được trang này.');
}
