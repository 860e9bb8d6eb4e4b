/** `npm run network`: a seeded network that stays until Ctrl-c, for tests that are run again and again. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeededNetworkFacts } from './hosted-network.js';
import { startSeededControl } from './seeded-control.js';

const control = await startSeededControl();
const facts = (await (await fetch(`${control.url}/facts`)).json()) as SeededNetworkFacts;
const { plc, appview, nameServers, backlinks, labelers } = facts;
const folder = join(facts.folder, 'config');
await mkdir(folder);
await writeFile(
  join(folder, 'settings.json'),
  JSON.stringify({ plc, appview, nameServers, backlinks, labelers }),
);
console.log(`export ATSCOPE_TEST_NETWORK=${control.url}`);
console.log(`node dist/atscope.js alice.test --config-dir ${folder}`);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await control.stop();
