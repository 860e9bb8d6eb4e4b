import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AccountsAct } from '../../jobs/many/account-plan.js';
import { cellText } from '../../text/cell-text.js';
import { ask } from '../changes/ask.js';
import type { StoreContext } from '../context.js';
import { runJob } from '../jobs/jobs.js';
import { currentList } from '../lists/lists-selectors.js';
import { takenItems } from '../lists/marked-rows.js';
import { currentMarks } from '../lists/marks.js';
import { notify, notifyFailure } from '../notice/notify.js';
import { ACTS, type Act } from '../social/acts.js';
import type { AccountTarget } from '../social/target.js';
import { accountOfRow } from '../social/targets.js';
import { currentVisit } from '../visits/visits-selectors.js';
import type { ChosenList, TakenAccounts } from './many-accounts-text.js';
import type { RunMany } from './run-many.js';

/** What can be done to many accounts at once. */
export type ManyAccountsId = 'follow' | 'unfollow' | 'block' | 'unblock' | 'mute' | 'unmute' | 'add-to-list';

export interface ManyAccountsActions {
  /** Asks whether something is to be done to all accounts of the rows that are marked, or that pass the filter. */
  actOnMany(id: ManyAccountsId): void;
}

const LOOK_TASK = 'looking at many accounts';

/** Doing one thing to many accounts: it is looked first what is so already. */
export function createManyAccounts(
  context: StoreContext,
  { askMany }: Pick<RunMany, 'askMany'>,
): ManyAccountsActions {
  const { client, get, tasks } = context;

  function taken(): TakenAccounts | undefined {
    const state = get();
    const list = currentList(state);
    if (!list?.listing) return undefined;
    const marks = currentMarks(state);
    const accounts = new Map<string, AccountTarget>();
    for (const item of takenItems(list, marks)) {
      const account = accountOfRow(state, list.listing.row(item, state.names));
      if (account) accounts.set(account.did, account);
    }
    const passing = list.ended ? 'All that pass the filter' : 'All that are loaded and pass the filter';
    return { accounts, which: marks ? 'Marked' : passing };
  }

  /** Looks something up in the background. `next` is called with it where one is still at the place, and nothing lies over it. */
  async function look<T>(
    work: (signal: AbortSignal, tell: (done: number) => void) => Promise<T>,
    next: (found: T) => void,
  ): Promise<void> {
    const id = LOOK_TASK;
    const { id: place } = currentVisit(get());
    const job = { id, title: 'looking what is so already', unit: 'records', stop: () => tasks.stop(id) };
    await tasks.start(id, async (signal) => {
      let found: { readonly value: T } | undefined;
      await runJob(context, job, async (tell) => {
        try {
          found = { value: await work(signal, (done) => tell({ done })) };
        } catch (error) {
          if (isAbortError(error) || signal.aborted) return 'Stopped: nothing was changed.';
          notifyFailure(context, 'Nothing was changed: what is so already cannot be looked up.', error);
        }
        return undefined;
      });
      if (!found) return;
      const { overlay, visit } = get();
      if (overlay === undefined && visit.id === place) next(found.value);
      else notify(context, 'It was looked up while you did something else: ask for it once more.');
    });
  }

  function plan(did: string, act: Act, { accounts, which }: TakenAccounts, list?: ChosenList): void {
    void look(
      async (signal, onRead) => {
        const [{ planAccounts }, texts] = await loaded();
        const options = { did, signal, onRead };
        const planned = await planAccounts(client, wayOf(act, list), [...accounts.keys()], options);
        return {
          request: texts.accountsRequest(act, planned, { accounts, which, list }),
          passedOver: texts.passedOverText(act, planned),
        };
      },
      ({ request, passedOver }) => {
        if (request.items.length > 0) askMany({ ...request, did });
        else notify(context, ['There is nothing to do.', ...passedOver].join(' '));
      },
    );
  }

  function chooseList(did: string, act: Act, found: TakenAccounts): void {
    void look(
      async (signal) => {
        const [{ ownLists }, { countOf }] = await loaded();
        return { lists: await ownLists(client, did, signal), count: countOf(found.accounts.size) };
      },
      ({ lists, count }) => {
        if (lists.length === 0) return notify(context, 'You have no list yet: make one first.');
        const named = lists.map(({ uri, name }) => ({ uri, name: `“${cellText(name, 60)}”` }));
        ask(context, {
          title: `Put ${count} on which list?`,
          about: [],
          choices: [
            { key: 'none', title: 'on none' },
            ...named.map(({ uri, name }) => ({ key: uri, title: name })),
          ],
          answer(key) {
            const list = named.find(({ uri }) => uri === key);
            if (list) plan(did, act, found, list);
          },
        });
      },
    );
  }

  return {
    actOnMany(id) {
      const did = get().session?.did;
      const found = taken();
      if (did === undefined || !found) return;
      if (found.accounts.size === 0) return notify(context, 'These rows are of no accounts.');
      if (id === 'add-to-list') chooseList(did, ACTS[id], found);
      else plan(did, ACTS[id], found);
    },
  };
}

/** What only those need who do something to many accounts. */
const loaded = () =>
  Promise.all([import('../../jobs/many/account-plan.js'), import('./many-accounts-text.js')]);

function wayOf({ way, makes }: Act, list: ChosenList | undefined): AccountsAct {
  if (way.kind === 'record') {
    return { kind: 'record', collection: way.collection, makes, ...(list && { list: list.uri }) };
  }
  const [nsid, opposite] = makes ? [way.on, way.off] : [way.off, way.on];
  return { kind: 'call', nsid, opposite, makes };
}
