import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PERMISSIONS } from '#identity/permissions.js';
import { describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '#kernel/project-root.js';
import { PLAN_STATES } from '#planning/plan.entity.js';
import { actionWords, activityView, historyLine } from './activity-view.js';

const ENTRY = {
  at: '2021-03-05T01:05:00.000Z',
  action: 'deliverable.moved',
  actor: 'Lê Minh Tâm',
  via: null,
  subject: 'deliverable' as const,
  subjectId: 7,
  itemTitle: 'Một cửa',
  before: { occursOn: '2021-03-05', title: 'Một cửa' },
  after: { occursOn: '2021-03-06', title: 'Một cửa' },
};

/** Every action that the services name, as they name it. */
function actionsInTheSources(): string[] {
  const folder = join(PROJECT_ROOT, 'libs');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.service\.ts$|-change\.ts$/.test(file));
  const named = /'((?:deliverable|evidence|contract|acceptance|liquidation|settings|plan|draft|calendar|organisation|reminder)\.[a-z-]+)'/g;
  return files.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(named)].map(([, action]) => action!));
}

describe('The history', () => {
  it('tells who did what, when, and what changed', () => {
    expect(historyLine(ENTRY)).toEqual({
      actor: 'Lê Minh Tâm',
      action: 'dời lịch',
      on: '06/3/2021',
      reason: null,
      changes: ['Ngày: 05/3/2021 → 06/3/2021'],
      when: '08:05 ngày 05/3/2021',
    });
  });

  it('names the item, also in an entry that tells of its evidence alone', () => {
    expect(activityView(ENTRY)).toMatchObject({ title: '“Một cửa”', href: '/deliverables/7' });
    const snapshot = { ...ENTRY, action: 'evidence.snapshot-taken', before: null, after: { title: 'Trang báo' } };
    expect(activityView(snapshot)).toMatchObject({ title: '“Một cửa”', action: 'lưu lại trang đã đăng' });
    expect(activityView({ ...ENTRY, itemTitle: '', after: null })).toMatchObject({ title: 'một mục lịch' });
  });

  it('tells of evidence by its name, also of what was taken back', () => {
    const facts = { evidence: 3, kind: 'file', fileName: 'trang-3.pdf' };
    expect(historyLine({ ...ENTRY, action: 'evidence.added', before: null, after: facts })).toMatchObject({
      action: 'thêm minh chứng',
      changes: ['Tệp “trang-3.pdf”'],
    });
    expect(historyLine({ ...ENTRY, action: 'evidence.removed', before: facts, after: null })).toMatchObject({ changes: ['Tệp “trang-3.pdf”'], on: '' });
  });

  it('has words for every action that is recorded', () => {
    const actions = new Set([...actionsInTheSources(), ...PLAN_STATES.map((state) => `plan.${state}`)]);
    // These are the ways of asking for a relation, and no actions.
    const relations = ['contract.plan', 'plan.coordinator', 'contract.lines', 'contract.annexes', 'contract.payments'];
    expect(actions.size).toBeGreaterThan(30);
    expect([...actions].filter((action) => actionWords(action) === action && !relations.includes(action) && !(action in PERMISSIONS))).toEqual([]);
  });
});
