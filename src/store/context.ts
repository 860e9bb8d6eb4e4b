import type { StoreApi } from 'zustand/vanilla';
import type { AtClient } from '../atproto/client.js';
import type { HistorySource } from '../places/history.js';
import { currentPlace } from './selectors.js';
import type { Notice, Place, Recent, State } from './state.js';

/** Places remembered between runs. */
export interface RecentPlaces {
  list(): readonly Recent[];
  add(recent: Recent): void;
}

/** What the store makes happen outside itself and the network. */
export interface Effects {
  /** Puts a text on the terminal's clipboard. Gives a sentence where that is not possible. */
  copy(text: string): string | undefined;
  /** Opens a web address in the browser; rejects where none can be started. */
  openUrl(url: string): Promise<void>;
  /**
   * Writes a text into a new file in the current folder, under that name, or with a number behind it where the name is taken.
   * Gives the path. Rejects with the error of the file system.
   */
  saveNew(name: string, text: string): Promise<string>;
}

/** What the parts of the store share. */
export interface StoreContext {
  readonly client: AtClient;
  readonly recents: RecentPlaces;
  readonly effects: Effects;
  readonly history: HistorySource;
  readonly get: () => State;
  readonly set: StoreApi<State>['setState'];
  readonly tasks: Tasks;
}

/** Changes the current place. */
export function patchPlace(context: StoreContext, patch: Partial<Place>): void {
  context.set((state) => ({
    places: state.places.with(state.at, { ...currentPlace(state), ...patch }),
  }));
}

export function notify(context: StoreContext, text: string, kind: Notice['kind'] = 'info'): void {
  context.set({ notice: { text, kind } });
}

/** Says that something did not come about, with the sentence of the error behind it. */
export function notifyFailure(context: StoreContext, text: string, error: unknown): void {
  context.set({ notice: { text, kind: 'error', error } });
}

/** A map with one entry changed, and the oldest ones left out beyond `limit`. */
export function withEntry<V>(
  map: ReadonlyMap<string, V>,
  key: string,
  value: V,
  limit: number,
): ReadonlyMap<string, V> {
  const next = new Map(map);
  next.set(key, value);
  for (const oldest of next.keys()) {
    if (next.size <= limit) break;
    if (oldest !== key) next.delete(oldest);
  }
  return next;
}

/** What is being fetched, by name, so that leaving a place can end what it was loading. */
export class Tasks {
  readonly #running = new Map<string, AbortController>();

  /**
   * Starts a piece of work in place of an earlier one of that name. Its signal aborts when it is stopped; what it
   * throws after that is nobody's concern, and it must not throw otherwise.
   */
  start(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.stop(name);
    const controller = new AbortController();
    this.#running.set(name, controller);
    return work(controller.signal)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) throw error;
      })
      .finally(() => {
        if (this.#running.get(name) === controller) this.#running.delete(name);
      });
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  stop(name: string): void {
    this.#running.get(name)?.abort();
    this.#running.delete(name);
  }

  /** Stops all whose name is not wanted any more. */
  keepOnly(wanted: (name: string) => boolean): void {
    for (const name of [...this.#running.keys()]) if (!wanted(name)) this.stop(name);
  }
}
