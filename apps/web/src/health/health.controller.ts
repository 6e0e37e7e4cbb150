import { hash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { NotFound } from '#kernel/domain-error.js';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { rowsOf } from '#kernel/sql.js';
import { Public } from '../http/actor.js';

const METRICS = `select (select count(*) from deliverable) as deliverables, (select count(*) from reminder_mail where state in ('pending', 'sending')) as pending,
  (select count(*) from reminder_mail where state in ('pending', 'sending') and attempts > 0) as failing, (select count(*) from session where expires_at > ?) as sessions,
  (select count(*) from account_letter where settled_at is null) as letters,
  (select count(*) from account_letter where settled_at is null and failure is not null) as failing_letters`;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const sha256 = (text: string) => hash('sha256', text, 'buffer');

/** For load balancers and monitoring: alive, ready to serve, and a few figures. No content of the system shows here. */
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Get('healthz')
  alive() {
    return { status: 'ok' };
  }

  @Get('readyz')
  async ready(@Res() reply: FastifyReply) {
    try {
      await rowsOf(this.em, 'select 1 from plan where 1 = 0');
      return reply.send({ status: 'ok' });
    } catch {
      return reply.status(503).send({ status: 'database unavailable' });
    }
  }

  /** In the Prometheus text format, for this machine and whoever shows the token; to others there is no such page. */
  @Get('metrics')
  async metrics(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (!this.mayRead(request)) throw new NotFound('Không có trang này.');
    const [row] = await rowsOf<Record<string, number | string>>(this.em, METRICS, [instantText(this.clock.now())]);
    const lines = [
      ['lich_deliverables', 'Items of all states', row!.deliverables],
      ['lich_reminders_pending', 'Letters waiting to be sent', row!.pending],
      ['lich_reminders_failing', 'Letters that failed at least once and will be tried again', row!.failing],
      ['lich_account_letters_pending', 'Letters about accounts waiting to be sent', row!.letters],
      ['lich_account_letters_failing', 'Letters about accounts that failed at least once and will be tried again', row!.failing_letters],
      ['lich_sessions', 'Signed-in browsers', row!.sessions],
      ['process_resident_memory_bytes', 'Resident memory', process.memoryUsage.rss()],
      ['process_uptime_seconds', 'Seconds since the start', Math.round(process.uptime())],
    ].map(([name, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(lines.join(''));
  }

  private mayRead({ ip, headers }: FastifyRequest): boolean {
    const { metricsToken } = this.environment;
    const address = ip.replace(/^::ffff:(?=\d+\.)/, '');
    if (metricsToken === undefined) return LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
    const shown = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(sha256(shown), sha256(metricsToken));
  }
}
