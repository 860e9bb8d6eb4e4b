/** `npm run picture`: writes docs/picture.svg, a frame of the built program on the seeded network. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEYS_CHANGED_IN } from '../../../src/keep/recents.js';
import type { SeededNetworkFacts } from '../../network/hosted-network.js';
import { startSeededControl } from '../../network/seeded-control.js';
import { openAtscope } from '../../support/terminal/open-atscope.js';
import { frameSvg } from './frame-svg.js';

const COLUMNS = 132;
const ROWS = 36;
const known = process.env.ATSCOPE_TEST_NETWORK;
const control = known === undefined ? await startSeededControl() : undefined;
const facts = (await (await fetch(`${known ?? control?.url}/facts`)).json()) as SeededNetworkFacts;
// The picture is on a dark ground, which this terminal does not tell, and nobody comes from another version.
const settings = await mkdtemp(join(tmpdir(), 'atscope-picture-'));
await writeFile(join(settings, 'settings.json'), '{"theme": "dark"}');
await writeFile(join(settings, 'recents.json'), JSON.stringify({ places: [], keysOf: KEYS_CHANGED_IN }));
const terminal = await openAtscope(facts, ['alice.test', '--config-dir', settings], {
  columns: COLUMNS,
  rows: ROWS,
  env: { TERM: 'xterm-256color', COLORTERM: '' },
});
await terminal.waitFor('@alice.test ✓');
await terminal.waitFor('100 loaded');
await terminal.waitFor('"text"');
await writeFile(
  new URL('../../../docs/picture.svg', import.meta.url),
  frameSvg({ columns: COLUMNS, rows: ROWS, cell: terminal.cell }, 'atscope looking at alice.test'),
);
await terminal.close();
await rm(settings, { recursive: true });
await control?.stop();
