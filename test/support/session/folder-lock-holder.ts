/** A process that takes the lock of a file and keeps it, until it is killed. */
import { once } from 'node:events';
import { PrivateFolder } from '../../../src/keep/private-folder.js';

const { folder, name, staleMs }: { folder: string; name: string; staleMs: number } = JSON.parse(
  process.argv[2] ?? '{}',
);
await new PrivateFolder(folder, () => {}, staleMs).lock(name);
process.send?.('held');
await once(process, 'message');
