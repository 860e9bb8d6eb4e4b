import { encode, fromBytes, isBytes, isCidLink } from '@atcute/cbor';
import { isTid } from '@atcute/lexicons/syntax';
import { parse } from '@atcute/tid';
import { isObject } from '../../text/json-fields.js';
import { type ProofBlocks, readCanonical } from './proof-blocks.js';
import { ProofFault } from './proof-fault.js';

/** A signed commit of a repository whose form is right. Whether its signature is good is another question. */
export interface ProofCommit {
  readonly cid: string;
  readonly did: string;
  readonly rev: string;
  /** Milliseconds since 1970 of its rev. */
  readonly time: number;
  /** CID of the root of the tree. */
  readonly data: string;
  readonly signature: Uint8Array;
  /** What the signature is over. */
  readonly unsigned: Uint8Array;
}

const VERSION = 3;
const SIGNATURE_BYTES = 64;

/** How far a rev may be ahead of the clock here: two clocks are never the same. */
const CLOCK_AHEAD_MAX_MS = 5 * 60 * 1000;

const MEMBERS = 'data,did,prev,rev,sig,version';

/**
 * Reads the commit that a CAR begins with (atproto.com/specs/repository, “Commit Objects”).
 *
 * @param now milliseconds since 1970: a rev is not in the future
 * @throws ProofFault `missing-block`, `not-dag-cbor`, `commit-shape`, or `wrong-account`
 */
export function readCommit(blocks: ProofBlocks, did: string, now: number): ProofCommit {
  const cid = blocks.root;
  const value = readCanonical(blocks.block(cid, 'commit'), cid, 'commit');
  const odd = (why: string): ProofFault => new ProofFault('commit-shape', `The commit ${cid} ${why}.`, cid);
  if (!isObject(value)) throw odd('is not a map');
  const { sig, ...unsigned } = value;
  const { data, prev, rev, version } = value;
  if (version !== VERSION) throw odd(`is not of version ${VERSION}`);
  if (prev === undefined) throw odd('has no “prev”, which may be null and not be left out');
  if (Object.keys(value).sort().join() !== MEMBERS) throw odd('has not the members that a commit has');
  if (prev !== null && !isCidLink(prev)) throw odd('names no CID in “prev”');
  if (!isCidLink(data)) throw odd('names no tree');
  if (typeof rev !== 'string' || !isTid(rev)) throw odd('has a rev that is not a TID');
  if (!isBytes(sig) || fromBytes(sig).length !== SIGNATURE_BYTES) throw odd('has no signature of 64 bytes');
  if (value.did !== did) {
    throw new ProofFault('wrong-account', `The commit ${cid} is of another account.`, cid);
  }
  const time = Math.floor(parse(rev).timestamp / 1000);
  if (time > now + CLOCK_AHEAD_MAX_MS) throw odd('has a rev in the future');
  return { cid, did, rev, time, data: data.$link, signature: fromBytes(sig), unsigned: encode(unsigned) };
}
