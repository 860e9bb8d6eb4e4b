/**
 * Instructions of WebAssembly as bytes, those that the scanner of a search is made of (core specification, "Binary format"). They work on a
 * stack: what they need stands before them.
 */
export type Code = readonly number[];

export const I32 = 0x7f;
export const V128 = 0x7b;

/** The instructions one behind the other. */
export const codeOf = (...parts: readonly Code[]): Code => parts.flat();

export const get = (local: number): Code => [0x20, local];
export const set = (local: number): Code => [0x21, local];
export const tee = (local: number): Code => [0x22, local];
/** A number that is not negative. */
export const number = (value: number): Code => [0x41, ...signedLeb(value)];
export const MINUS_ONE: Code = [0x41, 0x7f];

/** Leaves that many of the blocks around it; of a loop it begins the next round. */
export const branch = (depth: number): Code => [0x0c, depth];
export const branchIf = (depth: number): Code => [0x0d, depth];
export const block = (...code: readonly Code[]): Code => [0x02, NO_RESULT, ...code.flat(), END];
export const loop = (...code: readonly Code[]): Code => [0x03, NO_RESULT, ...code.flat(), END];
export const when = (...code: readonly Code[]): Code => [0x04, NO_RESULT, ...code.flat(), END];
export const RETURN: Code = [0x0f];
const NO_RESULT = 0x40;
const END = 0x0b;

/** What stands in memory, so many bytes behind an address. */
export const load = (offset: number): Code => [0x28, ...UNALIGNED, ...leb(offset)];
export const loadByte = (offset: number): Code => [0x2d, ...UNALIGNED, ...leb(offset)];
const UNALIGNED = [0];

export const IS_ZERO: Code = [0x45];
export const IS_LESS: Code = [0x49];
export const IS_MORE: Code = [0x4b];
/** How many zeros are below the lowest bit. */
export const LOWEST_BIT: Code = [0x68];
export const ADD: Code = [0x6a];
export const SUBTRACT: Code = [0x6b];
export const AND: Code = [0x71];
export const SHIFT_LEFT: Code = [0x74];

/** The same for sixteen bytes at a time. */
const simd = (opcode: number): Code => [0xfd, ...leb(opcode)];
export const loadBlock = (offset: number): Code => [...simd(0x00), ...UNALIGNED, ...leb(offset)];
/** One byte, sixteen times. */
export const loadSplat = (offset: number): Code => [...simd(0x07), ...UNALIGNED, ...leb(offset)];
/** All bits of a byte are set where two are the same. */
export const SAME_BYTES = simd(0x23);
export const BLOCK_AND = simd(0x4e);
export const BLOCK_OR = simd(0x50);
/** Whether any bit is set. */
export const IS_ANY = simd(0x53);
/** The top bit of each byte. */
export const TOP_BITS = simd(0x64);

/**
 * A module that exports one function as `run`, and takes its memory as `from.memory`.
 *
 * @param locals how many there are of each type, beside the parameters
 */
export function moduleOf(
  parameters: number,
  locals: readonly (readonly [count: number, type: number])[],
  code: Code,
): Uint8Array<ArrayBuffer> {
  const numbers = Array.from({ length: parameters }, () => I32);
  const body = [locals.length, ...locals.flat(), ...code, END];
  return Uint8Array.from([
    ...[...Buffer.from('\0asm'), 1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters, ...numbers, 1, I32]),
    ...section(2, [1, ...named('from'), ...named('memory'), 2, 0, 0]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...named('run'), 0, 0]),
    ...section(10, [1, ...sized(body)]),
  ]);
}

const section = (id: number, content: Code): Code => [id, ...sized(content)];
const sized = (content: Code): Code => [...leb(content.length), ...content];
const named = (name: string): Code => sized([...Buffer.from(name)]);

/** A number in pieces of seven bits, the lowest first. */
function leb(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

/** The same where the top bit of the last piece is the sign. */
function signedLeb(value: number): Code {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedLeb(value >>> 7)];
}
