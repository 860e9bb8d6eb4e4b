import {
  ADD,
  AND,
  BLOCK_AND,
  BLOCK_OR,
  block,
  branch,
  branchIf,
  type Code,
  codeOf,
  get,
  I32,
  IS_ANY,
  IS_LESS,
  IS_MORE,
  IS_ZERO,
  LOWEST_BIT,
  load,
  loadBlock,
  loadByte,
  loadSplat,
  loop,
  MINUS_ONE,
  moduleOf,
  number,
  RETURN,
  SAME_BYTES,
  SHIFT_LEFT,
  SUBTRACT,
  set,
  TOP_BITS,
  tee,
  V128,
  when,
} from './wasm-code.js';

/**
 * What the scanner reads at the beginning of its memory: two bytes that may be at one place of the word, two that may be at another; in
 * four bytes each which places those are, and the length of the word; and 256 bytes for each of its places, which say what may stand there.
 */
export const SCAN_HEAD = { bytes: 0, first: 4, second: 8, length: 12, table: 16 } as const;

const BLOCK_BYTES = 16;
/** Blocks that are looked at before it asks whether there was anything. */
const BLOCKS = 4;
/** So much beside a word is read behind the last place where it may begin. */
export const SCAN_SLACK_BYTES = BLOCK_BYTES * (BLOCKS + 1);

/** Parameters, all addresses, and locals. */
const AT = 0;
const LAST = 1;
/** Where the two places of the word are for a word that begins at `AT`. */
const FIRST = 2;
const SECOND = 3;
const STOP = 4;
const BITS = 5;
const FOUND = 6;
const INDEX = 7;
const FIRST_BYTE = 8;
const FIRST_OTHER = 9;
const SECOND_BYTE = 10;
const SECOND_OTHER = 11;
const LOCALS = [
  [6, I32],
  [4, V128],
] as const;

/**
 * The module of a function of two addresses, which gives the first place from the one to the other where the word begins, or -1. It holds
 * sixteen places at a time against two bytes of the word, and looks at the whole word only where both fit.
 */
export const scanModule = (): Uint8Array<ArrayBuffer> => moduleOf(2, LOCALS, scan());

const scan = (): Code =>
  codeOf(
    codeOf(get(AT), number(0), load(SCAN_HEAD.first), ADD, set(FIRST)),
    codeOf(get(AT), number(0), load(SCAN_HEAD.second), ADD, set(SECOND)),
    ...[FIRST_BYTE, FIRST_OTHER, SECOND_BYTE, SECOND_OTHER].map((local, index) =>
      codeOf(number(0), loadSplat(SCAN_HEAD.bytes + index), set(local)),
    ),
    loop(skipEmpty(), codeOf(get(AT), number(BLOCK_BYTES * BLOCKS), ADD, set(STOP)), lookCloser(), branch(0)),
    // Nothing comes to it, but a function ends with what it gives.
    MINUS_ONE,
  );

/** On to where there may be something; gives -1 where there is none. */
const skipEmpty = (): Code =>
  block(
    loop(
      endBehindLast(AT),
      fits(0),
      ...Array.from({ length: BLOCKS - 1 }, (_, index) => codeOf(fits((index + 1) * BLOCK_BYTES), BLOCK_OR)),
      IS_ANY,
      branchIf(1),
      advance(BLOCK_BYTES * BLOCKS),
      branch(0),
    ),
  );

/** Block by block up to `STOP`. */
const lookCloser = (): Code =>
  loop(
    codeOf(fits(0), TOP_BITS, set(BITS)),
    block(
      loop(
        codeOf(get(BITS), IS_ZERO, branchIf(1)),
        codeOf(get(AT), get(BITS), LOWEST_BIT, ADD, set(FOUND)),
        endBehindLast(FOUND),
        endWithWord(),
        // Without its lowest bit.
        codeOf(get(BITS), get(BITS), number(1), SUBTRACT, AND, set(BITS)),
        branch(0),
      ),
    ),
    advance(BLOCK_BYTES),
    codeOf(get(AT), get(STOP), IS_LESS, branchIf(0)),
  );

/** Gives `FOUND` where the whole word is there. */
const endWithWord = (): Code =>
  block(
    codeOf(number(0), set(INDEX)),
    loop(
      codeOf(get(INDEX), number(8), SHIFT_LEFT, get(FOUND), get(INDEX), ADD, loadByte(0), ADD),
      codeOf(loadByte(SCAN_HEAD.table), IS_ZERO, branchIf(1)),
      codeOf(get(INDEX), number(1), ADD, tee(INDEX), number(0), load(SCAN_HEAD.length), IS_LESS, branchIf(0)),
    ),
    codeOf(get(FOUND), RETURN),
  );

const endBehindLast = (local: number): Code =>
  codeOf(get(local), get(LAST), IS_MORE, when(MINUS_ONE, RETURN));

/** Which of the sixteen places from `AT` and the offset on have fitting bytes at both places of the word. */
const fits = (offset: number): Code =>
  codeOf(
    codeOf(get(FIRST), loadBlock(offset), get(FIRST_BYTE), SAME_BYTES),
    codeOf(get(FIRST), loadBlock(offset), get(FIRST_OTHER), SAME_BYTES, BLOCK_OR),
    codeOf(get(SECOND), loadBlock(offset), get(SECOND_BYTE), SAME_BYTES),
    codeOf(get(SECOND), loadBlock(offset), get(SECOND_OTHER), SAME_BYTES, BLOCK_OR, BLOCK_AND),
  );

const advance = (bytes: number): Code =>
  codeOf(...[AT, FIRST, SECOND].map((local) => codeOf(get(local), number(bytes), ADD, set(local))));
