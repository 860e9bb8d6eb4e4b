import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomFrom } from '../support/random.js';
import { Hands } from './hands.js';
import { keptNow, keptOf } from './kept.js';
import { LOSSES, loseEvents } from './losses.js';
import { type Outcome, type Usage, usageOf } from './report.js';
import { startServices } from './services.js';
import { openSession, type Session } from './session.js';
import { type Open, startStream } from './stream.js';
import { STREAM_MISCHIEF } from './stream-mischief.js';
import { Tally } from './tally.js';
import { Traffic } from './traffic.js';
import { type Comparison, compare, isTrue } from './truth.js';
import { unwatchedOf } from './unwatched.js';
import { World } from './world.js';

export interface SoakSettings {
  readonly minutes: number;
  readonly seed: number;
  /** Ends the trouble early: the truth is waited for, and then the last page comes. */
  readonly signal: AbortSignal;
  /** The truth is not waited for any longer. */
  readonly hurry: AbortSignal;
  readonly log: (text: string) => void;
}

const WATCHED = 12;
const FOLLOWERS = 160;
/** Milliseconds by which the AppView is behind. */
const LAG_MS = 800;
const EVENT_EVERY_MS = 60;
/** The stream is told of being wrong every so many milliseconds, and half as many again. */
const MISCHIEF_EVERY_MS = 5_000;
const LOSS_EVERY_MS = 60_000;
/** What a killed run had not kept yet is as good as away: so many milliseconds of it. */
const UNKEPT_MS = 5_000;
/** A run that is killed lives so long at least. */
const RUN_MIN_MS = 45_000;
/** What is told may come so late: a list is read again after half a minute, a stream that is gone after as much. */
const SETTLE_MAX_MS = 150_000;
const PHASES: readonly Open[] = ['v1', 'v2', 'both'];

/** Runs it all, and gives the last page. Nothing of it is left behind. */
export async function soak(settings: SoakSettings): Promise<Outcome> {
  const home = await mkdtemp(join(tmpdir(), 'atscope-soak-'));
  const soaking = new Soak(settings, home);
  try {
    await soaking.run();
    return await soaking.outcome();
  } finally {
    await soaking.close();
    await rm(home, { recursive: true, force: true });
  }
}

class Soak {
  readonly #settings: SoakSettings;
  readonly #home: string;
  readonly #random: ReturnType<typeof randomFrom>;
  readonly #world: World;
  readonly #traffic: Traffic;
  readonly #tally = new Tally();
  readonly #hands: Hands;
  readonly #usages: Usage[] = [];
  #stream!: Awaited<ReturnType<typeof startStream>>;
  #services!: Awaited<ReturnType<typeof startServices>>;
  #session: Session | undefined;
  /** Nothing else goes wrong with the stream meanwhile. */
  #losing: Promise<void> | undefined;
  #comparisons: readonly Comparison[] = [];
  #happening: NodeJS.Timeout | undefined;
  #began = performance.now();

  constructor(settings: SoakSettings, home: string) {
    this.#settings = settings;
    this.#home = home;
    this.#random = randomFrom(settings.seed);
    this.#world = new World({
      random: this.#random,
      watched: WATCHED,
      followers: FOLLOWERS,
      lagMs: LAG_MS,
      tell: (events) => this.#stream.tell(events),
    });
    this.#hands = new Hands(randomFrom(settings.seed + 3), this.#tally);
    this.#traffic = new Traffic(this.#world, randomFrom(settings.seed + 1));
  }

  get #share(): number {
    return (performance.now() - this.#began) / (this.#settings.minutes * 60_000);
  }

  get #isOver(): boolean {
    return this.#share >= 1 || this.#settings.signal.aborted;
  }

  async run(): Promise<void> {
    const { log } = this.#settings;
    this.#stream = await startStream();
    this.#world.populate(0.4);
    this.#services = await startServices(this.#world, randomFrom(this.#settings.seed + 2));
    this.#stream.open = 'v1';
    this.#traffic.isHeld = true;
    this.#happening = setInterval(() => this.#traffic.step(), EVENT_EVERY_MS);
    this.#began = performance.now();
    log(`twelve accounts are watched in ${this.#home}`);
    try {
      await this.#open();
      while (!this.#isOver) {
        this.#turnPhase();
        await this.#trouble();
        await this.#end();
        if (this.#isOver) break;
        await this.#away();
        await this.#open();
      }
    } catch (error) {
      this.#mistake(`the soak could not go on: ${error}`);
    }
    await this.#settle();
  }

  /** The program watches, and followers come and go. */
  async #open(): Promise<void> {
    const { watched } = this.#world;
    this.#services.isCalm = true;
    this.#traffic.isHeld = true;
    await pause(LAG_MS);
    this.#session = await openSession({
      home: this.#home,
      plc: this.#services.origin,
      streams: this.#stream.urls,
      watched: watched.map(({ handle }) => handle),
    });
    this.#traffic.onceSince = undefined;
    this.#traffic.isHeld = false;
    this.#services.isCalm = false;
  }

  #turnPhase(): void {
    const phase = PHASES[Math.min(PHASES.length - 1, Math.floor(this.#share * PHASES.length))] ?? 'both';
    if (phase === this.#stream.open) return;
    this.#settings.log(`Jetstream: ${phase}`);
    this.#stream.open = phase;
  }

  /** Everything goes wrong that can, until the run of the program is to end. */
  async #trouble(): Promise<void> {
    const random = this.#random;
    const until = performance.now() + RUN_MIN_MS + random.below(RUN_MIN_MS);
    let mischiefAt = performance.now() + MISCHIEF_EVERY_MS;
    let lossAt = performance.now() + LOSS_EVERY_MS / 2;
    // In the middle of the soak one run is long, for its memory to be seen.
    const mayEnd = (): boolean => performance.now() > until && (this.#share < 0.2 || this.#share > 0.7);
    let endsAt = Number.POSITIVE_INFINITY;
    const isEnd = (): boolean => performance.now() > endsAt;
    while (!this.#isOver && !isEnd() && this.#session?.fall === undefined) {
      if (this.#losing === undefined) this.#turnPhase();
      if (endsAt === Number.POSITIVE_INFINITY && this.#losing === undefined && mayEnd()) {
        this.#traffic.onceSince = Date.now();
        endsAt = performance.now() + UNKEPT_MS;
      }
      if (performance.now() > mischiefAt && this.#losing === undefined) {
        const { name, run } = random.pick(STREAM_MISCHIEF);
        this.#tally.count(name);
        this.#settings.log(name);
        run(this.#stream, this.#world, random);
        mischiefAt = performance.now() + MISCHIEF_EVERY_MS * (0.5 + random.next());
      }
      if (performance.now() > lossAt && this.#stream.open === 'v2' && endsAt === Number.POSITIVE_INFINITY) {
        const loss = random.pick(LOSSES);
        this.#tally.count(loss.name);
        this.#settings.log(loss.name);
        this.#losing = loseEvents(loss, {
          stream: this.#stream,
          world: this.#world,
          traffic: this.#traffic,
          services: this.#services,
          random,
          lagMs: LAG_MS,
          signal: this.#settings.signal,
        }).finally(() => {
          this.#losing = undefined;
        });
        lossAt = performance.now() + LOSS_EVERY_MS;
      }
      try {
        await this.#hands.act(this.#session!);
      } catch (error) {
        if (this.#session?.fall === undefined) this.#mistake(String(error));
        break;
      }
    }
  }

  /** The program is killed, or ends itself; or it has fallen over. */
  async #end(): Promise<void> {
    const session = this.#session!;
    await this.#losing;
    for (const mistake of await unwatchedOf(this.#home, this.#world.watched)) this.#mistake(mistake);
    this.#traffic.onceSince ??= Date.now();
    if (session.fall !== undefined) {
      this.#mistake(`the program ended by itself (${session.fall})`);
    } else if (!this.#isOver && this.#random.below(3) > 0) {
      await session.kill();
      this.#tally.count('kills (SIGKILL)');
    } else {
      await this.#quit(session);
    }
    await this.#note(session);
  }

  async #quit(session: Session): Promise<void> {
    this.#tally.count('ends of its own');
    try {
      const wrong = await session.quit();
      if (wrong.length > 0) this.#mistake(`it ended, and left behind: ${wrong.join(', ')}`);
    } catch (error) {
      this.#mistake(`it did not end: ${error}`);
    }
  }

  #mistake(what: string): void {
    this.#settings.log(what);
    this.#tally.mistakes.push(`${what}\nafter ${this.#hands.last}`);
  }

  async #note(session: Session): Promise<void> {
    this.#session = undefined;
    for (const mistake of session.mistakes()) this.#mistake(`it wrote: ${mistake}`);
    const usage = usageOf(session.samples);
    if (usage) this.#usages.push(usage);
    await session.terminal.close();
  }

  /** Followers come and go while nobody watches. */
  async #away(): Promise<void> {
    await pause(2_000 + this.#random.below(6_000));
    this.#settings.log(`opened again, after ${this.#world.deeds} follows and unfollows`);
  }

  /** All is well again; waits until everything is told. */
  async #settle(): Promise<void> {
    const { log } = this.#settings;
    this.#traffic.isHeld = true;
    this.#services.isCalm = true;
    this.#stream.open = 'both';
    for (const { faults } of this.#stream.servers) faults.early(0);
    if (this.#session === undefined) await this.#open();
    this.#traffic.isHeld = true;
    this.#services.isCalm = true;
    const began = performance.now();
    log('all is well again: the truth is waited for');
    do {
      await pause(3_000);
      this.#comparisons = await this.#compare((did) => keptNow(this.#home, did));
    } while (
      performance.now() - began < SETTLE_MAX_MS &&
      !this.#settings.hurry.aborted &&
      !this.#comparisons.every(isTrue)
    );
    const session = this.#session!;
    await this.#quit(session);
    await this.#note(session);
    this.#comparisons = await this.#compare((did) => keptOf(this.#home, did, this.#services.origin));
  }

  #compare(read: (did: string) => ReturnType<typeof keptNow>): Promise<Comparison[]> {
    return Promise.all(
      this.#world.watched.map(async ({ did, handle }) =>
        compare(handle, this.#world.truth.get(did)!, await read(did)),
      ),
    );
  }

  async outcome(): Promise<Outcome> {
    const counts = {
      'follows and unfollows of those watched': this.#world.deeds,
      'events in the stream': this.#stream.events,
      'connections to the stream': this.#stream.connections,
      'calls of the services': this.#services.calls,
      'wrong answers of the services': this.#services.faults,
      ...this.#tally.counts(),
    };
    return {
      seed: this.#settings.seed,
      minutes: (performance.now() - this.#began) / 60_000,
      comparisons: this.#comparisons,
      usages: this.#usages.toSorted((a, b) => b.minutes - a.minutes),
      counts,
      redraws: this.#tally.redraws,
      mistakes: this.#tally.mistakes,
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#happening);
    await this.#session?.terminal.close();
    await Promise.all([this.#stream?.close(), this.#services?.close()]);
  }
}
