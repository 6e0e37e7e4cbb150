/** The form of a contract shows each line's value, and the total, while it is being typed; the server shows them again in any case. */

const PERCENT: Readonly<Record<string, number>> = { KCT: 0, '0': 0, '5': 5, '8': 8, '10': 10 };

function fieldIn(line: Element, name: string): string {
  const field = line.querySelector<HTMLInputElement | HTMLSelectElement>(`[name$="-${name}"]`);
  return field?.value.trim() ?? '';
}

/** With tax, rounded to the đồng as the server does it; undefined while something is missing. */
function valueOf(line: Element): number | undefined {
  const quantity = fieldIn(line, 'quantity');
  const price = fieldIn(line, 'unitPrice').replace(/[.,\s]|đồng|đ$/giu, '');
  const percent = PERCENT[fieldIn(line, 'vat')];
  if (!/^\d{1,6}$/.test(quantity) || !/^\d{1,12}$/.test(price) || percent === undefined) return undefined;
  const net = Number(quantity) * Number(price);
  return net + Math.floor((net * percent + 50) / 100);
}

function formatted(sum: number | undefined): string {
  return sum === undefined ? '–' : String(sum).replace(/\B(?=(\d{3})+$)/g, '.');
}

function addUp(form: Element): void {
  let total: number | undefined;
  for (const line of form.querySelectorAll('[data-contract-line]')) {
    const value = valueOf(line);
    line.querySelector('[data-line-total]')!.textContent = formatted(value);
    if (value !== undefined) total = (total ?? 0) + value;
  }
  form.querySelector('[data-contract-total]')!.textContent = formatted(total);
}

document.addEventListener('input', (event) => {
  const form = event.target instanceof Element ? event.target.closest('[data-contract-form]') : null;
  if (form?.querySelector('[data-contract-total]')) addUp(form);
});
