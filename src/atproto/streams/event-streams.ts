import { parseStreamUrl } from '../../keep/stream-url.js';
import { Connection } from './connection.js';
import { Delivery } from './delivery.js';
import type {
  EventStreams,
  StreamFilter,
  StreamGap,
  StreamListener,
  StreamPosition,
  StreamStatus,
  SubscribeOptions,
  Subscription,
} from './event-stream.js';
import { canShare, covers, joined, type Wanted, wantedBy } from './filter.js';
import { isTimeCursor } from './protocol.js';
import { createRate } from './rate.js';
import type { RepoEvent } from './repo-event.js';
import { createSocketOpener } from './socket.js';
import { type StreamTimings, TIMINGS } from './timings.js';
import { createDictionaries } from './zstd.js';

export interface EventStreamsSettings {
  /** At least one, tried in this order. */
  readonly urls: readonly string[];
  readonly timings?: Partial<StreamTimings> | undefined;
  /** Events that may wait for a listener before its source is held back; twice as many are kept at most. */
  readonly queue?: number | undefined;
}

/** Events that come within a batch's time even from a replay are fewer. */
const QUEUE_MAX = 4_000;

/** Milliseconds by which a stream may lag for a newcomer to find it live. */
const LIVE_LAG_MS = 10_000;

interface Line {
  readonly connection: Connection;
  /** Whether it goes on from an earlier run, and has that to catch up with. */
  readonly resumes: boolean;
  readonly members: Set<Member>;
}

interface Member {
  filter: StreamFilter;
  wanted: Wanted;
  readonly delivery: Delivery;
  line: Line;
  /** Where the stream stood when it joined a connection that was there: what is before that is not for it. */
  joinedAt: StreamPosition | undefined;
  handed: StreamPosition | undefined;
  take(event: RepoEvent): void;
  gap(gap: StreamGap): void;
  report(): void;
}

/**
 * Opens live streams of the network's events. Nothing is connected to before the first subscription. Throws an Error with a
 * sentence for the user where a URL is none (see {@link parseStreamUrl}).
 */
export function createEventStreams({ urls, timings, queue = QUEUE_MAX }: EventStreamsSettings): EventStreams {
  const sources = urls.map(parseStreamUrl);
  if (sources.length === 0) throw new Error('No address of a stream is set.');
  const times: StreamTimings = { ...TIMINGS, ...timings };
  const opener = createSocketOpener(times.handshake);
  const dictionaries = createDictionaries(opener);
  const isUnfiltered = sources.every(({ kind }) => kind === 'firehose');
  const lines = new Set<Line>();
  const open = new Set<Subscription>();
  let reports: NodeJS.Timeout | undefined;

  function openLine(filter: StreamFilter, from: StreamPosition | undefined): Line {
    const members = new Set<Member>();
    const connection = new Connection({
      sources,
      filter,
      from,
      opener,
      dictionaries,
      timings: times,
      onEvent(event) {
        for (const member of members) member.take(event);
      },
      onGap(gap) {
        for (const member of members) member.gap(gap);
      },
      onOtherOrder() {
        for (const member of members) {
          if (!member.delivery.isEmpty) member.delivery.flush();
          member.joinedAt = undefined;
        }
      },
      onStatus() {
        for (const member of members) member.report();
      },
    });
    const line = { connection, members, resumes: from !== undefined };
    lines.add(line);
    return line;
  }

  /** A connection that can serve the filter beside what it serves already. */
  function lineFor(filter: StreamFilter): Line | undefined {
    for (const line of lines) {
      const { connection } = line;
      if (!isLive(line)) continue;
      // The firehose sends everything to everyone; a Jetstream v2 would have to be connected to anew.
      if (isUnfiltered || covers(connection.filter, filter)) return line;
      if (connection.status.kind !== 'jetstream-v2' && canShare(connection.filter, filter)) return line;
    }
    return undefined;
  }

  function refilter({ connection, members }: Line): void {
    connection.setFilter(joined([...members].map(({ filter }) => filter)));
  }

  function leaveLine(member: Member): void {
    const { line } = member;
    line.members.delete(member);
    if (line.members.size > 0) {
      refilter(line);
      holdOrRelease(line);
    } else {
      lines.delete(line);
      line.connection.close();
    }
  }

  function holdOrRelease({ connection, members }: Line): void {
    connection.hold([...members].some(({ delivery }) => delivery.isFull));
  }

  function reportRates(): void {
    for (const { members } of lines) for (const member of members) member.report();
  }

  function subscribe(
    filter: StreamFilter,
    listener: StreamListener,
    { from }: SubscribeOptions = {},
  ): Subscription {
    const shared = from === undefined ? lineFor(filter) : undefined;
    const rate = createRate();
    let told: StreamStatus | undefined;
    let closed: StreamStatus | undefined;

    function status(): StreamStatus {
      return (
        closed ?? { ...member.line.connection.status, eventsPerSecond: rate.perSecond(performance.now()) }
      );
    }

    const member: Member = {
      filter,
      wanted: wantedBy(filter),
      line: shared ?? openLine(filter, from),
      joinedAt: shared?.connection.status.behind === undefined ? undefined : shared.connection.position(),
      handed: from,
      delivery: new Delivery(listener, {
        everyMs: times.batch,
        fullAt: queue,
        onFlush() {
          member.handed = member.line.connection.position() ?? member.handed;
          holdOrRelease(member.line);
        },
      }),
      take(event) {
        if (!member.wanted.event(event) || isBefore(event, member)) return;
        rate.add(performance.now());
        member.delivery.push(event);
        if (member.delivery.isFull) member.line.connection.hold(true);
      },
      gap(gap) {
        member.delivery.push(gap);
      },
      report() {
        if (closed !== undefined) return;
        const now = status();
        if (told !== undefined && sameStatus(told, now)) return;
        told = now;
        listener.status(now);
      },
    };

    member.line.members.add(member);
    if (shared !== undefined) refilter(shared);
    reports ??= setInterval(reportRates, times.report);

    const subscription: Subscription = {
      get status() {
        return status();
      },
      position: () => positionOf(member),
      update(next) {
        member.filter = next;
        member.wanted = wantedBy(next);
        const others = [...member.line.members].filter((one) => one !== member);
        const rest = others.map((one) => one.filter);
        if (others.length === 0 || isUnfiltered || canShare(joined(rest), next)) {
          refilter(member.line);
        } else {
          const at = positionOf(member);
          leaveLine(member);
          member.line = openLine(next, at);
          member.joinedAt = undefined;
          member.line.members.add(member);
        }
      },
      close() {
        if (!open.delete(subscription)) return;
        closed = { ...status(), state: 'closed', since: Date.now(), reason: undefined, nextTryAt: undefined };
        member.handed = positionOf(member);
        member.delivery.close();
        leaveLine(member);
        if (lines.size === 0) {
          clearInterval(reports);
          reports = undefined;
        }
      },
    };
    open.add(subscription);
    queueMicrotask(member.report);
    return subscription;
  }

  return {
    subscribe,
    close() {
      for (const subscription of [...open]) subscription.close();
      opener.close();
    },
  };
}

function isLive({ connection, resumes }: Line): boolean {
  const { behind } = connection.status;
  return behind === undefined ? !resumes : behind < LIVE_LAG_MS;
}

/** Whether an event is older than the member's joining the connection that brings it. */
function isBefore({ cursor }: RepoEvent, { joinedAt, line }: Member): boolean {
  return (
    joinedAt !== undefined &&
    joinedAt.source === line.connection.position()?.source &&
    isTimeCursor(joinedAt.cursor) === isTimeCursor(cursor) &&
    cursor <= joinedAt.cursor
  );
}

function positionOf({ delivery, handed, line }: Member): StreamPosition | undefined {
  return delivery.isEmpty ? (line.connection.position() ?? handed) : handed;
}

function sameStatus(a: StreamStatus, b: StreamStatus): boolean {
  return (Object.keys(a) as (keyof StreamStatus)[]).every((name) => a[name] === b[name]);
}
