import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { DynamicModule } from '@nestjs/common';
import type { PersonaName } from '#testing/personas.js';
import { BROWSER_FLAGS, findBrowser } from '../../../../tools/browser.mjs';
import { BrowserCookies } from '#web/http/browser-cookies.js';
import { freePort } from './processes.js';
import { TestApplication } from './test-application.js';

/** A newsroom's desktop, and a phone held upright. */
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

interface Wanted {
  readonly now: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly others?: DynamicModule[];
}

/** The application listening on a port of this machine, and a real browser to look at it with. */
export class TestServer {
  /** What a browser complained of since the last look: errors of scripts, and what the content security policy refused. */
  readonly complaints: string[] = [];
  readonly #contexts: BrowserContext[] = [];

  private constructor(
    readonly site: TestApplication,
    readonly address: string,
    private readonly browser: Browser,
  ) {}

  static async open({ now, environment = {}, others = [] }: Wanted): Promise<TestServer> {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const [site, browser] = await Promise.all([
      TestApplication.open({ environment: { PUBLIC_URL: address, ...environment }, others }),
      chromium.launch({ executablePath: findBrowser()!, args: BROWSER_FLAGS }),
    ]);
    await site.reset(now);
    await site.givePasswords();
    await site.app.listen(port, '127.0.0.1');
    return new TestServer(site, address, browser);
  }

  /** A browser window of somebody's own; nobody is signed in. */
  async window(options: BrowserContextOptions = DESKTOP): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.address, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', ...options });
    context.setDefaultTimeout(5000);
    this.#contexts.push(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    return page;
  }

  /** A window in which a persona is signed in already. */
  async windowOf(name: PersonaName, options: BrowserContextOptions = DESKTOP): Promise<Page> {
    const page = await this.window(options);
    await page
      .context()
      .addCookies([
        { name: this.site.app.get(BrowserCookies, { strict: false }).nameOf('session'), value: await this.site.sessionOf(name), url: this.address },
      ]);
    return page;
  }

  /** Closes the windows and brings the data back to the plan and its people, on the morning of a day. */
  async reset(now: string): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
    this.complaints.length = 0;
    await this.site.reset(now);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.site.close();
  }
}
