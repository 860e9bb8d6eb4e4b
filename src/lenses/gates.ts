import { atUriParts } from '../atproto/at-uri.js';
import { cellText, joinCells } from '../text/cell-text.js';
import { field, listField, textField, typeName } from '../text/json-fields.js';
import type { Lens } from './lens.js';
import type { Names } from './names.js';
import { didsIn, recordText, referenceText } from './references.js';

const post = { title: 'post', width: 0, drop: 0 };

/** Thread gates: the post, who may reply, how many replies are hidden. */
export const threadgateLens: Lens = {
  collections: ['app.bsky.feed.threadgate'],
  columns: [post, { title: 'who may reply', width: 24, drop: 0 }],
  cells(value, names) {
    return [
      gatedPost(value, names),
      joinCells([repliers(field(value, 'allow')), counted(listField(value, 'hiddenReplies'), 'hidden')]),
    ];
  },
  dids: (value) => didsIn(field(value, 'post')),
};

/** Post gates: the post, who may quote it, how many quotes its author detached. */
export const postgateLens: Lens = {
  collections: ['app.bsky.feed.postgate'],
  columns: [post, { title: 'who may quote', width: 24, drop: 0 }],
  cells(value, names) {
    return [
      gatedPost(value, names),
      joinCells([
        quoters(listField(value, 'embeddingRules')),
        counted(listField(value, 'detachedEmbeddingUris'), 'detached'),
      ]),
    ];
  },
  dids: (value) => didsIn(field(value, 'post')),
};

function gatedPost(value: unknown, names: Names): string {
  return cellText(referenceText(field(value, 'post'), names));
}

/**
 * Who may reply by the rules of a thread gate: an empty list of them lets nobody reply, no list at all lets everybody. `listName` says
 * what a list is called.
 */
export function repliers(allow: unknown, listName: (uri: string) => string = listText): string {
  if (!Array.isArray(allow)) return 'anybody';
  if (allow.length === 0) return 'nobody';
  return allow
    .slice(0, 10)
    .map((rule) => replyRule(rule, listName))
    .join(', ');
}

function listText(uri: string): string {
  const list = atUriParts(uri);
  return list ? recordText(list) : 'a list';
}

function replyRule(rule: unknown, listName: (uri: string) => string): string {
  const kind = typeName(rule);
  switch (kind) {
    case 'mentionRule':
      return 'mentioned';
    case 'followingRule':
      return 'followed';
    case 'followerRule':
      return 'followers';
    case 'listRule':
      return listName(textField(rule, 'list') ?? '');
    default:
      return kind ?? 'unknown rule';
  }
}

/** Who may quote by the rules of a post gate. */
export function quoters(rules: readonly unknown[]): string {
  if (rules.length === 0) return 'anybody';
  return rules
    .slice(0, 10)
    .map((rule) => (typeName(rule) === 'disableRule' ? 'nobody' : (typeName(rule) ?? 'unknown rule')))
    .join(', ');
}

function counted(list: readonly unknown[], word: string): string {
  return list.length === 0 ? '' : `${list.length} ${word}`;
}
