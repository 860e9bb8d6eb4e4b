import { type Figure, type Measurement, milliseconds } from '../figure.js';
import { launchNode, runToEnd, withFolder } from '../program.js';
import { median } from '../statistics.js';

const RUNS = 21;
const WARM_UPS = 3;

/** What is printed without the screen. The history is that of an account that was never watched: all of a verb but its lines. */
const LINES = [
  { args: ['--version'], target: 1.3 },
  { args: ['--help'], target: 1.3 },
  { args: ['history', 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'], target: 2 },
] as const;

/** Command lines that need no screen against a Node that does nothing, one after the other, each to its end. */
export const verbs: Figure = {
  name: 'verbs',
  title: 'a command line without a screen, to its end',

  measure: () =>
    withFolder(async (home) => {
      const node: number[] = [];
      const times = LINES.map((): number[] => []);
      for (let run = -WARM_UPS; run < RUNS; run += 1) {
        const bare = await launchNode(home);
        if (run >= 0) node.push(bare);
        for (const [index, { args }] of LINES.entries()) {
          const time = await runToEnd(args, { home });
          if (run >= 0) times[index]?.push(time);
        }
      }
      return LINES.map(
        ({ args, target }, index): Measurement => ({
          title: `atscope ${args[0]}, to its end`,
          value: median(times[index] ?? []) / median(node),
          unit: '×',
          target,
          comparedTo: `node -e 0, to its end: ${milliseconds(median(node))}`,
          runs: RUNS,
          details: { 'to its end': `${milliseconds(median(times[index] ?? []))} median` },
        }),
      );
    }),
};
