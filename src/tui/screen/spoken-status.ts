import { jobText } from '../../jobs/job.js';
import { sanitise } from '../../text/sanitise.js';
import { spell } from '../../text/sentence.js';
import { noticeText } from './notice-rows.js';
import type { Hint } from './offers.js';
import { type StatusView, waitingHost } from './status-line.js';

/**
 * What the status line says, as it is heard: what has to be said first, then where one is, then what goes on. Nothing in it counts
 * the seconds, and nothing is cut.
 */
export function spokenStatus(view: StatusView): string {
  const { notice, words, place, who, jobs = [], watch, waits } = view;
  const host = waitingHost(waits);
  const said = [
    notice && `${notice.kind === 'error' ? 'Error: ' : ''}${noticeText(notice, words)}`,
    place.join(' › '),
    who && `signed in as ${who}`,
    host && `waiting for ${host}`,
    ...jobs.map((job) => spell(jobText(job), words)),
    watch && `watch: ${watch.texts.at(-1)}${watch.connected ? '' : ', not connected'}`,
  ];
  return said.flatMap((line) => (line ? sanitise(line) : [])).join('\n');
}

/** The keys that help on. */
export const spokenHints = (hints: readonly Hint[]): string =>
  hints.length === 0
    ? ''
    : sanitise(`Keys: ${hints.map(({ keys, title }) => `${keys} ${title}`).join(', ')}`);
