import type { Answer } from '../../faults/answer.js';
import { json } from '../../faults/answers.js';

export const PAGES = 12;
export const PAGE_ROWS = 100;

/** Twelve pages of followers. `answer` may answer a page, counted from 0, in another way. */
export const manyFollowers =
  (answer: (page: number) => Answer | undefined | Promise<Answer | undefined>): Answer =>
  async (request) => {
    const page = Number(request.query.get('cursor') ?? 0);
    const other = await answer(page);
    if (other) return other;
    const followers = Array.from({ length: PAGE_ROWS }, (_, index) => {
      const name = `p${page}n${index}`;
      return { did: `did:plc:${name}`, handle: `${name}.test` };
    });
    const cursor = page + 1 < PAGES ? { cursor: String(page + 1) } : {};
    return json({ subject: { did: 'did:plc:x', handle: 'x.test' }, followers, ...cursor });
  };
