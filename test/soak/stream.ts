import type { JetstreamEvent } from '../network/jetstream-event.js';
import { type Jetstream, startJetstream } from '../network/jetstream-server.js';

/** Which Jetstream lets anybody in: the first, the second, or both. */
export type Open = 'v1' | 'v2' | 'both';

/** Two Jetstreams, of either version, that tell of the same. */
export interface Stream {
  readonly urls: readonly string[];
  readonly servers: readonly Jetstream[];
  /** Events that were put into it. */
  readonly events: number;
  /** Connections that it let in. */
  readonly connections: number;
  open: Open;
  /** Something happens. */
  tell(events: readonly JetstreamEvent[], at?: number): void;
  /** Whether somebody reads it, and all who do have what there is: each watch may have a connection of its own. */
  readonly isRead: boolean;
  /** Resolves once all who read it have read what there is. */
  read(): Promise<unknown>;
  /** All connections end, and nobody is let in until `open` is set again. */
  shut(): void;
  close(): Promise<void>;
}

/** Events that are kept: some minutes. */
const RETENTION = 60_000;
const CLOSED = 1_000_000;

export async function startStream(): Promise<Stream> {
  const servers = await Promise.all(
    ([1, 2] as const).map((version) => startJetstream({ version, retention: RETENTION })),
  );
  let events = 0;
  let open: Open = 'both';
  return {
    urls: servers.map(({ url }) => url),
    servers,
    get events() {
      return events;
    },
    get connections() {
      return servers.reduce((sum, { connections }) => sum + connections.length, 0);
    },
    get open() {
      return open;
    },
    set open(next) {
      open = next;
      for (const [index, { faults }] of servers.entries()) {
        const isClosed = next === (index === 0 ? 'v2' : 'v1');
        faults.refuse(isClosed ? CLOSED : 0, 503);
        if (isClosed) faults.cut();
      }
    },
    tell(some, at) {
      events += some.length;
      for (const server of servers) server.tell(some, at);
    },
    get isRead() {
      const open = servers.flatMap(({ connections }) => connections.filter(({ isOpen }) => isOpen));
      return open.length > 0 && open.every(({ isUpToDate }) => isUpToDate);
    },
    read: () =>
      Promise.all(servers.flatMap(({ connections }) => connections.map((connection) => connection.read()))),
    shut() {
      for (const { faults } of servers) {
        faults.refuse(CLOSED, 503);
        faults.cut();
      }
    },
    async close() {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
