import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LEAVING_ACTIONS, REFUSED_ACTIONS } from '#audit/leaving-actions.js';
import { DELIVERABLE_STATUSES } from '#deliverables/deliverable-status.js';
import { PERMISSIONS } from '#identity/permissions.js';
import { PLAN_STATES } from '#planning/plan.entity.js';
import { actionWords } from '../http/activity-view.js';
import { keptLines, trailDetails, wordlessFields } from './trail-details.js';
import { SUBJECTS } from './trail-subjects.js';

const json = (value: object | null) => value && JSON.stringify(value);

describe('What an entry keeps', () => {
  const details = (
    subject: 'account' | 'token' | 'contract' | 'acceptance' | 'plan' | 'reminder' | 'deliverable',
    before: object | null,
    after: object | null,
  ) => trailDetails({ subject, before: json(before), after: json(after) });

  it('is told by names and words, times and days as in Viet Nam', () => {
    expect(details('account', null, { network: '203.0.113.0/24', reason: null })).toEqual(['Dải mạng: 203.0.113.0/24']);
    expect(details('token', null, { scope: 'items', expiresAt: '2021-04-14T17:30:00Z' })).toEqual([
      'Quyền của mã: đọc, ghi nhận, dời ngày dự kiến',
      'Hết hạn lúc: 00:30 ngày 15/4/2021',
    ]);
    expect(details('acceptance', null, { heldOn: '2021-03-05', gross: 1_500_000, items: [{ id: 7, state: 'passed' }] })).toEqual([
      'Ngày lập biên bản: 05/3/2021',
      'Sản phẩm 1, Số: 7',
      'Sản phẩm 1, Kết quả: Đạt',
      'Giá trị nghiệm thu: 1.500.000 đồng',
    ]);
    // In the order in which a form asks for it, though JSON is kept in the order of the letters.
    expect(details('deliverable', null, { airedAt: '17:00', durationSeconds: 420, occursOn: '2021-03-05', status: 'published', title: 'Tin' })).toEqual([
      'Trạng thái: Đã thực hiện',
      'Tiêu đề: Tin',
      'Ngày: 05/3/2021',
      'Giờ phát: 17:00',
      'Thời lượng: 7 phút',
    ]);
    expect(details('reminder', null, { obligation: 'duty:7:2021-01-01:2021-01-31', until: '2021-02-08' })).toEqual([
      'Việc được nhắc: nhiệm vụ 7, kỳ 01/01/2021 – 31/01/2021',
      'Đến: 08/02/2021',
    ]);
    expect(details('account', null, null)).toEqual([]);
  });

  it('is told, where something was changed, by what became other', () => {
    expect(details('account', { role: 'producer', organisation: 'Sở A' }, { role: 'accountant', organisation: 'Sở A' })).toEqual([
      'Vai trò: Đơn vị thực hiện → Kế toán',
    ]);
    expect(
      details(
        'contract',
        { state: 'draft', note: 'x', lines: [{ position: 1, unitPrice: 1000 }], particularsA: { position: 'Phó' } },
        { state: 'signed', note: '', signedOn: '2021-03-05', lines: [{ position: 1, unitPrice: 2000 }], particularsA: { position: 'Trưởng' } },
      ),
    ).toEqual([
      'Trạng thái: Dự thảo → Đã ký, đang thực hiện',
      'Ghi chú: x → (trống)',
      'Bên A, Chức vụ: Phó → Trưởng',
      'Dòng 1, Đơn giá: 1.000 đồng → 2.000 đồng',
      'Ngày ký: 05/3/2021',
    ]);
    // An item's empty fields are not kept; what a verdict does not keep again is not gone.
    expect(details('deliverable', { title: 'A', note: 'x' }, { title: 'A' })).toEqual(['Ghi chú: x → (trống)']);
    expect(details('acceptance', { items: [{ id: 7, state: 'open' }] }, { verdict: 'passed', items: [7] })).toEqual([
      'Trước, Sản phẩm 1, Số: 7',
      'Trước, Sản phẩm 1, Kết quả: Chưa xét',
      'Sản phẩm: 7',
      'Kết quả: Đạt',
    ]);
    expect(details('plan', { leaders: [] }, { leaders: null })).toEqual(['Lãnh đạo nhận thư, tài khoản số: (trống) → tất cả']);
    expect(details('plan', { rules: { late: { to: ['lead'] } } }, { rules: { late: { to: [] } } })).toEqual([
      'Quy tắc, Quá hạn, nhắc hằng tuần, Gửi cho: Đơn vị thực hiện → (trống)',
    ]);
  });

  it('is told in full for a sheet, and by its own name where it has no words', () => {
    expect(keptLines('account', json({ role: 'auditor', objects: [{ kind: 'mailbox', id: 7 }], isCut: true, x: { y: 1 } }))).toBe(
      ['Được hỏi: thư trong hộp thư 7', 'Vai trò: Kiểm tra, thanh tra', 'Bị cắt bớt: có', 'x, y: 1'].join('\n'),
    );
    expect(wordlessFields('account', { role: 'auditor', objects: [{ kind: 'x', id: 7 }], x: { y: [{ z: 1 }] } })).toEqual([
      'account.x',
      'account.x.y',
      'account.x.y.z',
    ]);
  });
});

describe('Every action that the code writes', () => {
  const prefixes = [...Object.keys(SUBJECTS), 'evidence', 'liquidation', 'paper', 'backup'].join('|');
  const written = new RegExp(`'((?:${prefixes})\\.[a-z]+(?:-[a-z]+)*)(?<!\\.(?:css|js))'`, 'g');
  const sources = ['libs', 'apps']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((name) => name.endsWith('.ts') && !/spec\.ts$|testing|bench|migrations|(?:activity-view|trail-fields)\.ts$/.test(name));

  const actions = sources.flatMap((name) => {
    const text = readFileSync(name, 'utf8');
    // What is loaded along with an entity looks alike: `populate: ['contract.plan']`.
    const lines = text.split('\n').filter((line) => !/populate|refresh: |orderBy|const populate/.test(line));
    return [...lines.join('\n').matchAll(written)].map(([, action]) => action!);
  });
  const drafts = [...readFileSync('libs/planning/plan-draft.service.ts', 'utf8').matchAll(/this\.change\(actor, id, \w+, '([a-z-]+)'/g)];
  const all = new Set([
    ...actions.filter((action) => !Object.hasOwn(PERMISSIONS, action)),
    ...DELIVERABLE_STATUSES.map((status) => `deliverable.${status}`),
    ...PLAN_STATES.map((state) => `plan.${state}`),
    ...drafts.map(([, what]) => `draft.${what}`),
    ...LEAVING_ACTIONS,
    ...REFUSED_ACTIONS,
  ]);

  it('has words', () => {
    expect(all.size).toBeGreaterThan(100);
    expect([...all].filter((action) => actionWords(action) === action)).toEqual([]);
  });
});
