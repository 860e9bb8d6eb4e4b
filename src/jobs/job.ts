import { byteSize } from '../text/byte-size.js';
import { countText } from '../text/count-text.js';
import { type Sentence, say } from '../text/sentence.js';

/** How far a job is. */
export interface JobProgress {
  /** What is done so far, counted in the job's unit. */
  readonly done: number;
  /** How much there is to do in all, where that is known. */
  readonly total?: number | undefined;
  /** What is worth knowing beside the numbers. */
  readonly note?: Sentence | undefined;
}

/** Long work in the background, as it is told of: loading all of a list, taking a repository home. */
export interface Job extends JobProgress {
  /** Tells it apart from others that run. */
  readonly id: string;
  /** What is being done, in words: `loading all`. */
  readonly title: string;
  /** What is counted: `rows`; `bytes` are told as sizes. */
  readonly unit: string;
  /** Ends it early; what was done stays. */
  stop(): void;
}

/** What a job is doing and how far it is: `loading all: 1,200 of 3,000 rows · note`. */
export function jobText({ title, unit, done, total, note }: Omit<Job, 'id' | 'stop'>): Sentence {
  const shown = unit === 'bytes' ? byteSize : (count: number): string => `${countText(count)} ${unit}`;
  const before = unit === 'bytes' ? byteSize(done) : countText(done);
  const text = `${title}: ${total === undefined ? shown(done) : `${before} of ${shown(total)}`}`;
  return note === undefined ? text : say`${text} · ${note}`;
}
