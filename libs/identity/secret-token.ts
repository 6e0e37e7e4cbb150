import { hash, randomBytes } from 'node:crypto';

/** 256 random bits for a cookie or a link. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret token. The token is random, so a plain hash cannot be searched backwards. */
export function hashOfToken(token: string): string {
  return hash('sha256', token);
}
