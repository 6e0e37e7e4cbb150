/**
 * Arrows point one way: apps → libs, and between libs only down this list. `database` (wiring) and `testing` (specs)
 * may see everything below the apps.
 */
const LAYERS = [
  'kernel',
  'storage',
  'organisations',
  'identity',
  'audit',
  'calendar',
  'planning',
  'deliverables',
  'contracts',
  'templating',
  'mail',
  'documents',
  'reminders',
  'access',
];

/** What a lib may import besides itself: the lower layers, less what its subject has no business with. */
const upward = LAYERS.map((lib, index) => ({
  name: `${lib}-looks-down-only`,
  severity: 'error',
  comment: 'kernel ← organisations ← identity ← audit ← calendar, planning ← deliverables ← reminders; templating and mail stand on the kernel alone.',
  from: { path: `^libs/${lib}/`, pathNot: '(\\.|-)spec\\.ts$' },
  to: { path: `^libs/(${[...LAYERS.slice(index + 1), 'database', 'testing'].join('|')})/` },
}));

export default {
  forbidden: [
    ...upward,
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/', pathNot: '(\\.|-)spec\\.ts$|^libs/testing/' },
      to: { path: '^apps/' },
    },
    { name: 'no-cycles-between-files', severity: 'error', from: { pathNot: 'entity\\.ts$' }, to: { circular: true } },
    {
      name: 'testing-is-for-specs',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '(\\.|-)spec\\.ts$|^libs/testing/|^apps/web/e2e/|^apps/worker/faults/' },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'no-http-in-libs',
      severity: 'error',
      from: { path: '^libs/', pathNot: '^libs/testing/|(\\.|-)spec\\.ts$' },
      to: { path: '^(fastify|@fastify/|@nestjs/platform-)' },
    },
    {
      name: 'templating-and-mail-know-no-subject',
      severity: 'error',
      from: { path: '^libs/(templating|mail)/', pathNot: '(\\.|-)spec\\.ts$' },
      to: { path: '^libs/(organisations|identity|audit|planning|deliverables)/' },
    },
    {
      name: 'web-pages-reach-the-worker-only-to-embed-it',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: '^apps/web/src/server\\.ts$|(\\.|-)spec\\.ts$|^apps/web/e2e/' },
      to: { path: '^apps/(worker|cli)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist|migrations/' },
  },
};
