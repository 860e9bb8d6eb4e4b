import { isDid } from '@atcute/lexicons/syntax';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { XrpcAddress } from '../../places/xrpc/xrpc-address.js';
import { currentAccount } from '../accounts/accounts-selectors.js';
import type { StoreContext } from '../context.js';
import { notifyFailure } from '../notice/notify.js';
import { shownRecord } from '../records/shown-record.js';
import { selection } from '../selection.js';
import type { State } from '../state.js';
import type { Navigation } from '../visits/navigation.js';
import type { MethodFormOverlay } from './form-state.js';
import type { Prefill } from './form-update.js';

export interface MethodFormActions {
  /** Asks for the parameters of a query, as its lexicon describes them; one that takes none is asked at once. */
  openMethodForm(query: XrpcAddress): void;
  /** To the next field (1) or the one before (-1), round and round. */
  moveField(step: 1 | -1): void;
  /** Asks the query; where something is missing or wrong, goes there and says so. */
  submitForm(): void;
}

const FORM_TASK = 'method form';

/** The form in which the parameters of a query are typed. */
export function createMethodForm(
  context: StoreContext,
  navigation: Pick<Navigation, 'goTo'>,
): MethodFormActions {
  const { client, tasks, get, set } = context;

  function open(): MethodFormOverlay | undefined {
    const { overlay } = get();
    return overlay?.kind === 'method-form' ? overlay : undefined;
  }

  return {
    async openMethodForm(query) {
      const { nsid } = query;
      const prefill = prefillOf(get());
      const looking: MethodFormOverlay = {
        kind: 'method-form',
        nsid,
        description: undefined,
        fields: [],
        at: 0,
        error: undefined,
      };
      set({ overlay: looking });
      await tasks.start(FORM_TASK, async (signal) => {
        try {
          const [{ describeMethod }, { methodForm }] = await Promise.all([
            import('../../places/xrpc/described-method.js'),
            import('./form-update.js'),
          ]);
          const method = await describeMethod(nsid, client.lexicons, signal);
          // It was closed, or another one was opened.
          if (signal.aborted || open() !== looking) return;
          const takesNothing =
            method.kind === 'query' && Object.keys(method.def.parameters?.properties ?? {}).length === 0;
          if (method.kind === 'other' || takesNothing) {
            set({ overlay: undefined });
            navigation.goTo(query);
          } else set({ overlay: methodForm(query, method, prefill) });
        } catch (error) {
          if (isAbortError(error) || signal.aborted) return;
          if (open() === looking) set({ overlay: undefined });
          notifyFailure(context, `The parameters of ${nsid} cannot be asked for.`, error);
        }
      });
    },

    moveField(step) {
      const form = open();
      if (!form || form.fields.length === 0) return;
      const { length } = form.fields;
      set({ overlay: { ...form, at: (form.at + step + length) % length } });
    },

    async submitForm() {
      const form = open();
      if (!form || form.fields.length === 0) return;
      const { submitted } = await import('./form-update.js');
      // What was typed meanwhile counts, too.
      const now = open();
      if (!now) return;
      const result = submitted(now);
      if ('form' in result) set({ overlay: result.form });
      else {
        set({ overlay: undefined });
        navigation.goTo(result.address);
      }
    },
  };
}

/** What is selected, as parameters may mean it. */
function prefillOf(state: State): Prefill {
  if (!state.visit.address) return NOTHING;
  const { account, record, collection } = selection(state);
  const identity = currentAccount(state)?.identity.value;
  const uri = record && shownRecord(state)?.record.value?.uri;
  const did = isDid(account)
    ? account
    : account !== undefined && identity?.handle === account
      ? identity.did
      : undefined;
  return {
    actor: account,
    did,
    uri: uri?.startsWith('at://') ? uri : undefined,
    collection: record?.collection ?? collection,
    rkey: record?.rkey,
  };
}

const NOTHING: Prefill = {
  actor: undefined,
  did: undefined,
  uri: undefined,
  collection: undefined,
  rkey: undefined,
};
