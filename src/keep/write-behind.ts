/** Long enough to gather what one key press changes, short enough that little is lost with a closed window. */
const WRITE_DELAY_MS = 300;

/** What becomes of a writing. */
export interface Outcome {
  /** Each time that it fails. */
  failed(error: unknown): void;
  /** Each time that it succeeds. */
  written?(): void;
}

/**
 * Writes a while after something changed, never two at once, so that no key press waits for the disk. What failed is tried again
 * with the next change, and by `flush`.
 */
export class WriteBehind {
  readonly #write: () => Promise<void>;
  readonly #outcome: Outcome;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #hasFailed = false;

  /** `write` writes all that is known when it is called; what it throws goes to the outcome. */
  constructor(write: () => Promise<void>, outcome: Outcome) {
    this.#write = write;
    this.#outcome = outcome;
  }

  /** Something changed. */
  touch(): void {
    this.#timer ??= setTimeout(() => this.#start(), WRITE_DELAY_MS).unref();
  }

  /** Writes at once what is still to be written, and waits for it. */
  async flush(): Promise<void> {
    await this.#running;
    if (this.#timer !== undefined || this.#hasFailed) this.#start();
    await this.#running;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = this.#running.then(() => this.#attempt());
  }

  async #attempt(): Promise<void> {
    try {
      await this.#write();
      this.#hasFailed = false;
      this.#outcome.written?.();
    } catch (error) {
      this.#hasFailed = true;
      this.#outcome.failed(error);
    }
  }
}
