/** An atscope of its own that goes on with the many changes of a folder, and tells how far it is, until it is killed. */
import { join } from 'node:path';
import { createClient } from '../../../src/atproto/client.js';
import { writeMany } from '../../../src/jobs/changes/write-many.js';
import { ManyFiles } from '../../../src/keep/many-files.js';
import { openSessionStore } from '../../../src/keep/session-store.js';
import { UndoFiles } from '../../../src/keep/undo-files.js';

export interface ManyTask {
  readonly folder: string;
  readonly plc: string;
  readonly appview: string;
}

const { folder, plc, appview }: ManyTask = JSON.parse(process.argv[2] ?? '{}');
const client = createClient({
  plc,
  appview,
  sessions: { store: openSessionStore(folder), proxy: undefined },
});
const account = await client.sessions.restore();
const files = new ManyFiles(join(folder, 'many'));
const [many] = await files.unfinished(account?.did ?? '');
if (many !== undefined) {
  const deps = { client, undo: new UndoFiles(join(folder, 'undo')), files };
  await writeMany(deps, many, {
    signal: new AbortController().signal,
    onProgress: ({ done }) => process.send?.(done),
  });
}
await client.close();
process.exit();
