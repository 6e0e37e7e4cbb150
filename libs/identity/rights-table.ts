import { type Permission, PERMISSIONS, scopeOf } from './permissions.js';
import { roleName, ROLES } from './role.js';

const WORDS = { all: 'tất cả', own: 'của mình' } as const;

/** The declaration as a table in Markdown, for `docs/quyen.md` and the command line. */
export function rightsTable(): string {
  const rows = (Object.keys(PERMISSIONS) as Permission[]).map((permission) => {
    const cells = ROLES.map((role) => scopeOf(role, permission)).map((scope) => (scope ? WORDS[scope] : '–'));
    return [PERMISSIONS[permission].name, ...cells];
  });
  return [['Việc', ...ROLES.map(roleName)], ['---', ...ROLES.map(() => '---')], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
