import type { StringKind, Token } from '../../../text/input/token.js';
import { Tokenizer } from '../../../text/input/tokenizer.js';
import { REMOTE_WAIT_MS, WAIT_MS, type Waiting } from '../../../text/input/waiting.js';
import type { TerminalModes } from '../terminal-modes.js';
import type { Pressed } from './key-of.js';
import { keyOf } from './key-of.js';
import { isMouse, type MouseEvent, mouseOf } from './mouse-of.js';

/**
 * The one stage that reads standard input. It stands before Ink, which gets nothing of it (`forInk`): what a terminal sends are
 * keys, text and pastes (`onInput`), reports of the mouse (`onMouse`), and answers to what was asked of it (`onReply`). What it
 * does not know it drops whole. For as long as the terminal is somebody else's, nothing is read (`pause`, `resume`).
 *
 * `src/text/input` cuts bytes into tokens and knows no time; the waiting is done here, for as long as it says. `key-of.ts` and
 * `mouse-of.ts` say what a token means.
 */
export interface InputStage {
  /**
   * Who takes what is typed; there is one. What comes before anybody listens is kept for the first who does. Gives back what ends it.
   */
  onInput(listener: (input: Input) => void): () => void;
  /** Every report of the mouse, as it comes, while it is wanted: a late one is dropped. */
  onMouse(listener: (event: MouseEvent) => void): () => void;
  /** Every answer of the terminal, and every sequence that is no key and no mouse; a listener passes over what it does not know. */
  onReply(listener: (reply: Reply) => void): () => void;
  /** Standard input has ended; called at once where it has already. */
  onEnd(listener: () => void): void;
  /** Resolves at a Ctrl-c that comes while nobody takes what is typed. It is kept for who does, like everything else. */
  readonly interrupted: Promise<void>;
  /**
   * Lets go of standard input, gives back the modes at once, and resolves when nothing is read any more, not even the next key.
   * Does not reject.
   */
  pause(): Promise<void>;
  /** Takes it again, in raw mode, with the modes that are wanted. Raw mode is never on where nobody listens. */
  resume(): void;
  /** Lets go of it for good, and gives the terminal back as it was; who takes it again by then, in vain. */
  close(): void;
  /** What Ink is given in place of standard input: it never says anything, and what Ink sets in it changes nothing. */
  readonly forInk: NodeJS.ReadStream;
}

export type Input =
  | Pressed
  /** `isCut`: it was longer than what any prompt holds, and the rest is dropped. */
  | { readonly kind: 'paste'; readonly text: string; readonly isCut: boolean };

/** `body` is what stands between introducer and end; of a CSI the final byte is in it. */
export interface Reply {
  readonly kind: 'csi' | StringKind;
  readonly body: string;
}

/** What the stage needs of a terminal's input: `process.stdin` has it. */
export type StageInput = Pick<
  NodeJS.ReadStream,
  'setRawMode' | 'on' | 'off' | 'once' | 'pause' | 'resume' | 'ref' | 'unref' | 'isTTY'
>;

/** A paste comes in pieces larger than this; keys that are pressed into one that does not end do not keep it open for ever. */
const PIECE_OF_PASTE_BYTES = 16;
const PASTE_OF_KEYS_WAITS = 5;
/** What is kept until somebody takes it. */
const KEPT_INPUTS = 1024;

/**
 * Takes standard input, in raw mode and with the modes that are wanted, and listens from then on. `isRemote`: the terminal is behind a
 * line on which a sequence may be cut in two.
 */
export function openInputStage(
  stdin: StageInput,
  { isRemote, modes }: { isRemote: boolean; modes: Omit<TerminalModes, 'want'> },
): InputStage {
  const waits = isRemote ? REMOTE_WAIT_MS : WAIT_MS;
  const tokenizer = new Tokenizer();
  const mice = new Set<(event: MouseEvent) => void>();
  const repliers = new Set<(reply: Reply) => void>();
  const enders = new Set<() => void>();
  let listener: ((input: Input) => void) | undefined;
  let kept: Input[] = [];
  let timer: NodeJS.Timeout | undefined;
  let timerFor: Waiting | undefined;
  let pasteOfKeysSince: number | undefined;
  let isReading = false;
  let hasEnded = false;
  let isClosed = false;
  let interrupt: () => void = () => {};
  const interrupted = new Promise<void>((resolve) => {
    interrupt = resolve;
  });

  function take(input: Input): void {
    if (listener) listener(input);
    else {
      if (kept.length < KEPT_INPUTS) kept.push(input);
      if (input.kind === 'key' && input.name === 'Ctrl-c') interrupt();
    }
  }

  function hand(token: Token): void {
    if (token.kind === 'paste') take(token);
    else if (isMouse(token)) {
      const event = modes.isWanted('mouse') ? mouseOf(token) : undefined;
      if (event) for (const hear of mice) hear(event);
    } else {
      const pressed = keyOf(token);
      if (pressed) take(pressed);
      else if ('body' in token && token.kind !== 'ss3') {
        for (const hear of repliers) hear({ kind: token.kind, body: token.body });
      }
    }
  }

  function onData(chunk: Buffer | string): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (tokenizer.isTyped(bytes[0])) giveUp();
    for (const token of tokenizer.push(bytes)) hand(token);
    wait(bytes);
  }

  /** Ends the waiting for what is unfinished, and begins it anew where something is. */
  function wait(bytes: Uint8Array): void {
    const { waiting } = tokenizer;
    if (waiting === 'paste-interrupted' && timerFor === waiting && bytes.every((byte) => byte === 3)) return;
    clearTimeout(timer);
    timer = undefined;
    timerFor = waiting;
    if (waiting !== 'paste' || bytes.length >= PIECE_OF_PASTE_BYTES) pasteOfKeysSince = undefined;
    if (waiting === undefined) return;
    let waitMs = waits[waiting];
    if (waiting === 'paste') {
      pasteOfKeysSince ??= performance.now();
      const leftMs = pasteOfKeysSince + PASTE_OF_KEYS_WAITS * waits.paste - performance.now();
      waitMs = Math.max(0, Math.min(waitMs, leftMs));
    }
    timer = setTimeout(giveUpAfterReading, waitMs);
  }

  /** Where the program was busy for longer than the wait, the rest may be there and not be read yet. */
  function giveUpAfterReading(): void {
    const due = timer;
    setImmediate(() => {
      if (timer === due) giveUp();
    });
  }

  function giveUp(): void {
    clearTimeout(timer);
    timer = undefined;
    timerFor = undefined;
    pasteOfKeysSince = undefined;
    for (const token of tokenizer.flush()) hand(token);
  }

  function onEnd(): void {
    hasEnded = true;
    for (const ended of enders) ended();
  }

  function resume(): void {
    if (isReading || hasEnded || isClosed) return;
    isReading = true;
    stdin.ref();
    stdin.on('data', onData);
    stdin.resume();
    // First of all that is done to the terminal: where it is somebody else's in the foreground, this waits until it is ours.
    stdin.setRawMode(true);
    modes.takeBack();
  }

  async function pause(): Promise<void> {
    if (isReading) {
      isReading = false;
      clearTimeout(timer);
      timer = undefined;
      tokenizer.reset();
      stdin.off('data', onData);
      // Node stops the read that is under way at the next tick, and only where the stream was flowing.
      stdin.pause();
      stdin.unref();
      // As in `resume`: in the background this waits.
      stdin.setRawMode(false);
      modes.giveBack();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  stdin.once('end', onEnd).once('error', onEnd);
  resume();

  function nothing(): void {}
  const forInk = {
    isTTY: true,
    setRawMode: nothing,
    read: () => null,
    setEncoding: nothing,
    ref: nothing,
    unref: nothing,
    addListener: nothing,
    removeListener: nothing,
  } as unknown as NodeJS.ReadStream;

  return {
    onInput(next) {
      listener = next;
      const before = kept;
      kept = [];
      for (const input of before) next(input);
      return () => {
        if (listener === next) listener = undefined;
      };
    },
    onMouse: (hear) => listening(mice, hear),
    onReply: (hear) => listening(repliers, hear),
    onEnd(ended) {
      if (hasEnded) ended();
      else enders.add(ended);
    },
    interrupted,
    pause,
    resume,
    close() {
      isClosed = true;
      void pause();
      stdin.off('end', onEnd).off('error', onEnd);
    },
    forInk,
  };
}

function listening<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
