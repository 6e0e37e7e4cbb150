import { expect, it } from '@jest/globals';
import { askedFor } from './asked-for.js';

const asked = (url: string, params: object = {}, body?: unknown) =>
  askedFor({ method: 'POST', routeOptions: { url }, params, body } as Parameters<typeof askedFor>[0]);

it('What was asked for is told by its kind and number, also where there are several', () => {
  expect(asked('/deliverables/:id/withdrawal', { id: '7' })).toEqual({
    method: 'POST',
    route: '/deliverables/:id/withdrawal',
    objects: [{ kind: 'deliverables', id: 7 }],
  });
  expect(asked('/accounts/:id/roles/:role/removal', { id: '5', role: '3' }).objects).toEqual([
    { kind: 'accounts', id: 5 },
    { kind: 'roles', id: 3 },
  ]);
  expect(asked('/deliverables', {}, { task: '4', title: 'Bài của chị Hạnh' }).objects).toEqual([{ kind: 'tasks', id: 4 }]);
});

it('The secret of a link, a word that was typed and a query string are not kept', () => {
  for (const [url, params] of [
    ['/act/:token', { token: 'aB3-secret' }],
    ['/calendar/feeds/:file', { file: 'secret.ics' }],
    ['/deliverables/:id', { id: '7 or 1=1' }],
    ['/deliverables/:id', { id: '1234567890' }],
    ['/', {}],
  ] as const) {
    expect(asked(url, params, { note: 'Gọi 0912345678', task: { $ne: 1 } })).toEqual({ method: 'POST', route: url });
  }
});
