import { type Command, Option } from 'commander';
import { OperatorAccounts } from '#access/operator-accounts.service.js';
import { rightsTable } from '#identity/rights-table.js';
import { isProducing, type Role, roleName, ROLES } from '#identity/role.js';
import { withApplication } from './context.js';
import { print } from './options.js';
import { readPassword } from './password-input.js';

interface AddOptions {
  email: string;
  name: string;
  role: Role;
  organisation: string;
  password?: string;
  passwordStdin?: boolean;
  json?: boolean;
}

interface LinkOptions {
  email: string;
  withoutSecondFactor?: boolean;
  json?: boolean;
}

interface CorrectOptions {
  email: string;
  name?: string;
  newEmail?: string;
  json?: boolean;
}

export function addUserCommands(root: Command): void {
  root
    .command('rights')
    .description('in bảng quyền: vai trò nào được làm gì')
    .action(() => print(rightsTable()));
  const user = root.command('user').description('tài khoản');
  user
    .command('link')
    .description('in liên kết dùng một lần để một người đặt lại mật khẩu, khi không nhận được thư')
    .requiredOption('--email <address>', 'thư điện tử của tài khoản')
    .option('--without-second-factor', 'tắt luôn xác thực hai lớp, cho người mất cả điện thoại và mã dự phòng')
    .option('--json', 'in JSON')
    .action(async ({ email, withoutSecondFactor = false, json }: LinkOptions) => {
      await withApplication(
        async ({ app, environment }) => {
          const secret = await app.get(OperatorAccounts, { strict: false }).openLink(email, { forgetsSecondFactor: withoutSecondFactor });
          const setUpUrl = `${environment.publicUrl}/set-up/${secret}`;
          print(json ? { setUpUrl } : `Liên kết đặt mật khẩu: ${setUpUrl}`);
        },
        { needsDatabase: true },
      );
    });
  user
    .command('correct')
    .description('sửa họ tên, địa chỉ thư của một tài khoản, khi không ai đăng nhập được để sửa; đổi địa chỉ thì mọi phiên đăng nhập kết thúc')
    .requiredOption('--email <address>', 'thư điện tử của tài khoản')
    .option('--name <name>', 'họ tên đúng')
    .option('--new-email <address>', 'thư điện tử đúng')
    .option('--json', 'in JSON')
    .action(async ({ email, json, ...correction }: CorrectOptions) => {
      await withApplication(
        async ({ app }) => {
          const { user: corrected, hasNewAddress } = await app.get(OperatorAccounts, { strict: false }).correct(email, correction);
          print(
            json
              ? { id: corrected.id, email: corrected.email, name: corrected.name }
              : `Đã sửa tài khoản: ${corrected.name}, ${corrected.email}.${hasNewAddress ? ' Các phiên đăng nhập và liên kết đã gửi không dùng được nữa.' : ''}`,
          );
        },
        { needsDatabase: true },
      );
    });
  user
    .command('add')
    .description('thêm một người; không đưa mật khẩu thì in liên kết dùng một lần để người đó tự đặt')
    .requiredOption('--email <address>', 'thư điện tử, để đăng nhập và nhận thư')
    .requiredOption('--name <name>', 'họ tên, chỉ gồm chữ')
    .addOption(new Option('--role <role>', `vai trò: ${ROLES.map((role) => `${role} (${roleName(role)})`).join(', ')}`).choices(ROLES).makeOptionMandatory())
    .requiredOption(
      '--organisation <code>',
      `mã cơ quan, ghi ở đầu trang của cơ quan ấy, ví dụ bao-dong-khoi; cơ quan đã kết thúc và chuyển hết việc thì không nhận, nhóm cơ quan chỉ nhận ${ROLES.filter(isProducing).join(', ')}`,
    )
    .option(
      '--password-stdin',
      'hỏi mật khẩu (ít nhất 12 ký tự) mà không hiện ra, hoặc đọc dòng đầu của đầu vào; không đưa thì in liên kết dùng một lần trong 72 giờ',
    )
    .addOption(new Option('--password <password>', 'như trên, nhưng người khác dùng chung máy đọc được').conflicts('passwordStdin'))
    .option('--json', 'in JSON')
    .action(async ({ json, passwordStdin, ...given }: AddOptions) => {
      await withApplication(
        async ({ app, environment }) => {
          const account = passwordStdin ? { ...given, password: await readPassword() } : given;
          const { user: added, link } = await app.get(OperatorAccounts, { strict: false }).add(account);
          const setUpUrl = link && `${environment.publicUrl}/set-up/${link}`;
          print(
            json
              ? { id: added.id, email: added.email, role: added.role, setUpUrl }
              : [`Đã thêm ${added.email}.`, setUpUrl ? `Liên kết đặt mật khẩu: ${setUpUrl}` : ''].join('\n').trim(),
          );
        },
        { needsDatabase: true },
      );
    });
}
