import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Archives } from './archives.js';
import { configFolder } from './config-folder.js';
import { dataFolder } from './data-folder.js';
import { openDrafts } from './draft-files.js';
import type { Drafts } from './drafts.js';
import { type IdentityCache, IdentityFile } from './identity-cache.js';
import { readJsonFile } from './json-file.js';
import { KeptFiles } from './kept-files.js';
import { systemKeychain } from './keychain.js';
import { type LexiconCache, LexiconFile } from './lexicon-cache.js';
import { ManyFiles } from './many-files.js';
import { Recents } from './recents.js';
import { openSessionStore } from './session-store.js';
import { parseSettings, type Settings } from './settings.js';
import type { SessionStore } from './stored-session.js';
import { UndoFiles } from './undo-files.js';
import type { UndoJournal } from './undo-journal.js';
import { Unwritten } from './unwritten.js';
import type { Outcome } from './write-behind.js';

/** What is remembered between runs. */
export interface Config {
  readonly folder: string;
  readonly settingsFile: string;
  /** What the command line says, else what settings.json says, else the defaults. */
  readonly settings: Settings;
  readonly recents: Pick<Recents, 'list' | 'add' | 'takeKeyChange'>;
  readonly identities: IdentityCache;
  /** Lexicons that were resolved. */
  readonly lexicons: LexiconCache;
  /** Follower watches, by DID. */
  readonly watches: Pick<KeptFiles, 'load' | 'save' | 'unread'>;
  /** Repositories that were taken home. */
  readonly archives: Archives;
  /** What was changed in one's own repositories, to be undone. */
  readonly undo: UndoJournal;
  /** Many changes that are under way. */
  readonly many: ManyFiles;
  /** What was typed and is not written yet. */
  readonly drafts: Drafts;
  /** Sign-ins. A folder that the user chose holds all of them; beside the platform's own there is its keychain. */
  readonly sessions: SessionStore;
  /** Has a listener told in sentences what is wrong with the files: what was found so far at once, and what comes later. */
  onProblem(listener: (text: string) => void): void;
  /** Waits until all is on disk. Does not throw. */
  close(): Promise<void>;
}

export interface ConfigOptions {
  /** Instead of the platform's own. */
  readonly folder?: string | undefined;
  /** Origins that go before those of the settings. */
  readonly appview?: string | undefined;
  readonly plc?: string | undefined;
  readonly streams?: readonly string[] | undefined;
  readonly allowPrivateHosts?: readonly string[] | undefined;
}

/**
 * Reads settings, recent places and known identities. Never throws: what cannot be read is replaced by defaults, what
 * cannot be written is kept in memory, and `onProblem` tells.
 */
export function openConfig(options: ConfigOptions = {}): Config {
  const folder = configFolder(options.folder);
  const problems: string[] = [];
  let listener: ((text: string) => void) | undefined;

  function tell(text: string) {
    if (listener) listener(text);
    else problems.push(text);
  }
  const unwritten = new Unwritten(tell);
  function outcomeOf(name: string): Outcome {
    return { failed: (error) => unwritten.failed(name, error), written: () => unwritten.written(name) };
  }
  const watchNamed = (path: string) => `the watch in ${path}`;

  const settingsFile = join(folder, 'settings.json');
  const written = readJsonFile(settingsFile);
  const read = parseSettings(written.value);
  if (written.problem !== undefined) problems.push(written.problem);
  if (read.problems.length > 0) problems.push(`${settingsFile}: ${read.problems.join(' ')}`);
  const settings = {
    ...read.settings,
    ...(options.appview !== undefined && { appview: options.appview }),
    ...(options.plc !== undefined && { plc: options.plc }),
    ...(options.streams !== undefined && { streams: options.streams }),
    ...(options.allowPrivateHosts !== undefined && { allowPrivateHosts: options.allowPrivateHosts }),
  };

  const recentsFile = join(folder, 'recents.json');
  const watchesFolder = join(folder, 'watches');
  const recents = new Recents(
    recentsFile,
    tell,
    outcomeOf(`recent places (${recentsFile})`),
    () => written.value !== undefined || isFilled(watchesFolder),
  );

  const identitiesFile = join(folder, 'identities.tsv');
  const identities = new IdentityFile(
    identitiesFile,
    `${settings.appview} ${settings.plc}`,
    outcomeOf(`known identities (${identitiesFile})`),
  );

  const lexiconsFile = join(folder, 'lexicons.tsv');
  const lexicons = new LexiconFile(
    lexiconsFile,
    [settings.plc, ...settings.nameServers].join(' '),
    outcomeOf(`known lexicons (${lexiconsFile})`),
  );

  const watches = new KeptFiles(
    watchesFolder,
    {
      failed: (error, path) => unwritten.failed(watchNamed(path), error),
      written: (path) => unwritten.written(watchNamed(path)),
    },
    tell,
  );

  const sessions = openSessionStore(folder, {
    keychain: options.folder === undefined ? systemKeychain : undefined,
    onProblem: tell,
    unwritten,
  });

  const archives = new Archives(join(dataFolder(options.folder), 'archives'), {
    copies: settings.keepArchives,
  });

  const data = dataFolder(options.folder);

  return {
    folder,
    archives,
    many: new ManyFiles(join(data, 'many')),
    undo: new UndoFiles(join(data, 'undo')),
    drafts: openDrafts(join(data, 'drafts'), tell),
    settingsFile,
    settings,
    recents,
    identities,
    lexicons,
    watches,
    sessions,
    onProblem(next) {
      listener = next;
      if (problems.length > 0) next(problems.splice(0).join(' '));
    },
    async close() {
      await Promise.all([
        recents.flush(),
        identities.flush(),
        lexicons.flush(),
        watches.flush(),
        sessions.flush(),
      ]);
    },
  };
}

function isFilled(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}
