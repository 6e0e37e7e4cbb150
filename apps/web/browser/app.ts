import '@hotwired/turbo';
import { keepForms } from './kept-form.js';

/** A choice that changes the page at once (`data-submit-on-change`); without a script its form has a button. */
document.addEventListener('change', (event) => {
  const field = event.target;
  if (field instanceof HTMLSelectElement && field.dataset.submitOnChange !== undefined) field.form?.requestSubmit();
});

/** Asks once before something that cannot be undone (`data-confirm`, with the words that name it). */
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement && form.dataset.confirm && !confirm(form.dataset.confirm)) event.preventDefault();
});

/** A table pasted as text loses its cells; its HTML goes along in the hidden field that `data-paste-html` names. */
document.addEventListener('paste', (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || field.dataset.pasteHtml === undefined) return;
  const hidden = document.getElementById(field.dataset.pasteHtml);
  if (hidden instanceof HTMLInputElement) hidden.value = event.clipboardData?.getData('text/html') ?? '';
});
document.addEventListener('input', (event) => {
  const field = event.target;
  // Typing after pasting: what stands in the box counts, not what was pasted.
  if (
    !(field instanceof HTMLTextAreaElement) ||
    field.dataset.pasteHtml === undefined ||
    (event instanceof InputEvent && event.inputType === 'insertFromPaste')
  )
    return;
  const hidden = document.getElementById(field.dataset.pasteHtml);
  if (hidden instanceof HTMLInputElement) hidden.value = '';
});

// After the question above, which may stop the sending.
keepForms();

/** Copies what stands in the element that `data-copy` names, one line for each part; hidden where the browser cannot. */
function offerCopying(): void {
  if (navigator.clipboard) for (const button of document.querySelectorAll<HTMLElement>('[data-copy]')) button.hidden = false;
}
document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
  const source = button && document.getElementById(button.dataset.copy!);
  if (!button || !source) return;
  const parts = [...(source.children.length > 0 ? source.children : [source])].map((part) => part.textContent.trim());
  void navigator.clipboard.writeText(parts.join('\n')).then(() => (button.textContent = 'Đã chép'));
});
document.addEventListener('turbo:render', offerCopying);
offerCopying();

/** After a form comes back with errors, the first field at fault has the focus and is in sight. */
function showFault(): void {
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus({ preventScroll: true });
  document.querySelector('.field-error')?.scrollIntoView({ block: 'center' });
}

// Turbo gives the focus to the page's `autofocus`, then goes to the top: it has the first word, this the last.
document.addEventListener('turbo:render', () => requestAnimationFrame(() => requestAnimationFrame(showFault)));
showFault();
