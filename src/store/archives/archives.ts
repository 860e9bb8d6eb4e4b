import { isAbortError } from '../../atproto/calls/abort-error.js';
import { stripsOf } from '../../places/archives/activity-strips.js';
import { type ArchiveName, archiveNameText } from '../../places/archives/archive-address.js';
import { type ArchiveFacts, archiveFacts } from '../../places/archives/archive-facts.js';
import type { OnRead } from '../../places/archives/open-archives.js';
import type { StoreContext } from '../context.js';
import { failed, isWanted, loading, ready, stopped } from '../loadable.js';
import type { ShownArchive } from './archives-state.js';
import { withArchive } from './archives-update.js';

const SHOWN_EVERY_MS = 250;

export const archiveTask = (name: ArchiveName): string => `archive ${archiveNameText(name)}`;

/** Opens the archives that are looked at, and has their signatures checked in the background. */
export interface ShownArchives {
  /** Sees to it that what there is to say of the archive is there or on its way. */
  ensure(name: ArchiveName): void;
  /** Reads it anew, and asks for its key again. */
  reload(name: ArchiveName): void;
}

export function createShownArchives(context: StoreContext): ShownArchives {
  const { client, tasks, get, set } = context;

  function change(name: ArchiveName, update: (archive: ShownArchive) => Partial<ShownArchive>): void {
    set((state) => withArchive(state, archiveNameText(name), update));
  }

  async function checkSignature(name: ArchiveName, facts: ArchiveFacts, signal: AbortSignal): Promise<void> {
    change(name, ({ signature }) => ({ signature: loading(signature) }));
    try {
      // Nobody needs it who looks at no archive.
      const { signedBy } = await import('../../places/archives/signed-by.js');
      const found = await signedBy(facts, client, signal);
      change(name, () => ({ signature: ready(found) }));
    } catch {
      change(name, ({ signature }) => ({ signature: stopped(signature) }));
    }
  }

  /** Nothing waits for them, and leaving the place does not end it: who comes back sees them. */
  async function showStrips(name: ArchiveName, facts: ArchiveFacts): Promise<void> {
    try {
      const strips = stripsOf(await facts.activity());
      change(name, ({ facts: now }) => (now.value === facts ? { strips } : {}));
    } catch {
      // It was closed meanwhile, or cannot be read any more, which whoever reads its records says.
    }
  }

  /** Not for each megabyte: what is shown takes the time of a key. */
  function showRead(name: ArchiveName): OnRead {
    let shownAt = performance.now();
    return (done, total) => {
      if (performance.now() - shownAt < SHOWN_EVERY_MS) return;
      shownAt = performance.now();
      change(name, () => ({ read: { done, total } }));
    };
  }

  function load(name: ArchiveName): void {
    void tasks.start(archiveTask(name), async (signal) => {
      change(name, ({ facts }) => ({ facts: loading(facts) }));
      try {
        const facts = await archiveFacts(name, context, signal, showRead(name));
        change(name, () => ({ facts: ready(facts), read: undefined, strips: undefined }));
        void showStrips(name, facts);
        await checkSignature(name, facts, signal);
      } catch (error) {
        const isStopped = isAbortError(error) || signal.aborted;
        change(name, ({ facts }) => ({
          facts: isStopped ? stopped(facts) : failed(facts, error),
          read: undefined,
        }));
      }
    });
  }

  return {
    ensure(name) {
      const known = get().archives.get(archiveNameText(name));
      const isThere = known !== undefined && !isWanted(known.facts) && !isWanted(known.signature);
      const isFailed = known?.facts.status === 'failed';
      if (!isThere && !isFailed && !tasks.isRunning(archiveTask(name))) load(name);
    },
    reload: load,
  };
}
