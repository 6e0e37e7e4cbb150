import '@hotwired/turbo';

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

/** After a form comes back with errors, the first field at fault has the focus: Turbo gives it to the page's `autofocus` first. */
document.addEventListener('turbo:render', () => {
  queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
});
