import type { FastifyRequest } from 'fastify';

/** A thing that an address names by number, by the word that stands before the number there. */
interface AskedObject {
  readonly kind: string;
  readonly id: number;
}

/** What somebody asked for: the route as declared and the things' numbers, never a word that somebody typed. */
export interface AskedFor {
  readonly method: string;
  readonly route: string;
  readonly objects?: readonly AskedObject[];
}

/** The fields of forms that name the thing that a route without a number is about. */
const FIELDS: Readonly<Record<string, string>> = { task: 'tasks', organisation: 'organisations' };

export function askedFor({
  method,
  routeOptions: { url: route = '' },
  params,
  body,
}: Pick<FastifyRequest, 'method' | 'routeOptions' | 'params' | 'body'>): AskedFor {
  const parts = route.split('/');
  const inAddress = parts.flatMap((part, index) => (part.startsWith(':') ? numbered(parts[index - 1] ?? '', valueIn(params, part.slice(1))) : []));
  const inForm = Object.entries(FIELDS).flatMap(([field, kind]) => numbered(kind, valueIn(body, field)));
  const objects = [...inAddress, ...inForm];
  return { method, route, ...(objects.length > 0 ? { objects } : {}) };
}

/** Only a row's number: whatever else stands there may be the secret of a link. */
function numbered(kind: string, value: unknown): AskedObject[] {
  return /^\d{1,9}$/.test(String(value)) ? [{ kind, id: Number(value) }] : [];
}

function valueIn(values: unknown, name: string): unknown {
  return typeof values === 'object' && values !== null ? (values as Record<string, unknown>)[name] : undefined;
}
