import { ftruncateSync, writeSync } from 'node:fs';
import type { AnswerSink } from './answer-sink.js';

/** Writes an answer of 200 into an open file, unless it is text: a page of HTML, or JSON, stands in place of what was asked for. */
export function fileSink(file: number, onBytes: (bytes: number) => void = () => {}): AnswerSink {
  let size = 0;
  return {
    takes: (status, headers) =>
      status === 200 && !/^(?:text\/|application\/(?:problem\+)?json)/i.test(headers['content-type'] ?? ''),
    begin() {
      size = 0;
      ftruncateSync(file, 0);
      onBytes(0);
    },
    write(bytes) {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, size + at);
      size += bytes.length;
      onBytes(size);
    },
  };
}
