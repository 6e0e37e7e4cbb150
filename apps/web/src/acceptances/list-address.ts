import type { AcceptanceItemState } from '#contracts/acceptance.entity.js';
import type { AcceptanceFilter } from '#contracts/acceptance-list.query.js';
import { rowIdOf, textOf } from '../http/query-value.js';

/** What the list shows and which item is chosen: all of it in the page's address. */
export interface ListPlace {
  readonly filter: AcceptanceFilter;
  readonly page: number;
  readonly item: number | undefined;
}

const STATES: readonly AcceptanceItemState[] = ['open', 'passed', 'failed', 'accepted', 'refused', 'beyond'];

export function placeIn(query: Readonly<Record<string, unknown>>): ListPlace {
  const state = STATES.find((one) => one === textOf(query.state));
  const evidence = (['present', 'missing'] as const).find((one) => one === textOf(query.evidence));
  const filter = { state, evidence, lineId: rowIdOf(query.line), text: textOf(query.q)?.slice(0, 200) };
  return { filter, page: Math.max(1, rowIdOf(query.page) ?? 1), item: rowIdOf(query.item) };
}

/** The place that a form was sent from, as its field `back` carries it. */
export function placeOf(back: unknown): ListPlace {
  return placeIn(Object.fromEntries(new URLSearchParams(textOf(back) ?? '')));
}

/** The same place with something else in it, as the query of an address: begins with `?`, or is empty. */
export function queryOf({ filter, page, item }: ListPlace, other: Partial<{ page: number; item: number | undefined }> = {}): string {
  const shown = { page, item, ...other };
  const parameters = new URLSearchParams();
  const put = (name: string, value: string | number | undefined) => value !== undefined && parameters.set(name, String(value));
  put('state', filter.state);
  put('line', filter.lineId);
  put('evidence', filter.evidence);
  put('q', filter.text);
  if (shown.page > 1) put('page', shown.page);
  put('item', shown.item);
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
