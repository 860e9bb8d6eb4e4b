import { inject } from 'vitest';
import type { SeededNetworkFacts } from './hosted-network.js';

export interface SeededNetwork extends SeededNetworkFacts {
  /** Resolves when the AppView has indexed all that was written until now. */
  processAll(): Promise<void>;
}

/**
 * The one seeded network of this test run. The first test file that asks for it has it started, which takes some seconds;
 * a run in which nobody asks never starts it. It is shared: a test that writes makes accounts of its own (`signUp` in
 * `author.ts`) and leaves those of the seed alone, or starts a network of its own.
 */
export async function useSeededNetwork(): Promise<SeededNetwork> {
  const control = inject('seededNetworkControl');
  async function ask(path: string): Promise<string> {
    const response = await fetch(`${control}${path}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`The seeded network did not start: ${text}`);
    return text;
  }
  const facts: SeededNetworkFacts = JSON.parse(await ask('/facts'));
  return {
    ...facts,
    async processAll() {
      await ask('/process-all');
    },
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the control service of `global-setup.ts`. */
    seededNetworkControl: string;
  }
}
