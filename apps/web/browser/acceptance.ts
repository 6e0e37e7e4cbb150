/** What the server says after a verdict: where the round and its lines stand, in words. */
interface Standing {
  words: string;
  open: number;
  lines: { id: number; words: string; value: string }[];
}

interface Save {
  items: number[];
  verdict: Verdict;
  reason: string;
}

type Verdict = 'passed' | 'failed' | 'open';

/** What the row showed before, to go back to where the server refuses. */
interface Shown {
  state: string;
  reason: string;
}

let round: Round | undefined;

/** The list of a round beside the item that is looked at: keys, verdicts saved at once, and what could not be saved kept to be sent again. */
class Round {
  readonly #root: HTMLElement;
  readonly #pane: HTMLElement;
  readonly #base: string;
  /** Fragments of items that were, or may soon be, looked at. */
  readonly #fetched = new Map<number, Promise<string>>();
  /** One save after another, in the order of the keys. */
  #queue: Promise<void> = Promise.resolve();
  #unsaved: Save[] = [];
  #pending = 0;
  #asked = 0;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#pane = root.querySelector<HTMLElement>('[data-chosen]')!;
    this.#base = root.dataset.round!;
    for (const hidden of document.querySelectorAll<HTMLElement>('[data-tick-proven], [data-help-open]')) hidden.hidden = false;
    this.#countTicked();
    this.#prefetchNext();
  }

  get mayJudge(): boolean {
    return this.#root.dataset.mayJudge === 'true';
  }

  get hasUnsaved(): boolean {
    return this.#unsaved.length > 0 || this.#pending > 0;
  }

  get rows(): HTMLElement[] {
    return [...this.#root.querySelectorAll<HTMLElement>('[data-item]')];
  }

  get chosen(): HTMLElement | undefined {
    return this.rows.find((row) => row.classList.contains('is-chosen'));
  }

  /** To the row so many further, staying at the ends. */
  move(by: number): void {
    const { rows, chosen } = this;
    const at = chosen ? rows.indexOf(chosen) : by > 0 ? -1 : rows.length;
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) this.choose(next);
  }

  choose(row: HTMLElement): void {
    for (const other of this.rows) {
      other.classList.toggle('is-chosen', other === row);
      const link = other.querySelector('a');
      if (other === row) link?.setAttribute('aria-current', 'true');
      else link?.removeAttribute('aria-current');
    }
    const link = row.querySelector('a')!;
    link.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
    history.replaceState(history.state, '', link.href.replace(/#.*$/, ''));
    void this.#show(idOf(row));
    this.#prefetchNext();
  }

  /** Judges rows and goes on to the next that nobody has judged. */
  judge(rows: readonly HTMLElement[], verdict: Verdict, reason = ''): void {
    if (!this.mayJudge || rows.length === 0) return;
    const before = new Map(rows.map((row) => [row, shownIn(row)]));
    for (const row of rows) {
      this.#mark(row, { state: verdict, reason });
      row.classList.add('is-saving');
    }
    this.#save({ items: rows.map(idOf), verdict, reason }, before);
    const last = rows.at(-1)!;
    if (verdict === 'open' || rows.length > 1) this.#refreshPane();
    else this.choose(this.#nextOpen(last) ?? last);
  }

  /** Puts the cursor where the reason is written. */
  askReason(): void {
    this.#pane.querySelector<HTMLInputElement>('input[name="reason"]')?.focus();
  }

  tickProven(): void {
    const boxes = [...this.#root.querySelectorAll<HTMLInputElement>('input[name="items"][type="checkbox"]')].filter(
      (box) => box.dataset.proven === 'true' && box.closest<HTMLElement>('[data-item]')?.dataset.state === 'open',
    );
    const isAll = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !isAll;
    this.#countTicked();
  }

  ticked(): HTMLElement[] {
    return this.rows.filter((row) => row.querySelector<HTMLInputElement>('input[type="checkbox"]')?.checked);
  }

  untick(): void {
    for (const row of this.ticked()) row.querySelector<HTMLInputElement>('input[type="checkbox"]')!.checked = false;
    this.#countTicked();
  }

  countTicked(): void {
    this.#countTicked();
  }

  /** Sends again what did not get through. */
  saveAgain(): void {
    const waiting = this.#unsaved;
    this.#unsaved = [];
    for (const save of waiting) this.#save(save, new Map());
  }

  #nextOpen(after: HTMLElement): HTMLElement | undefined {
    const { rows } = this;
    const at = rows.indexOf(after);
    return [...rows.slice(at + 1), ...rows.slice(0, at)].find((row) => row.dataset.state === 'open');
  }

  #save(save: Save, before: ReadonlyMap<HTMLElement, Shown>): void {
    this.#pending += 1;
    this.#queue = this.#queue.then(async () => {
      try {
        await this.#send(save, before);
      } finally {
        this.#pending -= 1;
      }
    });
  }

  async #send(save: Save, before: ReadonlyMap<HTMLElement, Shown>): Promise<void> {
    const rows = save.items.flatMap((id) => this.#row(id) ?? []);
    try {
      const response = await fetch(this.#root.dataset.verdicts!, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', 'csrf-token': csrfToken() },
        body: JSON.stringify({ items: save.items, verdict: save.verdict, ...(save.verdict === 'failed' ? { reason: save.reason } : {}) }),
      });
      for (const row of rows) row.classList.remove('is-saving', 'is-unsaved');
      if (response.ok) {
        this.#standing((await response.json()) as Standing);
        this.#told();
        return;
      }
      if (response.status >= 500 || response.status === 401 || response.status === 403) throw new Error(String(response.status));
      // Refused for good: what stands there is not so any more.
      const problem = (await response.json()) as { title?: string };
      for (const [row, shown] of before) this.#mark(row, shown);
      this.#refreshPane();
      this.#tell(problem.title ?? 'Chưa lưu được; hãy tải lại trang.');
    } catch {
      for (const row of rows) {
        row.classList.remove('is-saving');
        row.classList.add('is-unsaved');
      }
      this.#unsaved.push(save);
      this.#told();
    }
  }

  /** Says what is not saved, or nothing. */
  #told(): void {
    const count = new Set(this.#unsaved.flatMap(({ items }) => items)).size;
    this.#tell(
      count === 0 ? '' : `Chưa lưu được kết quả của ${count} sản phẩm (mất kết nối hoặc phiên làm việc đã hết). Kết quả vẫn giữ ở đây; hãy bấm “Lưu lại”.`,
    );
  }

  #tell(words: string): void {
    const notice = document.querySelector<HTMLElement>('[data-unsaved]');
    if (!notice) return;
    notice.hidden = words === '';
    notice.querySelector('[data-unsaved-words]')!.textContent = words;
    notice.querySelector<HTMLElement>('[data-save-again]')!.hidden = this.#unsaved.length === 0;
  }

  #standing({ words, lines }: Standing): void {
    const summary = document.querySelector('[data-summary]');
    if (summary) summary.textContent = words;
    const judged = /\d+/.exec(words)?.[0];
    const progress = document.querySelector<HTMLProgressElement>('[data-progress]');
    if (progress && judged) progress.value = Number(judged);
    for (const line of lines) {
      const row = document.querySelector(`[data-line="${line.id}"]`);
      if (!row) continue;
      row.querySelector('[data-line-words]')!.textContent = line.words;
      row.querySelector('[data-line-value]')!.textContent = line.value;
    }
  }

  #mark(row: HTMLElement, { state, reason }: Shown): void {
    row.dataset.state = state;
    showVerdict(this.#root, row, state, reason);
    this.#fetched.delete(idOf(row));
    if (row === this.chosen) this.#markPane(state, reason);
  }

  #markPane(state: string, reason: string): void {
    const head = this.#pane.querySelector<HTMLElement>('.card-header');
    if (head) showVerdict(this.#root, head, state, reason);
    const undo = this.#pane.querySelector<HTMLElement>('.undo');
    if (undo) undo.hidden = state === 'open';
  }

  #refreshPane(): void {
    const { chosen } = this;
    if (chosen) this.#markPane(chosen.dataset.state ?? 'open', shownIn(chosen).reason);
  }

  async #show(id: number): Promise<void> {
    this.#asked = id;
    try {
      const html = await this.#fragment(id);
      // Whoever pressed the key again is further already.
      if (this.#asked !== id) return;
      this.#pane.innerHTML = html;
      this.#pane.scrollTop = 0;
      this.#refreshPane();
    } catch {
      this.#fetched.delete(id);
      if (this.#asked === id) this.#pane.replaceChildren(paragraph('Chưa tải được sản phẩm này; hãy kiểm tra kết nối rồi chọn lại.'));
    }
  }

  #fragment(id: number): Promise<string> {
    let known = this.#fetched.get(id);
    if (!known) {
      known = fetchFragment(`${this.#base}/items/${id}`);
      this.#fetched.set(id, known);
    }
    return known;
  }

  /** The one that will be looked at next is there before it is asked for. */
  #prefetchNext(): void {
    const { chosen, rows } = this;
    const next = chosen && this.mayJudge ? this.#nextOpen(chosen) : rows[0];
    if (next) void this.#fragment(idOf(next)).catch(() => this.#fetched.delete(idOf(next)));
  }

  #row(id: number): HTMLElement | undefined {
    return this.rows.find((row) => idOf(row) === id);
  }

  #countTicked(): void {
    const words = document.querySelector('[data-ticked]');
    const count = this.ticked().length;
    if (words) words.textContent = count === 0 ? 'Với sản phẩm đã đánh dấu:' : `Với ${count} sản phẩm đã đánh dấu:`;
  }
}

function idOf(row: HTMLElement): number {
  return Number(row.dataset.item);
}

function shownIn(row: HTMLElement): Shown {
  return { state: row.dataset.state ?? 'open', reason: row.querySelector('[data-reason]')?.textContent ?? '' };
}

/** The chip comes from the page's own templates, so that its words stand in one place. */
function showVerdict(root: HTMLElement, place: HTMLElement, state: string, reason: string): void {
  const template = root.querySelector<HTMLTemplateElement>(`template[data-chip-of="${state}"]`);
  if (template) place.querySelector('[data-chip]')?.replaceChildren(template.content.cloneNode(true));
  const line = place.querySelector('[data-reason]');
  if (line) line.textContent = reason;
}

async function fetchFragment(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const chosen = page.querySelector('[data-chosen]');
  if (!chosen) throw new Error('not an item');
  return chosen.innerHTML;
}

function paragraph(words: string): HTMLElement {
  const element = document.createElement('p');
  element.className = 'empty';
  element.textContent = words;
  return element;
}

function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
}

/** What a submitted form asks for, by the button that was pressed. */
function askedBy(event: SubmitEvent): { verdict: Verdict; reason: string } | undefined {
  const button = event.submitter;
  const form = event.target;
  if (!(button instanceof HTMLButtonElement) || button.name !== 'verdict' || !(form instanceof HTMLFormElement)) return undefined;
  return { verdict: button.value as Verdict, reason: form.querySelector<HTMLInputElement>('input[name="reason"]')?.value.trim() ?? '' };
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!round || !(form instanceof HTMLFormElement)) return;
  const isBatch = form.dataset.batch !== undefined;
  if (!isBatch && form.dataset.judge === undefined) return;
  const asked = askedBy(event);
  // "Every one with evidence" is of the whole round, not of this page: the server does it.
  if (!asked) return;
  const field = form.querySelector<HTMLInputElement>('input[name="reason"]');
  const rows = isBatch ? round.ticked() : [round.chosen].filter((row) => row !== undefined);
  // Of an item that is on another page of the list the server keeps the form's own way.
  if (rows.length === 0) return;
  event.preventDefault();
  if (asked.verdict === 'failed' && asked.reason === '') {
    field?.setAttribute('aria-invalid', 'true');
    field?.focus();
    return;
  }
  field?.removeAttribute('aria-invalid');
  if (field) field.value = '';
  round.judge(rows, asked.verdict, asked.verdict === 'failed' ? asked.reason : '');
  if (isBatch) round.untick();
});

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!round || !target) return;
  if (target.closest('[data-tick-proven]')) round.tickProven();
  if (target.closest('[data-help-open]')) openHelp();
  if (target.closest('[data-save-again]')) round.saveAgain();
  const link = target.closest<HTMLElement>('[data-item] > a');
  // On a narrow screen the item stands below the list: there the link leads to it.
  if (!link || !isWide() || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  round.choose(link.closest<HTMLElement>('[data-item]')!);
});

document.addEventListener('change', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.name === 'items') round?.countTicked();
});

document.addEventListener('keydown', (event) => {
  if (!round || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return;
  const { target } = event;
  if (target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea, select')) {
    return writing(event, target, round);
  }
  const step = KEYS[event.key.toLowerCase()];
  if (!step) return;
  event.preventDefault();
  step(round);
});

const KEYS: Record<string, (one: Round) => void> = {
  arrowdown: (one) => one.move(1),
  j: (one) => one.move(1),
  arrowup: (one) => one.move(-1),
  d: (one) => judgeChosen(one, 'passed'),
  h: (one) => judgeChosen(one, 'open'),
  k: (one) => one.askReason(),
  '/': () => document.querySelector<HTMLInputElement>('#q')?.focus(),
  '?': openHelp,
};

/** In the field of a reason Enter saves the refusal, Esc gives it up. */
function writing(event: KeyboardEvent, field: HTMLElement, one: Round): void {
  if (!(field instanceof HTMLInputElement) || field.name !== 'reason') return;
  if (event.key === 'Escape') {
    field.value = '';
    field.removeAttribute('aria-invalid');
    one.chosen?.querySelector('a')?.focus();
    return;
  }
  if (event.key !== 'Enter') return;
  event.preventDefault();
  field.form?.requestSubmit(field.form.querySelector<HTMLButtonElement>('button[value="failed"]'));
}

function judgeChosen(one: Round, verdict: Verdict): void {
  if (one.chosen) one.judge([one.chosen], verdict);
}

function openHelp(): void {
  document.querySelector<HTMLDialogElement>('[data-help]')?.showModal();
}

function isWide(): boolean {
  return matchMedia('(min-width: 992px)').matches;
}

function start(): void {
  const root = document.querySelector<HTMLElement>('[data-round]');
  round = root ? new Round(root) : undefined;
}

/** A page left with verdicts that are not saved would lose them. */
addEventListener('beforeunload', (event) => {
  if (round?.hasUnsaved) event.preventDefault();
});
document.addEventListener('turbo:before-visit', (event) => {
  if (round?.hasUnsaved && !confirm('Có kết quả xét chưa lưu được. Rời trang thì mất các kết quả đó; vẫn rời trang?')) event.preventDefault();
});
addEventListener('online', () => round?.saveAgain());
document.addEventListener('turbo:load', start);
document.addEventListener('turbo:render', start);
start();
