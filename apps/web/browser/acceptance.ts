import { Round, type Verdict } from './acceptance-round.js';

let round: Round | undefined;

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
