import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TestBsky, TestBsync, TestFeedGen, TestOzone, TestPds, TestPlc } from '@atproto/dev-env';
import { request } from 'undici';
import { openWorkspace, type Workspace } from './workspace.js';

/** PLC directory and PDS, running in this process on free ports of localhost. */
export interface PdsNetwork {
  /** Origin of the PLC directory, such as `http://localhost:41234`. */
  readonly plc: string;
  /** Origin of the PDS. DID documents name this very origin. */
  readonly pds: string;
  /** The services themselves, for what XRPC does not offer. */
  readonly network: { readonly plc: TestPlc; readonly pds: TestPds };
  /** What it keeps on disk while it runs. */
  readonly folder: string;
  /** Resolves when all that was written has been worked off, and, where there is an AppView, indexed by it. */
  processAll(): Promise<void>;
  /** Ends all of it and removes its folder. A second call does nothing more. */
  stop(): Promise<void>;
}

/** PLC directory, PDS and AppView. Handles end in `.test`; the AppView resolves them as the public one does. */
export interface LocalNetwork extends PdsNetwork {
  /** Origin of the AppView. */
  readonly appview: string;
  readonly network: PdsNetwork['network'] & { readonly bsky: TestBsky; readonly bsync: TestBsync };
  /** Starts one more PDS, whose accounts the AppView knows like those of the first. */
  addPds(): Promise<TestPds>;
  /** Starts an Ozone, the labeler of that DID, with a key of its own. The account's DID document has to name both. */
  addLabeler(did: string): Promise<TestOzone>;
  /** Starts a feed generator, under a DID of its own, with feeds by their at:// URIs. More may be put into `feeds` later. */
  addFeedGenerator(feeds: Parameters<typeof TestFeedGen.create>[1]): Promise<TestFeedGen>;
}

/** The admin of every PDS and AppView here: `Authorization: Basic` of `admin:` and this. */
export const ADMIN_PASSWORD = 'admin-pass';

/** What every PDS here signs its tokens with (HS256). */
export const JWT_SECRET = 'jwt-secret';

/** Each part of the network that is started, in this order; the services are loaded while the database starts. */
export type NetworkStep = 'database' | 'plc' | 'appview' | 'pds';

export interface NetworkOptions {
  readonly onStep?: ((step: NetworkStep) => void) | undefined;
}

/**
 * Starts a PLC directory, a PDS and an AppView of the network's own code, with a database of their own. Any number may run
 * side by side, in one process or in many. Whatever ends this process, nothing stays behind (see `keeper.ts`).
 * Nothing in it looks outside this machine.
 */
export async function startNetwork({ onStep }: NetworkOptions = {}): Promise<LocalNetwork> {
  return await untilPortsAreFree(async (opened) => {
    onStep?.('database');
    const loading = loadServices();
    // A rejection while the database comes up must not count as unhandled.
    loading.catch(() => {});
    const workspace = opened(await openWorkspace({ postgres: true }));
    const services = await loading;
    onStep?.('plc');
    const plc = opened(await services.TestPlc.create({}));
    onStep?.('appview');
    const pdsPort = await freePort();
    const dbPostgresUrl = workspace.postgresUrl;
    const bsync = opened(
      await services.TestBsync.create({
        apiKeys: ['bsync-api-key'],
        dbUrl: dbPostgresUrl,
        dbSchema: 'bsync',
      }),
    );
    const bsky = opened(
      await services.TestBsky.create({
        plcUrl: plc.url,
        pdsPort,
        repoProvider: `ws://localhost:${pdsPort}`,
        bsyncUrl: bsync.url,
        bsyncApiKey: 'bsync-api-key',
        dbPostgresUrl,
        dbPostgresSchema: 'appview',
        // Wanted by the type; it uses none.
        redisHost: '',
        blobCacheLocation: join(workspace.folder, 'images'),
      }),
    );
    bsync.ctx.dataplaneClients = [bsky.ctx.dataplane];
    onStep?.('pds');
    const pds = opened(
      await createPds(services, workspace, pdsPort, {
        didPlcUrl: plc.url,
        bskyAppViewUrl: bsky.url,
        bskyAppViewDid: bsky.serverDid,
      }),
    );
    for (const { idResolver } of [pds.ctx, bsky.ctx, bsky.dataplane]) stayHome(services, idResolver, pds);
    // It knocked before the PDS was there, and would wait a while before it tries again.
    await bsky.sub.restart();
    const indexed: Indexed[] = [{ pds, sub: bsky.sub }];

    return {
      plc: plc.url,
      pds: pds.url,
      appview: bsky.url,
      network: { plc, pds, bsky, bsync },
      folder: workspace.folder,
      async addPds() {
        const port = await freePort();
        const added = opened(
          await createPds(services, workspace, port, {
            didPlcUrl: plc.url,
            bskyAppViewUrl: bsky.url,
            bskyAppViewDid: bsky.serverDid,
          }),
        );
        stayHome(services, added.ctx.idResolver, added);
        for (const { idResolver } of [bsky.ctx, bsky.dataplane]) alsoAt(idResolver, added);
        const { db, dataplane } = bsky;
        const sub = new services.RepoSubscription({
          service: `ws://localhost:${port}`,
          db,
          idResolver: dataplane.idResolver,
        });
        opened({ close: () => sub.destroy() });
        await sub.start();
        indexed.push({ pds: added, sub });
        return added;
      },
      async addLabeler(did) {
        return opened(
          await services.TestOzone.create({
            plcUrl: plc.url,
            serverDid: did as DidString,
            dbPostgresUrl,
            dbPostgresSchema: 'ozone',
            appviewUrl: bsky.url as `http:${string}`,
            appviewDid: bsky.serverDid,
            appviewPushEvents: false,
            pdsUrl: pds.url as `http:${string}`,
            pdsDid: pds.ctx.cfg.service.did as DidString,
            adminDids: [],
            moderatorDids: [],
            triageDids: [],
          }),
        );
      },
      addFeedGenerator: async (feeds) => opened(await services.TestFeedGen.create(plc.url, feeds)),
      async processAll() {
        for (const one of indexed) await index(one);
        await bsky.bsyncSub.processAll(await bsync.getStreamHeads());
      },
      stop: opened.stop,
    };
  });
}

/** Starts a PLC directory and a PDS only: a tenth of a second, once the services are loaded, and no database server. */
export async function startPdsNetwork({ onStep }: NetworkOptions = {}): Promise<PdsNetwork> {
  return await untilPortsAreFree(async (opened) => {
    const services = await loadServices();
    const workspace = opened(await openWorkspace({ postgres: false }));
    onStep?.('plc');
    const plc = opened(await services.TestPlc.create({}));
    onStep?.('pds');
    const pds = opened(await createPds(services, workspace, await freePort(), { didPlcUrl: plc.url }));
    stayHome(services, pds.ctx.idResolver, pds);
    return {
      plc: plc.url,
      pds: pds.url,
      network: { plc, pds },
      folder: workspace.folder,
      processAll: () => pds.processAll(),
      stop: opened.stop,
    };
  });
}

type DidString = `did:${string}:${string}`;

type Services = Awaited<ReturnType<typeof loadServices>>;

async function loadServices() {
  // Read when the services' loggers are made, that is on import: nothing of theirs may reach the terminal.
  process.env.LOG_ENABLED = 'false';
  // Their database driver has deprecated how they call it, and says so on stderr.
  process.noDeprecation = true;
  const [devEnv, { PDS }] = await Promise.all([import('@atproto/dev-env'), import('@atproto/pds')]);
  return { ...devEnv, PDS };
}

interface Indexed {
  readonly pds: TestPds;
  readonly sub: TestBsky['sub'];
}

/** Resolves when the AppView has read all that a PDS has to tell. */
async function index({ pds, sub }: Indexed): Promise<void> {
  await pds.processAll();
  const written = (await pds.ctx.sequencer.curr()) ?? 0;
  while (((await sub.getCursor()) ?? 0) < written) {
    await sub.processAll();
    await nextTurn();
  }
  await sub.processAll();
}

/** As `TestPds.create`, which leaves folders of its own behind. */
async function createPds(
  { TestPds, PDS }: Services,
  { folder }: Workspace,
  port: number,
  services: { didPlcUrl: string; bskyAppViewUrl?: string; bskyAppViewDid?: string },
): Promise<TestPds> {
  const dataDirectory = join(folder, `pds-${port}`);
  const blobstoreDiskLocation = join(folder, `blobs-${port}`);
  await Promise.all([dataDirectory, blobstoreDiskLocation].map((path) => mkdir(path)));
  const server = await PDS.fromEnv({
    devMode: true,
    port,
    dataDirectory,
    blobstoreDiskLocation,
    adminPassword: ADMIN_PASSWORD,
    jwtSecret: JWT_SECRET,
    serviceHandleDomains: ['.test'],
    bskyAppViewUrl: 'http://localhost:1',
    bskyAppViewDid: 'did:example:none',
    bskyAppViewCdnUrlPattern: 'http://localhost:1/%s/%s/%s',
    modServiceUrl: 'http://localhost:1',
    modServiceDid: 'did:example:none',
    plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString('hex'),
    inviteRequired: false,
    disableSsrfProtection: true,
    ...services,
  });
  await server.start();
  return new TestPds(`http://localhost:${port}`, port, server);
}

/** Handles under `.test` are asked of the PDS; all others do not exist, rather than being looked up in the world's DNS. */
function stayHome({ mockResolvers }: Services, idResolver: TestPds['ctx']['idResolver'], pds: TestPds): void {
  idResolver.handle.resolveDns = async () => undefined;
  mockResolvers(idResolver, pds);
}

/** Handles that are not known where they are looked for first are looked for at this PDS. */
function alsoAt({ handle: handles }: TestPds['ctx']['idResolver'], { url }: TestPds): void {
  const first = handles.resolve.bind(handles);
  handles.resolve = async (handle) => {
    const did = await first(handle);
    if (did !== undefined) return did;
    const answer = await request(`${url}/.well-known/atproto-did`, { headers: { host: handle } });
    const text = await answer.body.text();
    return answer.statusCode === 200 ? text : undefined;
  };
}

interface Opened {
  /** Notes what has to be closed, and gives it back. */
  <T extends { close(): Promise<void> }>(opened: T): T;
  /** Closes all, the last one first. */
  stop(): Promise<void>;
}

/**
 * Runs `start`; when it throws, closes what it had opened. A port that was free a moment ago may be taken by the time that
 * a service listens on it: then all is tried again.
 */
async function untilPortsAreFree<T>(start: (opened: Opened) => Promise<T>, attempts = 5): Promise<T> {
  const all: { close(): Promise<void> }[] = [];
  let stopping: Promise<void> | undefined;
  const opened: Opened = Object.assign(
    <O extends { close(): Promise<void> }>(one: O) => {
      all.push(one);
      return one;
    },
    {
      stop: () => {
        stopping ??= closeAll(all);
        return stopping;
      },
    },
  );
  try {
    return await start(opened);
  } catch (error) {
    await opened.stop();
    const isPortTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isPortTaken || attempts === 1) throw error;
    return await untilPortsAreFree(start, attempts - 1);
  }
}

async function closeAll(all: readonly { close(): Promise<void> }[]): Promise<void> {
  const errors: unknown[] = [];
  for (const one of all.toReversed()) {
    await one.close().catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw new AggregateError(errors, 'The test network did not stop cleanly');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
