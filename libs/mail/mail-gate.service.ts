import { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { instantText } from '#kernel/column-types.js';
import { withoutSecrets } from '#kernel/logged-error.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { MailTransport } from './mail-transport.js';

/** How long a server that refuses our settings is left alone; a wrong password tried too often locks an account. */
const PROBE_AFTER = Temporal.Duration.from({ minutes: 60 });

export interface GateState {
  /** Since when no letter leaves, because the settings of the mail server are wrong; null while they do. */
  readonly stoppedAt: Temporal.Instant | null;
  readonly words: string | null;
  readonly probeAt: Temporal.Instant | null;
}

interface GateRow {
  readonly stoppedAt: string | null;
  readonly words: string | null;
  readonly settings: string | null;
  readonly probeAt: string | null;
}

const COLUMNS = 'stopped_at as "stoppedAt", words as "words", settings as "settings", probe_at as "probeAt"';

/** The one switch before all mail: shut when the server refuses our settings, opened by the first letter that goes through. */
@Injectable()
export class MailGateService {
  private readonly logger = new Logger(MailGateService.name);

  constructor(
    private readonly em: SqlEntityManager,
    @Inject(MailTransport) private readonly transport: MailTransport,
  ) {}

  /**
   * Takes a turn: until the transaction ends nobody else can. Call it first in the transaction.
   * @returns how many letters may be taken: all that are wanted, one to try wrong settings again with, or none
   */
  async takeTurn(now: Temporal.Instant, wanted: number): Promise<number> {
    if (!this.em.isInTransaction()) throw new Error('A turn at the gate needs a transaction.');
    const [row] = await rowsOf<GateRow>(this.em, `update mail_gate set turns = turns + 1 where id = 1 returning ${COLUMNS}`);
    if (!row?.stoppedAt || row.settings !== this.transport.settings) return wanted;
    const isProbe = !row.probeAt || row.probeAt <= instantText(now) || row.probeAt > instantText(now.add(PROBE_AFTER));
    if (!isProbe) return 0;
    await changeRows(this.em, 'update mail_gate set probe_at = ? where id = 1', [instantText(now.add(PROBE_AFTER))]);
    return Math.min(1, wanted);
  }

  /** The settings are wrong: nothing more is sent, and it is said once. */
  async shut(now: Temporal.Instant, words: string): Promise<void> {
    const isNews = await changeRows(
      this.em,
      'update mail_gate set stopped_at = ?, words = ?, settings = ?, probe_at = ? where id = 1 and (stopped_at is null or settings <> ?)',
      [instantText(now), words, this.transport.settings, instantText(now.add(PROBE_AFTER)), this.transport.settings],
    );
    if (isNews) this.logger.error(`Máy chủ thư không nhận cấu hình hiện tại nên chưa gửi thư nào nữa: ${withoutSecrets(words)}`);
    else await changeRows(this.em, 'update mail_gate set words = ? where id = 1', [words]);
  }

  /** A letter went through. */
  async open(): Promise<void> {
    const wasShut = await changeRows(this.em, 'update mail_gate set stopped_at = null, words = null, probe_at = null where id = 1 and stopped_at is not null');
    if (wasShut) this.logger.warn('Máy chủ thư đã nhận thư trở lại.');
  }

  async state(): Promise<GateState> {
    const [row] = await rowsOf<GateRow>(this.em, `select ${COLUMNS} from mail_gate where id = 1`);
    const isStopped = row !== undefined && row.stoppedAt !== null && row.settings === this.transport.settings;
    const instant = (text: string | null | undefined) => (isStopped && text ? Temporal.Instant.from(text) : null);
    return { stoppedAt: instant(row?.stoppedAt), words: isStopped ? row.words : null, probeAt: instant(row?.probeAt) };
  }
}
