/**
 * Proposes title, author and day from the page that a pasted address leads to: only into fields that nobody has typed
 * into, and visibly so. Without an answer the form is as it was.
 */
interface Proposal {
  readonly title: string | null;
  readonly author: string | null;
  readonly publishedOn: string | null;
}

const touched = new WeakSet<HTMLInputElement>();

document.addEventListener('input', (event) => {
  if (event.target instanceof HTMLInputElement && event.isTrusted) touched.add(event.target);
});

document.addEventListener('change', (event) => {
  const field = event.target;
  if (field instanceof HTMLInputElement && field.name === 'url' && field.form?.dataset.linkMetadata) void propose(field, field.form);
});

/** Pasting is the moment; whoever types waits until the field is left. */
document.addEventListener('paste', (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.name !== 'url' || !field.form?.dataset.linkMetadata) return;
  const { form } = field;
  setTimeout(() => void propose(field, form));
});

const asked = new WeakMap<HTMLInputElement, string>();

async function propose(field: HTMLInputElement, form: HTMLFormElement): Promise<void> {
  const address = field.value.trim();
  if (!/^https?:\/\/\S+$/.test(address) || asked.get(field) === address) return;
  asked.set(field, address);
  const told = noteOf(field);
  told.textContent = 'Đang đọc trang…';
  const proposal = await read(form.dataset.linkMetadata!, address);
  if (asked.get(field) !== address) return;
  if (!proposal) {
    told.textContent = 'Không đọc được trang; hãy tự nhập.';
    return;
  }
  const filled = [
    fill(form, 'title', proposal.title, 'tên bài'),
    fill(form, 'author', proposal.author, 'tác giả'),
    fill(form, 'occursOn', proposal.publishedOn, 'ngày'),
  ].filter((name) => name !== null);
  told.textContent = filled.length > 0 ? `Đề xuất từ trang: ${filled.join(', ')}. Hãy kiểm tra trước khi ghi nhận.` : '';
}

async function read(endpoint: string, address: string): Promise<Proposal | null> {
  try {
    const answer = await fetch(`${endpoint}?url=${encodeURIComponent(address)}`, { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as Proposal) : null;
  } catch {
    return null;
  }
}

/** @returns what the field is called, where it was filled */
function fill(form: HTMLFormElement, name: string, value: string | null, called: string): string | null {
  const field = form.elements.namedItem(name);
  if (!value || !(field instanceof HTMLInputElement) || touched.has(field)) return null;
  // A day stands there from the start; any other field has to be empty.
  if (field.type !== 'date' && field.value !== '') return null;
  if (field.type === 'date' && ((field.max && value > field.max) || (field.min && value < field.min))) return null;
  field.value = value;
  field.classList.add('is-proposed');
  field.addEventListener('input', () => field.classList.remove('is-proposed'), { once: true });
  return called;
}

function noteOf(field: HTMLInputElement): HTMLElement {
  const known = document.getElementById('link-proposal');
  if (known) return known;
  const note = document.createElement('p');
  note.id = 'link-proposal';
  note.className = 'meta proposal';
  note.setAttribute('role', 'status');
  field.insertAdjacentElement('afterend', note);
  return note;
}
