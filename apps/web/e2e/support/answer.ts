/** What the server answered, read as a person reads a page. */
export class Answer {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string | string[] | number | undefined>>,
    readonly body: string,
  ) {}

  get location(): string | undefined {
    return this.header('location');
  }

  header(name: string): string | undefined {
    return this.headers[name]?.toString();
  }

  json(): unknown {
    return JSON.parse(this.body);
  }

  /** The words of the page's own part, without markup; spaces as a reader sees them. */
  get text(): string {
    const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(this.body)?.[1] ?? this.body;
    return wordsOf(main.replace(/<svg[\s\S]*?<\/svg>/g, ''));
  }

  /** The notice at the top, if there is one. */
  get notice(): string | undefined {
    const notice = /<div class="notice[^"]*"[^>]*>([\s\S]*?)<\/div>/.exec(this.body)?.[1];
    return notice === undefined ? undefined : wordsOf(notice.replace(/<svg[\s\S]*?<\/svg>/g, ''));
  }

  get token(): string {
    return decoded(/<meta name="csrf-token" content="([^"]*)">/.exec(this.body)?.[1] ?? '');
  }

  /** The message that stands by a field. */
  messageBy(field: string): string | undefined {
    const message = new RegExp(`<p class="field-error" id="e-${field}">([^<]*)</p>`).exec(this.body)?.[1];
    return message === undefined ? undefined : decoded(message);
  }

  /** Whether assistive technology is told that the field is wrong, and where its message is. */
  isMarkedWrong(field: string): boolean {
    const tag = new RegExp(`<(?:input|select)[^>]* name="${field}"[^>]*>`).exec(this.body)?.[0] ?? '';
    return tag.includes('aria-invalid="true"') && tag.includes(`aria-describedby="e-${field}"`);
  }

  /** The form in which something is entered (not the one that chooses another task), with what stands in it. */
  form(action?: string): { action: string; values: Record<string, string>; ticked: Record<string, string[]> } {
    const main = this.body.slice(this.body.indexOf('<main'));
    for (const [, attributes, content] of main.matchAll(/<form([^>]*method="post"[^>]*)>([\s\S]*?)<\/form>/g)) {
      const target = decoded(/action="([^"]*)"/.exec(attributes!)?.[1] ?? '');
      if (action === undefined || target === action) return { action: target, values: valuesIn(content!), ticked: tickedIn(content!) };
    }
    throw new Error(`no form${action ? ` to ${action}` : ''} on this page: ${this.text.slice(0, 300)}`);
  }

  /** The addresses that the page's links lead to. */
  get links(): string[] {
    return [...this.body.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => decoded(href!));
  }
}

function valuesIn(form: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = / name="([^"]*)"/.exec(tag)?.[1];
    if (name && !tag.includes(' type="checkbox"')) values[name] = decoded(/ value="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const tags = [...options!.matchAll(/<option value="([^"]*)"( selected)?>/g)];
    values[name!] = decoded((tags.find(([, , selected]) => selected) ?? tags[0])?.[1] ?? '');
  }
  return values;
}

/** The boxes that are ticked, by their name. */
function tickedIn(form: string): Record<string, string[]> {
  const ticked: Record<string, string[]> = {};
  for (const [, name, value] of form.matchAll(/<input type="checkbox" name="([^"]*)" value="([^"]*)" checked>/g)) (ticked[name!] ??= []).push(decoded(value!));
  return ticked;
}

function wordsOf(html: string): string {
  return decoded(html.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&amp;', '&');
}
