import type { FastifyRequest } from 'fastify';
import type { Origin } from '#access/visitor-network.js';

/** Where a request came from and by what. */
export function originOf({ ip, headers }: FastifyRequest): Origin {
  return { address: ip, userAgent: headers['user-agent'] ?? '' };
}
