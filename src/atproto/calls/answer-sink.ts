import type { IncomingHttpHeaders } from 'node:http';

/**
 * Where an answer goes that is too large for memory, as it comes. It takes each part before the next one is read, so that nothing piles
 * up where it is slower than the network. What it throws ends the exchange.
 */
export interface AnswerSink {
  /** Whether an answer is what it is for; another one is collected as any, and told of. */
  takes(status: number, headers: IncomingHttpHeaders): boolean;
  /** An answer begins: what came of another one before counts no more. */
  begin(): void;
  /** Takes the next bytes. */
  write(bytes: Buffer): void;
}
