import { setTimeout as wait } from 'node:timers/promises';
import { type Address, parentAddress, sameAddress } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import { currentAccount } from '../accounts/accounts-selectors.js';
import { currentArchive } from '../archives/archives-selectors.js';
import type { StoreContext } from '../context.js';
import type { State } from '../state.js';
import type { Navigation } from '../visits/navigation.js';
import { patchVisit } from '../visits/patch-visit.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { ContentsLine } from './contents-lines.js';
import { currentLines, selectedContent } from './selected-content.js';

/** How long the cursor rests on a line before what it names is shown: nobody waits for what one only passes. */
const REST_MS = 150;

/** The collection that people come for. */
const LANDING = 'app.bsky.feed.post';

export interface ContentsActions {
  /** Goes to the place under the cursor of the contents. */
  openContent(): void;
}

export interface ContentsEffects extends ContentsActions {
  /** Shows what the cursor of the contents has come to, once it rests there. */
  rest(): void;
  /** On a place whose cursor nobody has moved: puts it where one will look first, once that is known, and shows that. Cheap. */
  land(): void;
}

/** The list that stands beside the contents of an account. */
export function createContents(context: StoreContext, navigation: Navigation): ContentsEffects {
  const { get, tasks } = context;
  /** Where a line to land on was looked for in vain: it is not looked for again at every change. */
  let missed: { readonly address: Address; readonly lines: readonly ContentsLine[] } | undefined;

  function preview(address: Address | undefined): void {
    const visit = currentVisit(get());
    if (address === undefined || !visit.address) return;
    if (kindOf(address).onEnterOnly) {
      // What one came from would pass for what the cursor is on.
      if (visit.preview) navigation.preview(undefined);
      return;
    }
    const shown = visit.preview ?? visit.address;
    if (!sameAddress(shown, address)) navigation.preview(address);
  }

  return {
    openContent() {
      const address = selectedContent(get());
      if (address) navigation.goTo(address);
    },
    rest() {
      void tasks.start(PREVIEW_TASK, async (signal) => {
        await wait(REST_MS, undefined, { signal });
        preview(selectedContent(get()));
      });
    },
    land() {
      const state = get();
      const { address, cursors, preview: shown } = currentVisit(state);
      if (!address || shown) return;
      const showsContents = kindOf(address).shows === 'contents';
      if (cursors.collections.key !== undefined) {
        // Who comes up from a list finds the cursor on it, and the list beside it.
        if (showsContents) preview(selectedContent(state));
        return;
      }
      const lines = knownLines(state);
      if (!lines || (missed?.address === address && missed.lines === lines)) return;
      const line = landingLine(lines, address);
      if (line === undefined) {
        missed = { address, lines };
        return;
      }
      patchVisit(context, {
        cursors: { ...cursors, collections: { key: line.key, index: line.index, top: 0 } },
      });
      if (showsContents) preview(selectedContent(get()));
    },
  };
}

export const PREVIEW_TASK = 'preview';

/** The contents of the account or the archive of the current place, once its collections are there or will not come. */
function knownLines(state: State): readonly ContentsLine[] | undefined {
  const archive = currentArchive(state);
  if (archive) return archive.facts.value && currentLines(state);
  const account = currentAccount(state);
  if (!account) return undefined;
  const isKnown = account.description.status === 'ready' || account.description.status === 'failed';
  return isKnown || account.identity.status === 'failed' ? currentLines(state) : undefined;
}

/** Where the cursor of the contents goes first; undefined where they do not name the place, nor what it is a part of. */
function landingLine(
  lines: readonly ContentsLine[],
  address: Address,
): { key: string; index: number } | undefined {
  function at(wanted: (place: Address) => boolean): { key: string; index: number } | undefined {
    const index = lines.findIndex((line) => line.kind === 'place' && wanted(line.address));
    const line = lines[index];
    return line?.kind === 'place' ? { key: line.key, index } : undefined;
  }
  if (kindOf(address).shows === 'contents') {
    return (
      at((place) => isCollection(place) && place.collection === LANDING) ?? at(isCollection) ?? at(() => true)
    );
  }
  // Elsewhere it stands where one is.
  for (let here: Address | undefined = address; here; here = parentAddress(here)) {
    const place = here;
    const line = at((one) => sameAddress(one, place));
    if (line) return line;
  }
  return undefined;
}

const isCollection = (place: Address) => place.kind === 'collection' || place.kind === 'archiveCollection';
