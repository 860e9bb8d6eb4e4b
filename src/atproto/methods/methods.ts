import { type Authoriser, nobodyAt } from '../calls/authoriser.js';
import type { CallOptions } from '../calls/call-options.js';
import { Reply } from '../calls/reply.js';
import type { Transport } from '../calls/transport.js';
import { sendQuery } from '../calls/xrpc.js';
import type { SessionAccount } from '../session/session.js';
import { withoutSecretMembers } from './hide-secrets.js';
import { type MethodQuery, type MethodTarget, methodTarget, type TargetDeps } from './method-target.js';
import { sentQuery } from './query-params.js';

/** What a method answered. */
export interface MethodAnswer {
  /** MIME type without its parameters, in lower case; empty where the service named none. */
  readonly type: string;
  /** Host of who answered. */
  readonly service: string;
  /** Of JSON without the tokens in it. */
  readonly reply: Reply;
}

/** Any query of any service, asked by hand. */
export interface Methods {
  /** Who answers a query; see `methodTarget`. */
  target(query: MethodQuery, options?: CallOptions): Promise<MethodTarget>;
  /** Asks it. Throws as `Xrpc.query`. */
  ask(query: MethodQuery, target: MethodTarget, options?: MethodOptions): Promise<MethodAnswer>;
  /** The call as a shell may make it; a token is not in it. */
  call(query: MethodQuery, target: MethodTarget): MethodCall;
}

export interface MethodOptions extends CallOptions {
  /** MIME type that is asked for. Default: JSON. */
  readonly accept?: string | undefined;
}

/** A call as it is told. */
export interface MethodCall {
  readonly method: 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sent: undefined;
}

export interface MethodsDeps extends Omit<TargetDeps, 'current'> {
  readonly transport: Transport;
  current(): SessionAccount | undefined;
  /** The AppView as the account in use sees it, or the public. */
  readonly viewer: Authoriser;
  /** The service that the PDS asks for the viewer, as `<did>#<service>`; undefined: the one that it asks by itself. */
  readonly viewerProxy: string | undefined;
  /** The PDS of the account in use, which asks the service `proxy` where one is named. */
  own(proxy: string | undefined): Authoriser;
}

export function createMethods(deps: MethodsDeps): Methods {
  const { transport, viewer, viewerProxy, own, current, appview } = deps;

  function authoriserOf(target: MethodTarget): Authoriser {
    switch (target.kind) {
      case 'viewer':
        return viewer;
      case 'own':
        return own(target.proxy);
      case 'host':
        return nobodyAt(transport, target.origin, target.policy);
    }
  }

  return {
    target: (query, options) => methodTarget(query, { ...deps, current: current() }, options),

    async ask({ nsid, params }, target, options) {
      const answer = await sendQuery(authoriserOf(target), nsid, sentQuery(params), options);
      const type = String(answer.headers['content-type'] ?? '')
        .replace(/;.*$/s, '')
        .trim()
        .toLowerCase();
      const isSecret = isJsonType(type) || nsid.startsWith('com.atproto.server.');
      const bytes = isSecret ? withoutSecrets(answer.bytes, nsid) : answer.bytes;
      return { type, service: answer.service, reply: new Reply(bytes, answer.service, nsid) };
    },

    call({ nsid, params }, target) {
      const account = current();
      const asAccount = target.kind !== 'host' && account !== undefined;
      const proxy = target.kind === 'own' ? target.proxy : target.kind === 'viewer' ? viewerProxy : undefined;
      const origin = target.kind === 'host' ? target.origin.origin : (account?.pds ?? appview);
      return {
        method: 'GET',
        url: new URL(`/xrpc/${nsid}${sentQuery(params)}`, origin).href,
        headers: asAccount ? { authorization: 'Bearer ', ...(proxy && { 'atproto-proxy': proxy }) } : {},
        sent: undefined,
      };
    },
  };
}

/** Whether a MIME type is that of JSON. */
export const isJsonType = (type: string): boolean => type === 'application/json' || type.endsWith('+json');

/** The same memory where there is nothing to hide. */
function withoutSecrets(bytes: Buffer, nsid: string): Buffer {
  const json = bytes.toString('utf8');
  const shown = withoutSecretMembers(json, nsid);
  return shown === json ? bytes : Buffer.from(shown);
}
