import type { Watch } from '../../store/watch/watch-state.js';
import { compactCount } from '../../text/compact-count.js';
import { countText } from '../../text/count-text.js';
import { clock } from '../../text/date-time.js';
import { sanitise } from '../../text/sanitise.js';

/** A stream that is further behind than this many milliseconds is told to be. */
const BEHIND_MIN_MS = 10_000;
/** A reason is written by a server, or by the network: a line has room for its start. */
const REASON_CHARACTERS_MAX = 80;

/** How the watches are doing, for one place of the screen. */
export interface WatchStatus {
  /** Events come as they happen. */
  readonly connected: boolean;
  /** Sanitised, the one that says most first; the last one fits everywhere. */
  readonly texts: readonly string[];
}

/** How many events come: `61 a second`, `12 a minute`. Few a minute are not none. */
export function rateText(perSecond: number): string {
  const isSlow = perSecond < 1;
  return `${countText(Math.round(isSlow ? perSecond * 60 : perSecond))} a ${isSlow ? 'minute' : 'second'}`;
}

/** How the stream of a watch is doing, the way of saying it that says most first; empty where there is nothing to say. */
export function streamTexts(watch: Watch, now: number): readonly string[] {
  const { stream, polling, brokenSince } = watch;
  if (!stream) return [];
  if (stream.state === 'connected') {
    const behind =
      stream.behind !== undefined && stream.behind > BEHIND_MIN_MS
        ? `behind by ${Math.round(stream.behind / 1000)} s`
        : '';
    const rate = rateText(stream.eventsPerSecond);
    return behind === '' ? [rate] : [`${behind} · ${rate}`, behind];
  }
  const { nextTryAt } = stream;
  const nextTry =
    nextTryAt === undefined ? undefined : `${Math.max(0, Math.ceil((nextTryAt - now) / 1000))} s`;
  if (polling) {
    const broken = `no stream${brokenSince === undefined ? '' : ` since ${clock(brokenSince)}`}`;
    const asking = 'asking for the list now and then';
    const tried = nextTry === undefined ? '' : `, and for the stream in ${nextTry}`;
    return [`${broken}: ${asking}${tried}`, `${broken}: ${asking}`, `no stream: ${asking}`, 'polling'];
  }
  const first = brokenSince === undefined || (stream.state === 'connecting' && stream.reason === undefined);
  const word = first ? 'connecting' : 'reconnecting';
  const next = nextTry === undefined ? '' : `, again in ${nextTry}`;
  const why =
    stream.reason === undefined ? '' : ` (${sanitise(stream.reason.slice(0, REASON_CHARACTERS_MAX))})`;
  const since = first ? '' : ` since ${clock(brokenSince)}`;
  const said = [`${word}${since}${why}${next}`, `${word}${since}${next}`, `${word}${next}`, word];
  return [...new Set(said)];
}

/** What the status line says of all watches together: who came and went, and how the stream is doing that they share. */
export function watchStatus(watches: readonly Watch[], now: number): WatchStatus | undefined {
  const [first] = watches;
  if (!first) return undefined;
  const sum = (side: 'gained' | 'lost'): string =>
    compactCount(watches.reduce((total, { live }) => total + live[side], 0));
  const connected = isConnected(first);
  const tally = `${connected ? '●' : '○'} +${sum('gained')} −${sum('lost')}`;
  const many = watches.length > 1 ? `${tally} · ${watches.length} watched` : tally;
  const texts = streamTexts(first, now);
  return {
    connected,
    texts: [...new Set([...texts.map((text) => `${many} · ${text}`), many, tally])],
  };
}

/** Whether events come as they happen: else there is a time to count. */
export const isConnected = ({ polling, stream }: Watch): boolean => !polling && stream?.state === 'connected';
