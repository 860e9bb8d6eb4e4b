import type { AtClient } from '../atproto/client.js';
import type { Names } from '../lenses/names.js';
import { createNames } from '../store/names/names.js';
import { Tasks } from '../store/tasks.js';

/** Learns the handles of accounts; one that cannot be learnt stays a DID. */
export function accountNames(client: AtClient): (dids: readonly string[]) => Promise<Names> {
  const names = createNames({ client, tasks: new Tasks() }, () => {});
  return async (dids) => {
    names.want(dids);
    await names.asked();
    return names.of;
  };
}
