import type { Page } from 'playwright-core';
import { PERSONAS, type PersonaName } from '#testing/personas.js';
import { PASSWORD } from './test-application.js';

/** Fills in the sign-in form that stands there, and waits for the page after it. */
export async function signIn(page: Page, name: PersonaName): Promise<void> {
  await page.getByLabel('Thư điện tử').fill(PERSONAS[name].email);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByText(PERSONAS[name].name).first().waitFor();
}
