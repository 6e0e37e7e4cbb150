/*
 * What somebody typed outlives a session that ended before they sent it. A form that is sent stays in this window's storage
 * until the answer comes; where the answer is the sign-in page, or that the form was too old, it is owed: back at its page,
 * for the same person, it is filled in once more. Passwords are never kept, nor is a form that asks for a code; files cannot be.
 */

const KEY = 'kept-form';
const KEPT_MINUTES = 60;
const PASSWORDS = 'input[type="password"]';
const CODES = 'input[autocomplete="one-time-code"]';

interface KeptForm {
  readonly account: string;
  /** Of the page that the form stands on, with its query. */
  readonly path: string;
  readonly action: string;
  /** Which of the forms with that action. */
  readonly place: number;
  readonly fields: readonly (readonly [string, string])[];
  readonly hasFiles: boolean;
  readonly at: number;
  readonly isOwed: boolean;
}

function read(): KeptForm | null {
  const text = sessionStorage.getItem(KEY);
  const kept = text === null ? null : (JSON.parse(text) as KeptForm);
  return kept && Date.now() - kept.at < KEPT_MINUTES * 60_000 ? kept : null;
}

function formsWith(action: string): HTMLFormElement[] {
  return [...document.forms].filter((form) => form.method === 'post' && form.getAttribute('action') === action);
}

function keep(form: HTMLFormElement): void {
  const { account } = document.body.dataset;
  const action = form.getAttribute('action');
  if (form.method !== 'post' || action === null || account === undefined) return;
  const secrets = [...form.querySelectorAll<HTMLInputElement>(PASSWORDS)].map(({ name }) => name);
  const data = [...new FormData(form)].filter(([name]) => name !== '_csrf' && !secrets.includes(name));
  if (action === '/session/end' || form.querySelector(CODES) || data.every(([, value]) => value === '')) {
    sessionStorage.removeItem(KEY);
    return;
  }
  const kept: KeptForm = {
    account,
    path: location.pathname + location.search,
    action,
    place: formsWith(action).indexOf(form),
    fields: data.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
    hasFiles: data.some(([, value]) => value instanceof File && value.size > 0),
    at: Date.now(),
    isOwed: false,
  };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

/** Each name's values in their order, as the form sent them. */
function fill(form: HTMLFormElement, fields: KeptForm['fields']): void {
  const left = Map.groupBy(fields, ([name]) => name);
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)) continue;
    if (field.name === '_csrf' || field.name === '' || ['file', 'submit', 'password'].includes(field.type)) continue;
    const values = left.get(field.name) ?? [];
    if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio'))
      field.checked = values.some(([, value]) => value === field.value);
    else if (field instanceof HTMLSelectElement && field.multiple)
      for (const option of field.options) option.selected = values.some(([, value]) => value === option.value);
    else {
      const next = values.shift();
      if (next) field.value = next[1];
    }
  }
}

function tell(before: Element, words: string): void {
  const notice = document.createElement('div');
  notice.className = 'notice';
  notice.setAttribute('role', 'status');
  const line = document.createElement('p');
  line.textContent = words;
  notice.append(line);
  before.before(notice);
}

function giveBack(kept: KeptForm): void {
  const form = formsWith(kept.action)[kept.place];
  sessionStorage.removeItem(KEY);
  if (!form) return;
  fill(form, kept.fields);
  form.closest('details')?.setAttribute('open', '');
  tell(form, `Đã điền lại những gì bạn vừa nhập; hãy xem lại rồi gửi.${kept.hasFiles ? ' Tệp phải chọn lại.' : ''}`);
  form.scrollIntoView({ block: 'nearest' });
}

/** What the page that came means for the form that was sent last. */
function settle(): void {
  const kept = read();
  if (!kept) {
    sessionStorage.removeItem(KEY);
    return;
  }
  const { account } = document.body.dataset;
  const lost = document.querySelector<HTMLElement>('[data-form-lost]');
  if (account !== undefined && account !== kept.account) sessionStorage.removeItem(KEY);
  else if (lost) {
    sessionStorage.setItem(KEY, JSON.stringify({ ...kept, isOwed: true }));
    const next = document.querySelector<HTMLInputElement>('form[action="/session"] input[name="next"]');
    if (next) next.value = kept.path;
    if (lost.dataset.formLost !== 'told') lost.querySelector('p')?.append(' Những gì bạn vừa nhập còn được giữ trong cửa sổ này và sẽ được điền lại.');
    lost.dataset.formLost = 'told';
  } else if (account !== undefined && !kept.isOwed) sessionStorage.removeItem(KEY);
  else if (account !== undefined && kept.path === location.pathname + location.search) giveBack(kept);
}

export function keepForms(): void {
  document.addEventListener('submit', (event) => {
    if (!event.defaultPrevented && event.target instanceof HTMLFormElement) keep(event.target);
  });
  document.addEventListener('turbo:render', settle);
  settle();
}
