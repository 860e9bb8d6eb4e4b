import type { AccountsState } from './accounts/accounts-state.js';
import type { ArchivesState } from './archives/archives-state.js';
import type { KeptState } from './archives/kept-state.js';
import type { CallsState } from './calls/calls-state.js';
import type { JobsState } from './jobs/jobs-state.js';
import type { LensesState } from './lenses/lenses-state.js';
import type { ListsState } from './lists/lists-state.js';
import type { LiveState } from './live/live-state.js';
import type { MirrorsState } from './mirrors/mirrors-state.js';
import type { NamesState } from './names/names-state.js';
import type { NoticeState } from './notice/notice-state.js';
import type { OverlaysState } from './overlays/overlays-state.js';
import type { PanesState } from './panes/panes-state.js';
import type { PeopleState } from './people/people-state.js';
import type { PicturesState } from './pictures/pictures-state.js';
import type { PostsState } from './posts/posts-state.js';
import type { ProofsState } from './proofs/proofs-state.js';
import type { RecordsState } from './records/records-state.js';
import type { SearchState } from './search/search-state.js';
import type { SessionState } from './session/session-state.js';
import type { SocialState } from './social/social-state.js';
import type { StartState } from './start/start-state.js';
import type { TailState } from './tail/tail-state.js';
import type { ThemeState } from './theme/theme-state.js';
import type { ValiditiesState } from './validities/validities-state.js';
import type { VisitsState } from './visits/visits-state.js';
import type { WatchesState } from './watch/watch-state.js';
import type { WordsState } from './words/words-state.js';

/** All that is known: what the slices know, each of which stands in a folder of its own. */
export interface State
  extends AccountsState,
    ArchivesState,
    CallsState,
    JobsState,
    KeptState,
    LensesState,
    ListsState,
    LiveState,
    MirrorsState,
    NamesState,
    NoticeState,
    OverlaysState,
    PanesState,
    PeopleState,
    PicturesState,
    PostsState,
    ProofsState,
    RecordsState,
    SearchState,
    SessionState,
    SocialState,
    StartState,
    TailState,
    ThemeState,
    ValiditiesState,
    VisitsState,
    WatchesState,
    WordsState {}
