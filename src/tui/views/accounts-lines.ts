import type { SessionAccount } from '../../atproto/session/session.js';
import { windowTop } from '../../store/scroll.js';
import { accountName } from '../../store/session/account-name.js';
import { localMinute } from '../../text/date-time.js';
import { fit, fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';

/** What a line of the accounts stands for. */
export type AccountChoice =
  | { readonly kind: 'account'; readonly account: SessionAccount }
  /** The public view, without anybody's eyes. */
  | { readonly kind: 'nobody' }
  /** One more sign-in. */
  | { readonly kind: 'add' };

export interface AccountsView {
  readonly signedIn: readonly SessionAccount[];
  /** DID of the account in use; undefined: nobody. */
  readonly used: string | undefined;
  readonly selected: number;
}

/** The lines of the accounts, in their order. */
export const accountChoices = (signedIn: readonly SessionAccount[]): readonly AccountChoice[] => [
  ...signedIn.map((account) => ({ kind: 'account', account }) as const),
  { kind: 'nobody' },
  { kind: 'add' },
];

/** From here on all that is known of an account stands in its line; below it, that of the selected one stands under the list. */
const tableFrom = 84;
const cells = { mark: 2, host: 32, since: 16, state: 13 } as const;

/** Who is signed in: `height` lines of `width` cells. `●` marks who is used. */
export function drawAccounts(view: AccountsView, { width, height }: Size): readonly string[] {
  const choices = accountChoices(view.signedIn);
  const table = width >= tableFrom;
  const details = table ? [] : detailsOf(choices[view.selected], width, Math.max(0, height - 3));
  const head = table && height > 3 ? [palette.dim(fit(row(titles, width), width))] : [];
  const room = Math.max(1, height - head.length - details.length);
  const top = windowTop(0, view.selected, choices.length, room);
  const shown = choices.slice(top, top + room).map((choice, offset) => {
    const isUsed =
      choice.kind !== 'add' && view.used === (choice.kind === 'account' ? choice.account.did : undefined);
    return choiceLine(choice, { isUsed, selected: top + offset === view.selected, width });
  });
  const lines = [...head, ...shown];
  while (lines.length < height - details.length) lines.push(' '.repeat(width));
  return [...lines, ...details].slice(0, height);
}

/** How many lines the accounts take at that width. */
export function accountsHeight(signedIn: readonly SessionAccount[], width: number): number {
  return accountChoices(signedIn).length + (width >= tableFrom ? 1 : 3);
}

/** What a line of the accounts says, in the order of its columns. */
function columnsOf(
  choice: AccountChoice,
): readonly [name: string, host: string, since: string, state: string] {
  if (choice.kind === 'nobody') return ['nobody: the public view', '', '', ''];
  if (choice.kind === 'add') return ['sign in with another account …', '', '', ''];
  const { account } = choice;
  return [accountName(account), hostOf(account.pds), localMinute(account.since), account.state];
}

const titles = ['account', 'PDS', 'since', 'state'] as const;

function choiceLine(
  choice: AccountChoice,
  { isUsed, selected, width }: { isUsed: boolean; selected: boolean; width: number },
): string {
  const mark = isUsed ? '●' : ' ';
  const text = row(columnsOf(choice), width, mark);
  if (!selected) return text;
  return palette.accent('▌') + palette.selected(text.slice(1));
}

/** The columns in exactly `width` cells; what comes last goes first where there is no room for all. */
function row(
  [name, host, since, state]: readonly [string, string, string, string],
  width: number,
  mark = ' ',
): string {
  const lead = fit(` ${mark} `, Math.min(3, width));
  // What is no account has nothing but a name.
  if (width < tableFrom || host === '') return lead + fitRaw(name, width - 4) + (width > 3 ? ' ' : '');
  const rest = width - 4 - cells.host - cells.since - cells.state - 6;
  return `${lead}${fitRaw(name, rest)}  ${fitRaw(host, cells.host)}  ${fitRaw(since, cells.since)}  ${fitRaw(state, cells.state)} `;
}

/** All of the selected account, in words, in at most `most` lines. */
function detailsOf(choice: AccountChoice | undefined, width: number, most: number): readonly string[] {
  if (choice?.kind !== 'account') return [];
  const [, host, since, state] = columnsOf(choice);
  const room = Math.max(1, width - 2);
  const words = sanitise(`at ${host.slice(0, 300)}, signed in ${since}, ${state.slice(0, 100)}`);
  return wrap(words, room)
    .slice(0, most)
    .map((line) => ` ${palette.dim(fit(line, room))} `);
}

const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).host : origin);
