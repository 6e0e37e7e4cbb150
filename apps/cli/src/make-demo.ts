import type { SqlEntityManager } from '@mikro-orm/sql';
import { comingBy } from '#audit/entry-origin.js';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { DEMO_ACCOUNTS, DemoClock, DemoData } from '#database/demo-data.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { AccountService } from '#identity/account.service.js';
import { roleName } from '#identity/role.js';
import { SystemClock } from '#kernel/clock.js';
import { Plan } from '#planning/plan.entity.js';
import { PlanContentService } from '#planning/plan-content.service.js';
import { PlanService } from '#planning/plan.service.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { withApplication } from './context.js';

/** Fills the data folder unless it has a plan already. @returns what to tell whoever started it */
export async function makeDemo(): Promise<string> {
  const now = new SystemClock().now();
  const clock = new DemoClock(now);
  return withApplication(
    async ({ app, orm }) => {
      if ((await (orm.em as SqlEntityManager).count(Plan)) > 0) return 'Thư mục dữ liệu đã có kế hoạch: mở lại như cũ, không tạo dữ liệu mẫu.';
      const demo = new DemoData(orm, clock, {
        accounts: app.get(AccountService, { strict: false }),
        calendars: app.get(WorkingCalendarService, { strict: false }),
        content: app.get(PlanContentService, { strict: false }),
        deliverables: app.get(DeliverableService, { strict: false }),
        plans: app.get(PlanService, { strict: false }),
        reminders: app.get(ReminderService, { strict: false }),
      });
      // What the people of the sample did, they did on the pages.
      await comingBy(null, () => demo.make(now));
      return demoSignIns();
    },
    { clock, isBare: true },
  );
}

/** Everybody of the demonstration with what to sign in by, and what they are there. */
export function demoSignIns(): string {
  const people = DEMO_ACCOUNTS.map(({ email, password, name, role }) => ({
    signIn: `${email}   ${password}`,
    // As `DemoData` makes them.
    roles: [role, ...(role === 'coordinator' ? (['administrator'] as const) : [])].map(roleName).join(' và '),
    name,
  }));
  const [widest, longest] = [Math.max(...people.map(({ signIn }) => signIn.length)), Math.max(...people.map(({ roles }) => roles.length))];
  return [
    'Đăng nhập bằng (thư điện tử, mật khẩu, vai trò):',
    ...people.map(({ signIn, roles, name }) => `  ${signIn.padStart(widest)}   ${roles.padEnd(longest)}   ${name}`),
  ].join('\n');
}
