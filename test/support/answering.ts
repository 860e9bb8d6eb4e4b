import type { Transport } from '../../src/atproto/calls/transport.js';
import { createXrpc, type Xrpc } from '../../src/atproto/calls/xrpc.js';
import type { Identity } from '../../src/atproto/identity/identity.js';

/** A transport without a network: every call is answered with this JSON or text. */
export function answeringTransport(answer: unknown, status = 200): Transport {
  const text = typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? '');
  return {
    async send() {
      const bytes = Buffer.alloc(Buffer.byteLength(text));
      bytes.write(text);
      return { status, headers: {}, bytes };
    },
    async close() {},
  };
}

/** XRPC at a service that answers so. */
export function answering(answer: unknown, status = 200): Xrpc {
  const transport = answeringTransport(answer, status);
  return createXrpc({
    async send(call) {
      const { nsid, method } = call;
      const url = new URL(call.path, 'https://service.test');
      return { ...(await transport.send({ nsid, method, url, policy: 'configured' })), service: url.host };
    },
  });
}

/** An account at `https://service.test`. */
export const identityThere: Identity = {
  did: 'did:plc:a',
  handle: undefined,
  pds: 'https://service.test',
  signingKey: undefined,
  document: {},
  fetchedAt: 0,
  cached: false,
};
