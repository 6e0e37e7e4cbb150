import { describe, expect, it } from '@jest/globals';
import { isAbsolute } from 'node:path';
import { EnvironmentProblem, readEnvironment } from './environment.js';

function problemsOf(variables: NodeJS.ProcessEnv): readonly string[] {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentProblem) return error.problems;
    throw error;
  }
  return [];
}

describe('The environment', () => {
  it('needs nothing: every setting has a default', () => {
    const { dataDir, ...settings } = readEnvironment({});
    expect(isAbsolute(dataDir) && dataDir.endsWith('/data')).toBe(true);
    expect(settings).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:3000',
      databaseUrl: undefined,
      smtpUrl: undefined,
      mailFrom: 'Lịch Tuyên Truyền <lich@localhost>',
      smtpTimeoutSeconds: 60,
      mailPerMinute: 120,
      ratePerAddress: 1200,
      ratePerAccount: 600,
      adminEmail: undefined,
      adminPassword: undefined,
      samplePlan: 'current',
      worker: 'embedded',
      s3: undefined,
      linkHostsAllowed: [],
      trustedProxies: ['loopback'],
      metricsToken: undefined,
      openid: undefined,
    });
  });

  it('takes an empty variable as not set', () => {
    expect(readEnvironment({ DATABASE_URL: '', PORT: '', SAMPLE_PLAN: '', ADMIN_EMAIL: '' })).toEqual(readEnvironment({}));
  });

  it('is read into typed values', () => {
    const settings = readEnvironment({
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://lich.example.vn//',
      DATA_DIR: '/srv/lich',
      DATABASE_URL: 'postgresql://lich:bi-mat@db:5432/lich',
      SMTP_URL: 'smtps://nguoi:m%40t@mail.example.vn:465',
      ADMIN_EMAIL: 'Hanh@SNV.example.vn',
      ADMIN_PASSWORD: 'mot mat khau dai',
      SAMPLE_PLAN: '2021',
      WORKER: 'off',
    });
    expect(settings).toMatchObject({
      port: 8080,
      publicUrl: 'https://lich.example.vn',
      dataDir: '/srv/lich',
      adminEmail: 'hanh@snv.example.vn',
      samplePlan: 2021,
      worker: 'off',
    });
    expect(readEnvironment({ SAMPLE_PLAN: 'none' }).samplePlan).toBe('none');
  });

  it('takes a provider of OpenID Connect over TLS, or on this machine', () => {
    const client = { OIDC_CLIENT_ID: 'lich', OIDC_CLIENT_SECRET: 'bi-mat' };
    for (const issuer of ['https://dangnhap.example.vn/realms/tinh', 'http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000']) {
      expect(readEnvironment({ OIDC_ISSUER: issuer, ...client }).openid).toEqual({
        issuer,
        clientId: 'lich',
        clientSecret: 'bi-mat',
        name: 'tài khoản của tỉnh',
      });
    }
    expect(readEnvironment({ OIDC_ISSUER: 'https://dangnhap.example.vn', OIDC_NAME: 'VNeID', ...client }).openid?.name).toBe('VNeID');
  });

  it('gives links an address that can be opened where it listens on all interfaces', () => {
    expect(readEnvironment({ HOST: '0.0.0.0', PORT: '8080' }).publicUrl).toBe('http://127.0.0.1:8080');
  });

  it('tells every variable that is wrong at once', () => {
    const problems = problemsOf({
      PORT: '70000',
      PUBLIC_URL: 'lich.example.vn',
      DATABASE_URL: 'mysql://db/lich',
      SMTP_URL: 'http://mail.example.vn',
      MAIL_FROM: 'Lịch Tuyên Truyền',
      SAMPLE_PLAN: 'sang nam',
      WORKER: 'on',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['PORT', 'PUBLIC_URL', 'DATABASE_URL', 'SMTP_URL', 'MAIL_FROM', 'SAMPLE_PLAN', 'WORKER']);
    expect(new EnvironmentProblem(problems).message).toContain('SAMPLE_PLAN: phải là một năm (2000–2100) hoặc none');
  });

  it.each([
    [{ PORT: 'ba nghìn' }, 'PORT: phải là số nguyên từ 0 đến 65535'],
    [{ PORT: '-1' }, 'PORT: phải là số nguyên từ 0 đến 65535'],
    [{ SAMPLE_PLAN: '1999' }, 'SAMPLE_PLAN: phải là số nguyên từ 2000 đến 2100'],
    [{ ADMIN_EMAIL: 'hanh', ADMIN_PASSWORD: 'mot mat khau dai' }, 'ADMIN_EMAIL: phải là một địa chỉ thư điện tử'],
    [{ ADMIN_EMAIL: 'hanh@snv.example.vn', ADMIN_PASSWORD: 'ngắn' }, 'ADMIN_PASSWORD: phải có ít nhất 12 ký tự'],
    [{ ADMIN_EMAIL: 'hanh@snv.example.vn' }, 'ADMIN_EMAIL: phải đi cùng ADMIN_PASSWORD'],
    [{ OIDC_ISSUER: 'https://dangnhap.example.vn' }, 'OIDC_ISSUER: phải đi cùng OIDC_CLIENT_ID và OIDC_CLIENT_SECRET'],
    [{ OIDC_CLIENT_SECRET: 'bi-mat', OIDC_CLIENT_ID: 'lich' }, 'OIDC_ISSUER: phải đi cùng OIDC_CLIENT_ID và OIDC_CLIENT_SECRET'],
    [
      { OIDC_ISSUER: 'http://dangnhap.example.vn', OIDC_CLIENT_ID: 'lich', OIDC_CLIENT_SECRET: 'bi-mat' },
      'OIDC_ISSUER: phải là địa chỉ dạng https://dangnhap.example.vn (http chỉ cho chính máy này)',
    ],
    [{ MAIL_FROM: 'Lịch\r\nBcc: ai@example.vn' }, 'MAIL_FROM: phải là địa chỉ thư, ví dụ "Lịch Tuyên Truyền <lich@example.vn>"'],
  ])('refuses %j', (variables, problem) => {
    expect(problemsOf(variables)).toEqual([problem]);
  });
});
