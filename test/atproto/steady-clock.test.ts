import { expect, test } from 'vitest';
import { type MachineClocks, SteadyClock } from '../../src/atproto/steady-clock.js';

const START = 1_783_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** A machine whose clocks a test moves, and the time that it really is. */
class Machine implements MachineClocks {
  readonly clock: SteadyClock;
  real = START;
  #wallError: number;
  #ticks = 12_345.6;
  #uptime = 98_000;
  readonly #hasUptime: boolean;

  constructor({ wallError = 0, hasUptime = true } = {}) {
    this.#wallError = wallError;
    this.#hasUptime = hasUptime;
    this.clock = new SteadyClock(this);
  }

  wall = () => Math.floor(this.real + this.#wallError);
  ticks = () => this.#ticks;
  uptime(): number {
    if (!this.#hasUptime) throw new Error('EACCES');
    return this.#uptime;
  }

  pass(ms: number): void {
    this.real += ms;
    this.#ticks += ms;
    this.#uptime += ms;
  }

  sleep(ms: number): void {
    this.real += ms;
    this.#uptime += ms;
  }

  /** The wall clock is set, by so much ahead of what it said. */
  set(byMs: number): void {
    this.#wallError += byMs;
  }

  /** Events of the network as they happen, one a second. */
  live(count: number): void {
    for (let event = 0; event < count; event++) {
      this.pass(1_000);
      this.clock.heard(Math.floor(this.real));
    }
  }

  get error(): number {
    return this.clock.now() - this.real;
  }
}

const NEARLY_MS = 3_000;

test.each<[string, Machine, (machine: Machine) => void]>([
  ['time passes', new Machine(), (machine) => machine.pass(HOUR_MS)],
  ['the clock is set back an hour', new Machine(), (machine) => machine.set(-HOUR_MS)],
  ['the clock is set ahead an hour', new Machine(), (machine) => machine.set(HOUR_MS)],
  ['the clock is set back a year', new Machine(), (machine) => machine.set(-YEAR_MS)],
  ['the clock is set ahead ten years', new Machine(), (machine) => machine.set(10 * YEAR_MS)],
  ['the clock is set to 1970', new Machine(), (machine) => machine.set(-START)],
  [
    'the clock is set back and events go on',
    new Machine(),
    (machine) => {
      machine.set(-HOUR_MS);
      machine.live(100);
    },
  ],
  [
    'the clock is set ahead and events go on',
    new Machine(),
    (machine) => {
      machine.set(HOUR_MS);
      machine.live(100);
    },
  ],
  ['the machine sleeps for the night', new Machine(), (machine) => machine.sleep(8 * HOUR_MS)],
  [
    'the clock is set back while the machine sleeps',
    new Machine(),
    (machine) => {
      machine.sleep(8 * HOUR_MS);
      machine.set(-HOUR_MS);
    },
  ],
  [
    'the machine sleeps twice, and the clock is set between',
    new Machine(),
    (machine) => {
      machine.sleep(HOUR_MS);
      machine.clock.now();
      machine.set(-YEAR_MS);
      machine.clock.now();
      machine.sleep(HOUR_MS);
    },
  ],
  [
    'the machine sleeps, and the system does not say how long it is up',
    new Machine({ hasUptime: false }),
    (machine) => machine.sleep(8 * HOUR_MS),
  ],
  [
    'the clock is set back, and the system does not say how long it is up',
    new Machine({ hasUptime: false }),
    (machine) => machine.set(-HOUR_MS),
  ],
  [
    'a clock that was behind is set right, and events say so',
    new Machine({ wallError: -YEAR_MS }),
    (machine) => {
      machine.set(YEAR_MS);
      machine.clock.now();
      machine.live(3);
    },
  ],
  [
    'a clock that was ahead is set right, and events say so for half a minute',
    new Machine({ wallError: HOUR_MS }),
    (machine) => {
      machine.set(-HOUR_MS);
      machine.clock.now();
      machine.live(32);
    },
  ],
  [
    'the clock is set back, and a replay comes through the time that it says',
    new Machine(),
    (machine) => {
      machine.set(-HOUR_MS);
      for (let back = 2 * HOUR_MS; back > 0; back -= 100) {
        machine.pass(1);
        machine.clock.heard(Math.floor(machine.real) - back);
      }
    },
  ],
  [
    'one event of an hour ahead comes after the clock was set there',
    new Machine(),
    (machine) => {
      machine.set(HOUR_MS);
      machine.clock.heard(machine.real + HOUR_MS);
      machine.live(100);
    },
  ],
])('it is what time it is after %s', (_, machine, happen) => {
  machine.clock.now();
  happen(machine);
  expect(Math.abs(machine.error)).toBeLessThan(NEARLY_MS);
  machine.pass(MINUTE_MS);
  expect(Math.abs(machine.error)).toBeLessThan(NEARLY_MS);
});

test('a clock that is adjusted little by little is followed', () => {
  const machine = new Machine({ wallError: -MINUTE_MS });
  for (let second = 0; second < 2 * 3_600; second++) {
    machine.pass(1_000);
    if (second < 600 * 12) machine.set(MINUTE_MS / 7_200);
    machine.clock.now();
  }
  expect(Math.abs(machine.error)).toBeLessThan(NEARLY_MS);
});

test('what is between two readings is the time that passed, whatever the clock is set to between them', () => {
  const machine = new Machine();
  let before = machine.clock.now();
  for (const byMs of [-HOUR_MS, HOUR_MS, -YEAR_MS, YEAR_MS, 5 * MINUTE_MS]) {
    machine.set(byMs);
    machine.pass(1_000);
    const now = machine.clock.now();
    expect(now - before).toBe(1_000);
    before = now;
  }
});
