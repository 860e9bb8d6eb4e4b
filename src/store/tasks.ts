/** What is being fetched, by name, so that leaving a place can end what it was loading. */
export class Tasks {
  readonly #running = new Map<string, AbortController>();

  /**
   * Starts a piece of work in place of an earlier one of that name. Its signal aborts when it is stopped; what it
   * throws after that is nobody's concern, and it must not throw otherwise.
   */
  start(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.stop(name);
    const controller = new AbortController();
    this.#running.set(name, controller);
    return work(controller.signal)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) throw error;
      })
      .finally(() => {
        if (this.#running.get(name) === controller) this.#running.delete(name);
      });
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  stop(name: string): void {
    this.#running.get(name)?.abort();
    this.#running.delete(name);
  }

  /** Stops all whose name is not wanted any more. */
  keepOnly(wanted: (name: string) => boolean): void {
    for (const name of [...this.#running.keys()]) if (!wanted(name)) this.stop(name);
  }
}
