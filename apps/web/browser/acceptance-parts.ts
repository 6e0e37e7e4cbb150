/** What the row showed before, to go back to where the server refuses. */
export interface Shown {
  state: string;
  reason: string;
}

export function idOf(row: HTMLElement): number {
  return Number(row.dataset.item);
}

export function shownIn(row: HTMLElement): Shown {
  return { state: row.dataset.state ?? 'open', reason: row.querySelector('[data-reason]')?.textContent ?? '' };
}

/** The chip comes from the page's own templates, so that its words stand in one place. */
export function showVerdict(root: HTMLElement, place: HTMLElement, state: string, reason: string): void {
  const template = root.querySelector<HTMLTemplateElement>(`template[data-chip-of="${state}"]`);
  if (template) place.querySelector('[data-chip]')?.replaceChildren(template.content.cloneNode(true));
  const line = place.querySelector('[data-reason]');
  if (line) line.textContent = reason;
}

export async function fetchFragment(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const chosen = page.querySelector('[data-chosen]');
  if (!chosen) throw new Error('not an item');
  return chosen.innerHTML;
}

export function paragraph(words: string): HTMLElement {
  const element = document.createElement('p');
  element.className = 'empty';
  element.textContent = words;
  return element;
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
}
