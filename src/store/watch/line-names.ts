import type { AppView, ProfileDetailed } from '../../atproto/appview.js';
import { LINES_MAX, type WatchLine } from './watch-state.js';

/** Milliseconds in which questions gather, so that one call serves many lines. */
const GATHER_MS = 60;
/** Milliseconds until accounts that the AppView does not know yet are asked for again … */
const UNKNOWN_AFTER_MS = 1_000;
/** … and how often that is. */
const TRIES_MAX = 4;
/** Milliseconds until an AppView that failed is asked again. */
const FAILED_AFTER_MS = 30_000;
/** Accounts in one question. */
const QUESTION_MAX = 25;

export interface LineNamesSettings {
  readonly appview: Pick<AppView, 'getProfiles' | 'getRelationships'>;
  /** Whose followers the lines are about. */
  readonly did: string;
  readonly signal: AbortSignal;
  /** What became known of lines, by id. */
  readonly told: (lines: ReadonlyMap<number, Partial<WatchLine>>) => void;
}

/** Asks who those are whom the lines of a watch are about, the newest first. */
export class LineNames {
  readonly #settings: LineNamesSettings;
  /** Lines whose follower's name is still to be asked for, by id. */
  readonly #unnamed = new Map<number, { readonly did: string; readonly tries: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: LineNamesSettings) {
    this.#settings = settings;
    settings.signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  ask(lines: readonly Pick<WatchLine, 'id' | 'did'>[]): void {
    for (const { id, did } of lines) if (did !== undefined) this.#unnamed.set(id, { did, tries: 0 });
    // Nobody scrolls back through more than is kept.
    for (const id of this.#unnamed.keys()) {
      if (this.#unnamed.size <= LINES_MAX) break;
      this.#unnamed.delete(id);
    }
    this.#askSoon(GATHER_MS);
  }

  #askSoon(afterMs: number): void {
    if (this.#timer || this.#unnamed.size === 0 || this.#settings.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#ask(), afterMs);
  }

  async #ask(): Promise<void> {
    const some = [...this.#unnamed].reverse().slice(0, QUESTION_MAX);
    let next: number = GATHER_MS;
    try {
      const facts = await this.#factsOf([...new Set(some.map(([, { did }]) => did))]);
      const told = new Map<number, Partial<WatchLine>>();
      for (const [id, line] of some) {
        this.#unnamed.delete(id);
        const known = facts.get(line.did);
        if (known) told.set(id, known);
        // An account that has only just been made may not be known yet; one that is gone has no profile.
        else if (line.tries + 1 < TRIES_MAX) this.#unnamed.set(id, { ...line, tries: line.tries + 1 });
      }
      if (told.size > 0) this.#settings.told(told);
      else next = UNKNOWN_AFTER_MS;
    } catch {
      // The DID stands in place of a name until the AppView answers again; the call is on the `x` screen.
      next = FAILED_AFTER_MS;
    }
    this.#timer = undefined;
    this.#askSoon(next);
  }

  async #factsOf(dids: readonly string[]): Promise<ReadonlyMap<string, Partial<WatchLine>>> {
    const { appview, did, signal } = this.#settings;
    const [profiles, relations] = await Promise.all([
      appview.getProfiles(dids, { signal, isBackground: true }),
      appview.getRelationships(did, dids, { signal, isBackground: true }).catch(() => []),
    ]);
    signal.throwIfAborted();
    const followed = new Set(
      relations.filter(({ following }) => following !== undefined).map((one) => one.did),
    );
    return new Map(profiles.map((profile) => [profile.did, factsOf(profile, followed.has(profile.did))]));
  }
}

const factsOf = (
  { handle, displayName, followersCount }: ProfileDetailed,
  mutual: boolean,
): Partial<WatchLine> => ({
  handle,
  name: displayName,
  followers: followersCount,
  mutual,
});
