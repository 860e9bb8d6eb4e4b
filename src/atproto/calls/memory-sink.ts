import type { AnswerSink } from './answer-sink.js';

/** Takes an answer into memory, as bytes of which nothing is shown: the journal has how many there were. */
export function memorySink(): AnswerSink & { bytes(): Buffer } {
  let parts: Buffer[] = [];
  return {
    takes: (status) => status === 200,
    begin() {
      parts = [];
    },
    write(bytes) {
      parts.push(Buffer.from(bytes));
    },
    bytes: () => Buffer.concat(parts),
  };
}
