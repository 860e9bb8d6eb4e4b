import { isRefusedByAtcute, isRefusedByReference, problemsOf } from '../../archive/unsound/judges.js';
import { oddSoundRepos, unsoundRepos } from '../../archive/unsound/table.js';
import type { Figure, Measurement } from '../figure.js';
import { withFolder } from '../program.js';

/** What each reader says of one repository. */
interface Judged {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly reference: boolean;
  readonly atcute: boolean;
}

const COLUMN_CELLS = 18;

const row = (ours: string, reference: string, atcute: string): string =>
  `${reference.padEnd(COLUMN_CELLS)}${atcute.padEnd(COLUMN_CELLS)}${ours}`;
/** What is wrong to say in capitals. */
const said = (isRefused: boolean, isSound: boolean): string =>
  isRefused ? (isSound ? 'REFUSED' : 'refused') : isSound ? 'passed' : 'PASSED';

function measurement(title: string, judged: readonly Judged[], areSound: boolean): Measurement {
  const right = (isRefused: boolean): boolean => isRefused !== areSound;
  const count = (isRight: (repo: Judged) => boolean): number => judged.filter(isRight).length;
  const reference = count((repo) => right(repo.reference));
  const atcute = count((repo) => right(repo.atcute));
  const width = Math.max(...judged.map(({ name }) => name.length));
  const lines = judged.map((repo) => [
    repo.name.padEnd(width),
    row(repo.kinds.join(', ') || 'passed', said(repo.reference, areSound), said(repo.atcute, areSound)),
  ]);
  return {
    title,
    value: count(({ kinds }) => right(kinds.length > 0)),
    unit: 'repositories',
    target: judged.length,
    atLeast: true,
    comparedTo: `@atproto/repo ${reference}, @atcute/repo ${atcute}`,
    runs: judged.length,
    details: Object.fromEntries([
      ['by reader'.padEnd(width), row('atscope', '@atproto/repo', '@atcute/repo')],
      ...lines,
    ]),
  };
}

/** Which unsound repositories each reader refuses, and whether it takes those that are only odd. */
export const soundness: Figure = {
  name: 'soundness',
  title: 'unsound repositories that are refused',

  measure: () =>
    withFolder(async (folder) => {
      async function judge(repo: (typeof unsoundRepos)[number]): Promise<Judged> {
        const car = await repo.car();
        return {
          name: repo.name,
          kinds: [...new Set((await problemsOf(car, folder, repo)).map(({ kind }) => kind))],
          reference: await isRefusedByReference(car, repo.of),
          atcute: isRefusedByAtcute(car),
        };
      }
      const unsound: Judged[] = [];
      // Without a network nobody can tell: that is not for readers of files.
      for (const repo of unsoundRepos.filter(({ isOffline }) => !isOffline)) unsound.push(await judge(repo));
      const odd: Judged[] = [];
      for (const repo of oddSoundRepos) odd.push(await judge({ ...repo, kinds: [] }));
      return [
        measurement('unsound repositories refused', unsound, false),
        measurement('odd and sound repositories taken', odd, true),
      ];
    }),
};
