import { isIP } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/** Every setting of the product, read once at the start; docs/operations.md lists them for the operator. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  /** The address people type, without a slash at its end; links in mail begin with it. */
  readonly publicUrl: string;
  /** Absolute. Holds the SQLite file and the built-in mailbox. */
  readonly dataDir: string;
  /** A PostgreSQL address, or undefined for the embedded SQLite. */
  readonly databaseUrl: string | undefined;
  /** An SMTP address, or undefined for the built-in mailbox. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** How long the mail server may keep silent. */
  readonly smtpTimeoutSeconds: number;
  /** How many letters leave in a minute at most, over all processes. */
  readonly mailPerMinute: number;
  /** How many requests in a minute are answered at most, by each process: to one address, and to one account. */
  readonly ratePerAddress: number;
  readonly ratePerAccount: number;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
  /** The year that the sample plan is moved to; `current` follows the clock, `none` loads nothing. */
  readonly samplePlan: number | 'current' | 'none';
  readonly worker: 'embedded' | 'off';
  /** Where evidence is kept instead of a folder of `dataDir`; undefined keeps it there. */
  readonly s3: S3Settings | undefined;
  /** `host:port` of an office's own network that links may be read from all the same. */
  readonly linkHostsAllowed: readonly string[];
  /** Addresses, or networks, of the web servers in front whose word on who asks is believed. */
  readonly trustedProxies: readonly string[];
  /** What monitoring on another machine shows to read the figures; undefined leaves them to this machine. */
  readonly metricsToken: string | undefined;
  /** Where people may sign in with an account of elsewhere; undefined leaves the password alone. */
  readonly openid: OpenidSettings | undefined;
}

export interface OpenidSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What people call the account; it stands on the button. */
  readonly name: string;
}

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** Of a store that is not Amazon's. */
  readonly endpoint: string | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export class EnvironmentProblem extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Cấu hình chưa đúng, máy chủ không khởi động:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'EnvironmentProblem';
  }
}

const address = (protocols: string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `phải là địa chỉ dạng ${example}`);

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Tokens cross the line to it: without TLS only within the machine. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
}

/** `10.0.0.5`, `10.1.0.0/16`, `fd00::/8`, or the machine itself as `loopback`. */
function isNetwork(text: string): boolean {
  if (text === 'loopback') return true;
  const [base = '', bits, ...rest] = text.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(base)] ?? -1;
  return longest > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= longest));
}

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, `phải là số nguyên từ ${least} đến ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `phải là số nguyên từ ${least} đến ${most}`);

const schema = z
  .object({
    PORT: wholeNumber(0, 65_535).default(3000),
    HOST: z.string().default('127.0.0.1'),
    PUBLIC_URL: address(['http:', 'https:'], 'https://lich.example.vn').optional(),
    DATA_DIR: z.string().default('./data'),
    DATABASE_URL: address(['postgresql:', 'postgres:'], 'postgresql://nguoi:matkhau@may:5432/lich').optional(),
    SMTP_URL: address(['smtp:', 'smtps:'], 'smtp://nguoi:matkhau@may:587').optional(),
    MAIL_FROM: z
      .string()
      .regex(/^[^\r\n]*\S+@\S+$|^[^\r\n]*<\S+@\S+>$/, 'phải là địa chỉ thư, ví dụ "Lịch Tuyên Truyền <lich@example.vn>"')
      .default('Lịch Tuyên Truyền <lich@localhost>'),
    SMTP_TIMEOUT_SECONDS: wholeNumber(1, 600).default(60),
    MAIL_PER_MINUTE: wholeNumber(1, 100_000).default(120),
    RATE_PER_ADDRESS: wholeNumber(1, 10_000_000).default(1200),
    RATE_PER_ACCOUNT: wholeNumber(1, 10_000_000).default(600),
    ADMIN_EMAIL: z.email('phải là một địa chỉ thư điện tử').optional(),
    ADMIN_PASSWORD: z.string().min(12, 'phải có ít nhất 12 ký tự').optional(),
    SAMPLE_PLAN: z.union([z.literal('none'), wholeNumber(2000, 2100)], 'phải là một năm (2000–2100) hoặc none').optional(),
    S3_BUCKET: z.string().optional(),
    S3_REGION: z.string().default('us-east-1'),
    S3_ENDPOINT: address(['http:', 'https:'], 'https://s3.example.vn').optional(),
    S3_ACCESS_KEY_ID: z.string().optional(),
    S3_SECRET_ACCESS_KEY: z.string().optional(),
    LINK_HOSTS_ALLOWED: z
      .string()
      .regex(/^\s*[^\s,:]+:\d{1,5}(\s*,\s*[^\s,:]+:\d{1,5})*\s*$/, 'phải là danh sách máy:cổng, ví dụ bao.noibo.vn:80')
      .optional(),
    TRUSTED_PROXIES: z
      .string()
      .transform((text) => text.split(',').map((one) => one.trim()))
      .refine((all) => all.every(isNetwork), 'phải là danh sách địa chỉ IP hoặc mạng, ví dụ 10.0.0.5, 10.1.0.0/16')
      .optional(),
    METRICS_TOKEN: z.string().min(20, 'phải có ít nhất 20 ký tự').optional(),
    OIDC_ISSUER: z.string().refine(isIssuer, 'phải là địa chỉ dạng https://dangnhap.example.vn (http chỉ cho chính máy này)').optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_NAME: z.string().trim().max(60, 'dài nhất 60 ký tự').default('tài khoản của tỉnh'),
    WORKER: z.enum(['embedded', 'off'], 'phải là embedded hoặc off').default('embedded'),
  })
  .superRefine((values, context) => {
    const isHalfGiven = Boolean(values.ADMIN_EMAIL) !== Boolean(values.ADMIN_PASSWORD);
    const s3 = [values.S3_BUCKET, values.S3_ACCESS_KEY_ID, values.S3_SECRET_ACCESS_KEY];
    if (s3.some(Boolean) && !s3.every(Boolean)) {
      context.addIssue({ code: 'custom', path: ['S3_BUCKET'], message: 'phải đi cùng S3_ACCESS_KEY_ID và S3_SECRET_ACCESS_KEY' });
    }
    const openid = [values.OIDC_ISSUER, values.OIDC_CLIENT_ID, values.OIDC_CLIENT_SECRET];
    if (openid.some(Boolean) && !openid.every(Boolean)) {
      context.addIssue({ code: 'custom', path: ['OIDC_ISSUER'], message: 'phải đi cùng OIDC_CLIENT_ID và OIDC_CLIENT_SECRET' });
    }
    if (isHalfGiven) context.addIssue({ code: 'custom', path: ['ADMIN_EMAIL'], message: 'phải đi cùng ADMIN_PASSWORD' });
  });

/**
 * Reads the settings from environment variables; an empty variable counts as not set.
 * @throws EnvironmentProblem naming every variable that is wrong, not just the first
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new EnvironmentProblem(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const values = parsed.data;
  const publicUrl = values.PUBLIC_URL ?? `http://${values.HOST === '0.0.0.0' ? '127.0.0.1' : values.HOST}:${values.PORT}`;
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: publicUrl.replace(/\/+$/, ''),
    dataDir: isAbsolute(values.DATA_DIR) ? values.DATA_DIR : resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    smtpTimeoutSeconds: values.SMTP_TIMEOUT_SECONDS,
    mailPerMinute: values.MAIL_PER_MINUTE,
    ratePerAddress: values.RATE_PER_ADDRESS,
    ratePerAccount: values.RATE_PER_ACCOUNT,
    adminEmail: values.ADMIN_EMAIL?.toLowerCase(),
    adminPassword: values.ADMIN_PASSWORD,
    samplePlan: values.SAMPLE_PLAN ?? 'current',
    worker: values.WORKER,
    s3: values.S3_BUCKET
      ? {
          bucket: values.S3_BUCKET,
          region: values.S3_REGION,
          endpoint: values.S3_ENDPOINT,
          accessKeyId: values.S3_ACCESS_KEY_ID!,
          secretAccessKey: values.S3_SECRET_ACCESS_KEY!,
        }
      : undefined,
    linkHostsAllowed: values.LINK_HOSTS_ALLOWED?.split(',').map((host) => host.trim().toLowerCase()) ?? [],
    trustedProxies: values.TRUSTED_PROXIES ?? ['loopback'],
    metricsToken: values.METRICS_TOKEN,
    openid: values.OIDC_ISSUER
      ? { issuer: values.OIDC_ISSUER, clientId: values.OIDC_CLIENT_ID!, clientSecret: values.OIDC_CLIENT_SECRET!, name: values.OIDC_NAME }
      : undefined,
  };
}
