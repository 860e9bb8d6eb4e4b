import { accountName } from '../../store/session/account-name.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width } from '../../text/width.js';
import { addressOfStep, breadcrumb } from './breadcrumb.js';
import { noticePaint, noticeRows, noticeText } from './notice-rows.js';
import type { Offers } from './offers.js';
import type { Hit, Picture } from './picture.js';
import { noticeRoom, promptPicture } from './prompt-line.js';
import { rowsAboveStatus, type StatusView, statusHits } from './status-line.js';
import type { View } from './view.js';
import { watchStatus } from './watch-status.js';

/** What of the state stands on the last line. `now` is in milliseconds since 1970. */
export const statusOf = (state: State, offers: Offers, now: number): StatusView => ({
  place: breadcrumb(currentVisit(state).address, state.names),
  hints: offers.hints(state),
  notice: isToldAbove(state) ? undefined : state.notice,
  words: state.words,
  who: state.session && accountName(state.session),
  watch: watchStatus([...state.watches.values()], now),
  jobs: state.jobs,
  waits: state.waits,
  now,
});

/** The start screen has its errors whole, under the prompt. */
const isToldAbove = (state: State): boolean =>
  !currentVisit(state).address && !state.overlay && state.notice?.kind === 'error';

/**
 * What has to be said in rows above the last line, each as wide as the screen, since that has no room for all of it. `over` lies over
 * the panes.
 */
export function rowsAbove(state: State, over: View | undefined, cells: number): readonly string[] {
  const { notice, words } = state;
  if (!notice || isToldAbove(state)) return [];
  if (over?.prompt === undefined) {
    // What the watches say is of no moment here, only that they do.
    return rowsAboveStatus({ notice, words, watch: watchStatus([...state.watches.values()], 0) }, cells);
  }
  const text = noticeText(notice, words);
  if (hasRoomBeside(text, cells)) return [];
  return noticeRows(text, cells - 2).map((row) => ` ${noticePaint(notice)(fit(row, cells - 2))} `);
}

const hasRoomBeside = (text: string, cells: number): boolean => width(sanitise(text)) <= noticeRoom(cells);

/** The last line where a prompt is typed on it; undefined where the view has none. */
export function typedPicture(
  view: View,
  seen: object,
  cells: number,
  said: { readonly notice: string | undefined; readonly isError: boolean },
): Picture | undefined {
  const typed = view.prompt?.(seen);
  if (!typed) return undefined;
  const notice = said.notice !== undefined && hasRoomBeside(said.notice, cells) ? said.notice : undefined;
  return promptPicture(typed, cells, notice, noticePaint({ kind: said.isError ? 'error' : 'info' }));
}

/** What a click on the last line hits, as it is now; `over` lies over the panes. */
export function hitsOnStatus(
  { state, offers, over, now }: { state: State; offers: Offers; over: View | undefined; now: number },
  cells: number,
): readonly Hit[] {
  if (over?.prompt) {
    const { notice } = state;
    const said = { notice: notice && noticeText(notice, state.words), isError: notice?.kind === 'error' };
    return typedPicture(over, over.see(state, offers), cells, said)?.hits() ?? [];
  }
  const { address } = currentVisit(state);
  return statusHits(statusOf(state, offers, now), cells, (step) =>
    address && !over?.isModal ? addressOfStep(address, step) : undefined,
  );
}
