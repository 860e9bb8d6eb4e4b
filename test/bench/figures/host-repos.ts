import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { byteSize } from '../../../src/text/byte-size.js';
import type { Figure, Measurement } from '../figure.js';
import { built, withFolder } from '../program.js';
import { runChild } from '../run-child.js';

const FEW = 10_000;
const MANY = 1_000_000;

/** What all repositories of a host cost to hold. */
export interface HeldRepos {
  readonly rows: number;
  /** Bytes by which the process grew. */
  readonly held: number;
  /** Bytes of the JSON of all rows. */
  readonly json: number;
  /** To find a row anywhere among them, and its key. */
  readonly lookMicroseconds: number;
}

/** A million repositories of a host: printed, of which nothing is held, and listed, of which a row costs little more than its JSON. */
export const hostRepos: Figure = {
  name: 'host-repos',
  title: 'the repositories of a host, a million of them',

  async measure() {
    const [few, many] = [await listed(FEW), await listed(MANY)];
    const [heldFew, held] = [await loaded(FEW), await loaded(MANY)];
    const measurements: Measurement[] = [
      {
        title: 'atscope ls host:…/repos of 1,000,000: peak memory over that of 10,000',
        value: many.peak / few.peak,
        unit: '×',
        target: 2,
        comparedTo: `ls of 10,000: ${byteSize(few.peak)} at most`,
        runs: 1,
        details: {
          'at most': byteSize(many.peak),
          'rows printed': `${many.rows}`,
          'processor time': `${many.processor.toFixed(1)} s`,
        },
      },
      {
        title: 'memory for each repository in a list of 1,000,000, over the length of its JSON',
        value: held.held / held.json,
        unit: '×',
        target: 2,
        comparedTo: `its JSON: ${Math.round(held.json / held.rows)} bytes`,
        runs: 1,
        details: { 'a row': `${Math.round(held.held / held.rows)} bytes`, 'rows held': `${held.rows}` },
      },
      {
        title: 'a row of 1,000,000 repositories, found: time over that of one of 10,000',
        value: held.lookMicroseconds / heldFew.lookMicroseconds,
        unit: '×',
        target: 10,
        comparedTo: `one of 10,000: ${heldFew.lookMicroseconds.toFixed(2)} µs`,
        runs: 1,
        details: { 'of 1,000,000': `${held.lookMicroseconds.toFixed(2)} µs` },
      },
    ];
    return measurements;
  },
};

async function withHost<T>(count: number, use: (host: string) => Promise<T>): Promise<T> {
  const child = fork(fileURLToPath(new URL('../repos-host-child.ts', import.meta.url)), [
    JSON.stringify(count),
  ]);
  const [port] = await once(child, 'message');
  try {
    return await use(`127.0.0.1:${port}`);
  } finally {
    child.disconnect();
  }
}

/** Has the program print all of them, and counts the lines. */
const listed = (count: number) =>
  withHost(count, (host) =>
    withFolder(async (home) => {
      const tellUse = fileURLToPath(new URL('../tell-use.mjs', import.meta.url));
      const origin = `http://${host}`;
      const argv = ['--import', tellUse, built, 'ls', `host:${host}/repos`];
      const child = spawn(
        process.execPath,
        [...argv, '--plc', origin, '--appview', origin, '--config-dir', home],
        { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] },
      );
      let rows = 0;
      child.stdout?.on('data', (data: Buffer) => {
        for (const byte of data) if (byte === 10) rows += 1;
      });
      const told = text(child.stdio[3] as Readable);
      const [code] = await once(child, 'close');
      if (code !== 0 || rows !== count) throw new Error(`ls printed ${rows} rows and ended with ${code}.`);
      const { peak, processor }: { peak: number; processor: number } = JSON.parse(await told);
      return { peak, processor, rows };
    }),
  );

/** Has all of them loaded as the screen does. */
const loaded = (count: number) =>
  withHost(count, async (host) => {
    const use = await runChild<HeldRepos>('host-repos-child.ts', { host }, ['--expose-gc']);
    if (use.rows !== count) throw new Error(`${use.rows} of ${count} rows were loaded.`);
    return use;
  });
