import { uptime } from 'node:os';

/** The clocks of a machine, all in milliseconds. */
export interface MachineClocks {
  /** Since 1970. It may be set at any moment, by hand or by the network. */
  wall(): number;
  /** Of a clock that nobody sets. Some stand still while the machine is asleep. */
  ticks(): number;
  /** Since the machine was started, its sleep included. Throws where the system does not say; read seldom, since it may be a file. */
  uptime(): number;
}

/** A wall clock that moves otherwise than the ticks by more than this, and a thousandth of what passed, was set or slept. */
const STEP_MIN_MS = 1_000;
const DRIFT_MAX = 0.001;
/** By so much the uptime of some systems, which is in whole seconds, may differ from what it says of a sleep. */
const SLEEP_ERROR_MS = 3_000;
/** An event within so much of a clock says that the clock is right … */
const NEAR_MS = 10_000;
/** … where so many of them in a row do, of a clock that is ahead of the believed one, or, of one behind it … */
const AHEAD_IN_A_ROW = 3;
/** … where they do for so long: a replay passes any time of the past, but does not stay there. */
const BEHIND_FOR_MS = 30_000;

const MACHINE: MachineClocks = {
  wall: () => Date.now(),
  ticks: () => performance.now(),
  uptime: () => uptime() * 1000,
};

/**
 * What time it is, whatever is done to the wall clock meanwhile. It begins with the wall clock, goes on by ticks and by what the
 * machine sleeps, and follows a clock that is adjusted little by little. One that jumps is not believed until the events of the
 * network say that it is right: a clock that was wrong at the start is set, too.
 */
export class SteadyClock {
  readonly #clocks: MachineClocks;
  /** Of ticks and uptime, when this began. */
  readonly #sleepBase: number | undefined;
  #slept = 0;
  #lastWall: number;
  #lastTicks: number;
  /** What is to be added to the ticks; and the same by the clock that is not believed. */
  #offset: number;
  #other: number | undefined;
  /** Events in a row that were near the other clock, and the ticks of the first of them. */
  #near = 0;
  #nearSinceTicks = 0;

  constructor(clocks: MachineClocks = MACHINE) {
    this.#clocks = clocks;
    this.#lastWall = clocks.wall();
    this.#lastTicks = clocks.ticks();
    this.#offset = this.#lastWall - this.#lastTicks;
    this.#sleepBase = this.#asleep();
  }

  /** Milliseconds since 1970. */
  now(): number {
    const wall = this.#clocks.wall();
    const ticks = this.#clocks.ticks();
    const passed = ticks - this.#lastTicks;
    const jump = wall - this.#lastWall - passed;
    this.#lastWall = wall;
    this.#lastTicks = ticks;
    if (Math.abs(jump) <= STEP_MIN_MS + Math.abs(passed) * DRIFT_MAX) {
      this.#offset += jump;
    } else {
      this.#jumped(jump, wall - ticks);
    }
    return Math.floor(ticks + this.#offset);
  }

  /** An event of the network came, of a time in milliseconds since 1970: after a jump that tells which clock is right. */
  heard(time: number): void {
    if (this.#other === undefined) return;
    const now = this.now();
    const ticks = this.#lastTicks;
    if (Math.abs(time - now) <= NEAR_MS || Math.abs(time - ticks - this.#other) > NEAR_MS) {
      this.#near = 0;
      return;
    }
    if (this.#near++ === 0) this.#nearSinceTicks = ticks;
    const isRight =
      this.#other > this.#offset
        ? this.#near >= AHEAD_IN_A_ROW
        : ticks - this.#nearSinceTicks >= BEHIND_FOR_MS;
    if (!isRight) return;
    [this.#offset, this.#other] = [this.#other, this.#offset];
    this.#near = 0;
  }

  #jumped(jump: number, wallOffset: number): void {
    const slept = this.#sleptSince(jump);
    const isSleep = Math.abs(jump - slept) <= SLEEP_ERROR_MS;
    this.#offset += isSleep ? jump : slept;
    if (!isSleep) this.#other = wallOffset;
    this.#near = 0;
  }

  /** Milliseconds that the machine slept since this was asked last. Where nobody knows, a jump ahead was a sleep. */
  #sleptSince(jump: number): number {
    const asleep = this.#asleep();
    if (asleep === undefined || this.#sleepBase === undefined) return Math.max(jump, 0);
    const slept = asleep - this.#sleepBase;
    const since = slept - this.#slept;
    this.#slept = slept;
    return Math.abs(since) <= SLEEP_ERROR_MS ? 0 : since;
  }

  #asleep(): number | undefined {
    try {
      return this.#clocks.uptime() - this.#clocks.ticks();
    } catch {
      return undefined;
    }
  }
}

/** The one of this process. */
export const steadyClock = new SteadyClock();
