import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { InvalidInput } from '#kernel/domain-error.js';

/** OWASP's first choice for argon2id: 46 MiB, one pass, one lane. The library works off the event loop. */
const OPTIONS = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 47_104, timeCost: 1, parallelism: 1 };

export const SHORTEST_PASSWORD = 12;

/** Hash of a password nobody has, so that an unknown address takes as long to refuse as a wrong password. */
let decoy: Promise<string> | undefined;

export async function hashPassword(password: string): Promise<string> {
  if (password.length < SHORTEST_PASSWORD) {
    throw new InvalidInput(`Mật khẩu cần ít nhất ${SHORTEST_PASSWORD} ký tự.`, 'password');
  }
  return hash(password.normalize('NFC'), OPTIONS);
}

export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hash('a password nobody has', OPTIONS);
  const matches = await verify(stored ?? (await decoy), password.normalize('NFC'));
  return stored !== null && matches;
}
