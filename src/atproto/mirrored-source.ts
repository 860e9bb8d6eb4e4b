import { askWithMirrors } from './ask-mirrors.js';
import type { MirrorBook } from './mirrored.js';
import type { RepoSource } from './repo-source.js';

/** Who has an account. */
export interface MirroredRepo {
  readonly did: string;
  readonly pds: RepoSource;
  /** Origins, in the order in which they are asked. */
  readonly mirrors: readonly string[];
  readonly book: MirrorBook;
  mirror(origin: URL): Promise<RepoSource>;
}

/** An account at its PDS, or at one of the mirrors where that is gone: each call as `askWithMirrors` makes it. */
export function createMirroredSource({ did, pds, mirrors, book, mirror }: MirroredRepo): RepoSource {
  const ask = <Result>(of: (source: RepoSource) => Promise<Result>): Promise<Result> =>
    askWithMirrors({
      did,
      mirrors,
      book,
      ofPds: () => of(pds),
      ofMirror: async (origin) => await of(await mirror(origin)),
    });
  return {
    describe: (options) => ask((source) => source.describe(options)),
    latest: (options) => ask((source) => source.latest(options)),
    list: (...page) => ask((source) => source.list(...page)),
    get: (...record) => ask((source) => source.get(...record)),
    proof: (...record) => ask((source) => source.proof(...record)),
  };
}
