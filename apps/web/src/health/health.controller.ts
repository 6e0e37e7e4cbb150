import { SqlEntityManager } from '@mikro-orm/sql';
import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { rowsOf } from '#kernel/sql.js';
import { Public } from '../http/actor.js';

const METRICS = `select (select count(*) from deliverable) as deliverables, (select count(*) from reminder_mail where state in ('pending', 'sending')) as pending,
  (select count(*) from reminder_mail where state in ('pending', 'sending') and attempts > 0) as failing, (select count(*) from session where expires_at > ?) as sessions`;

/** For load balancers and monitoring: alive, ready to serve, and a few figures. No content of the system shows here. */
@Public()
@Controller()
export class HealthController {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
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

  /** In the Prometheus text format. */
  @Get('metrics')
  async metrics(@Res() reply: FastifyReply) {
    const [row] = await rowsOf<Record<string, number | string>>(this.em, METRICS, [instantText(this.clock.now())]);
    const lines = [
      ['lich_deliverables', 'Items of all states', row!.deliverables],
      ['lich_reminders_pending', 'Letters waiting to be sent', row!.pending],
      ['lich_reminders_failing', 'Letters that failed at least once and will be tried again', row!.failing],
      ['lich_sessions', 'Signed-in browsers', row!.sessions],
      ['process_resident_memory_bytes', 'Resident memory', process.memoryUsage.rss()],
      ['process_uptime_seconds', 'Seconds since the start', Math.round(process.uptime())],
    ].map(([name, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`);
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(lines.join(''));
  }
}
