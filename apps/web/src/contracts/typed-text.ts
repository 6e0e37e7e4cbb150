/** A form as it goes back to whoever typed it: of a field that came twice the first value, and no NUL, which no page shows. */
export function typedText(body: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(body ?? {}).flatMap(([name, value]): [string, string][] => {
      const first: unknown = Array.isArray(value) ? value[0] : value;
      return typeof first === 'string' ? [[name, first.replaceAll('\0', '')]] : [];
    }),
  );
}
