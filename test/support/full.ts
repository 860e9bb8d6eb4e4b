/** `npm run test:full`: what is sampled otherwise is tested whole. */
export const isFull = process.env.ATSCOPE_TEST_FULL === '1';

/** All of them in the full tests, else every second one. */
export const sampled = <Item>(items: readonly Item[]): readonly Item[] =>
  isFull ? items : items.filter((_, index) => index % 2 === 0);
