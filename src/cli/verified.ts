import type { AtClient } from '../atproto/client.js';
import type { Config } from '../keep/config.js';

/** What came of it, to be written to stdout, and the exit code. */
export interface Verified {
  readonly text: string;
  readonly exitCode: number;
}

export interface VerifyOptions {
  readonly client: Pick<
    AtClient,
    'resolve' | 'plcLog' | 'repo' | 'pullCar' | 'validate' | 'lexicons' | 'mirrored'
  >;
  readonly config: Pick<Config, 'archives'>;
  readonly signal: AbortSignal;
  /** A folder that goes when the verb ends. */
  temporary(): Promise<string>;
  /** One JSON object, not lines for who reads. */
  readonly isJson: boolean;
  /** Whether records are held against their lexicons, too: those that are known here, or those that authorities have, too. */
  readonly lexicons?: 'known' | 'resolve' | undefined;
}
