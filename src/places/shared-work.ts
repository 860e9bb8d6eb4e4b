interface Running<T> {
  readonly done: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** Work that several may wait for at once: what goes by one key is done once, and goes on for as long as anybody waits for it. */
export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>();

  /** What comes of the work of that key, which is begun where it is not under way. Rejects with the reason of the signal. */
  async of(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const running = this.#running.get(key) ?? this.#begin(key, work);
    running.waiting += 1;
    let stopListening = (): void => {};
    const left = new Promise<never>((_, reject) => {
      const leave = (): void => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      stopListening = () => signal.removeEventListener('abort', leave);
    });
    try {
      return await Promise.race([running.done, left]);
    } finally {
      stopListening();
      running.waiting -= 1;
      if (running.waiting === 0) this.#end(key, running);
    }
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<T>): Running<T> {
    const controller = new AbortController();
    const running = { done: work(controller.signal), controller, waiting: 0 };
    this.#running.set(key, running);
    const end = (): void => this.#end(key, running);
    // Who waits hears of a failure.
    running.done.then(end, end);
    return running;
  }

  /** Ends what is still under way. Whoever comes later begins anew. */
  #end(key: string, running: Running<T>): void {
    if (this.#running.get(key) !== running) return;
    this.#running.delete(key);
    running.controller.abort();
  }
}
