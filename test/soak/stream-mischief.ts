import type { Jetstream } from '../network/jetstream-server.js';
import type { randomFrom } from '../support/random.js';
import type { Stream } from './stream.js';
import { FOLLOW, followOf, type World } from './world.js';

type Random = ReturnType<typeof randomFrom>;

export interface Mischief {
  readonly name: string;
  readonly run: (stream: Stream, world: World, random: Random) => void;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What goes wrong with the stream, and takes nothing away from what is true. */
export const STREAM_MISCHIEF: readonly Mischief[] = [
  { name: 'cut connections', run: each(({ faults }) => faults.cut()) },
  {
    name: 'connections closed with a code',
    run: each(({ faults }, random) => faults.cut(random.pick([1001, 1011, 1013]))),
  },
  { name: 'stalled connections', run: each(({ faults }) => faults.stall()) },
  { name: 'half frames', run: each(({ faults }) => faults.halfFrame()) },
  {
    name: 'refused upgrades',
    run: refusing((faults, random) => faults.refuse(1 + random.below(2), random.pick([500, 502, 503]))),
  },
  { name: '429 on the upgrade', run: refusing((faults) => faults.refuse(1, 429, 2)) },
  { name: 'upgrades broken off', run: refusing((faults) => faults.refuse(2, 'broken off')) },
  {
    name: 'odd frames',
    run: each(({ faults }, random) =>
      faults.malformed(random.pick(['json', 'shape', 'binary', 'websocket'])),
    ),
  },
  {
    name: 'heartbeats and kinds never heard of',
    run: each(({ faults }, random) => faults.frame(random.pick(UNHEARD))),
  },
  { name: 'events sent twice', run: each(({ faults }, random) => faults.duplicate(1 + random.below(50))) },
  { name: 'events of 2 MB', run: each(({ faults }) => faults.oversized(2_000_000)) },
  {
    name: 'replays of up to an hour',
    run(stream, _, random) {
      for (const { faults } of stream.servers) {
        faults.early(random.below(HOUR_MS));
        faults.cut();
      }
    },
  },
  {
    name: 'replays that are over',
    run(stream) {
      for (const { faults } of stream.servers) faults.early(0);
    },
  },
  { name: 'retired dictionaries', run: each(({ faults }) => faults.retireDictionary()) },
  {
    name: 'events ahead of the clock',
    run(stream, world, random) {
      const ahead = random.pick([2 * 60_000, HOUR_MS, 30 * DAY_MS, 3_000 * DAY_MS]);
      for (let count = random.below(4); count >= 0; count -= 1) {
        const stranger = random.pick(world.strangers);
        const record = followOf(random.pick(world.strangers).did);
        stream.tell([world.record(stranger, world.key(), record)], Date.now() + ahead);
      }
    },
  },
  {
    name: 'events of long ago',
    run(stream, world, random) {
      const record = followOf(random.pick(world.strangers).did);
      stream.tell(
        [world.record(random.pick(world.strangers), world.key(), record)],
        Date.now() - 10 * DAY_MS,
      );
    },
  },
  {
    name: 'follows that are none',
    run(stream, world, random) {
      const { did } = random.pick(world.watched);
      const rkey = world.key();
      const follower = random.pick(world.followers);
      const record = random.pick(notFollowing(did));
      stream.tell([world.record(follower, rkey, record)]);
      if (random.below(2) === 0) stream.tell([world.deletion(follower, rkey)]);
    },
  },
  {
    name: 'accounts desynchronized or throttled',
    run(stream, world, random) {
      const { did } = random.pick(world.followers);
      const status = random.pick(['desynchronized', 'throttled']);
      const account = { active: false, did, seq: 1, status, time: new Date().toISOString() };
      stream.tell([{ kind: 'account', did, account }]);
      if (random.below(2) === 0) {
        stream.tell([{ kind: 'account', did, account: { active: true, did, seq: 2, time: account.time } }]);
      }
    },
  },
  {
    name: 'floods of strangers',
    run(stream, world, random) {
      for (let count = 0; count < 3_000; count += 1) {
        const record = followOf(random.pick(world.strangers).did);
        stream.tell([world.record(random.pick(world.strangers), world.key(), record)]);
      }
    },
  },
];

/** The same of each server. */
export function each(run: (server: Jetstream, random: Random) => void): Mischief['run'] {
  return (stream, _, random) => {
    for (const server of stream.servers) run(server, random);
  };
}

/** Only of a server that lets somebody in: what says no to everybody goes on with that. */
function refusing(run: (faults: Jetstream['faults'], random: Random) => void): Mischief['run'] {
  return (stream, _, random) => {
    for (const [index, { faults }] of stream.servers.entries()) {
      if (stream.open === (index === 0 ? 'v2' : 'v1')) continue;
      run(faults, random);
      faults.cut();
    }
  };
}

const UNHEARD: readonly string[] = [
  '',
  'ping',
  ': keep-alive',
  'null',
  '[]',
  '{}',
  '{"kind":"heartbeat"}',
  '{"$type":"heartbeat","at":1}',
  '{"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#heartbeat"}}',
  '{"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#info","name":"Maintenance"}}',
  '{"did":"did:plc:a","kind":"label","label":{"val":"spam"}}',
];

/** Records in the collection of follows that look like a follow of that account, and are none. */
const notFollowing = (did: string): readonly unknown[] => [
  { ...followOf(did), $type: 'com.example.follow' },
  { ...followOf(did), $type: null },
  { ...followOf(did), $type: `${FOLLOW}#other` },
  followOf(null),
  followOf(42),
  followOf([did]),
  followOf({ did }),
  followOf(` ${did}`),
  { $type: FOLLOW, createdAt: '0001-01-01T00:00:00Z' },
  { $type: FOLLOW, subject: did.toUpperCase(), createdAt: null },
  null,
  did,
  [followOf(did)],
];
