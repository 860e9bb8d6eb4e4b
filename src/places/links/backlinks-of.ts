import { type Backlinks, backlinksAt } from '../../atproto/backlinks/backlinks.js';
import type { AtClient } from '../../atproto/client.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { SentenceError } from '../../text/sentence.js';

export type LinksClient = Pick<AtClient, 'appview' | 'fetch' | 'service' | 'services'>;

const NO_BACKLINKS =
  'No service is set that knows what refers to what: `backlinks` in settings.json names one, such as https://constellation.microcosm.blue.';

/** Characters of a collection and a path that a title has. */
const SOURCE_MAX_CHARACTERS = 120;

/** Who is asked; undefined where none is set. */
export function backlinksOf(client: LinksClient): Backlinks | undefined {
  const { backlinks } = client.services;
  return backlinks === undefined ? undefined : backlinksAt(client, backlinks);
}

/** The same. Throws a sentence where none is set. */
export function mustHave(backlinks: Backlinks | undefined): Backlinks {
  if (backlinks === undefined) throw new SentenceError(NO_BACKLINKS);
  return backlinks;
}

/** What the rows come to, and by whom: `12 in all · app.bsky.feed.like:subject.uri · Constellation example.com, as it has indexed`. */
export function linksSummary(host: string, total: number | undefined, source?: string): string {
  return [
    total === undefined ? '' : `${countText(total)} in all`,
    source === undefined ? '' : cellText(source, SOURCE_MAX_CHARACTERS),
    `Constellation ${host}, as it has indexed`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
