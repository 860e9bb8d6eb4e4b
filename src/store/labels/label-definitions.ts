import { type LabelDefinition, readLabelDefinition } from '../../lenses/label-words.js';
import { listField, textField } from '../../text/json-fields.js';
import type { StoreContext } from '../context.js';
import type { NameBook } from '../names/names.js';

/** The most labelers that one getServices is asked for. */
const LABELERS_PER_CALL = 20;
/** Of one labeler; more is no declaration. */
const DEFINITIONS_MAX = 1_000;

/** What labelers mean by their values, asked of the AppView when a label of theirs is first shown. */
export interface LabelDefinitions {
  /** What is known now; what is not is asked for, and `changed` is called when it came. */
  of(labeler: string, value: string): LabelDefinition | undefined;
}

export const LABELERS_TASK = 'labelers';

/** Labelers are few: those whose labels are asked for. What they are called is learnt as well. */
export function createLabelDefinitions(
  { client, tasks }: Pick<StoreContext, 'client' | 'tasks'>,
  names: Pick<NameBook, 'learn'>,
  changed: () => void,
): LabelDefinitions {
  const known = new Map<string, ReadonlyMap<string, LabelDefinition>>();
  const wanted = new Set<`did:${string}:${string}`>();

  async function fetchWanted(signal: AbortSignal): Promise<void> {
    // Rows in sight are made one after the other, and want theirs in the same turn.
    await Promise.resolve();
    while (wanted.size > 0) {
      const dids = [...wanted].slice(0, LABELERS_PER_CALL);
      for (const did of dids) {
        wanted.delete(did);
        known.set(did, new Map());
      }
      try {
        const params = { dids, detailed: true };
        const options = { signal, isBackground: true };
        const { items } = await client.appview.page(
          'app.bsky.labeler.getServices',
          'views',
          params,
          undefined,
          options,
        );
        for (let index = 0; index < items.length; index++) remember(items.at(index)?.value());
        if (items.length > 0) changed();
      } catch {
        // What a value means is a nicety: the value stands there itself, and the call is on the `x` screen.
        if (signal.aborted) for (const did of dids) known.delete(did);
      }
    }
  }

  function remember(view: unknown): void {
    const [did, handle] = [textField(view, 'creator', 'did'), textField(view, 'creator', 'handle')];
    if (did === undefined) return;
    const definitions = listField(view, 'policies', 'labelValueDefinitions').slice(0, DEFINITIONS_MAX);
    const read = definitions.flatMap((json) => readLabelDefinition(json) ?? []);
    known.set(did, new Map(read.map((definition) => [definition.value, definition])));
    if (handle !== undefined) names.learn(did, handle, textField(view, 'creator', 'displayName'));
  }

  return {
    of(labeler, value) {
      const definitions = known.get(labeler);
      if (definitions === undefined && labeler.startsWith('did:')) {
        wanted.add(labeler as `did:${string}:${string}`);
        if (!tasks.isRunning(LABELERS_TASK)) void tasks.start(LABELERS_TASK, fetchWanted);
      }
      return definitions?.get(value);
    },
  };
}
