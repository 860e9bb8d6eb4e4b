import { setTimeout as pause } from 'node:timers/promises';
import type { randomFrom } from '../support/random.js';
import { someInput } from './inputs.js';
import type { Session } from './session.js';
import type { Tally } from './tally.js';

/** Milliseconds between two things that somebody does, on average. */
const EVERY_MS = 250;
/** Of so much that is done … */
const ALL = 200;
/** … so much is another size, a look at whether it still draws, and, one each, a suspension and a standstill. */
const RESIZES = 12;
const REDRAWS = 10;
/** What was done last is told with what went wrong. */
const LAST_MAX = 8;

/** Somebody at the terminal of the program, who does not know what they do. */
export class Hands {
  readonly #random: ReturnType<typeof randomFrom>;
  readonly #tally: Tally;
  readonly #last: string[] = [];
  #size = { columns: 160, rows: 48 };

  constructor(random: ReturnType<typeof randomFrom>, tally: Tally) {
    this.#random = random;
    this.#tally = tally;
  }

  /** What was done last, in words. */
  get last(): string {
    return this.#last.join(', ');
  }

  /** Does something. Throws where the program does not do what it should. */
  async act(session: Session): Promise<void> {
    const random = this.#random;
    const what = random.below(ALL);
    if (what === 0) await this.#suspend(session);
    else if (what === 1) await this.#standStill(session);
    else if (what < 2 + RESIZES) this.#resize(session);
    else if (what < 2 + RESIZES + REDRAWS) this.#tally.redraws.push(await session.redraw());
    else await this.#type(session);
    await pause(random.below(EVERY_MS * 2));
  }

  #note(what: string): void {
    this.#tally.count(what);
    this.#last.push(what);
    if (this.#last.length > LAST_MAX) this.#last.shift();
  }

  async #suspend(session: Session): Promise<void> {
    const how = this.#random.pick(['Ctrl-z', 'SIGTSTP'] as const);
    this.#note(`suspensions (${how})`);
    await session.suspend(how);
  }

  async #standStill(session: Session): Promise<void> {
    this.#note('standstills (SIGSTOP, SIGCONT)');
    await session.standStill(this.#random.below(3_000));
  }

  #resize({ terminal }: Session): void {
    this.#size = { columns: 39 + this.#random.below(180), rows: 9 + this.#random.below(60) };
    this.#note('sizes of the terminal');
    terminal.resize(this.#size.columns, this.#size.rows);
  }

  async #type({ terminal }: Session): Promise<void> {
    const { name, send } = someInput(this.#random);
    this.#note(name);
    for (const part of send(this.#random, this.#size)) {
      if (typeof part === 'number') await pause(part);
      else terminal.write(part);
    }
  }
}
