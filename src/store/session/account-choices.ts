import type { SessionAccount } from '../../atproto/session/session.js';
import { type CursorRows, keyedRows } from '../cursor/cursor-rows.js';

/** What a line of the accounts stands for. */
export type AccountChoice =
  | { readonly kind: 'account'; readonly account: SessionAccount }
  /** The public view, without anybody's eyes. */
  | { readonly kind: 'nobody' }
  /** One more sign-in. */
  | { readonly kind: 'add' };

/** The lines of the accounts, in their order. */
export const accountChoices = (signedIn: readonly SessionAccount[]): readonly AccountChoice[] => [
  ...signedIn.map((account) => ({ kind: 'account', account }) as const),
  { kind: 'nobody' },
  { kind: 'add' },
];

/** What tells a line of the accounts from the others. */
export const accountChoiceKey = (choice: AccountChoice): string =>
  choice.kind === 'account' ? choice.account.did : choice.kind;

export const accountRows = (signedIn: readonly SessionAccount[]): CursorRows =>
  keyedRows(accountChoices(signedIn).map(accountChoiceKey));
