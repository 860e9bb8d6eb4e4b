import { measureSpeeds, type Speed } from '../../support/streams/speed.js';
import type { Figure, Measurement } from '../figure.js';

/** What the frames of each source are compared to, and how near to it they have to come. */
const asked = {
  jetstream: { name: 'Jetstream v1', beside: 'JSON.parse alone', target: 0.5 },
  'jetstream-v2': { name: 'Jetstream v2', beside: 'JSON.parse alone', target: 0.5 },
  firehose: { name: 'firehose', beside: "@atcute/firehose's decoder alone", target: 0.8 },
} as const;

/** Frames that a Jetstream sends a second at the very least, when the network is busy, with room to spare. */
const leastFrames = 20_000;

/** Frames made into events, filtered, told apart from those seen before and handed to a listener: in one process, without a socket. */
export const streamFrames: Figure = {
  name: 'stream-frames',
  title: 'frames of a stream handled',

  async measure() {
    return (await measureSpeeds()).flatMap(measurements);
  },
};

function measurements({ kind, filter, handled, decoded, rounds }: Speed): Measurement[] {
  const { name, beside, target } = asked[kind];
  const title = `${streamFrames.title}: ${name}, ${filter}`;
  const perSecond = (frames: number): string => `${Math.round(frames).toLocaleString('en')} a second`;
  const comparedTo = `${beside}: ${perSecond(decoded)}`;
  const ratio = {
    title,
    value: handled / decoded,
    unit: '×',
    target,
    atLeast: true,
    comparedTo,
    runs: rounds,
  };
  if (kind === 'firehose') return [{ ...ratio, details: { handled: perSecond(handled) } }];
  const speed = { title, value: Math.round(handled), unit: 'frames/s', target: leastFrames, atLeast: true };
  return [
    { ...ratio, details: {} },
    { ...speed, comparedTo, runs: rounds, details: {} },
  ];
}
