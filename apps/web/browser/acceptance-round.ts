import { csrfToken, fetchFragment, idOf, paragraph, type Shown, shownIn, showVerdict } from './acceptance-parts.js';

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

export type Verdict = 'passed' | 'failed' | 'open';

/** The list of a round beside the item that is looked at: keys, verdicts saved at once, and what could not be saved kept to be sent again. */
export class Round {
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
    this.#announce(row);
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
      this.#fill(html);
      this.#pane.scrollTop = 0;
      this.#refreshPane();
    } catch {
      this.#fetched.delete(id);
      if (this.#asked === id) this.#say('Chưa tải được minh chứng của sản phẩm này; hãy kiểm tra kết nối rồi chọn lại.');
    }
  }

  /** Everything but the form of the verdict changes: whoever is writing a reason already goes on writing. */
  #fill(html: string): void {
    const loaded = document.createElement('template');
    loaded.innerHTML = html;
    const form = this.#pane.querySelector('[data-judge]');
    const place = loaded.content.querySelector('[data-judge]');
    this.#pane.classList.remove('is-loading');
    if (!form || !place) {
      this.#pane.replaceChildren(loaded.content);
      return;
    }
    const children = [...loaded.content.children];
    const at = children.indexOf(place);
    for (const old of Array.from(this.#pane.childNodes)) if (old !== form) old.remove();
    form.before(...children.slice(0, at));
    form.after(...children.slice(at + 1));
  }

  /** Before the item is there: its name, and that the rest is still of another. */
  #announce(row: HTMLElement): void {
    const title = this.#pane.querySelector('h2');
    if (title) title.textContent = row.querySelector('.name')?.textContent ?? '';
    const { state, reason } = shownIn(row);
    this.#markPane(state, reason);
    const item = this.#pane.querySelector<HTMLInputElement>('[data-judge] input[name="items"]');
    if (item) item.value = String(idOf(row));
    const field = this.#pane.querySelector<HTMLInputElement>('input[name="reason"]');
    if (field) {
      field.value = '';
      field.removeAttribute('aria-invalid');
    }
    this.#pane.querySelector('.field-error')?.remove();
    this.#pane.classList.add('is-loading');
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
    if (next) void this.#prefetch(idOf(next));
  }

  /** Instead of the proofs, which could not be had; the verdict can still be given. */
  #say(words: string): void {
    for (const body of this.#pane.querySelectorAll('.card-body:not([data-judge])')) body.remove();
    this.#pane.append(paragraph(words));
    this.#pane.classList.remove('is-loading');
  }

  async #prefetch(id: number): Promise<void> {
    try {
      await this.#fragment(id);
    } catch {
      // It is asked for again when it is wanted.
      this.#fetched.delete(id);
    }
  }

  #row(id: number): HTMLElement | undefined {
    return this.rows.find((row) => idOf(row) === id);
  }

  #countTicked(): void {
    const words = document.querySelector('[data-ticked]');
    const count = this.ticked().length;
    if (words) words.textContent = count === 0 ? 'Đã đánh dấu:' : `Đã đánh dấu ${count}:`;
  }
}
