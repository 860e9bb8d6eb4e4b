import { startNetwork } from '../../network/network.js';
import { createAccountWithPosts } from '../bench-account.js';
import { type Answer, startDelayingProxy } from '../delaying-proxy.js';
import { type Figure, type Measurement, milliseconds } from '../figure.js';
import { firstFrame, launchNode, openProgram, withFolder } from '../program.js';
import { longestChain, median } from '../statistics.js';

const DELAY_MS = 100;
const runs = 11;
const posts = 60;

interface Launch {
  readonly total: number;
  readonly frame: number;
  /** When the answer with the records had left. */
  readonly answered: number;
  /** Answers one after another, the one with the records being the last. */
  readonly chain: number;
}

/**
 * The built program on the real PLC directory, AppView and PDS, each behind a proxy that holds every answer back. What
 * counts is how many answers had to wait for one another before the first record was on the screen.
 */
export const firstRow: Figure = {
  name: 'first-row',
  title: 'launch → first record row, every answer held back by 100 ms',

  async measure() {
    const network = await startNetwork();
    const account = await createAccountWithPosts(network.pds, 'bench.test', posts);
    await network.processAll();

    const pds = await startDelayingProxy(network.pds, { delayMs: DELAY_MS });
    const plc = await startDelayingProxy(network.plc, {
      delayMs: DELAY_MS,
      rewrite: (body) => body.replaceAll(network.pds, pds.origin),
    });
    const appview = await startDelayingProxy(network.appview, { delayMs: DELAY_MS });
    const proxies = [pds, plc, appview];
    const services = ['--plc', plc.origin, '--appview', appview.origin];
    const answersFrom = (start: number): Answer[] =>
      proxies.flatMap(({ answers }) => answers.filter((answer) => answer.start >= start));

    async function launch(repo: string, home?: string): Promise<Launch> {
      const options = home === undefined ? {} : { home };
      await using terminal = await openProgram([`at://${repo}/app.bsky.feed.post`, ...services], options);
      const frame = await firstFrame(terminal);
      await terminal.waitFor(`post ${posts - 1}:`);
      const total = performance.now() - terminal.startedAt;
      // An identity is kept soon, not at once: who kills the program so early has the next one look it up again.
      if (home !== undefined) {
        terminal.press('q');
        await terminal.waitForExit();
      }
      const answers = answersFrom(terminal.startedAt);
      const records = answers.find(({ path }) => path.includes('com.atproto.repo.listRecords'))!;
      const answered = records.end - terminal.startedAt;
      return { total, frame, answered, chain: longestChain(answers.filter(({ end }) => end <= records.end)) };
    }

    try {
      // The first start ever also compiles.
      await launch(account.handle);
      const unseen = await repeat(() => launch(account.handle));
      const did = await repeat(() => launch(account.did));
      const bare: number[] = [];
      const cached = await withFolder(async (home) => {
        await launch(account.handle, home);
        return await repeat(async () => {
          bare.push(await launchNode(home));
          return await launch(account.handle, home);
        });
      });
      return [
        measurement('from a handle never seen', 3, unseen),
        measurement('from a DID', 2, did),
        measurement('from a cached identity', 1, cached),
        beyondFrame(cached, median(bare)),
      ];
    } finally {
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await network.stop();
    }
  },
};

async function repeat(launch: () => Promise<Launch>): Promise<Launch[]> {
  const launches: Launch[] = [];
  for (let run = 0; run < runs; run += 1) launches.push(await launch());
  return launches;
}

function measurement(from: string, target: number, launches: readonly Launch[]): Measurement {
  const total = median(launches.map((launch) => launch.total));
  const frame = median(launches.map((launch) => launch.frame));
  const answered = median(launches.map((launch) => launch.answered));
  const over = total - frame - target * DELAY_MS;
  return {
    title: `launch → first record row, ${from}`,
    value: median(launches.map(({ chain }) => chain)),
    unit: 'answers',
    target,
    comparedTo: `first frame of the same launch: ${milliseconds(frame)}`,
    runs: launches.length,
    details: {
      'until the row': `${milliseconds(total)} median; the answer with the records left at ${milliseconds(answered)}`,
      'beyond the first frame': `${milliseconds(total - frame)}, ${milliseconds(over)} more than ${target} × ${DELAY_MS} ms`,
    },
  };
}

/**
 * What the row costs beside the frame: (until the row − until the frame − the 100 ms of the one answer) over a bare Node of
 * the same run. The answer is asked for before the frame, so that most of the 100 ms pass while the frame is made.
 */
function beyondFrame(launches: readonly Launch[], bare: number): Measurement {
  const beyond = median(launches.map(({ total, frame }) => total - frame - DELAY_MS));
  return {
    title: `first frame → first record row, from a cached identity, less ${DELAY_MS} ms`,
    value: beyond / bare,
    unit: '×',
    target: 1,
    comparedTo: `node -e 0, to its end: ${milliseconds(bare)}`,
    runs: launches.length,
    details: { 'beyond the first frame and the answer': milliseconds(beyond) },
  };
}
