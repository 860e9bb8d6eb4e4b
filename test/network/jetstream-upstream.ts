import { once } from 'node:events';
import { fromUint8Array } from '@atcute/car';
import { type Bytes, type CidLink, decode, decodeFirst, fromBytes } from '@atcute/cbor';
import { toString as cidText } from '@atcute/cid';
import { WebSocket } from 'ws';
import type { JetstreamEvent } from './jetstream-event.js';

/** The firehose of a PDS, from its first event on. */
export interface Upstream {
  /**
   * Resolves when all that the PDS has taken note of until now has come.
   * @throws Error when the firehose broke off.
   */
  processed(): Promise<void>;
  close(): void;
}

/**
 * Reads the firehose of a PDS.
 *
 * @param onEvents Takes the events that one message holds, and its time in milliseconds since 1970.
 */
export function openUpstream(
  pds: string,
  onEvents: (events: readonly JetstreamEvent[], time: number) => void,
): Upstream {
  let last = 0;
  let failure: Error | undefined;
  const waiting = new Set<() => void>();
  const socket = subscribe(0);

  function subscribe(cursor: number): WebSocket {
    const url = new URL(`/xrpc/com.atproto.sync.subscribeRepos?cursor=${cursor}`, pds);
    url.protocol = url.protocol.replace('http', 'ws');
    return new WebSocket(url);
  }

  function wake(): void {
    for (const resolve of waiting) resolve();
    waiting.clear();
  }

  function fail(reason: string): void {
    failure ??= new Error(`The firehose of ${pds} broke off: ${reason}`);
    wake();
  }

  socket.on('error', ({ message }) => fail(message));
  socket.on('close', (code) => fail(`closed with ${code}`));
  socket.on('message', (data: Buffer) => {
    const { error, type, body } = messageIn(data);
    if (error !== undefined) return fail(error);
    if (typeof body.seq !== 'number') return;
    last = body.seq;
    onEvents(eventsOf(type, body), Date.parse(String(body.time)));
    wake();
  });

  /** A PDS refuses a cursor that it has not reached yet: then it has nothing that has not come. */
  async function hasAll(): Promise<boolean> {
    const probe = subscribe(last + 1);
    try {
      const advanced = new Promise<undefined>((resolve) => waiting.add(() => resolve(undefined)));
      const answered = once(probe, 'message');
      // It rejects unheard when the probe is given up.
      answered.catch(() => {});
      const answer = (await Promise.race([answered, advanced])) as [Buffer] | undefined;
      return answer !== undefined && messageIn(answer[0]).error === 'FutureCursor';
    } finally {
      // Given up before it was open, it says so.
      probe.on('error', () => {});
      probe.terminate();
    }
  }

  return {
    async processed() {
      let all = false;
      while (!all) {
        if (failure !== undefined) throw failure;
        all = await hasAll();
      }
    },
    close() {
      socket.terminate();
    },
  };
}

interface Message {
  readonly error?: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

function messageIn(data: Buffer): Message {
  const [header, rest] = decodeFirst(data) as [{ op: number; t?: string }, Uint8Array];
  const body = decode(rest) as Record<string, unknown>;
  if (header.op === -1) return { error: String(body.error), type: '', body };
  return { type: header.t ?? '', body };
}

interface Op {
  readonly action: 'create' | 'update' | 'delete';
  readonly path: string;
  readonly cid: CidLink | null;
}

function eventsOf(type: string, body: Readonly<Record<string, unknown>>): JetstreamEvent[] {
  const { did, seq, time } = body as { did: string; seq: number; time: string };
  switch (type) {
    case '#commit':
      return commitsOf(body as unknown as Commit);
    case '#identity': {
      const { handle } = body as { handle?: string };
      return [
        { kind: 'identity', did, identity: { did, ...(handle !== undefined && { handle }), seq, time } },
      ];
    }
    case '#account': {
      const { active, status } = body as { active: boolean; status?: string };
      const account = { active, did, seq, ...(status !== undefined && { status }), time };
      return [{ kind: 'account', did, account }];
    }
    case '#sync': {
      const { rev, blocks } = body as { rev: string; blocks: Bytes };
      const $bytes = Buffer.from(fromBytes(blocks)).toString('base64').replace(/=+$/, '');
      return [{ kind: 'sync', did, sync: { blocks: { $bytes }, did, rev, seq, time } }];
    }
    default:
      return [];
  }
}

interface Commit {
  readonly repo: string;
  readonly rev: string;
  readonly ops: readonly Op[];
  readonly blocks: Bytes;
}

function commitsOf({ repo: did, rev, ops, blocks }: Commit): JetstreamEvent[] {
  const records = new Map<string, Uint8Array>();
  for (const { cid, bytes } of fromUint8Array(fromBytes(blocks))) records.set(cidText(cid), bytes);
  return ops.flatMap(({ action: operation, path, cid: link }): JetstreamEvent[] => {
    const [collection, rkey] = path.split('/') as [string, string];
    const event = { kind: 'commit', did, rev, operation, collection, rkey } as const;
    if (operation === 'delete' || link === null) return [event];
    const cid = link.$link;
    const bytes = records.get(cid);
    // As the real one does where a commit leaves a record out.
    if (bytes === undefined) return [];
    return [{ ...event, record: decode(bytes), cid }];
  });
}
