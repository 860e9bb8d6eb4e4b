import { constants } from 'node:os';
import { type Address, parseAddress } from './atproto/address.js';
import { createClient } from './atproto/client.js';
import type { EventStreams } from './atproto/streams/event-stream.js';
import { createEventStreams } from './atproto/streams/event-streams.js';
import { parseCommandLine } from './config/command-line.js';
import { openConfig } from './config/config.js';
import { proxyFor } from './config/settings.js';
import { createAppStore } from './store/create-store.js';
import { App } from './ui/app.js';
import { terminalEffects } from './ui/effects.js';
import { errorSentence } from './ui/error-sentence.js';
import { remapCommands } from './ui/keys/commands.js';
import { type Ended, show } from './ui/show.js';
import { sanitise } from './ui/text/sanitise.js';

/** Exit codes: quit by the user; an error, said on stderr; a command line or a terminal that cannot be used. */
const done = 0;
const failed = 1;
const unusable = 2;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * Runs the program to its end. `argv` is what follows its name. Resolves to the exit code; after a signal the process ends
 * by that signal, as its parent expects.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const line = parseCommandLine(argv, process.env);
  if (line.kind === 'print') {
    process.stdout.write(line.text);
    return done;
  }
  if (line.kind === 'usage') {
    say(line.message);
    return unusable;
  }
  let address: Address | undefined;
  if (line.address !== undefined) {
    const parsed = parseAddress(line.address);
    if (!parsed.ok) {
      say(`atscope: ${sanitise(parsed.reason)}`);
      return unusable;
    }
    address = parsed.address;
  }
  for (const [name, stream] of [
    ['standard input', process.stdin],
    ['standard output', process.stdout],
  ] as const) {
    if (stream.isTTY) continue;
    say(`atscope: ${name} is not a terminal, and atscope draws on one.`);
    return unusable;
  }
  // At once, and not when the first frame is mounted: what is typed until then is echoed otherwise, over the screen.
  process.stdin.setRawMode(true);
  const config = openConfig({
    folder: line.configDir,
    appview: line.appview,
    plc: line.plc,
    streams: line.streams,
  });
  const { appview, plc, keys, timeoutSeconds, streams, watchLimit, pollSeconds } = config.settings;
  const client = createClient({
    appview,
    plc,
    cache: config.identities,
    timeout: timeoutSeconds * 1000,
    sessions: { store: config.sessions, proxy: proxyFor(config.settings) },
  });
  const { commands, unknown } = remapCommands(keys);
  // One for the watch and the tail, so that they can share a connection.
  let opened: EventStreams | undefined;
  const openStreams = (): EventStreams => {
    opened ??= createEventStreams({ urls: streams });
    return opened;
  };
  const store = createAppStore({
    client,
    recents: config.recents,
    effects: terminalEffects(process.stdout),
    watch: {
      streams: openStreams,
      archive: config.watches,
      limit: watchLimit,
      pollEvery: pollSeconds * 1000,
    },
  });
  let ended: Ended | undefined;
  try {
    if (address) store.actions.goTo(address);
    if (line.watch) store.actions.toggleWatch();
    const problems = unknown.length > 0 ? [`No command is named ${unknown.join(', ')}.`] : [];
    config.onProblem((text) => store.actions.notify([text, ...problems.splice(0)].join(' '), 'error'));
    if (problems.length > 0) store.actions.notify(problems.join(' '), 'error');
    ended = await show(<App store={store} commands={commands} />);
  } catch (error) {
    say(`atscope: ${errorSentence(error)}`);
    return failed;
  } finally {
    store.close();
    await Promise.all([config.close(), client.close()]);
  }
  if (ended === undefined) return done;
  if ('reason' in ended) {
    say(`atscope: ${ended.reason}`);
    return failed;
  }
  process.kill(process.pid, ended.signal);
  return 128 + constants.signals[ended.signal];
}
