import type { State } from '../../store/state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { PANES, type Pane } from '../../store/visits/visits-state.js';
import type { ScreenViews, View } from '../screen/view.js';
import { accountsView } from './accounts.js';
import { askView } from './ask.js';
import { browserSignInView } from './browser-sign-in.js';
import { callView } from './call.js';
import { callsView } from './calls.js';
import { conflictView } from './conflict.js';
import { contentsView } from './contents.js';
import { copyView } from './copy.js';
import { countView } from './count.js';
import { deleteView } from './delete.js';
import { diffView } from './diff.js';
import { filterView } from './filter.js';
import { findView } from './find.js';
import { firstView } from './first.js';
import { gotoView } from './goto.js';
import { helpView } from './help.js';
import { listView } from './list.js';
import { liveView } from './live.js';
import { methodFormView } from './method-form.js';
import { pipeView } from './pipe.js';
import { postView } from './post.js';
import { profileView } from './profile.js';
import { recordView } from './record.js';
import { reportView } from './report.js';
import { searchView } from './search.js';
import { signInView } from './sign-in.js';
import { signInWayView } from './sign-in-way.js';
import { socialView } from './social.js';
import { socialListsView } from './social-lists.js';
import { startView } from './start.js';
import { themeView } from './theme.js';
import { writeLevelView } from './write-level.js';

/** Every view. Where keys mean something, what help tells, and what the screen draws is made from these. */
export const views = [
  profileView,
  contentsView,
  listView,
  recordView,
  liveView,
  startView,
  helpView,
  firstView,
  gotoView,
  filterView,
  findView,
  pipeView,
  searchView,
  signInView,
  signInWayView,
  browserSignInView,
  writeLevelView,
  methodFormView,
  accountsView,
  copyView,
  callsView,
  callView,
  askView,
  conflictView,
  countView,
  deleteView,
  diffView,
  reportView,
  socialView,
  socialListsView,
  postView,
  themeView,
] as const satisfies readonly View[];

export type ViewId = (typeof views)[number]['id'];

const all: readonly View<ViewId>[] = views;
const idsOf = (wanted: (view: View) => boolean): readonly ViewId[] => all.filter(wanted).map(({ id }) => id);

/** The panes, in the order of their numbers. */
export const paneIds: readonly Pane[] = PANES;
/** Where letters are text. */
export const promptIds = idsOf(({ isPrompt }) => isPrompt === true);
/** What lies over the panes and takes keys, not text. */
export const menuIds = idsOf(
  ({ stand, isPrompt }) => isPrompt !== true && (stand === 'area' || stand === 'box'),
);

/** The view that an overlay of the state is drawn by. Throws where none has its name. */
export function overlayView({ overlay }: State): View<ViewId> | undefined {
  if (!overlay) return undefined;
  const id = overlay.kind === 'menu' ? overlay.view : overlay.kind;
  const found = all.find((view) => view.id === id);
  if (!found) throw new Error(`No view is named ${id}.`);
  return found;
}

/** The view whose prompt is typed on the status line. */
export function typedView(state: State): View<ViewId> | undefined {
  if (state.searching) return searchView;
  const over = overlayView(state);
  return over?.prompt && over;
}

/** What takes the keys now. */
export function activeView(state: State): View<ViewId> {
  return state.searching ? searchView : documentView(state);
}

/** What takes them, or would while a search in it is typed. */
export function documentView(state: State): View<ViewId> {
  const over = overlayView(state);
  if (over) return over;
  const { address, focus } = currentVisit(state);
  return address ? screenViews.panes[focus] : startView;
}

export const screenViews = {
  panes: {
    profile: profileView,
    collections: contentsView,
    list: listView,
    record: recordView,
    live: liveView,
  },
  start: startView,
  overlay: overlayView,
  typed: typedView,
} as const satisfies ScreenViews;
