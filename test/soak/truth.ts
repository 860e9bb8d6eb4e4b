export type DeedKind = 'followed' | 'unfollowed';

/** Somebody comes or goes, at a time in milliseconds since 1970. */
export interface Deed {
  readonly kind: DeedKind;
  readonly did: string;
  readonly time: number;
}

/** What is so of one account: who came and went since it is watched, the oldest first, and who follows now. */
export interface AccountTruth {
  readonly deeds: Deed[];
  /** DIDs. */
  readonly followers: Set<string>;
}

/** The same as the program has it. */
export interface AccountTold {
  readonly deeds: readonly Deed[];
  readonly followers: ReadonlySet<string>;
  /** Of which stretches it says that events are missing, the oldest first. */
  readonly gaps?: readonly Gap[];
}

/** When a gap came to its end, in milliseconds since 1970, and why it is one. */
export interface Gap {
  readonly time: number;
  readonly reason: string;
}

/** A follower of whom another thing is told than is true. */
export interface Difference {
  readonly did: string;
  readonly truth: readonly Deed[];
  readonly told: readonly Deed[];
}

/** One account, its truth beside what was told of it. */
export interface Comparison {
  readonly handle: string;
  readonly truth: AccountTold;
  readonly told: AccountTold;
  readonly differences: readonly Difference[];
  /** DIDs that follow, and of whom the program does not know it. */
  readonly missed: readonly string[];
  /** DIDs that do not follow, and of whom the program says so. */
  readonly invented: readonly string[];
}

/** Of lines of a history, the newest first, those of somebody who comes or goes. */
export function toldBy(
  lines: readonly {
    readonly kind: string;
    readonly did?: string | undefined;
    readonly time: number | string;
    readonly reason?: string | undefined;
  }[],
  followers: Iterable<string>,
): AccountTold {
  const deeds = lines.flatMap(({ kind, did, time }): Deed[] => {
    if ((kind !== 'followed' && kind !== 'unfollowed') || did === undefined) return [];
    return [{ kind, did, time: new Date(time).getTime() }];
  });
  const gaps = lines.flatMap(({ kind, time, reason = '' }): Gap[] =>
    kind === 'gap' ? [{ time: new Date(time).getTime(), reason }] : [],
  );
  return { deeds: deeds.reverse(), followers: new Set(followers), gaps: gaps.reverse() };
}

export function compare(handle: string, truth: AccountTold, told: AccountTold): Comparison {
  return {
    handle,
    truth: { deeds: [...truth.deeds], followers: new Set(truth.followers) },
    told,
    differences: differencesOf(truth.deeds, told.deeds),
    missed: [...truth.followers].filter((did) => !told.followers.has(did)),
    invented: [...told.followers].filter((did) => !truth.followers.has(did)),
  };
}

export const isTrue = ({ differences, missed, invented }: Comparison): boolean =>
  differences.length + missed.length + invented.length === 0;

export const countOf = ({ deeds }: AccountTold, kind: DeedKind): number =>
  deeds.filter((deed) => deed.kind === kind).length;

/** What each follower did has to be told, all of it and in its order, and nothing else. */
function differencesOf(truth: readonly Deed[], told: readonly Deed[]): readonly Difference[] {
  const [before, after] = [byDid(truth), byDid(told)];
  const kinds = (deeds: readonly Deed[]): string => deeds.map(({ kind }) => kind).join();
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((did) => ({ did, truth: before.get(did) ?? [], told: after.get(did) ?? [] }))
    .filter((one) => kinds(one.truth) !== kinds(one.told));
}

function byDid(deeds: readonly Deed[]): ReadonlyMap<string, readonly Deed[]> {
  const found = new Map<string, Deed[]>();
  for (const deed of deeds) found.set(deed.did, [...(found.get(deed.did) ?? []), deed]);
  return found;
}
