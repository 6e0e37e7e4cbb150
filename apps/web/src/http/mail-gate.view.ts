import type { GateState } from '#mail/mail-gate.service.js';
import { momentWords } from './activity-view.js';

/** For the partial `mail-gate`: that no letter leaves, since when and why; null while they do. */
export function gateView({ stoppedAt, words, probeAt }: GateState) {
  return stoppedAt && { since: momentWords(stoppedAt.toString()), words, probeAt: probeAt && momentWords(probeAt.toString()) };
}
