/** `npm run test:full`: what is sampled otherwise is tested whole. */
export const isFull = process.env.ATSCOPE_TEST_FULL === '1';
