import type { AppView, RawPage } from './appview.js';
import { askWithMirrors } from './ask-mirrors.js';
import type { BlobSource } from './blob-source.js';
import { createAppView } from './bsky-appview.js';
import { nobodyAt } from './calls/authoriser.js';
import type { CallOptions } from './calls/call-options.js';
import { hostPolicy } from './calls/host-policy.js';
import { createJournal, type Journal } from './calls/journal.js';
import { createJsonFetch, type JsonFetch } from './calls/json-fetch.js';
import { object, text } from './calls/reader.js';
import { type Call, createTransport } from './calls/transport.js';
import { createXrpc, type Xrpc } from './calls/xrpc.js';
import type { ProcedureName } from './calls/xrpc-methods.js';
import type { CdnPicture } from './cdn-picture.js';
import { type ClientSettings, NO_SERVICES, type ServiceHosts } from './client-settings.js';
import type { RepoCall } from './get-repo.js';
import { createResolveTxt } from './identity/handle-sources.js';
import type { Identity } from './identity/identity.js';
import { createResolver, type Resolver } from './identity/resolver.js';
import { acceptLabelers } from './labels/accept-labelers.js';
import { createLexicons } from './lexicons/create-lexicons.js';
import type { Lexicons } from './lexicons/lexicon.js';
import type { Validator } from './lexicons/validator.js';
import type { RecordToValidate, ValidateOptions, Validity } from './lexicons/validity.js';
import type { Methods } from './methods/methods.js';
import { createMirrorBook, type Mirrored } from './mirrored.js';
import { createMirroredSource } from './mirrored-source.js';
import { withoutUnwilling } from './only-signed-in.js';
import { createHostSource, createPdsSource, pdsOf } from './pds-source.js';
import type { CheckedLog } from './plc/checked-log.js';
import type { RepoSource } from './repo-source.js';
import { createService, type Service } from './service.js';
import { memorySessionStore } from './session/memory-store.js';
import type { Sessions } from './session/session.js';
import { createSessionAuthoriser } from './session/session-authoriser.js';
import { StoredSessions } from './session/sessions.js';
import type { EventStreams } from './streams/event-stream.js';
import type { Writer } from './writes/writer.js';

export interface CarCall extends Omit<RepoCall, 'did' | 'origin' | 'policy'> {
  /** A host in place of the PDS. */
  readonly from?: URL | undefined;
}

/** The one door to the network. */
export interface AtClient extends Resolver {
  /** Asked as the account in use, through its PDS; as nobody where nobody is signed in. */
  readonly appview: AppView;
  /** Who is signed in, and who of them is used. */
  readonly sessions: Sessions;
  /**
   * The PDS of the account in use, called as that account. Throws a `refused` XrpcError with the name `AuthMissing` where
   * nobody is signed in.
   */
  readonly own: Xrpc;
  /**
   * The preferences of the account in use, each with its `$type`, in one page; asked as by `own`.
   */
  preferences(options?: CallOptions): Promise<RawPage>;
  /**
   * Writes to the repository of the account in use; loaded with the first write. Rejects with a WriteError where nobody is signed in.
   */
  writer(): Promise<Writer>;
  /** Calls a procedure at the PDS of the account in use, as that account. Throws as `own`. */
  call(nsid: string, input: object, options?: CallOptions): Promise<unknown>;
  readonly journal: Journal;
  /**
   * The records of an account at its own PDS, or at a mirror that is set where the PDS is gone. Throws a `refused` XrpcError when its
   * document may not be followed.
   */
  repo(identity: Identity): RepoSource;
  /** Which mirrors serve accounts now. */
  readonly mirrored: Mirrored;
  /**
   * What the PLC directory has written down of an account, checked. Throws a `refused` XrpcError for a did:web, which has no log; what does
   * not hold in a log is told in it.
   */
  plcLog(did: string, options?: CallOptions): Promise<CheckedLog>;
  /**
   * Has the CAR of an account's repository sent into a file, by its own PDS, by a mirror that is set where that is gone, or by another
   * host that the user names. Throws as `getRepo` does, and a `refused` XrpcError when the document may not be followed.
   */
  pullCar(identity: Identity, call: CarCall): Promise<number>;
  /**
   * The blobs of an account at its own PDS, or at another host that the user names. Throws a `refused` XrpcError when the document may not
   * be followed.
   */
  blobs(identity: Identity, from?: URL): Promise<BlobSource>;
  /**
   * A picture as the CDN has made it of a blob of an account; undefined where no CDN is set. Throws an `XrpcError` where that has none.
   */
  cdnPicture(picture: CdnPicture, options: Omit<CallOptions, 'isBackground'>): Promise<Buffer> | undefined;
  readonly services: ServiceHosts;
  /** What a labeler says as it says it, by its endpoint, which a stranger has named. */
  labelStreams(endpoint: URL): Promise<EventStreams>;
  /** Any service, asked as nobody; see {@link createService}. */
  service(origin: URL, policy: Call['policy']): Service;
  /** Any query of any lexicon, asked by hand; loaded when it is first asked for. */
  methods(): Promise<Methods>;
  /** What is no XRPC. */
  readonly fetch: JsonFetch;
  readonly lexicons: Lexicons;
  /**
   * Holds a record against its lexicon, by the rules and the code of the PDS. Nobody is asked unless the options say so. Throws an
   * AbortError, and nothing else: what cannot be found out is told.
   */
  validate(record: RecordToValidate, options?: ValidateOptions): Promise<Validity>;
  /** Ends every call, as an abort, and every connection; only the renewal of a session may take a moment to end by itself. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 15_000;

/** Wires the parts together; nothing is sent before something is asked for. Throws a TypeError where a setting is no web address. */
export function createClient(settings: ClientSettings): AtClient {
  const { appview: appviewUrl, plc, cache, timeoutMs = DEFAULT_TIMEOUT_MS } = settings;
  const services: ServiceHosts = { ...NO_SERVICES, ...settings.services };
  const resolveTxt = createResolveTxt(settings.nameServers);
  const { store = memorySessionStore(), proxy, entryway } = settings.sessions ?? {};
  const journal = createJournal();
  const policy = hostPolicy([appviewUrl, plc], settings.privateHosts);
  const transport = createTransport({ journal, policy, timeoutMs, proxies: settings.proxies });
  const headers = acceptLabelers(services.labelers);
  const asNobody = nobodyAt(transport, new URL(appviewUrl), 'configured', headers);
  const xrpc = createXrpc(asNobody);
  const fetch = createJsonFetch(transport);
  const resolver = createResolver({
    fetch,
    plc,
    policy,
    resolveTxt,
    ...(cache === undefined ? {} : { cache }),
    async resolveAtAppView(handle, options) {
      const reply = await xrpc.query('com.atproto.identity.resolveHandle', { handle }, options);
      return reply.read(object({ did: text })).did;
    },
  });

  const sessions = new StoredSessions({
    transport,
    policy,
    store,
    entryway,
    resolve: (repo, options) => resolver.resolve(repo, { ...options, fresh: true }),
  });
  const account = { transport, policy, tokens: sessions.tokens, nonces: sessions.nonces };
  // Preferences and records are kept by the PDS, whichever AppView it is to ask.
  const own = createXrpc(createSessionAuthoriser({ ...account, proxy: undefined }));

  const mirrored = createMirrorBook();
  function repo(identity: Identity): RepoSource {
    const { did } = identity;
    return createMirroredSource({
      did,
      mirrors: services.mirrors,
      book: mirrored,
      pds: createPdsSource(transport, policy, identity),
      async mirror(origin) {
        const [{ createMirrorSource }, { proveRecord }] = await Promise.all([
          import('./mirror-source.js'),
          import('./proof/record-proof.js'),
        ]);
        const { signingKey } = identity;
        return createMirrorSource({
          did,
          host: origin.host,
          source: createHostSource(transport, { did, origin, policy: 'configured' }),
          prove: (collection, rkey, car) =>
            proveRecord({
              car,
              did,
              collection,
              rkey,
              signingKey,
              log: () => plcLog(did),
              now: Date.now(),
            }),
        });
      },
    });
  }
  async function plcLog(did: string, options?: CallOptions): Promise<CheckedLog> {
    // Signatures and CBOR come with the first log that is asked for.
    const { fetchPlcLog } = await import('./plc/fetch-log.js');
    return await fetchPlcLog(did, { fetch, plc }, options);
  }
  const lexicons = createLexicons({
    resolveTxt,
    cache: settings.lexicons,
    proofs: { repo, plcLog, resolve: resolver.resolve },
  });
  let validator: Promise<Validator> | undefined;
  const viewer = createSessionAuthoriser({
    ...account,
    proxy,
    headers,
    otherwise: withoutUnwilling(asNobody),
  });

  return {
    appview: createAppView(createXrpc(viewer)),
    own,
    sessions,
    async preferences(options) {
      return (await own.query('app.bsky.actor.getPreferences', {}, options)).page('preferences');
    },
    async writer() {
      const { createWriter } = await import('./writes/create-writer.js');
      return createWriter(own, sessions);
    },
    async call(nsid, input, options) {
      const reply = await own.procedure(nsid as ProcedureName, input as never, options);
      return reply.bytes.length === 0 ? undefined : reply.json();
    },
    journal,
    services,
    async labelStreams(endpoint) {
      const { openLabelStreams } = await import('./labels/label-streams.js');
      return openLabelStreams(endpoint, { guard: policy, proxies: settings.proxies });
    },
    service: (origin, who) => createService(transport, origin, who),
    async methods() {
      const { createMethods } = await import('./methods/methods.js');
      return createMethods({
        transport,
        appview: appviewUrl,
        services,
        resolve: resolver.resolve,
        current: () => sessions.current,
        viewer,
        viewerProxy: proxy,
        own: (service) => createSessionAuthoriser({ ...account, proxy: service }),
      });
    },
    fetch,
    lexicons,
    async validate(record, options) {
      // The schemas of lexicons come with the first record that is held against one.
      validator ??= import('./lexicons/validator.js').then((loaded) => new loaded.Validator(lexicons));
      return await (await validator).validate(record, options);
    },
    resolve: resolver.resolve,
    checkHandle: resolver.checkHandle,
    documentUrl: resolver.documentUrl,
    repo,
    mirrored,
    plcLog,
    async pullCar(identity, { from, ...call }) {
      const { did } = identity;
      const { getRepo } = await import('./get-repo.js');
      if (from !== undefined) {
        return await getRepo(transport, { ...call, did, origin: from, policy: 'configured' });
      }
      const pds = pdsOf(identity);
      policy.check(pds);
      return await askWithMirrors({
        did,
        mirrors: services.mirrors,
        book: mirrored,
        ofPds: () => getRepo(transport, { ...call, did, origin: pds, policy: 'stranger' }),
        ofMirror: (origin) => getRepo(transport, { ...call, did, origin, policy: 'configured' }),
      });
    },
    async blobs(identity, from) {
      const origin = from ?? pdsOf(identity);
      if (from === undefined) policy.check(origin);
      const { did } = identity;
      if (from !== undefined) {
        const { createBlobSource } = await import('./blob-source.js');
        return createBlobSource(transport, { did, origin, policy: 'configured' });
      }
      const { createMirroredBlobs } = await import('./mirrored-blobs.js');
      return createMirroredBlobs({ transport, did, origin, mirrors: services.mirrors, book: mirrored });
    },
    cdnPicture(picture, options) {
      const cdn = 'poster' in picture ? services.videoCdn : services.cdn;
      if (cdn === undefined) return undefined;
      return import('./cdn-picture.js').then((loaded) =>
        loaded.cdnPicture(transport, new URL(cdn), picture, options),
      );
    },
    async close() {
      await sessions.settle();
      await transport.close();
    },
  };
}
