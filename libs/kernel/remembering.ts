/**
 * Makes something of each text once and keeps it: for values that never change, such as dates, and are asked for thousands
 * of times. Beyond so many texts they are made anew each time.
 */
export function remembering<T>(most: number, make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (known.size < most) known.set(text, made);
    return made;
  };
}
