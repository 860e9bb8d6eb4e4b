import type { Names } from '../../lenses/names.js';
import type { StoreContext } from '../context.js';

const DIDS_PER_CALL = 25;
const NAMES_MAX = 20_000;

export interface NamesActions {
  /** Asks for handles of DIDs in rows that are on the screen now. */
  wantNames(dids: readonly string[]): void;
}

/** The handles and display names learnt for DIDs. Asks for missing ones in batches, in the background. */
export interface NameBook {
  readonly of: Names;
  learn(did: string, handle: string, displayName?: string): void;
  /** Asks for those not known yet, and not asked for before. */
  want(dids: readonly string[]): void;
  /** Resolves when everything that was wanted has been asked for and answered, or cannot be. */
  asked(): Promise<void>;
}

/** The oldest are let go. */
function keep(names: Map<string, string>, did: string, name: string): void {
  names.set(did, name);
  for (const oldest of names.keys()) {
    if (names.size <= NAMES_MAX) break;
    names.delete(oldest);
  }
}

/** `changed` is called when names came to be known. */
export function createNames(context: Pick<StoreContext, 'client' | 'tasks'>, changed: () => void): NameBook {
  const known = new Map<string, string>();
  const displayNames = new Map<string, string>();
  const asked = new Set<string>();
  const wanted = new Set<string>();
  let asking: Promise<void> = Promise.resolve();

  function remember(did: string, handle: string | undefined, displayName: string | undefined): void {
    if (handle !== undefined && handle !== 'handle.invalid') keep(known, did, handle);
    if (displayName) keep(displayNames, did, displayName);
  }

  async function fetchWanted(signal: AbortSignal): Promise<void> {
    while (wanted.size > 0) {
      const batch = [...wanted].slice(0, DIDS_PER_CALL);
      for (const did of batch) {
        wanted.delete(did);
        asked.add(did);
      }
      try {
        const profiles = await context.client.appview.getProfiles(batch, { signal, isBackground: true });
        for (const { did, handle, displayName } of profiles) remember(did, handle, displayName);
        if (profiles.length > 0) changed();
      } catch {
        // A name is a nicety: the DID stands in its place, and the call is on the `x` screen.
        if (signal.aborted) for (const did of batch) asked.delete(did);
      }
    }
  }

  function ask(): void {
    if (wanted.size === 0 || context.tasks.isRunning('names')) return;
    // What came to be wanted just as it ended is asked for, too.
    asking = context.tasks.start('names', fetchWanted).then(ask);
  }

  return {
    of: Object.assign((did: string) => known.get(did), {
      displayName: (did: string) => displayNames.get(did),
    }),
    learn(did, handle, displayName) {
      const isNew = handle !== 'handle.invalid' && known.get(did) !== handle;
      if (!isNew && (!displayName || displayNames.get(did) === displayName)) return;
      remember(did, handle, displayName);
      changed();
    },
    want(dids) {
      // Only the newest window counts: rows scrolled past need no names.
      wanted.clear();
      for (const did of dids) if (!known.has(did) && !asked.has(did)) wanted.add(did);
      if (asked.size > NAMES_MAX) asked.clear();
      ask();
    },
    asked: () => asking,
  };
}
