import { constants } from 'node:os';
import type { AtClient } from './atproto/client.js';
import type { EventStreams } from './atproto/streams/event-stream.js';
import { createEventStreams } from './atproto/streams/event-streams.js';
import { bugReport } from './cli/bug-report.js';
import { clientFor } from './cli/client-for.js';
import { parseCommandLine } from './cli/command-line.js';
import { done, failed, unusable } from './cli/exit-codes.js';
import { accountNamed, login, logout, notSignedIn } from './cli/login.js';
import { printHistory } from './cli/print-history.js';
import { complain } from './cli/without-screen.js';
import { openConfig } from './keep/config.js';
import { type Address, parseAddress } from './places/address.js';
import { createAppStore } from './store/create-store.js';
import { errorSentence } from './text/error-sentence.js';
import { sanitise } from './text/sanitise.js';
import { commandWords } from './tui/commands/command-words.js';
import { remapCommands } from './tui/commands/commands.js';
import { App } from './tui/screen/app.js';
import { type Ended, show } from './tui/screen/show.js';
import { terminalEffects } from './tui/terminal/effects.js';

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
    process.stderr.write(`${line.message}\n`);
    return unusable;
  }
  if (line.kind === 'login') return await login(line);
  if (line.kind === 'logout') return await logout(line);
  if (line.kind === 'history') return await printHistory(line);
  let address: Address | undefined;
  if (line.address !== undefined) {
    const parsed = parseAddress(line.address);
    if (!parsed.ok) {
      complain(sanitise(parsed.reason));
      return unusable;
    }
    address = parsed.address;
  }
  for (const [name, stream] of [
    ['standard input', process.stdin],
    ['standard output', process.stdout],
  ] as const) {
    if (stream.isTTY) continue;
    complain(`${name} is not a terminal, and atscope draws on one.`);
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
  const { keys, streams, watchLimit, pollSeconds } = config.settings;
  const client = clientFor(config);
  let cannotUse: unknown;
  try {
    if (!(await startAs(client, line.as))) {
      process.stdin.setRawMode(false);
      complain(notSignedIn(line.as!));
      await Promise.all([config.close(), client.close()]);
      return unusable;
    }
  } catch (error) {
    cannotUse = error;
  }
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
    service: line.service,
    words: commandWords(commands),
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
    if (cannotUse !== undefined)
      problems.push(`The accounts that are signed in cannot be read. ${errorSentence(cannotUse)}`);
    config.onProblem((text) => store.actions.notify([text, ...problems.splice(0)].join(' '), 'error'));
    if (problems.length > 0) store.actions.notify(problems.join(' '), 'error');
    ended = await show(<App store={store} commands={commands} />);
  } catch (error) {
    complain(bugReport(error));
    return failed;
  } finally {
    store.close();
    await Promise.all([config.close(), client.close()]);
  }
  if (ended === undefined) return done;
  if ('reason' in ended) {
    complain(ended.reason);
    return failed;
  }
  process.kill(process.pid, ended.signal);
  return 128 + constants.signals[ended.signal];
}

/** Speaks as an account that is signed in, as nobody, or as who was used last. False where the account is not signed in. */
async function startAs({ sessions }: AtClient, account: string | undefined): Promise<boolean> {
  if (account === undefined) await sessions.restore();
  else if (account === 'nobody') await sessions.use(undefined);
  else {
    const found = accountNamed(await sessions.list(), account);
    if (!found) return false;
    await sessions.use(found.did);
  }
  return true;
}
