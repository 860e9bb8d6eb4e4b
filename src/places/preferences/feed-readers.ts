import { joinCells } from '../../text/cell-text.js';
import { field, listField, textField } from '../../text/json-fields.js';
import { numberOf } from '../../text/written-json.js';
import {
  each,
  flag,
  type PreferenceLine,
  type PreferenceReader,
  type Told,
  text,
  titleText,
  whole,
} from './preference-reader.js';

/** The feeds, lists and timelines that stand in the app's menu. */
export const savedFeeds: PreferenceReader = each(
  'saved feed',
  'items',
  ['id', 'type', 'value', 'pinned'],
  (item, told) => savedFeed(item, told),
  (item) => [field(item, 'value')],
);

/** What clients wrote before `savedFeedsPrefV2`: two lists of at-URIs, the pinned ones mostly in both. */
export const olderSavedFeeds: PreferenceReader = {
  kind: 'saved feed',
  members: ['pinned', 'saved', 'timelineIndex'],
  partMembers: ['uri', 'pinned'],
  parts(value) {
    const pinned = listField(value, 'pinned');
    const saved = listField(value, 'saved').filter((uri) => !pinned.includes(uri));
    return [...pinned.map((uri) => ({ uri, pinned: true })), ...saved.map((uri) => ({ uri, pinned: false }))];
  },
  line(part, told) {
    const uri = text(field(part, 'uri'));
    const pinned = flag(part, 'pinned', 'pinned', 'not pinned');
    return { what: feedText(uri, told), value: joinCells([pinned, 'of the older format']), about: uri };
  },
  references: (part) => [field(part, 'uri')],
};

/** What the app leaves out of a feed. */
export const feedView: PreferenceReader = whole(
  'feed view',
  [
    'feed',
    'hideReplies',
    'hideRepliesByUnfollowed',
    'hideRepliesByLikeCount',
    'hideReposts',
    'hideQuotePosts',
  ],
  (value, told) => {
    const feed = text(field(value, 'feed'));
    return { what: feedText(feed, told), value: hiddenInFeed(value), about: feed };
  },
  (value) => [field(value, 'feed')],
);

/** The feeds of live events that the app does not put forward. */
export const liveEvents: PreferenceReader = {
  kind: 'live events',
  members: ['hiddenFeedIds', 'hideAllFeeds'],
  partMembers: ['feed', 'hideAllFeeds'],
  parts: (value) => [
    { hideAllFeeds: value.hideAllFeeds },
    ...listField(value, 'hiddenFeedIds').map((feed) => ({ feed })),
  ],
  line(part) {
    const feed = textField(part, 'feed');
    if (feed !== undefined) return { what: feed, value: 'hidden' };
    return { what: 'all of them', value: flag(part, 'hideAllFeeds', 'hidden', 'shown') ?? 'shown' };
  },
  references: () => [],
};

/** A feed by its at-URI; a word like `home` or `following` as it is. */
function feedText(feed: string, told: Told): string {
  return feed.startsWith('at://') ? titleText(feed, told) : feed;
}

function savedFeed(item: unknown, told: Told): PreferenceLine {
  const value = text(field(item, 'value'));
  return {
    what: feedText(value, told),
    value: joinCells([textField(item, 'type'), flag(item, 'pinned', 'pinned', 'not pinned')]),
    about: value,
  };
}

function hiddenInFeed(value: unknown): string {
  const likes = numberOf(field(value, 'hideRepliesByLikeCount'));
  const hidden = [
    flag(value, 'hideReplies', 'replies', ''),
    // The lexicon's default is true.
    flag(value, 'hideRepliesByUnfollowed', 'replies of those you do not follow', '') ??
      'replies of those you do not follow',
    likes !== undefined && likes > 0 ? `replies of fewer than ${likes} likes` : undefined,
    flag(value, 'hideReposts', 'reposts', ''),
    flag(value, 'hideQuotePosts', 'quote posts', ''),
  ].filter((one) => one !== undefined && one !== '');
  return hidden.length === 0 ? 'all is shown' : `hides ${hidden.join(', ')}`;
}
