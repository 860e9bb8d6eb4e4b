import { isAbortError } from '../../atproto/calls/abort-error.js';
import { accountOf, archiveOf } from '../../places/address.js';
import type { ArchiveName } from '../../places/archives/archive-address.js';
import { archiveLabel, copyText } from '../../places/archives/archive-label.js';
import { findArchive } from '../../places/archives/find-archive.js';
import { readQuery } from '../../places/archives/search-listing.js';
import type { StoreContext } from '../context.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { promptOf } from '../overlays/prompt.js';
import type { Navigation } from '../visits/navigation.js';
import { currentVisit } from '../visits/visits-selectors.js';

export interface SearchPromptActions {
  /** Asks for words, or looks for those that are given, in the archive of this place or the newest copy that is kept of its account. */
  searchArchive(words?: string): void;
  /** Looks for the words that were typed; says in the prompt why it cannot. */
  searchTyped(): void;
}

const FIND_TASK = 'find archive';

/** Searching all records of an archive. */
export function createSearchPrompt(
  context: StoreContext,
  navigation: Pick<Navigation, 'goTo'>,
): SearchPromptActions {
  const { archives, client, get, set, tasks } = context;

  function search(of: ArchiveName, words: string | undefined): void {
    if (words === undefined) {
      const { address } = currentVisit(get());
      const before = address?.kind === 'archiveSearch' ? address.query : '';
      set({ overlay: { kind: 'find', of, prompt: promptOf(before), reason: undefined } });
    } else navigation.goTo({ kind: 'archiveSearch', of, query: words });
  }

  /** Of an account the newest copy that is kept; says which one it is, or that there is none. */
  async function searchKept(repo: string, words: string | undefined): Promise<void> {
    const of = { repo, copy: 0 };
    await tasks.start(FIND_TASK, async (signal) => {
      try {
        const { kept } = await findArchive(of, { client, archives }, signal);
        if (signal.aborted) return;
        search(of, words);
        if (kept) notify(context, `What is searched is the ${copyText(kept)}, ${archiveLabel(of)}.`);
      } catch (error) {
        if (!isAbortError(error) && !signal.aborted) {
          notifyFailure(context, 'Its archive cannot be searched.', error);
        }
      }
    });
  }

  return {
    searchArchive(words) {
      const { address } = currentVisit(get());
      const of = address && archiveOf(address);
      const repo = address && accountOf(address);
      if (of) search(of, words);
      else if (repo !== undefined) void searchKept(repo, words);
    },
    searchTyped() {
      const { overlay } = get();
      if (overlay?.kind !== 'find') return;
      const words = overlay.prompt.text.trim();
      const query = readQuery(words);
      if (typeof query === 'string') set({ overlay: { ...overlay, reason: query } });
      else navigation.goTo({ kind: 'archiveSearch', of: overlay.of, query: words });
    },
  };
}
