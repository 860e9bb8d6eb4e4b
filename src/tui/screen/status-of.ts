import { accountName } from '../../store/session/account-name.js';
import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { addressOfStep, breadcrumb } from './breadcrumb.js';
import type { Offers } from './offers.js';
import type { Hit, Picture } from './picture.js';
import { promptPicture } from './prompt-line.js';
import { noticeText, type StatusView, statusHits } from './status-line.js';
import { palette } from './style.js';
import type { View } from './view.js';
import { watchStatus } from './watch-status.js';

/** What of the state stands on the last line. `now` is in milliseconds since 1970. */
export const statusOf = (state: State, offers: Offers, now: number): StatusView => ({
  place: breadcrumb(currentVisit(state).address, state.names),
  hints: offers.hints(state),
  notice: state.notice,
  words: state.words,
  who: state.session && accountName(state.session),
  watch: watchStatus([...state.watches.values()], now),
  jobs: state.jobs,
  waits: state.waits,
  now,
});

/** The last line where a prompt is typed on it; undefined where the view has none. */
export function typedPicture(
  view: View,
  seen: object,
  cells: number,
  said: { readonly notice: string | undefined; readonly isError: boolean },
): Picture | undefined {
  const typed = view.prompt?.(seen);
  return typed && promptPicture(typed, cells, said.notice, said.isError ? palette.bad : palette.accent);
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
