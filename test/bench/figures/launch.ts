import { type Figure, milliseconds } from '../figure.js';
import { firstFrame, launchNode, openProgram, withFolder } from '../program.js';
import { median } from '../statistics.js';

const RUNS = 31;
const WARM_UPS = 3;

/** The start screen against a Node that does nothing, one after the other, each in a terminal of its own. */
export const launch: Figure = {
  name: 'launch',
  title: 'launch → first painted frame',

  measure: () =>
    withFolder(async (home) => {
      const program: number[] = [];
      const node: number[] = [];
      for (let run = -WARM_UPS; run < RUNS; run += 1) {
        const [painted, ended] = [await launchProgram(home), await launchNode(home)];
        if (run < 0) continue;
        program.push(painted);
        node.push(ended);
      }
      return [
        {
          title: launch.title,
          value: median(program) / median(node),
          unit: '×',
          target: 3.2,
          comparedTo: `node -e 0, to its end: ${milliseconds(median(node))}`,
          runs: RUNS,
          details: {
            'first frame': `${milliseconds(median(program))} median, ${milliseconds(Math.min(...program))} least`,
            'bare node': `${milliseconds(median(node))} median, ${milliseconds(Math.min(...node))} least`,
          },
        },
      ];
    }),
};

async function launchProgram(home: string): Promise<number> {
  await using terminal = await openProgram([], { home });
  return await firstFrame(terminal);
}
