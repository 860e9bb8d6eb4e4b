import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, vi } from 'vitest';
import type { Answer } from '../../faults/answer.js';
import { upstream, withPds } from '../../faults/answers.js';
import { type Routes, type Service, startService } from '../../faults/service.js';
import { type SeededNetwork, useSeededNetwork } from '../../network/seeded-network.js';
import { openAtscope, type Services } from './open-atscope.js';
import type { Terminal, TerminalOptions } from './terminal.js';

/** What is before each of the seeded services; what no route names goes through to it. */
export interface Faults {
  readonly pds?: Routes;
  readonly plc?: Routes;
  readonly appview?: Routes;
}

/** The panes of a wide screen, from the left: profile and collections, the list, the record. */
export type Column = 'left' | 'list' | 'record';
const columns: readonly Column[] = ['left', 'list', 'record'];

export const describeRepo = 'com.atproto.repo.describeRepo';
export const listRecords = 'com.atproto.repo.listRecords';
export const getRecord = 'com.atproto.repo.getRecord';
export const getProfile = 'app.bsky.actor.getProfile';
export const resolveHandle = 'com.atproto.identity.resolveHandle';

export const posts = 'alice.test/app.bsky.feed.post';

/**
 * The seeded network, services with faults before it, and a terminal with the program in it: one at a time, and all of
 * it ended after each test. To be called once, at the top of a test file.
 */
export function faultStage() {
  let network: SeededNetwork;
  let terminal: Terminal | undefined;
  const services: Service[] = [];
  const folders: string[] = [];

  // Guards against hanging only: some of these wait for a time-out, and the machine may be busy.
  vi.setConfig({ testTimeout: 180_000 });

  beforeAll(async () => {
    network = await useSeededNetwork();
  });

  afterEach(async () => {
    await terminal?.close();
    terminal = undefined;
    await Promise.all(services.splice(0).map((service) => service.close()));
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
  });

  const stage = {
    get network(): SeededNetwork {
      return network;
    },

    get terminal(): Terminal {
      return terminal!;
    },

    /** A service with faults; without `behind`, with nothing but these. */
    async start(routes: Routes | Answer, behind?: string): Promise<Service> {
      const service = await startService(routes, behind === undefined ? {} : { upstream: behind });
      services.push(service);
      return service;
    },

    /** A service that was started in another way, to be closed in the end. */
    keep(service: Service): Service {
      services.push(service);
      return service;
    },

    /** The seeded services with faults before them, and DID documents that lead to the faulty PDS. */
    async faulty(faults: Faults) {
      const pds = await stage.start(faults.pds ?? {}, network.pds);
      const documents = { '/did:*': upstream(withPds(pds.origin)), ...faults.plc };
      const plc = await stage.start(documents, network.plc);
      const appview = await stage.start(faults.appview ?? {}, network.appview);
      return { pds, plc, appview, urls: { plc: plc.origin, appview: appview.origin } };
    },

    /** A home folder that outlives the terminal, with that in its settings.json. */
    async home(settings: string): Promise<string> {
      const home = await mkdtemp(join(tmpdir(), 'atscope-faults-'));
      folders.push(home);
      await mkdir(join(home, 'atscope'));
      await writeFile(join(home, 'atscope', 'settings.json'), settings);
      return home;
    },

    /** Opens the program on a wide terminal, below a shell. */
    async open(
      urls: Services,
      address: string,
      options: Omit<TerminalOptions, 'command' | 'args'> = {},
    ): Promise<Terminal> {
      await terminal?.close();
      terminal = await openAtscope(urls, [address], { columns: 160, rows: 48, shell: true, ...options });
      return terminal;
    },

    /** Takes a terminal that was opened in another way, to be closed in the end. */
    take(opened: Terminal): Terminal {
      terminal = opened;
      return opened;
    },

    /** Waits for a sentence in a column. Spaces do not count: narrow panes break lines, and in long words. */
    async waitForIn(column: Column, expected: RegExp): Promise<void> {
      const pattern = withoutSpaces(expected);
      try {
        await stage.terminal.waitFor(({ screen }) => pattern.test(textIn(screen(), column)), {
          timeoutMs: 60_000,
        });
      } catch (error) {
        // The source of a predicate says nothing of what it waits for.
        throw new Error(`${expected} is not in ${column}`, { cause: error });
      }
    },

    /** Whether any column says that now; read as by `waitForIn`. */
    says(expected: RegExp): boolean {
      const pattern = withoutSpaces(expected);
      return columns.some((column) => pattern.test(textIn(stage.terminal.screen(), column)));
    },

    /** Other panes still answer keys, `q` ends the program with exit code 0, and the terminal comes back whole. */
    async goesOnAndEnds(): Promise<void> {
      const now = stage.terminal;
      now.press('1', 'z');
      await now.waitForGone('2 Contents');
      now.press('z');
      await now.waitFor('2 Contents');
      now.press('?');
      await now.waitFor('the keys that work here');
      now.press('Esc');
      await now.waitForGone('the keys that work here');
      await stage.ends();
    },

    /** `q` ends the program with exit code 0, and the terminal comes back whole. */
    async ends(): Promise<void> {
      stage.terminal.press('q');
      expect(await stage.terminal.waitForExit()).toMatchObject({ exitCode: 0 });
      expect(await stage.terminal.leftBehind()).toEqual([]);
    },
  };
  return stage;
}

const withoutSpaces = ({ source }: RegExp) => new RegExp(source.replaceAll(' ', ''));

/** What stands in a column of the wide screen, without borders and spaces. */
function textIn(screen: readonly string[], column: Column): string {
  return screen
    .slice(0, -1)
    .map((row) => row.split(/[│┤╮╯][│├╭╰]/)[columns.indexOf(column)] ?? '')
    .join('')
    .replace(/[\s│├┤╭╮╰╯─]+/g, '');
}

/** Settings under which a call that is not answered fails sooner, and one that is, on a busy machine, still does not. */
export const impatient = '{"timeoutSeconds": 6}';
