import type { AtClient } from '../atproto/client.js';
import { startAs } from '../atproto/session/start-as.js';
import type { EventStreams } from '../atproto/streams/event-stream.js';
import { createEventStreams } from '../atproto/streams/event-streams.js';
import type { Config, ConfigOptions } from '../keep/config.js';
import type { Proxies } from '../keep/proxies.js';
import { KEYS_CHANGED_IN } from '../keep/recents.js';
import { isPublic } from '../keep/settings.js';
import type { Address } from '../places/address.js';
import { readArgument } from '../places/address-argument.js';
import { createAppStore } from '../store/create-store.js';
import { errorSentence } from '../text/error-sentence.js';
import { sanitise } from '../text/sanitise.js';
import { say } from '../text/sentence.js';
import { commandWords } from './commands/command-words.js';
import { remapCommands } from './commands/commands.js';
import { type Drawing, lazyPictures } from './pictures/lazy-pictures.js';
import { drawLinks } from './screen/links.js';
import type { Ended } from './screen/show.js';
import { colourLevel } from './screen/style.js';
import { depthOf, showsPictures } from './screen/themes.js';
import { terminalEffects } from './terminal/effects.js';
import { takesLinks } from './terminal/link-support.js';
import { programEffects } from './terminal/program-effects.js';
import { openScreenTerminal, type ScreenTerminal } from './terminal/screen-terminal.js';
import { Interruption, whileWaiting } from './terminal/while-waiting.js';

/** What the command line says of the screen. */
export interface ScreenOptions {
  /** As typed; undefined: the start screen. */
  readonly address: string | undefined;
  /** Origins and folder in place of those of the settings and the platform. */
  readonly appview: string | undefined;
  readonly plc: string | undefined;
  readonly allowPrivateHosts: readonly string[] | undefined;
  readonly configDir: string | undefined;
  readonly streams: readonly string[] | undefined;
  /** Open with the live follower watch running. */
  readonly watch: boolean;
  /** Handle or DID of the account to start as, or `nobody`; undefined: who was used last. */
  readonly as: string | undefined;
  /** Origin of the PDS to sign in at. */
  readonly service: string | undefined;
}

/** Who leaves sooner than this after the start waits for the terminal's answers. */
const ANSWERS_WAIT_MS = 500;
/** Accounts of the public network that a first run offers. */
const EXAMPLES = ['bsky.app', 'atproto.com'];
const KEYS_CHANGED = say`atscope ${KEYS_CHANGED_IN}: some keys have changed. CHANGELOG.md has them side by side, and {key:help.show} shows all.`;
const READING_ACCOUNTS = 'Ctrl-c ends this wait for your sign-ins: a locked keychain asks for its password.';

/** What is kept, the network, and the proxies to it. */
interface Services {
  readonly config: Config;
  readonly client: AtClient;
  readonly proxies: Proxies;
}

/** The screen could not be opened: why, as a sentence. */
export interface NotOpened {
  readonly refused: string;
}

/**
 * Runs the screen from its first call to its end. What is asked for first is on its way before React and Ink are loaded:
 * they come with the frame that they draw. Resolves to why it ended, undefined where the user quit; rejects with what broke.
 */
export async function openScreen(
  options: ScreenOptions,
  open: (options: ConfigOptions) => Services,
): Promise<Ended | NotOpened | undefined> {
  let address: Address | undefined;
  if (options.address !== undefined) {
    const parsed = readArgument(options.address);
    if (!parsed.ok) return { refused: sanitise(parsed.reason) };
    address = parsed.address;
  }
  const { stdin, stdout } = process;
  if (process.env.TERM === 'dumb') {
    return { refused: 'this terminal (TERM=dumb) cannot move its cursor, and atscope needs one that can.' };
  }
  if (!stdin.isTTY) return { refused: 'standard input is not a terminal, and atscope needs one.' };
  if (!stdout.isTTY) return { refused: 'standard output is not a terminal, and atscope needs one.' };
  // At once, and not when the first frame is mounted: what is typed until then is echoed otherwise, over the screen.
  const depth = depthOf(process.env, colourLevel);
  const terminal = openScreenTerminal(process, showsPictures(depth));
  try {
    return await openOn(terminal, lazyPictures(terminal, depth), { address, options, open });
  } finally {
    if (terminal.modes.isWanted('background')) await terminal.background.answered(ANSWERS_WAIT_MS);
    terminal.close();
  }
}

async function openOn(
  terminal: ScreenTerminal,
  drawing: Drawing,
  {
    address,
    options,
    open,
  }: {
    readonly address: Address | undefined;
    readonly options: ScreenOptions;
    open(options: ConfigOptions): Services;
  },
): Promise<Ended | NotOpened | undefined> {
  const { stage, hold } = terminal;
  const { stdout } = hold;
  const { configDir, appview, plc, streams: given, allowPrivateHosts } = options;
  const { config, client, proxies } = open({
    folder: configDir,
    appview,
    plc,
    streams: given,
    allowPrivateHosts,
  });
  const problems: string[] = [];
  try {
    const refused = await whileWaiting(startAs(client.sessions, options.as), READING_ACCOUNTS, {
      stage,
      stdout,
    });
    if (refused !== undefined) {
      await Promise.all([config.close(), client.close()]);
      return refused instanceof Interruption ? refused : { refused };
    }
  } catch (error) {
    problems.push(`The accounts that are signed in cannot be read. ${errorSentence(error)}`);
  }
  const { keys, mouse, streams, watchLimit, pollSeconds, theme, pictures, links, proofs } = config.settings;
  drawLinks(links ?? takesLinks(process.env));
  const { commands, unknown } = remapCommands(keys);
  if (unknown.length > 0) problems.unshift(`No command is named ${unknown.join(', ')}.`);
  // One for the watch and the tail, so that they can share a connection.
  let opened: EventStreams | undefined;
  function openStreams(): EventStreams {
    opened ??= createEventStreams({ urls: streams, proxies });
    return opened;
  }
  const store = createAppStore({
    client,
    recents: config.recents,
    examples: isPublic(config.settings) ? EXAMPLES : [],
    effects: { ...terminalEffects(stdout), ...programEffects(hold), ...drawing },
    service: options.service,
    words: commandWords(commands),
    theme,
    pictures,
    proofs,
    archives: config.archives,
    undo: config.undo,
    many: config.many,
    drafts: config.drafts,
    watch: {
      streams: openStreams,
      archive: config.watches,
      limit: watchLimit,
      pollEveryMs: pollSeconds * 1000,
    },
  });
  terminal.background.onChange(store.actions.noteBackground);
  terminal.pictures.onChange(store.actions.notePictureTerminal);
  try {
    if (address) store.actions.goTo(address);
    if (options.watch) store.actions.toggleWatch();
    // Sentences that say what is wrong with the settings and the files stand on the first frame.
    config.onProblem((text) => store.actions.notify([text, ...problems.splice(0)].join(' '), 'error'));
    if (problems.length > 0) store.actions.notify(problems.join(' '), 'error');
    // A problem goes before it: it is told at the next start then.
    if (!store.getState().notice && config.recents.takeKeyChange()) store.actions.notify(KEYS_CHANGED);
    if (address || options.watch) await callsUnderWay();
    const { drawScreen } = await import('./draw-screen.js');
    return await drawScreen({ store, commands, terminal, usesMouse: mouse });
  } finally {
    store.close();
    drawing.close();
    await Promise.all([config.close(), client.close()]);
  }
}

/**
 * Lets the first call leave before React is loaded, which takes the processor for as long as a bare Node takes to start: one
 * turn of the event loop to connect, one to send.
 */
async function callsUnderWay(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
