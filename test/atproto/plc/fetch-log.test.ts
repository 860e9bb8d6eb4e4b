import { describe, expect, it } from 'vitest';
import type { JsonFetch } from '../../../src/atproto/calls/json-fetch.js';
import { fetchPlcLog } from '../../../src/atproto/plc/fetch-log.js';
import { didOf, logLine, newKey, plcOperation, signed } from '../../support/plc/written-log.js';

const DID = `did:plc:${'a'.repeat(24)}`;

/** A directory that answers that, and what it was asked. */
function directory(status: number, body: unknown) {
  const asked: unknown[] = [];
  const fetch: JsonFetch = async (url, options) => {
    asked.push([url, options]);
    return { status, json: () => body, text: () => JSON.stringify(body) };
  };
  return { asked, deps: { fetch, plc: 'https://plc.test/' } };
}

describe('fetchPlcLog', () => {
  it('asks the directory for the audit log, and checks it', async () => {
    const key = await newKey();
    const operation = await signed(plcOperation(null, [key], key), key);
    const did = await didOf(operation);
    const { asked, deps } = directory(200, [await logLine(did, operation, 1)]);
    const log = await fetchPlcLog(did, deps, { isBackground: true });
    expect(log).toMatchObject({ did, sent: 1, problem: undefined });
    expect(asked).toMatchObject([
      [`https://plc.test/${did}/log/audit`, { isBackground: true, nsid: 'plc log' }],
    ]);
  });

  it.each([
    ['did:web:example.com', 'did:web:example.com has no log: a did:web is what its host says today'],
    ['did:key:zQ3sh', 'did:key:zQ3sh has no log: only a did:plc stands in a directory'],
    ['did:plc:short', 'did:plc:short has no log'],
  ])('asks nobody for %s', async (did, message) => {
    const { asked, deps } = directory(200, []);
    await expect(fetchPlcLog(did, deps)).rejects.toMatchObject({
      failure: 'refused',
      message: expect.stringContaining(message),
    });
    expect(asked).toEqual([]);
  });

  it.each([
    [404, `plc.test has no log of ${DID} (404)`],
    [403, `plc.test answered 403 when asked for the log of ${DID}`],
  ])('says what a status of %i means', async (status, message) => {
    await expect(fetchPlcLog(DID, directory(status, {}).deps)).rejects.toMatchObject({ status, message });
  });
});
