import type { TimeFrame } from '../time-frame.js';
import type { TimeDoubtCode } from './time-doubts.js';

/** A time frame without its source, and what is doubtful about it. */
export interface TimeReading {
  readonly frame: Omit<TimeFrame, 'source'>;
  readonly doubts: readonly TimeDoubtCode[];
}

type FrameValues = Partial<Omit<TimeFrame, 'source' | 'kind'>>;

export function frameOf(kind: TimeFrame['kind'], values: FrameValues = {}, doubts: readonly TimeDoubtCode[] = []): TimeReading {
  return { frame: { kind, from: null, to: null, recurrence: null, dates: [], count: null, ...values }, doubts };
}

export function unknownTime(...doubts: TimeDoubtCode[]): TimeReading {
  return frameOf('unknown', {}, doubts);
}

export function withDoubts(reading: TimeReading, ...doubts: TimeDoubtCode[]): TimeReading {
  return { ...reading, doubts: [...reading.doubts, ...doubts] };
}
