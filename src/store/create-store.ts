import { createStore as createVanillaStore } from 'zustand/vanilla';
import type { AtClient } from '../atproto/client.js';
import type { Archives } from '../keep/archives.js';
import type { Drafts } from '../keep/drafts.js';
import type { ManyFiles } from '../keep/many-files.js';
import type { PictureSetting } from '../keep/picture-setting.js';
import { AUTO_THEME, type ThemeSetting } from '../keep/theme-setting.js';
import type { UndoJournal } from '../keep/undo-journal.js';
import type { CommandWords, Sentence } from '../text/sentence.js';
import { createAccounts } from './accounts/accounts.js';
import { currentRepo } from './accounts/accounts-selectors.js';
import type { AppStore } from './app-store.js';
import { createShownArchives } from './archives/archives.js';
import { createDeletions } from './archives/deletions.js';
import { createKept } from './archives/kept.js';
import { createPulls } from './archives/pulls.js';
import { createSearchPrompt } from './archives/search-prompt.js';
import { createTurnSource } from './archives/turn-source.js';
import { createSaveBlob } from './blobs/save-blob.js';
import { followCalls } from './calls/follow-calls.js';
import { createAsk } from './changes/ask.js';
import { createChanges } from './changes/changes.js';
import { createContents } from './contents/contents.js';
import type { Effects, RecentPlaces, StoreContext } from './context.js';
import { createMoves } from './cursor/move-actions.js';
import { createDraftMenu } from './edits/draft-menu.js';
import { createEdits } from './edits/edits.js';
import { createRecordCreation } from './edits/record-creation.js';
import { createRecordDeletion } from './edits/record-deletion.js';
import { createHandOver } from './hand-over/hand-over.js';
import { createHistory, createHistorySource } from './history/history.js';
import { initialState } from './initial-state.js';
import { createJobs } from './jobs/jobs.js';
import { createLabelDefinitions } from './labels/label-definitions.js';
import { createLenses } from './lenses/lenses.js';
import { createDateJump } from './lists/date-jump.js';
import { createExportList } from './lists/export-list.js';
import { createFilterInvalid } from './lists/filter-invalid.js';
import { createFilterMarked } from './lists/filter-marked.js';
import { createLists } from './lists/lists.js';
import { createMarks } from './lists/marks.js';
import { createLive } from './live/live-actions.js';
import { createDeleteMany } from './many/delete-many.js';
import { createManyAccounts } from './many/many-accounts.js';
import { createPresets } from './many/presets.js';
import { createRunMany } from './many/run-many.js';
import { createNames } from './names/names.js';
import { notify } from './notice/notify.js';
import { createOverlays } from './overlays/overlays.js';
import { createPanes } from './panes/panes.js';
import { createPeople } from './people/people.js';
import { createPictures } from './pictures/pictures.js';
import { createPosting } from './posting/posting.js';
import { createPosts } from './posts/posts.js';
import { createChangingPreferences } from './preferences/changing-preferences.js';
import { createProofs } from './proofs/proofs.js';
import { createRecords } from './records/records.js';
import { createSearch } from './search/search.js';
import { createSignIn } from './session/sign-in.js';
import { createSignedIn } from './session/signed-in.js';
import { createSocial } from './social/social.js';
import type { State } from './state.js';
import { createTails } from './tail/tails.js';
import { Tasks } from './tasks.js';
import { createTheme } from './theme/theme-actions.js';
import { createValidities } from './validities/validities.js';
import { createCompare } from './versions/compare.js';
import { createVersions } from './versions/versions.js';
import { createVisitKeeper } from './visits/keep-visited.js';
import { createNavigation } from './visits/navigation.js';
import { createWatches, type WatchSettings } from './watch/watches.js';
import { createMethodForm } from './xrpc/method-form.js';

/** Makes the store. It starts on the start screen; `actions.goTo` goes somewhere. */
export function createAppStore(deps: {
  client: AtClient;
  recents: RecentPlaces;
  effects: Effects;
  watch: WatchSettings;
  /** Where copies of repositories are kept. Default: nowhere. */
  archives?: Archives | undefined;
  /** What was changed, to be undone. Default: nothing is kept, and nothing changed. */
  undo?: UndoJournal | undefined;
  /** Where many changes that are under way are kept. Default: nowhere, and none are made. */
  many?: ManyFiles | undefined;
  /** What was typed and is not written yet. Default: none is kept. */
  drafts?: Drafts | undefined;
  /** Origin of the PDS to sign in at. Default: the one that the account's identity names. */
  service?: string | undefined;
  /** What sentences call each command. Default: its id. */
  words?: CommandWords | undefined;
  /** What a first run offers to go to. Default: nothing. */
  examples?: readonly string[] | undefined;
  /** Whether records that are opened are proved in the background. Default: not. */
  proofs?: boolean | undefined;
  /** Default: as the terminal is. */
  theme?: ThemeSetting | undefined;
  /** How pictures are drawn, once it is known what the terminal can show. Default: not at all. */
  pictures?: PictureSetting | undefined;
}): AppStore {
  const { client, recents } = deps;
  const tasks = new Tasks();
  // The names are part of the state, and changing them changes the state.
  const learnt = (): void => store.setState(({ namesVersion }) => ({ namesVersion: namesVersion + 1 }));
  const names = createNames({ client, tasks }, learnt);
  const definitions = createLabelDefinitions({ client, tasks }, names, learnt);
  const store = createVanillaStore<State>(() =>
    initialState({
      names: Object.assign(names.of, {
        labelDefinition: definitions.of,
        own: (key: string) => store.getState().own.get(key),
      }),
      words: deps.words ?? ((id) => `:${id}`),
      recents: recents.list(),
      examples: deps.examples ?? [],
      session: client.sessions.current,
      theme: deps.theme ?? AUTO_THEME,
      pictures: deps.pictures,
    }),
  );
  const { getState: get, setState: set } = store;
  const history = createHistorySource(get, deps.watch.archive);
  const context: StoreContext = {
    ...deps,
    archives: deps.archives,
    undo: deps.undo,
    many: deps.many,
    drafts: deps.drafts,
    history,
    tasks,
    get,
    set,
  };
  const accounts = createAccounts(context, names);
  const lists = createLists(context, accounts);
  const records = createRecords(context, accounts);
  const proofs = createProofs(context, accounts, deps.proofs ?? false);
  const archives = createShownArchives(context);
  const navigation = createNavigation(context, { accounts, archives, lists, records, proofs });
  const { rest, land, ...contents } = createContents(context, navigation);
  const moves = createMoves(context, lists, { rest });
  const versions = createVersions(context, records, navigation);
  const people = createPeople(context);
  const watches = createWatches(context, accounts, deps.watch);

  const { close: closeTails, ...tails } = createTails(context, accounts, names, lists, deps.watch.streams);

  const { close: closePictures, ...pictures } = createPictures(context, (did, signal) =>
    accounts.identity(did, signal),
  );

  const { close: closeSignIn, ...signIn } = createSignIn(context, deps.service);
  const { close: closeSignedIn, ...signedIn } = createSignedIn(context, navigation, () => {
    accounts.viewChanged(currentRepo(get()));
    lists.viewChanged();
    navigation.enter();
  });
  followCalls(context);
  const changes = createChanges(context, lists, accounts);
  const { follow: followMany, askMany, ...runMany } = createRunMany(context, changes);
  const stopFollowing = store.subscribe(followMany);
  followMany();
  const stopMirrored = client.mirrored.subscribe(() => set({ mirrored: client.mirrored.hosts() }));
  const kept = createKept(context, navigation);
  const stopLanding = store.subscribe(land);
  const stopLooking = store.subscribe(kept.follow);
  const { follow: followRecords, ...validities } = createValidities(context, lists);
  const stopValidating = store.subscribe(followRecords);
  const stopKeeping = store.subscribe(createVisitKeeper(context));

  const { edit, resume, ...edits } = createEdits(context, changes);
  const { isPost, resumePost, ...posting } = createPosting(context, changes);
  const { enter: _, preview: __, ...places } = navigation;
  return Object.assign(store, {
    close() {
      stopLanding();
      stopFollowing();
      stopMirrored();
      stopLooking();
      stopKeeping();
      stopValidating();
      watches.close();
      closeTails();
      closePictures();
      closeSignIn();
      closeSignedIn();
      // What reads a large file would keep the program from ending.
      tasks.keepOnly(() => false);
    },
    actions: {
      ...places,
      ...createPanes(context, { accounts, archives, lists, records, proofs, navigation, moves, versions }),
      ...createDateJump(context, navigation, moves),
      ...moves,
      ...contents,
      ...createOverlays(context, lists, people),
      ...people,
      ...pictures,
      ...createSearch(context),
      ...createMethodForm(context, navigation),
      ...createPosts(context, names),
      ...createLenses(context),
      ...tails,
      ...signIn,
      ...signedIn,
      ...createLive(context, watches, navigation, records, versions),
      ...versions,
      ...validities,
      ...createFilterInvalid(context, lists),
      ...createFilterMarked(context, lists),
      ...createPresets(context, lists),
      ...createCompare(context, records, versions),
      ...createHandOver(context),
      ...createHistory(context, accounts, lists, navigation),
      ...createJobs(context),
      ...createAsk(context),
      ...edits,
      ...createRecordCreation(context, { edit, editRecord: edits.editRecord }),
      ...createRecordDeletion(context, changes),
      ...posting,
      ...createChangingPreferences(context, changes),
      ...createDraftMenu(context, { resume: (draft) => (isPost(draft) ? resumePost : resume)(draft) }),
      undoLast: changes.undoLast,
      redoLast: changes.redoLast,
      ...runMany,
      ...createDeleteMany(context, { askMany }),
      ...createManyAccounts(context, { askMany }),
      ...createSocial(context, changes),
      ...createPulls(context, kept),
      ...createDeletions(context, kept, lists),
      ...createTurnSource(context, navigation),
      ...createSearchPrompt(context, navigation),
      ...createTheme(context),
      ...createMarks(context),
      ...createExportList(context),
      ...createSaveBlob(context),
      loadAll: lists.loadAll,
      haltFilling: lists.haltFilling,
      haltPart: lists.haltPart,
      wantNames: names.want,
      notify: (text: Sentence, kind: 'info' | 'error' = 'info') => notify(context, text, kind),
      dismissNotice: () => get().notice && set({ notice: undefined }),
    },
  });
}
