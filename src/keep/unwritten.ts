import { fileProblem } from './file-problem.js';

/**
 * What cannot be written now, by what it is called on the screen. Told as one sentence that names all of it, each time something
 * comes to it or fails for another reason, so that the newest notice leaves nothing out.
 */
export class Unwritten {
  readonly #tell: (text: string) => void;
  readonly #reasons = new Map<string, string>();

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** `name` says what is not saved, with its file: `recent places (recents.json)`. */
  failed(name: string, error: unknown): void {
    const reason = fileProblem(error);
    if (this.#reasons.get(name) === reason) return;
    this.#reasons.set(name, reason);
    const all = [...this.#reasons].map(([what, why]) => `${what}: ${why}`).join('; ');
    this.#tell(`Not saved: ${all}. It is kept until atscope ends, and tried again with the next change.`);
  }

  /** It could be written: the next failure is a new one. */
  written(name: string): void {
    this.#reasons.delete(name);
  }
}
