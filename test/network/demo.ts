/**
 * `npm run demo`: the program on a whole network of its own, in which something happens every few seconds.
 *
 *     npm run demo                              atscope alice.test
 *     npm run demo -- bob.test --some-option    atscope with these arguments
 *     npm run demo -- --serve                   only the network; says how to look at it, and stays until Ctrl-c
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { demoFolder } from './demo-folder.js';
import { hostNetwork } from './hosted-network.js';
import { showProgress } from './progress-display.js';
import { THREAD_KEY } from './seed-thread.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Options of atscope that take the next argument for their value. */
const VALUED = ['--appview', '--plc', '--stream', '--config-dir'];

const program = fileURLToPath(new URL('../../dist/atscope.js', import.meta.url));
const serve = process.argv.includes('--serve');
const given = process.argv.slice(2).filter((argument) => argument !== '--serve');
const hasAddress = given.some(
  (argument, i) => !argument.startsWith('-') && !VALUED.includes(given[i - 1] ?? ''),
);

const WHAT_TO_TRY = `
What to try on the network of the demo, which \`npm run demo\` starts again:

  Enter Enter                a post of alice's, in full; Esc goes back
  f / bob Enter              her followers, and one of them by name
  w                          who follows and unfollows her, live: something happens every few seconds
  :alice.test/com.example.garden.plant   records of an app that nobody at Bluesky wrote
  :lexicon:com.example.garden.plant      what they shall look like, as gardener.test has published it
  :moved.test/log            an account that was stolen, recovered and moved: each operation, and who signed it
  :moved.test/identity       its handle, keys and host; ?at=2024-06-01T04:00Z says what they were in the hands of the thief
  :spammer.test/labels       what labels say of an account, by whom, since when, and whether their labeler signed them
  :labels:labeler.test       what that labeler says, live; :labeler.test/labeler what its words mean
  :painter.test/posts        pictures of every kind, and a film; what labels say of them stands before the text
  :painter.test/blobs        each of its files, and which records use it; Enter shows it
  :tess.test/app.bsky.feed.post/${THREAD_KEY}/thread   a conversation as a tree; - folds a branch
  :shy.test/posts            one who asks to be shown only to who is signed in; :login nora.test (nora-pass) signs in
  :xrpc:app.bsky.actor.getProfile?actor=moved.test   any query that a lexicon defines
  :archive:alice.test        her repository as it was taken home: the same keys, and nobody is asked; S searches it
  F1                         the ten keys that matter; ? has all that work where you are

  npm run demo -- carol.test             another account
  npm run demo -- --watch                with the watch running
  npm run demo -- --serve                only the network, for the verbs: atscope diff archive:alice.test tells
                                         what became of her repository from one copy to the next
  npx atscope bsky.app                   the public network
`;

/** How another shell gets to the network, on the screen and by the lines of the README. */
const howToLook = (args: readonly string[], folder: string): string => `The network is up. Look at it with

  ${[process.execPath, program, ...args].join(' ')}

or have all that atscope does in a shell be about it:

  export ATSCOPE_CONFIG_DIR=${folder}
  atscope() { ${process.execPath} ${program} "$@"; }
  atscope diff archive:alice.test              # from one copy of her repository to the next
  atscope diff archive:alice.test alice.test   # from there to now: she writes every few seconds

Ctrl-c ends it.
`;

process.exitCode = await demo();

async function demo(): Promise<number> {
  if (!serve && !existsSync(program)) {
    process.stderr.write('There is no dist/atscope.js: run `npm run build` first.\n');
    return 1;
  }
  const display = showProgress(process.stderr);
  const network = hostNetwork({ onProgress: display.update });
  const stopped = untilSignal();
  try {
    const facts = await Promise.race([network.facts, stopped]);
    if (typeof facts === 'number') {
      display.abandon();
      return facts;
    }
    display.end();
    const folder = await demoFolder(facts, network);
    network.keepBusy();
    const args = [...(hasAddress ? [] : ['alice.test']), '--config-dir', folder, ...given];
    if (serve) {
      process.stdout.write(howToLook(args, folder));
      return await stopped;
    }
    const code = await run(args);
    if (code === 0) process.stdout.write(WHAT_TO_TRY);
    return code;
  } catch (error) {
    display.abandon();
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await network.stop();
  }
}

/** The program has the terminal until it ends. Resolves with its exit code, or 128 and the number of what killed it. */
async function run(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
  // A signal to this process is meant for the program, which knows how to give the terminal back.
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, passOn);
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)));
  });
}

/** Resolves at the first signal, with the exit code that says so. */
function untilSignal(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve(128 + constants.signals[signal]));
  });
}
