import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { blockLines } from '../../src/tui/pictures/block-lines.js';
import { kittyTransmit, placeholderLines } from '../../src/tui/pictures/kitty.js';
import { boxFor } from '../../src/tui/pictures/picture-box.js';
import { createPictureDecoder } from '../../src/tui/pictures/picture-decoder.js';
import type { PictureTask, PictureUse } from './figures/pictures.js';
import { peakMemory } from './own-use.js';

/** Reads a picture several times, from its bytes to what is written to the terminal, and says what each time took. */
const { file, width, height, way, times, script } = JSON.parse(process.argv[2] ?? '') as PictureTask;
const room = { maxColumns: 80, maxRows: 30 };
const cell = way === 'kitty' ? { width: 10, height: 20 } : undefined;
const bytes = new Uint8Array(readFileSync(file));
const decoder = createPictureDecoder({ script: pathToFileURL(script) });
const { signal } = new AbortController();
const before = peakMemory();

async function draw(): Promise<number> {
  const box = boxFor({ width, height }, room, cell);
  const wanted = { bytes, maxWidth: box.width, maxHeight: box.height, isPacked: way === 'kitty' };
  const decoded = await decoder.decode(wanted, signal);
  if (!decoded.ok) throw new Error(decoded.reason);
  const { pixels } = decoded;
  const at = { columns: box.columns, rows: box.rows, depth: 'all' } as const;
  if (way !== 'kitty') return blockLines(pixels, at).join('\n').length;
  const sent = kittyTransmit({ id: 70_000, pixels, ...at, wrapForTmux: false });
  return sent.length + placeholderLines({ id: 70_000, ...at }).join('\n').length;
}

const delay = monitorEventLoopDelay({ resolution: 1 });
const milliseconds: number[] = [];
const mainThread: number[] = [];
let written = 0;
delay.enable();
for (let time = 0; time < times; time++) {
  const start = performance.now();
  const used = process.threadCpuUsage();
  written = await draw();
  const { user, system } = process.threadCpuUsage(used);
  milliseconds.push(performance.now() - start);
  mainThread.push((user + system) / 1000);
}
delay.disable();
decoder.close();
const use: PictureUse = {
  milliseconds,
  mainThread,
  held: delay.max / 1e6,
  written,
  memory: peakMemory() - before,
};
process.stdout.write(JSON.stringify(use));
