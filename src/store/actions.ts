import type { DeletionActions } from './archives/deletions.js';
import type { PullActions } from './archives/pulls.js';
import type { SearchPromptActions } from './archives/search-prompt.js';
import type { TurnActions } from './archives/turn-source.js';
import type { SaveBlobActions } from './blobs/save-blob.js';
import type { AskActions } from './changes/ask.js';
import type { ChangesActions } from './changes/changes.js';
import type { ContentsActions } from './contents/contents.js';
import type { MoveActions } from './cursor/move-actions.js';
import type { DraftActions } from './edits/draft-menu.js';
import type { EditActions } from './edits/edits.js';
import type { RecordCreationActions } from './edits/record-creation.js';
import type { RecordDeletionActions } from './edits/record-deletion.js';
import type { HandOverActions } from './hand-over/hand-over.js';
import type { HistoryActions } from './history/history.js';
import type { JobsActions } from './jobs/jobs.js';
import type { LensesActions } from './lenses/lenses.js';
import type { DateJumpActions } from './lists/date-jump.js';
import type { ExportListActions } from './lists/export-list.js';
import type { InvalidActions } from './lists/filter-invalid.js';
import type { FilterLoadActions } from './lists/filter-load.js';
import type { MarkedActions } from './lists/filter-marked.js';
import type { PartActions } from './lists/lists.js';
import type { LoadAllActions } from './lists/load-all.js';
import type { MarkActions } from './lists/marks.js';
import type { LiveActions } from './live/live-actions.js';
import type { DeleteManyActions } from './many/delete-many.js';
import type { ManyAccountsActions } from './many/many-accounts.js';
import type { PresetActions } from './many/presets.js';
import type { RunManyActions } from './many/run-many.js';
import type { NamesActions } from './names/names.js';
import type { NoticeActions } from './notice/notify.js';
import type { OverlayActions } from './overlays/overlays.js';
import type { PaneActions } from './panes/panes.js';
import type { PeopleActions } from './people/people.js';
import type { PicturesActions } from './pictures/pictures.js';
import type { PostingActions } from './posting/posting.js';
import type { PostsActions } from './posts/posts.js';
import type { PreferenceActions } from './preferences/changing-preferences.js';
import type { SearchActions } from './search/search.js';
import type { SignInActions } from './session/sign-in.js';
import type { SignedInActions } from './session/signed-in.js';
import type { SocialActions } from './social/social.js';
import type { TailActions } from './tail/tails.js';
import type { ThemeActions } from './theme/theme-actions.js';
import type { ValidityActions } from './validities/validities.js';
import type { CompareActions } from './versions/compare.js';
import type { VersionActions } from './versions/versions.js';
import type { NavigationActions } from './visits/navigation.js';
import type { MethodFormActions } from './xrpc/method-form.js';

/** The only writers of the state. They read it afresh at each call, so that three events in one tick count as three. */
export interface Actions
  extends CompareActions,
    AskActions,
    ChangesActions,
    ContentsActions,
    DeletionActions,
    DateJumpActions,
    DeleteManyActions,
    RunManyActions,
    DraftActions,
    EditActions,
    ExportListActions,
    FilterLoadActions,
    HandOverActions,
    HistoryActions,
    InvalidActions,
    JobsActions,
    LensesActions,
    LiveActions,
    LoadAllActions,
    ManyAccountsActions,
    MarkActions,
    MarkedActions,
    MethodFormActions,
    MoveActions,
    NamesActions,
    NoticeActions,
    OverlayActions,
    PaneActions,
    PartActions,
    PeopleActions,
    PicturesActions,
    PostingActions,
    PostsActions,
    PresetActions,
    PreferenceActions,
    PullActions,
    RecordCreationActions,
    RecordDeletionActions,
    SaveBlobActions,
    SearchActions,
    SearchPromptActions,
    SignInActions,
    SignedInActions,
    SocialActions,
    TailActions,
    ThemeActions,
    ValidityActions,
    VersionActions,
    TurnActions,
    NavigationActions {}
