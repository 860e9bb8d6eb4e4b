import { quoters, repliers } from '../../lenses/gates.js';
import { cellText, joinCells } from '../../text/cell-text.js';
import { dateText, dayText } from '../../text/date-time.js';
import { field, type JsonObject, listField, textField } from '../../text/json-fields.js';
import { appState } from './app-state.js';
import { feedView, liveEvents, olderSavedFeeds, savedFeeds } from './feed-readers.js';
import { each, expiry, flag, type PreferenceReader, text, titleText, whole } from './preference-reader.js';

/** Every preference of `app.bsky.actor.defs#preferences`, by the name behind the `#` of its `$type`. */
export const readers: ReadonlyMap<string, PreferenceReader> = new Map<string, PreferenceReader>([
  [
    'adultContentPref',
    whole('adult content', ['enabled'], (value) => ({
      what: 'posts for adults',
      value: flag(value, 'enabled', 'allowed', 'not allowed') ?? 'not allowed',
    })),
  ],
  [
    'contentLabelPref',
    whole(
      'content label',
      ['label', 'labelerDid', 'visibility'],
      (value, told) => {
        const labeler = textField(value, 'labelerDid');
        return {
          what: text(field(value, 'label')),
          value: joinCells([
            textField(value, 'visibility'),
            labeler === undefined ? 'of any labeler' : `of ${titleText(labeler, told)}`,
          ]),
          about: labeler,
        };
      },
      (value) => [field(value, 'labelerDid')],
    ),
  ],
  ['savedFeedsPrefV2', savedFeeds],
  ['savedFeedsPref', olderSavedFeeds],
  ['feedViewPref', feedView],
  [
    'threadViewPref',
    whole('thread view', ['sort'], (value) => ({
      what: 'order of replies',
      value: textField(value, 'sort') ?? 'as the app likes',
    })),
  ],
  [
    'mutedWordsPref',
    each('muted word', 'items', ['id', 'value', 'targets', 'actorTarget', 'expiresAt'], (item) => ({
      what: text(field(item, 'value')),
      value: joinCells([mutedWhere(item), mutedWhose(item), expiry(item) ?? 'for good']),
    })),
  ],
  [
    'labelersPref',
    each(
      'labeler',
      'labelers',
      ['did'],
      (item, told) => {
        const did = text(field(item, 'did'));
        return { what: titleText(did, told), value: 'subscribed', about: did };
      },
      (item) => [field(item, 'did')],
    ),
  ],
  ['interestsPref', interests()],
  [
    'hiddenPostsPref',
    each(
      'hidden post',
      'items',
      [],
      (item, told) => ({ what: titleText(text(item), told), value: 'hidden', about: text(item) }),
      (item) => [item],
    ),
  ],
  ['bskyAppStatePref', appState],
  ['postInteractionSettingsPref', interactionSettings()],
  [
    'verificationPrefs',
    whole('verification', ['hideBadges'], (value) => ({
      what: 'badges of the verified',
      value: flag(value, 'hideBadges', 'hidden', 'shown') ?? 'shown',
    })),
  ],
  [
    'personalDetailsPref',
    whole('birth date', ['birthDate'], (value) => {
      const said = text(field(value, 'birthDate'));
      return {
        what: dateText(said) === undefined ? said || 'none' : said.slice(0, 10),
        value: 'app passwords do not see it',
      };
    }),
  ],
  [
    'declaredAgePref',
    whole('declared age', ['isOverAge13', 'isOverAge16', 'isOverAge18'], (value) => ({
      what: 'by the birth date',
      value: joinCells(
        [13, 16, 18].map((age) => flag(value, `isOverAge${age}`, `over ${age}`, `not over ${age}`)),
      ),
    })),
  ],
  ['liveEventPreferences', liveEvents],
]);

const targets: ReadonlyMap<unknown, string> = new Map([
  ['content', 'text'],
  ['tag', 'tags'],
]);

function mutedWhere(item: unknown): string | undefined {
  const where = listField(item, 'targets').map((target) => targets.get(target) ?? cellText(target, 64));
  return where.length === 0 ? undefined : `in ${where.join(' and ')}`;
}

function mutedWhose(item: unknown): string {
  const whose = textField(item, 'actorTarget') ?? 'all';
  if (whose === 'all') return 'of anybody';
  return whose === 'exclude-following' ? 'of those you do not follow' : `of ${whose}`;
}

function interests(): PreferenceReader {
  return {
    kind: 'interest',
    members: ['tags', 'updatedAt'],
    partMembers: ['tag', 'updatedAt'],
    parts: (value) => listField(value, 'tags').map((tag) => ({ tag, updatedAt: value.updatedAt })),
    line(part) {
      const day = dayText(field(part, 'updatedAt'));
      return {
        what: text(field(part, 'tag')),
        value: day === undefined ? '' : `chosen ${day}`,
      };
    },
    references: () => [],
  };
}

/** Who may reply to new posts and who may quote them: the rules of the two gates that the app writes with each post. */
function interactionSettings(): PreferenceReader {
  const listsOf = (part: unknown): readonly unknown[] =>
    listField(part, 'threadgateAllowRules').map((rule) => field(rule, 'list'));
  const members = ['threadgateAllowRules', 'postgateEmbeddingRules'];
  return {
    kind: 'new posts',
    members,
    partMembers: members,
    parts: ({ threadgateAllowRules, postgateEmbeddingRules }: JsonObject) => [
      { threadgateAllowRules },
      { postgateEmbeddingRules },
    ],
    line(part, told) {
      if ('postgateEmbeddingRules' in (part as JsonObject)) {
        return { what: 'who may quote', value: quoters(listField(part, 'postgateEmbeddingRules')) };
      }
      const [list] = listsOf(part).filter((uri) => typeof uri === 'string');
      return {
        what: 'who may reply',
        value: repliers(field(part, 'threadgateAllowRules'), (uri) => titleText(uri, told)),
        about: list,
      };
    },
    references: listsOf,
  };
}
