import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Decoded, DecodeRequest, PictureDecoder } from '../../store/pictures/pixels.js';
import type { PictureAnswer, PictureTask } from './worker-messages.js';

/** Beside the file of the program that this is in. */
const BUILT = new URL('./pictures.js', import.meta.url);
/** A picture that takes longer than this is not worth the wait: files are made to take hours. */
const PICTURE_MAX_MS = 2_000;
/** A thread has its code to read before it takes a picture. */
const START_MAX_MS = 10_000;
/** Without a picture for so long the thread ends, and what its decoders have grown to goes with it. */
const IDLE_MAX_MS = 30_000;

export interface DecoderOptions {
  /** The file that the thread runs. Default: that of the program. */
  readonly script?: URL | undefined;
  /** What Node is started with for it. Default: nothing. */
  readonly execArgv?: WorkerOptions['execArgv'];
  /** Milliseconds that a picture may take. */
  readonly pictureMaxMs?: number | undefined;
}

interface Waiting {
  readonly task: PictureTask;
  readonly signal: AbortSignal;
  resolve(decoded: Decoded): void;
  reject(reason: unknown): void;
}

/** Starts no thread before the first picture is to be read. */
export function createPictureDecoder({
  script = BUILT,
  execArgv = [],
  pictureMaxMs = PICTURE_MAX_MS,
}: DecoderOptions = {}): PictureDecoder {
  const waiting: Waiting[] = [];
  let worker: Worker | undefined;
  let isReady = false;
  let current: Waiting | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ids = 0;

  /** The worker with what has to be told it apart from one that is gone. */
  function started(): Worker {
    if (worker) return worker;
    // What a decoder prints is not for the terminal.
    const made = new Worker(script, { execArgv, stdout: true, stderr: true });
    made.unref();
    made.on('message', (answer: PictureAnswer) => {
      if (made !== worker) return;
      if (answer === 'ready') {
        isReady = true;
        if (current) limit(pictureMaxMs);
      } else if (current?.task.id === answer.id) settle((one) => one.resolve(answer.decoded));
    });
    made.on('error', (error) => made === worker && stop(`it could not be read: ${error.message}`));
    made.on('exit', () => made === worker && stop('what reads it has ended'));
    worker = made;
    isReady = false;
    return made;
  }

  /** From now on. */
  function limit(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => stop('it takes too long to be read'), milliseconds);
  }

  function end(): void {
    const ended = worker;
    worker = undefined;
    void ended?.terminate();
  }

  /** The thread is ended, wherever it is, and the picture that it was at is told of. */
  function stop(why: string): void {
    end();
    settle((one) =>
      one.resolve({ ok: false, facts: undefined, reason: `This picture is not shown: ${why}.` }),
    );
  }

  function settle(answer: (one: Waiting) => void): void {
    clearTimeout(timer);
    const one = current;
    current = undefined;
    if (one) answer(one);
    next();
  }

  function next(): void {
    if (current) return;
    current = waiting.shift();
    if (!current) {
      if (worker) {
        timer = setTimeout(end, IDLE_MAX_MS);
        timer.unref();
      }
      return;
    }
    const { id, request } = current.task;
    // Of its own: what lies around it in its buffer would be copied, too, and what is given away is gone for who has it.
    const bytes = new Uint8Array(request.bytes);
    started().postMessage({ id, request: { ...request, bytes } } satisfies PictureTask, [bytes.buffer]);
    limit(isReady ? pictureMaxMs : START_MAX_MS);
  }

  return {
    decode(request: DecodeRequest, signal: AbortSignal) {
      return new Promise<Decoded>((resolve, reject) => {
        signal.throwIfAborted();
        const one: Waiting = {
          task: { id: ++ids, request },
          signal,
          resolve(decoded) {
            signal.removeEventListener('abort', abort);
            resolve(decoded);
          },
          reject(reason) {
            signal.removeEventListener('abort', abort);
            reject(reason);
          },
        };
        function abort(): void {
          const at = waiting.indexOf(one);
          if (at >= 0) waiting.splice(at, 1);
          // The one that is being read goes on: to end the thread costs more than to let it be.
          one.reject(signal.reason);
        }
        signal.addEventListener('abort', abort, { once: true });
        waiting.push(one);
        next();
      });
    },
    close() {
      clearTimeout(timer);
      end();
      const error = new Error('The pictures are closed.');
      for (const one of [...(current ? [current] : []), ...waiting.splice(0)]) one.reject(error);
      current = undefined;
    },
  };
}
