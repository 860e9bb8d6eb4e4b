import type { Order } from './listing.js';

/**
 * The orders that getFollows and getFollowers know (`sort`, since 2026). Nothing is sent for the first, which every service gives; one
 * that has never heard of `sort` passes over it.
 */
export const RELATION_ORDERS: readonly Order[] = [
  { id: 'latest', title: 'latest first' },
  { id: 'top', title: 'top first' },
];
