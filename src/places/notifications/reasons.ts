import type { Order } from '../listing.js';

/** What others do that one is notified of (`app.bsky.notification.listNotifications`), in words behind their names. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['like', 'liked'],
  ['repost', 'reposted'],
  ['follow', 'followed you'],
  ['mention', 'mentioned you'],
  ['reply', 'replied'],
  ['quote', 'quoted you'],
  ['starterpack-joined', 'joined by your pack'],
  ['verified', 'verified you'],
  ['unverified', 'took verification back'],
  ['like-via-repost', 'liked your repost'],
  ['repost-via-repost', 'reposted your repost'],
  ['subscribed-post', 'posted'],
  ['contact-match', 'is one of your contacts'],
]);

/** A reason in words; one that is not known as it is. */
export const reasonWords = (reason: string): string => WORDS.get(reason) ?? reason;

/** What the list can be narrowed to, as the orders that it comes in: the service filters it. */
const FILTERS: readonly (Order & { readonly reasons: readonly string[] })[] = [
  { id: 'all', title: 'all', reasons: [] },
  {
    id: 'words',
    title: 'replies, mentions and quotes',
    reasons: ['reply', 'mention', 'quote', 'subscribed-post'],
  },
  { id: 'likes', title: 'likes', reasons: ['like', 'like-via-repost'] },
  { id: 'reposts', title: 'reposts', reasons: ['repost', 'repost-via-repost'] },
  { id: 'follows', title: 'follows', reasons: ['follow', 'starterpack-joined', 'contact-match'] },
  { id: 'verifications', title: 'verifications', reasons: ['verified', 'unverified'] },
];

export const NOTIFICATION_ORDERS: readonly Order[] = FILTERS;

/** The reasons that are asked for in an order; undefined: all. */
export function reasonsOf(order: string | undefined): string[] | undefined {
  const reasons = FILTERS.find(({ id }) => id === order)?.reasons ?? [];
  return reasons.length === 0 ? undefined : [...reasons];
}
