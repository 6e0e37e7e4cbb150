/** Files may be dropped on their form, and a long upload shows how far it is. Without this the form works as any other. */
function equip(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('input[type="file"]');
  const progress = form.querySelector<HTMLProgressElement>('progress');
  if (!field || !progress || form.dataset.equipped) return;
  form.dataset.equipped = 'yes';
  const over = (isOver: boolean) => form.classList.toggle('is-over', isOver);
  form.addEventListener('dragover', (event) => {
    event.preventDefault();
    over(true);
  });
  form.addEventListener('dragleave', () => over(false));
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    if (!field.files?.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send(form, progress);
  });
}

/** A request that tells how much of it has gone out; its answer takes the place of the page. */
function send(form: HTMLFormElement, progress: HTMLProgressElement): void {
  const request = new XMLHttpRequest();
  const button = form.querySelector('button');
  const failed = () => {
    progress.hidden = true;
    if (button) button.disabled = false;
    alert('Mất kết nối khi đang tải tệp lên; chưa lưu gì. Hãy thử lại.');
  };
  request.open('POST', form.action);
  request.setRequestHeader('accept', 'text/html');
  request.upload.addEventListener('progress', ({ loaded, total }) => (progress.value = (loaded / total) * 100));
  request.addEventListener('load', () => {
    if (request.status < 400) {
      // The same page again: its address must differ in more than the place on it.
      location.assign(request.responseURL.replace(/#.*$/, ''));
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, 'text/html');
    const [now, then] = [document.getElementById('evidence'), answer.getElementById('evidence')];
    if (now && then) {
      now.replaceWith(then);
      equipAll();
      then.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    } else {
      progress.hidden = true;
      if (button) button.disabled = false;
      alert(answer.querySelector('main')?.textContent?.trim().replace(/\s+/g, ' ') ?? 'Máy chủ từ chối tệp này.');
    }
  });
  request.addEventListener('error', failed);
  request.addEventListener('abort', failed);
  const body = new FormData(form);
  progress.value = 0;
  progress.hidden = false;
  if (button) button.disabled = true;
  request.send(body);
}

function equipAll(): void {
  document.querySelectorAll<HTMLFormElement>('form[data-drop]').forEach(equip);
}

equipAll();
document.addEventListener('turbo:load', equipAll);
document.addEventListener('turbo:render', equipAll);
