import { tidTime } from '../../atproto/tid.js';
import { errorSentence } from '../../text/error-sentence.js';
import { timeAgo } from '../../text/time-ago.js';
import type { Fact } from '../facts-listing.js';
import { hostAddress } from '../host-address.js';
import { isUnknownRepo, type RepoStatus, statusText } from './account-state.js';
import type { Answer } from './ask-host.js';
import { type Asked, answerOf } from './asked.js';

/** What a host says of a repository. */
export interface Sight {
  readonly origin: string;
  readonly status: Asked<Answer<RepoStatus>>;
}

/**
 * Whether the network sees an account: what its PDS says of it, and what each relay does. What has not answered yet has no row.
 *
 * @param pds undefined where the account has none that can be asked
 * @param now milliseconds since 1970
 */
export function relayFacts(pds: Sight | undefined, relays: readonly Sight[], now: number): readonly Fact[] {
  const own = answerOf(pds?.status)?.read;
  return [
    ...(pds
      ? sightFacts('PDS', pds, (status) => `${statusText(status)}${revText(status.rev, now)}`, mark)
      : []),
    ...relays.flatMap((relay) =>
      sightFacts(
        'relay',
        relay,
        (status) => `${statusText(status)}${revText(status.rev, now)}${againstOwn(status, own)}`,
        (status) => (status.active === true && isBehind(status, own) ? '~' : mark(status)),
      ),
    ),
  ];
}

const mark = ({ active }: RepoStatus): string => (active === true ? '✓' : active === undefined ? '?' : '✗');

function sightFacts(
  name: string,
  { origin, status }: Sight,
  text: (status: RepoStatus) => string,
  markOf: (status: RepoStatus) => string,
): readonly Fact[] {
  if (status === undefined) return [];
  const host = URL.parse(origin)?.host ?? origin;
  const opens = hostAddress(origin);
  if ('error' in status) {
    return isUnknownRepo(status.error)
      ? [
          {
            mark: '✗',
            name,
            value: `${host}: does not know the account${name === 'relay' ? ADVICE : ''}`,
            opens,
          },
        ]
      : [{ mark: '?', name, value: `${host}: ${errorSentence(status.error)}`, opens }];
  }
  const { read, json } = status.value;
  return [{ mark: markOf(read), name, value: `${host}: ${text(read)}`, opens, json }];
}

const ADVICE = ', as if it had never written: its PDS can ask the relay to crawl it (requestCrawl)';

function revText(rev: string | undefined, now: number): string {
  if (rev === undefined) return '';
  const time = tidTime(rev);
  return `, rev ${rev}${time === undefined ? '' : ` of ${timeAgo(time, now)}`}`;
}

const isBehind = ({ rev }: RepoStatus, own: RepoStatus | undefined): boolean =>
  rev !== undefined && own?.rev !== undefined && rev < own.rev;

/** How far what the relay has is from what the PDS has: revs are in the order of their times. */
function againstOwn(status: RepoStatus, own: RepoStatus | undefined): string {
  if (own === undefined || (status.active === undefined && own.active === undefined)) return '';
  if (status.active !== own.active) return ` · its PDS says: ${statusText(own)}`;
  if (status.rev === undefined || own.rev === undefined) return '';
  if (status.rev === own.rev) return ' · as its PDS has it';
  return isBehind(status, own) ? ' · behind its PDS' : ' · ahead of what its PDS said';
}
