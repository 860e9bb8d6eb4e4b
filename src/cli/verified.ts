import type { AtClient } from '../atproto/client.js';
import type { Config } from '../keep/config.js';

/** What came of it, to be written to stdout, and the exit code. */
export interface Verified {
  readonly text: string;
  readonly exitCode: number;
}

export interface VerifyOptions {
  readonly client: Pick<AtClient, 'resolve' | 'plcLog' | 'repo'>;
  readonly config: Pick<Config, 'archives'>;
  readonly signal: AbortSignal;
  /** One JSON object, not lines for who reads. */
  readonly isJson: boolean;
}
