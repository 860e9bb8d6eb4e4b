import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import type { Account } from '../../store/accounts/accounts-state.js';
import type { CommandWords } from '../../text/sentence.js';
import { PADDING_CELLS, type Size } from '../screen/layout.js';
import type { Hint, Offers } from '../screen/offers.js';
import type { Hit } from '../screen/picture.js';
import { palette } from '../screen/style.js';
import { failureRows } from './failure-text.js';
import { identityFacts } from './identity-facts.js';
import { drawFacts, stepLine } from './identity-lines.js';
import type { Part } from './one-of.js';
import { padded } from './padded.js';

interface IdentitySeen {
  readonly account: Account | undefined;
  readonly offers: Offers;
  readonly words: CommandWords;
}

/** What identifies the account of the current place, and what one can do next. */
export const identityPart: Part<IdentitySeen> = {
  see: (state, offers) => ({ account: currentAccount(state), offers, words: state.words }),
  title: ({ account }) => ({ name: 'Identity', loading: account?.identity.status === 'loading' }),
  picture({ account, offers, words }, size) {
    const { width, height } = size;
    const facts = account ? identityFacts(account) : [];
    const trouble = account ? troubleLines(account, words, size) : [];
    const above = drawFacts(facts, { width, height: height - trouble.length });
    const steps = offers.nextSteps();
    const from = trouble.length + above.length + 1;
    const lines = [...trouble, ...above, ' '.repeat(width), ...steps.map((step) => stepLine(step, width))];
    while (lines.length < height) lines.push(' '.repeat(width));
    return {
      lines: lines.slice(0, height),
      hits: () =>
        steps.slice(0, Math.max(0, height - from)).map((step, index) => stepHit(step, from + index, width)),
      spoken: () => ({
        role: 'table',
        title: 'Identity',
        lines: [...trouble, ...facts.map(({ name, value }) => `${name}: ${value}`)],
      }),
    };
  },
};

const stepHit = ({ command }: Hint, y: number, width: number): Hit => ({
  x: 0,
  y,
  width,
  height: 1,
  target: { kind: 'command', id: command },
});

function troubleLines(
  { identity }: Account,
  words: CommandWords,
  { width, height }: Size,
): readonly string[] {
  const room = width - 2 * PADDING_CELLS;
  if (identity.status !== 'failed' || room <= 0) return [];
  return failureRows(identity.error, words, room, height).map((line) => padded(palette.bad, line, width));
}
