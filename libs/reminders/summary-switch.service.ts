import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/domain-error.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { LinkSigner } from './link-signer.js';

/** Turning the weekly and monthly summaries off and on by the signed link at their foot. */
@Injectable()
export class SummarySwitchService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly signer: LinkSigner,
  ) {}

  /** @throws NotFound for what is no link of ours */
  async of(token: string): Promise<{ email: string; takesSummaries: boolean }> {
    const [row] = await rowsOf<{ email: string; takesSummaries: number | boolean }>(
      this.em,
      'select email as "email", takes_summaries as "takesSummaries" from user_account where id = ? and is_active',
      [await this.userOf(token)],
    );
    if (!row) throw new NotFound('Liên kết này không đúng hoặc tài khoản đã đóng.');
    return { ...row, takesSummaries: Boolean(row.takesSummaries) };
  }

  async turn(token: string, isOn: boolean): Promise<void> {
    await changeRows(this.em, `update user_account set takes_summaries = ${isOn ? 'true' : 'false'} where id = ?`, [await this.userOf(token)]);
  }

  private async userOf(token: string): Promise<number> {
    const link = await this.signer.read('unsubscribe', token);
    if (!link) throw new NotFound('Liên kết này không đúng hoặc tài khoản đã đóng.');
    return link.id;
  }
}
