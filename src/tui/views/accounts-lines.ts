import type { SessionAccount } from '../../atproto/session/session.js';
import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import { type AccountChoice, accountChoices } from '../../store/session/account-choices.js';
import { accountName } from '../../store/session/account-name.js';
import { localMinute } from '../../text/date-time.js';
import { fit, fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';

export interface AccountsView {
  readonly signedIn: readonly SessionAccount[];
  /** DID of the account in use; undefined: nobody. */
  readonly used: string | undefined;
  readonly window: CursorWindow;
  /** DID of the account that is asked about before it is signed out. */
  readonly asks: string | undefined;
  readonly words: CommandWords;
}

/** From here on all that is known of an account stands in its line; below it, that of the selected one stands under the list. */
const TABLE_CELLS_MIN = 96;
const cells = { host: 32, since: 16, access: 12, state: 11 } as const;

/** The line of column titles above the accounts, where they are a table and there is room. */
export const accountsHeader = ({ width, height }: Size): number =>
  width >= TABLE_CELLS_MIN && height > 3 ? 1 : 0;

/** Lines for the accounts themselves: the titles above them, and the details below, of the selected one, are taken off. */
export const rowsWithin = (selected: AccountChoice | undefined, size: Size): number =>
  Math.max(1, size.height - accountsHeader(size) - detailLines(selected, size).length);

/** Who is signed in: `height` lines of `width` cells. `●` marks who is used. */
export function drawAccounts(view: AccountsView, size: Size): readonly string[] {
  const { width, height } = size;
  const choices = accountChoices(view.signedIn);
  const { top, end, position } = view.window;
  const details = detailLines(choices[position], size);
  const head = accountsHeader(size) > 0 ? [palette.dim(fit(row(TITLES, width), width))] : [];
  const shown = choices.slice(top, end).map((choice, offset) => {
    const isUsed =
      choice.kind !== 'add' && view.used === (choice.kind === 'account' ? choice.account.did : undefined);
    const selected = top + offset === position;
    if (selected && choice.kind === 'account' && choice.account.did === view.asks) {
      return questionLine(choice.account, view.words, width);
    }
    return choiceLine(choice, { isUsed, selected, width });
  });
  const lines = [...head, ...shown];
  while (lines.length < height - details.length) lines.push(' '.repeat(width));
  return [...lines, ...details].slice(0, height);
}

/** In place of the line of an account. The keys first, so that they are not what is cut. */
function questionLine(account: SessionAccount, words: CommandWords, width: number): string {
  const name = accountName(account);
  const question = say`{key:accounts.sign-out} signs out ${name}, {key:accounts.keep} keeps it`;
  return palette.accent('▌') + palette.bad(fitRaw(`  ${spell(question, words)}`, width - 1));
}

/** How many lines the accounts take at that width. */
export function accountsHeight(signedIn: readonly SessionAccount[], width: number): number {
  return accountChoices(signedIn).length + (width >= TABLE_CELLS_MIN ? 1 : 3);
}

/** What a line of the accounts says, in the order of its columns. */
function columnsOf(choice: AccountChoice): Columns {
  if (choice.kind === 'nobody') return ['nobody: the public view', '', '', '', ''];
  if (choice.kind === 'add') return ['sign in with another account …', '', '', '', ''];
  const { pds, since, access, state } = choice.account;
  return [accountName(choice.account), hostOf(pds), localMinute(since), ACCESS[access], state];
}

type Columns = readonly [name: string, host: string, since: string, access: string, state: string];

const TITLES: Columns = ['account', 'PDS', 'since', 'access', 'state'];

/** What a sign-in may do; an app password may do both. */
const ACCESS: Readonly<Record<SessionAccount['access'], string>> = {
  password: 'app password',
  read: 'may read',
  write: 'may write',
};

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
function row([name, host, since, access, state]: Columns, width: number, mark = ' '): string {
  const lead = fit(` ${mark} `, Math.min(3, width));
  // What is no account has nothing but a name.
  if (width < TABLE_CELLS_MIN || host === '') return lead + fitRaw(name, width - 4) + (width > 3 ? ' ' : '');
  const rest = width - 4 - cells.host - cells.since - cells.access - cells.state - 8;
  const columns = [
    fitRaw(name, rest),
    fitRaw(host, cells.host),
    fitRaw(since, cells.since),
    fitRaw(access, cells.access),
    fitRaw(state, cells.state),
  ];
  return `${lead}${columns.join('  ')} `;
}

/** All of the selected account, in words, where there is no table that tells it. */
function detailLines(choice: AccountChoice | undefined, { width, height }: Size): readonly string[] {
  if (width >= TABLE_CELLS_MIN || choice?.kind !== 'account') return [];
  const [, host, since, access, state] = columnsOf(choice);
  const room = Math.max(1, width - 2);
  const words = sanitise(`at ${host.slice(0, 300)}, signed in ${since}, ${access}, ${state.slice(0, 100)}`);
  return wrap(words, room)
    .slice(0, Math.max(0, height - 3))
    .map((line) => ` ${palette.dim(fit(line, room))} `);
}

const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).host : origin);
