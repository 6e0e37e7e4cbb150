import { type Command, Option } from 'commander';
import { AccountService } from '#identity/account.service.js';
import { rightsTable } from '#identity/rights-table.js';
import { type Role, ROLES } from '#identity/role.js';
import { withApplication } from './context.js';
import { print } from './options.js';

interface AddOptions {
  email: string;
  name: string;
  role: Role;
  organisation: string;
  password?: string;
  json?: boolean;
}

export function addUserCommands(root: Command): void {
  root
    .command('rights')
    .description('in bảng quyền: vai trò nào được làm gì')
    .action(() => print(rightsTable()));
  root
    .command('user')
    .description('tài khoản')
    .command('add')
    .description('thêm một người; không có --password thì in liên kết dùng một lần để người đó tự đặt')
    .requiredOption('--email <address>', 'thư điện tử')
    .requiredOption('--name <name>', 'họ tên')
    .addOption(new Option('--role <role>', 'vai trò').choices(ROLES).makeOptionMandatory())
    .requiredOption('--organisation <code>', 'mã cơ quan, ví dụ bao-dong-khoi (xem plan show)')
    .option('--password <password>', 'mật khẩu, ít nhất 12 ký tự')
    .option('--json', 'in JSON')
    .action(async ({ json, ...account }: AddOptions) => {
      await withApplication(async ({ app, environment }) => {
        const accounts = app.get(AccountService, { strict: false });
        const user = await accounts.add(account);
        const setUpUrl = account.password ? null : `${environment.publicUrl}/set-up/${await accounts.openSetUp(user)}`;
        print(
          json
            ? { id: user.id, email: user.email, role: user.role, setUpUrl }
            : [`Đã thêm ${user.email}.`, setUpUrl ? `Liên kết đặt mật khẩu: ${setUpUrl}` : ''].join('\n').trim(),
        );
      });
    });
}
