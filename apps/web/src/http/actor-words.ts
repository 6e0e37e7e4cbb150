interface Doer {
  readonly action: string;
  /** By the present name. */
  readonly actor: string | null;
  readonly actorId?: number | null;
  /** As `EntryOrigin`. */
  readonly via: string | null;
}

/** What somebody does before they are known: by the sign-in form, or where a password was forgotten. */
const UNKNOWN: readonly string[] = ['session.refused', 'session.limited', 'session.awaits-code', 'account.reset-asked'];

/** Who did what an entry of the trail tells; whoever has no account is told by how they came. */
export function actorWords({ action, actor, actorId = null, via }: Doer): string {
  if (actor !== null) return actor;
  if (actorId !== null) return `Tài khoản ${actorId}`;
  if (via === 'command-line') return 'Dòng lệnh';
  return UNKNOWN.includes(action) ? 'Chưa đăng nhập' : 'Hệ thống';
}

const TOKEN = /^api-token:(\d+)$/;

/**
 * How whoever did it came, where it was not by signing in; empty where it was.
 * @param tokenName of the token, for those who may know; null where it is gone
 */
export function viaWords({ actor, via }: Pick<Doer, 'actor' | 'via'>, tokenName?: string | null): string {
  if (via === 'mail-link') return 'qua liên kết trong thư';
  if (via === 'command-line') return actor === null ? '' : 'qua dòng lệnh';
  const [, token] = TOKEN.exec(via ?? '') ?? [];
  if (token === undefined) return '';
  if (tokenName === undefined) return 'qua mã truy cập';
  return tokenName === null ? `qua mã truy cập số ${token}, nay không còn` : `qua mã truy cập “${tokenName}”`;
}
