import type { RawAcceptance } from '#contracts/acceptance.input.js';

/** What a form sent as text, to stand in it again; of a name that came several times nothing, and no NUL, which no page shows. */
export function typedIn(body: RawAcceptance): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(body ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.replaceAll('\0', '')] satisfies [string, string]] : [])),
  );
}
