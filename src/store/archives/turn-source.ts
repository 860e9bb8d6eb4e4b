import { isAbortError } from '../../atproto/calls/abort-error.js';
import { type Address, accountOf, archiveOf } from '../../places/address.js';
import { findArchive } from '../../places/archives/find-archive.js';
import { inArchive, onNetwork } from '../../places/archives/other-side.js';
import { SentenceError, say } from '../../text/sentence.js';
import { currentAccount } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import { notify, notifyFailure } from '../notice/notify.js';
import type { Navigation } from '../visits/navigation.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { Visit } from '../visits/visits-state.js';
import { currentArchive } from './archives-selectors.js';

export interface TurnActions {
  /** From the network to the newest copy that is kept, or back: the same account, collection or record, on the same row. */
  turnSource(): void;
}

const TURN_TASK = 'turn source';

export function createTurnSource(context: StoreContext, navigation: Navigation): TurnActions {
  const { archives, client, get, tasks } = context;

  /** Goes to the other side of where one is, with the cursors where they are: rows have the same keys on both. */
  function turn({ address, preview, focus, side, order, cursors }: Visit, to: Turn): void {
    const other = address && to(address);
    if (!other) return;
    const shown = preview && to(preview);
    // Its contents are read from the top where they have no such line.
    navigation.goTo(other, { focus, keeping: { preview: shown, side, order, cursors } });
  }

  async function toArchive(visit: Visit, repo: string): Promise<void> {
    const did = currentAccount(get())?.identity.value?.did;
    await tasks.start(TURN_TASK, async (signal) => {
      try {
        const { kept } = await findArchive({ repo: did ?? repo, copy: 0 }, { client, archives }, signal);
        if (currentVisit(get()).id !== visit.id) return;
        // Its handle may have been another's when that was taken home.
        const name = kept?.note?.handle === repo || did === undefined ? repo : did;
        turn(currentVisit(get()), (address) => inArchive(address, { repo: name, copy: 0 }));
      } catch (error) {
        if (isAbortError(error) || signal.aborted) return;
        if (error instanceof SentenceError) {
          return notify(context, say`Nothing of ${repo} is kept here: {key:archive.pull} takes it home.`);
        }
        notifyFailure(context, 'Its archive cannot be found.', error);
      }
    });
  }

  return {
    turnSource() {
      const state = get();
      const visit = currentVisit(state);
      const { address } = visit;
      if (!address) return;
      const of = archiveOf(address);
      const repo = accountOf(address);
      if (of) {
        const known = 'repo' in of ? of.repo : currentArchive(state)?.facts.value?.did;
        if (known === undefined) return notify(context, 'It is not known yet whose archive this is.');
        turn(visit, (place) => onNetwork(place, known));
      } else if (repo !== undefined) void toArchive(visit, repo);
    },
  };
}

type Turn = (address: Address) => Address | undefined;
