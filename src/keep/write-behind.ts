/** Long enough to gather what one key press changes, short enough that little is lost with a closed window. */
const WRITE_DELAY_MS = 300;

/**
 * Writes a while after something changed, never two at once, so that no key press waits for the disk.
 */
export class WriteBehind {
  readonly #write: () => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  /** `write` writes all that is known when it is called; what it throws goes to `onFailure`. */
  constructor(write: () => Promise<void>, onFailure: (error: unknown) => void) {
    this.#write = write;
    this.#onFailure = onFailure;
  }

  /** Something changed. */
  touch(): void {
    this.#timer ??= setTimeout(() => this.#start(), WRITE_DELAY_MS).unref();
  }

  /** Writes at once what is still to be written, and waits for it. */
  async flush(): Promise<void> {
    if (this.#timer !== undefined) this.#start();
    await this.#running;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = this.#running.then(this.#write).catch(this.#onFailure);
  }
}
