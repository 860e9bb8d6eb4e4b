import { type AtClient, createClient } from '../../src/atproto/client.js';

const NOBODY = 'http://127.0.0.1:1';

/** A client that no service answers, with what a test puts in place of some of it. */
export const offlineClient = (own: Partial<AtClient> = {}): AtClient => ({
  ...createClient({ appview: NOBODY, plc: NOBODY }),
  ...own,
});
