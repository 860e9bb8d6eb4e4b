import { basename, dirname } from 'node:path';
import { isObject } from '../text/json-fields.js';
import { readJsonFile } from './json-file.js';
import { type Outcome, WriteBehind } from './write-behind.js';

/** The account of a place, as it was known at the last visit. 0.1 kept none. */
export interface RecentAccount {
  readonly did: string;
  readonly handle: string | undefined;
  /** What it calls itself. */
  readonly name: string | undefined;
}

/** A place that was visited. */
export interface RecentPlace {
  /** Text that `parseAddress` takes. */
  readonly address: string;
  readonly title: string | undefined;
  readonly account?: RecentAccount | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const RECENTS_MAX = 50;

/** The account as a file tells it; undefined for what is none. */
function accountIn(value: unknown): RecentAccount | undefined {
  const { did, handle, name } = (value ?? {}) as Partial<Record<keyof RecentAccount, unknown>>;
  if (typeof did !== 'string') return undefined;
  return {
    did,
    handle: typeof handle === 'string' ? handle : undefined,
    name: typeof name === 'string' ? name : undefined,
  };
}

/** The version that last changed what keys mean: CHANGELOG.md, "Changed keys". */
export const KEYS_CHANGED_IN = '0.2.0';

function isRecentPlace(value: unknown): value is RecentPlace {
  const { address, title, at } = (value ?? {}) as Partial<Record<keyof RecentPlace, unknown>>;
  return (
    typeof address === 'string' &&
    (title === undefined || typeof title === 'string') &&
    typeof at === 'number' &&
    Number.isFinite(at)
  );
}

/** Whether a file is one of recent places at all. */
const hasPlaces = (value: unknown): boolean =>
  isObject(value) && (value.places === undefined || Array.isArray(value.places));

/** The places in what a file holds; anything else is passed over. */
function placesIn(value: unknown): RecentPlace[] {
  const places = (value as { places?: unknown } | null | undefined)?.places;
  if (!Array.isArray(places)) return [];
  return places.filter(isRecentPlace).map(({ account, ...place }) => {
    const known = accountIn(account);
    return known ? { ...place, account: known } : place;
  });
}

/** Each address once, at its latest visit; latest first. */
function merge(...lists: readonly (readonly RecentPlace[])[]): readonly RecentPlace[] {
  const byAddress = new Map<string, RecentPlace>();
  for (const place of lists.flat()) {
    const known = byAddress.get(place.address);
    const [newer, older] = !known || place.at >= known.at ? [place, known] : [known, place];
    const account = newer.account ?? older?.account;
    const title = newer.title ?? older?.title;
    byAddress.set(place.address, { ...newer, title, ...(account && { account }) });
  }
  return [...byAddress.values()].sort((a, b) => b.at - a.at).slice(0, RECENTS_MAX);
}

/** The last 50 places, kept between runs. */
export class Recents {
  #places: readonly RecentPlace[];
  /** The file, or what lies beside it, was written by a version whose keys were others. */
  #isFromOtherKeys = false;
  readonly #file: string;
  readonly #tell: (text: string) => void;
  readonly #writing: WriteBehind;

  /**
   * `tell` takes a sentence where the file cannot be read; it is set aside then. `wasUsed` is asked where there is none: whether
   * somebody who comes without recent places has been here before.
   */
  constructor(file: string, tell: (text: string) => void, outcome: Outcome, wasUsed: () => boolean) {
    this.#file = file;
    this.#tell = tell;
    const value = this.#read();
    this.#places = merge(placesIn(value));
    this.#isFromOtherKeys = isObject(value) ? value.keysOf !== KEYS_CHANGED_IN : wasUsed();
    this.#writing = new WriteBehind(() => this.#write(), outcome);
  }

  /** Latest first. */
  list(): readonly RecentPlace[] {
    return this.#places;
  }

  /** Notes a visit, now. A title and an account that were known stay where none is given. */
  add({ address, title, account }: Omit<RecentPlace, 'at'>): void {
    const place = { address, title, at: Date.now(), ...(account && { account }) };
    this.#places = merge([place], this.#places);
    this.#writing.touch();
  }

  /** Whether keys have changed since the version that wrote the file. True once: the file knows then that it was told. */
  takeKeyChange(): boolean {
    const isFromOtherKeys = this.#isFromOtherKeys;
    this.#isFromOtherKeys = false;
    if (isFromOtherKeys) this.#writing.touch();
    return isFromOtherKeys;
  }

  /** Waits until all is on disk, or could not be put there. */
  flush(): Promise<void> {
    return this.#writing.flush();
  }

  #read(): unknown {
    const { value, problem } = readJsonFile(this.#file, { isUsable: hasPlaces, what: 'a list of places' });
    if (problem !== undefined) this.#tell(problem);
    return value;
  }

  async #write(): Promise<void> {
    // Another atscope may have written since, or somebody with an editor: what is broken is set aside before conf sees it.
    this.#places = merge(this.#places, placesIn(this.#read()));
    // Loaded when there is something to write: see docs/decisions/0007-conf-after-the-first-frame.md.
    const { default: Conf } = await import('conf');
    const store = new Conf<{ places: readonly RecentPlace[]; keysOf: string }>({
      cwd: dirname(this.#file),
      configName: basename(this.#file, '.json'),
      projectSuffix: '',
      configFileMode: 0o600,
      clearInvalidConfig: false,
      deserialize: (text) => JSON.parse(text.replace(/^\uFEFF/, '')),
    });
    store.set({
      places: this.#places,
      keysOf: this.#isFromOtherKeys ? store.get('keysOf', '') : KEYS_CHANGED_IN,
    });
  }
}
