/** `npm run network`: a seeded network that stays until Ctrl-c, for tests that are run again and again. */
import { once } from 'node:events';
import type { SeededNetworkFacts } from './hosted-network.js';
import { startSeededControl } from './seeded-control.js';

const control = await startSeededControl();
const facts = (await (await fetch(`${control.url}/facts`)).json()) as SeededNetworkFacts;
console.log(`export ATSCOPE_TEST_NETWORK=${control.url}`);
console.log(`node dist/atscope.js alice.test --plc ${facts.plc} --appview ${facts.appview}`);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await control.stop();
