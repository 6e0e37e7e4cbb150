import { isIPv6 } from 'node:net';

/** Where a request came from and by what, as far as the trail and one's list of sessions need it. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string;
}

/** The network of an address: enough to see that somebody signs in from elsewhere, too little to name a person. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:/, '');
  if (isIPv6(plain)) return `${plain.split(':').slice(0, 3).join(':')}::/48`;
  return plain.replace(/\.\d+$/, '.0/24');
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bcoc_coc_browser\//, 'Cốc Cốc'],
  [/\bFirefox\//, 'Firefox'],
  [/\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iPhone, iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** `Chrome trên Windows`; nothing of the agent's own words, which are a visitor's to choose. */
export function deviceOf(userAgent: string): string {
  const known = (list: typeof BROWSERS) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
  return `${known(BROWSERS) ?? 'Trình duyệt khác'} trên ${known(SYSTEMS) ?? 'máy khác'}`;
}
