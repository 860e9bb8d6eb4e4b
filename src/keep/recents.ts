import { basename, dirname } from 'node:path';
import { WriteBehind } from './write-behind.js';

/** A place that was visited. */
export interface RecentPlace {
  /** Text that `parseAddress` takes. */
  readonly address: string;
  readonly title: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const RECENTS_MAX = 50;

function isRecentPlace(value: unknown): value is RecentPlace {
  const { address, title, at } = (value ?? {}) as Partial<Record<keyof RecentPlace, unknown>>;
  return (
    typeof address === 'string' &&
    (title === undefined || typeof title === 'string') &&
    typeof at === 'number' &&
    Number.isFinite(at)
  );
}

/** The places in what a file holds; anything else is passed over. */
function placesIn(value: unknown): RecentPlace[] {
  const places = (value as { places?: unknown } | null | undefined)?.places;
  return Array.isArray(places) ? places.filter(isRecentPlace) : [];
}

/** Each address once, at its latest visit; latest first. */
function merge(...lists: readonly (readonly RecentPlace[])[]): readonly RecentPlace[] {
  const byAddress = new Map<string, RecentPlace>();
  for (const place of lists.flat()) {
    const known = byAddress.get(place.address);
    const [newer, older] = !known || place.at >= known.at ? [place, known] : [known, place];
    byAddress.set(place.address, { ...newer, title: newer.title ?? older?.title });
  }
  return [...byAddress.values()].sort((a, b) => b.at - a.at).slice(0, RECENTS_MAX);
}

/** The last 50 places, kept between runs. */
export class Recents {
  #places: readonly RecentPlace[];
  readonly #file: string;
  readonly #writing: WriteBehind;

  /** `value` is what the file holds now. */
  constructor(file: string, value: unknown, onFailure: (error: unknown) => void) {
    this.#places = merge(placesIn(value));
    this.#file = file;
    this.#writing = new WriteBehind(() => this.#write(), onFailure);
  }

  /** Latest first. */
  list(): readonly RecentPlace[] {
    return this.#places;
  }

  /** Notes a visit, now. A title that was known stays where none is given. */
  add({ address, title }: { address: string; title: string | undefined }): void {
    this.#places = merge([{ address, title, at: Date.now() }], this.#places);
    this.#writing.touch();
  }

  /** Waits until all is on disk, or could not be put there. */
  flush(): Promise<void> {
    return this.#writing.flush();
  }

  async #write(): Promise<void> {
    // Loaded when there is something to write: see docs/decisions/0007-conf-after-the-first-frame.md.
    const { default: Conf } = await import('conf');
    const store = new Conf<{ places: readonly RecentPlace[] }>({
      cwd: dirname(this.#file),
      configName: basename(this.#file, '.json'),
      projectSuffix: '',
      configFileMode: 0o600,
      clearInvalidConfig: true,
    });
    // Another atscope may have written since.
    this.#places = merge(this.#places, placesIn(store.store));
    store.set('places', this.#places);
  }
}
