/**
 * Five projects: pure functions; services and HTTP on each engine (the same files twice); faults; real browsers.
 * The condition `source` makes the `#lib/…` imports of package.json point at TypeScript, as in tsconfig.json.
 */
const shared = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'nodenext' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

const onEngine = (engine) => ({
  ...shared,
  displayName: engine,
  globals: { DATABASE_ENGINE: engine },
  testMatch: ['<rootDir>/{apps,libs}/**/*.db-spec.ts', '<rootDir>/apps/**/*.http-spec.ts'],
});

export default {
  globalSetup: '<rootDir>/tools/jest-setup.mjs',
  globalTeardown: '<rootDir>/tools/jest-teardown.mjs',
  reporters: ['default', '<rootDir>/tools/jest-tally-reporter.mjs'],
  maxWorkers: 2,
  // What a file loads stays in its worker's memory; beyond some of that, collecting takes longer than starting anew.
  workerIdleMemoryLimit: '800MB',
  testTimeout: 20_000,
  projects: [
    { ...shared, displayName: 'pure', testMatch: ['<rootDir>/{apps,libs,tools}/**/*.spec.ts'] },
    onEngine('sqlite'),
    onEngine('postgresql'),
    { ...shared, displayName: 'faults', testMatch: ['<rootDir>/apps/worker/faults/*.fault-spec.ts'] },
    { ...shared, displayName: 'browser', testMatch: ['<rootDir>/apps/web/e2e/*.e2e-spec.ts'] },
  ],
};
