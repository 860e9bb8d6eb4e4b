/** An atscope of its own, of which the tests run several at once: it asks as who was used last, when it is told to. */
import { once } from 'node:events';
import { createClient } from '../../../src/atproto/client.js';
import { openSessionStore } from '../../../src/keep/session-store.js';

export interface RenewingTask {
  readonly folder: string;
  readonly plc: string;
  readonly appview: string;
}

/** What becomes of it: the names of its calls, and what it knows in the end. */
export interface Renewed {
  readonly calls: readonly string[];
  readonly signedInAs: string | undefined;
}

const { folder, plc, appview }: RenewingTask = JSON.parse(process.argv[2] ?? '{}');
const client = createClient({
  plc,
  appview,
  sessions: { store: openSessionStore(folder), proxy: undefined },
});
await client.sessions.restore();
process.send?.('ready');
await once(process, 'message');
await Promise.all([client.preferences(), client.preferences()]);
const result: Renewed = {
  calls: client.journal.entries().map(({ nsid }) => nsid.split('.').at(-1)!),
  signedInAs: client.sessions.current?.did,
};
await client.close();
process.send?.(result, () => process.exit());
