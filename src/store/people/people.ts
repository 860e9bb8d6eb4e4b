import { setTimeout as wait } from 'node:timers/promises';
import type { StoreContext } from '../context.js';

/** How long nobody types before it is asked for who is meant. */
const PAUSE_MS = 200;

/** What may be the beginning of a name or a handle. An address or a command with something behind it is not. */
const NAME = /^@?[\p{L}\p{N}][\p{L}\p{N}\p{M}'’._ -]+$/u;

export interface PeopleActions {
  /** Asks, after a pause, for accounts whose name or handle begins with a text; at once for nobody where it can be neither. */
  wantPeople(text: string): void;
}

export function createPeople({
  client,
  get,
  set,
  tasks,
}: Pick<StoreContext, 'client' | 'get' | 'set' | 'tasks'>): PeopleActions {
  let wanted = '';

  return {
    wantPeople(typed) {
      const text = typed.trim();
      if (text === wanted) return;
      wanted = text;
      if (!NAME.test(text)) {
        tasks.stop(PEOPLE_TASK);
        if (get().people.length > 0) set({ people: [] });
        return;
      }
      void tasks.start(PEOPLE_TASK, async (signal) => {
        await wait(PAUSE_MS, undefined, { signal });
        try {
          const found = await client.appview.findActors(text.replace(/^@/, ''), {
            signal,
            isBackground: true,
          });
          set({ people: found.map(({ did, handle, displayName: name }) => ({ did, handle, name })) });
        } catch {
          // Who is found is an offer: without it one types on. The call is on the `x` screen.
          if (!signal.aborted) set({ people: [] });
        }
      });
    },
  };
}

export const PEOPLE_TASK = 'people';
