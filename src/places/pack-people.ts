import type { AppView } from '../atproto/appview.js';
import { atUriParts } from '../atproto/at-uri.js';
import type { CallOptions } from '../atproto/calls/call-options.js';
import { memberItems } from '../atproto/calls/member-items.js';
import type { RawItem } from '../atproto/calls/raw-items.js';
import { createdText } from '../lenses/created-text.js';
import { viewMarks, withMarks } from '../lenses/label-marks.js';
import type { Names } from '../lenses/names.js';
import { cellText } from '../text/cell-text.js';
import { countText } from '../text/count-text.js';
import { field, isObject, textField } from '../text/json-fields.js';
import { numberOf } from '../text/written-json.js';
import type { Address } from './addresses.js';
import { joinedRows } from './joined-rows.js';
import type { Listing, Rows } from './listing.js';
import { profileCells, profileColumns, profileKey, profileRow } from './profile-row.js';
import { viewKey, viewRow } from './views-listing.js';

const FEED = 'app.bsky.feed.generator';

/** What a listing of a starter pack is made with. */
export interface PackPeople {
  readonly address: Address;
  readonly appview: Pick<AppView, 'getStarterPack' | 'page'>;
  /** at-URI of the starter pack. */
  readonly uri: string;
  /** DID of the account that is signed in. */
  readonly viewer: string | undefined;
}

/** What of a starter pack every page needs. */
interface Pack {
  readonly feeds: Rows<RawItem>;
  /** at-URI of the list of its people; undefined where that is gone. */
  readonly list: string | undefined;
  /** Some of its people, as the answer has them. */
  readonly sample: Rows<RawItem>;
  readonly summary: string | undefined;
}

/** The feeds that a starter pack recommends, then everybody in it; the title has how many came by it. */
export function packPeopleListing({ address, appview, uri, viewer }: PackPeople): Listing<RawItem> {
  const columns = profileColumns(viewer);
  let pack: Pack | undefined;

  async function load(cursor: string | undefined, options: CallOptions & { limit?: number | undefined }) {
    const isFirst = cursor === undefined;
    const known = isFirst || pack === undefined ? readPack(await appview.getStarterPack(uri, options)) : pack;
    pack = known;
    const { feeds, list, sample, summary } = known;
    if (list === undefined) {
      const note = 'the list of this starter pack is gone: these are some of its people';
      return { rows: { ...joinedRows(feeds, sample), summary, note }, cursor: undefined };
    }
    const { items, cursor: next } = await appview.page(
      'app.bsky.graph.getList',
      'items',
      { list },
      cursor,
      options,
    );
    const rows = joinedRows(isFirst ? feeds : NO_FEEDS, items);
    return { rows: { ...rows, summary }, cursor: next };
  }

  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: true,
    load: (cursor, { signal, limit, answerMaxBytes }) => load(cursor, { signal, limit, answerMaxBytes }),
    row(item, names) {
      const view = item.value();
      const person = field(view, 'subject');
      if (!isFeed(view)) return profileRow(person, profileCells(person, viewer, names), names);
      const texts = feedTexts(view, names);
      const cells = columns.map(({ title }) => texts[title] ?? '');
      return viewRow(view, field(view, 'creator'), cells, names);
    },
    key(item) {
      const view = item.value();
      return isFeed(view) ? viewKey(view) : profileKey(field(view, 'subject')) || viewKey(view);
    },
    dids: () => [],
    json: (item) => item.text(),
  };
}

const NO_FEEDS: readonly RawItem[] = [];

function readPack(view: RawItem): Pack {
  const value = view.value();
  return {
    feeds: memberItems(view, 'feeds'),
    list: textField(value, 'list', 'uri'),
    sample: memberItems(view, 'listItemsSample'),
    summary: joinedText(value),
  };
}

/** How many accounts came to be by a starter pack: nobody tells who they are. */
function joinedText(pack: unknown): string | undefined {
  const all = numberOf(field(pack, 'joinedAllTimeCount'));
  const week = numberOf(field(pack, 'joinedWeekCount'));
  if (all === undefined) return undefined;
  return `${countText(all)} joined by it${week ? `, ${countText(week)} this week` : ''}`;
}

/** Both have a uri; of a feed it is that of its record, of a person that of the entry on the list. */
const isFeed = (view: unknown): boolean =>
  isObject(field(view, 'creator')) || atUriParts(textField(view, 'uri'))?.collection === FEED;

/** What a feed says in the columns of people. */
const feedTexts = (view: unknown, names: Names): Readonly<Record<string, string>> => ({
  name: cellText(textField(view, 'displayName')),
  handle: cellText(`@${textField(view, 'creator', 'handle') ?? ''}`),
  description: cellText(textField(view, 'description')),
  marks: withMarks(viewMarks(view, textField(view, 'creator', 'did'), names), 'feed'),
  indexed: createdText(field(view, 'indexedAt'), undefined),
  did: cellText(textField(view, 'did')),
});
