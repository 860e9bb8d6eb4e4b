/** A process that holds the lock of a sign-in until it is told to let go. */
import { once } from 'node:events';
import { openSessionStore } from '../../../src/keep/session-store.js';

const { folder, did }: { folder: string; did: string } = JSON.parse(process.argv[2] ?? '{}');
await openSessionStore(folder).locked(did, async () => {
  process.send?.('held');
  await once(process, 'message');
});
