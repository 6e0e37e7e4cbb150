import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '#kernel/project-root.js';

export const PUBLIC_FOLDER = join(PROJECT_ROOT, 'dist/public');

/** Every address below `/assets/` at which there is something. */
export function knownAssets(): ReadonlySet<string> {
  return new Set(readdirSync(PUBLIC_FOLDER, { recursive: true, encoding: 'utf8' }).map((name) => `/assets/${name}`));
}

/** Gives each built file its address with the hash of its content; `npm run build` writes the list. */
export function assetAddresses(): (name: string) => string {
  const manifest = join(PUBLIC_FOLDER, 'manifest.json');
  if (!existsSync(manifest)) throw new Error('The browser files are not built yet: npm run build');
  const addresses = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
  return (name) => {
    const address = addresses[name];
    if (!address) throw new Error(`no built file ${name}`);
    return address;
  };
}
