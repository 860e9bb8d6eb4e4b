import type { randomFrom } from '../support/random.js';
import type { Account, World } from './world.js';

/** A follower who has just come or gone does nothing more about that account for so many milliseconds … */
const REST_MS = 4_000;
/** … but one of so many turns round at once. */
const ONE_HASTY_OF = 8;

/** Followers that come and go. */
export class Traffic {
  readonly #world: World;
  readonly #random: ReturnType<typeof randomFrom>;
  /** Nobody comes or goes whom the watched accounts know; others do. */
  isHeld = false;
  /**
   * Since this moment, in milliseconds since 1970, events may be lost: who comes and goes again meanwhile is told by nobody, so
   * that each does one thing at most.
   */
  onceSince: number | undefined;

  constructor(world: World, random: ReturnType<typeof randomFrom>) {
    this.#world = world;
    this.#random = random;
  }

  /** Something happens, of interest or not. */
  step(): void {
    const follower = this.#random.pick(this.#world.followers);
    if (this.isHeld || this.#random.below(3) > 0) this.#world.turnElsewhere(follower);
    else this.#turn(follower, this.#random.pick(this.#world.watched));
  }

  #turn(follower: Account, watched: Account): void {
    const last = this.#world.lastDeed(follower, watched);
    if (last > (this.onceSince ?? Date.now() - REST_MS)) return;
    this.#world.turn(follower, watched);
    if (this.onceSince !== undefined || this.#random.below(ONE_HASTY_OF) > 0) return;
    this.#world.turn(follower, watched);
    if (this.#random.below(2) === 0) this.#world.turn(follower, watched);
  }
}
