import { dateTime } from '../../text/date-time.js';
import { isObject, type JsonObject } from '../../text/json-fields.js';
import { type CheckedLog, checkedLog, type PlcEntry } from './checked-log.js';
import { PlcFormError, type PlcOperation, readOperation } from './operation.js';
import { type OperationBytes, operationBytes, signerOf, whyNoSignature } from './operation-bytes.js';

/** How long a recovery may come after what it undoes; exactly that long is in time. */
const RECOVERY_MAX_MS = 72 * 60 * 60 * 1000;

/** Operations that are checked. The directory takes 100 a week; each costs a signature or more. */
const OPERATIONS_MAX = 20_000;

/** An entry while the log is walked through: what becomes of it later stands in it. */
interface Node {
  readonly cid: string;
  readonly operation: PlcOperation;
  readonly createdAt: number;
  readonly signer: number;
  nullifiedAt: number | undefined;
  /** The strongest key that has signed an operation after it: the next one after it takes a stronger key. */
  usedKey: number;
}

/** What does not hold; the message is the end of a sentence that begins with “it”. */
class LogFault extends Error {}

/**
 * Checks the audit log of an account as the directory sent it: every CID, the DID itself, what each operation follows, who signed it
 * and whether they might, the time that a recovery has, the order in time, and which operations count no longer
 * (web.plc.directory/spec; go-didplc `didplc/opstore.go`). Checking ends where something does not hold.
 *
 * @param json an array of `{did, operation, cid, nullified, createdAt}`, oldest first
 * @throws what `signal` aborts with
 */
export async function checkLog(did: string, json: unknown, signal?: AbortSignal): Promise<CheckedLog> {
  const nothing = { did, entries: [], lines: [] };
  if (!Array.isArray(json)) return checkedLog({ ...nothing, problem: 'The log is not a list.' });
  if (json.length === 0) return checkedLog({ ...nothing, problem: 'The log is empty.' });
  const walk = new Walk(did);
  for (const [index, line] of json.entries()) {
    signal?.throwIfAborted();
    const problem =
      index === OPERATIONS_MAX
        ? `The log has ${json.length} operations: no more than ${OPERATIONS_MAX} are checked.`
        : await walk.take(line, index);
    if (problem !== undefined) {
      return checkedLog({ did, entries: walk.entries(), lines: json, problem, problemAt: index });
    }
  }
  return checkedLog({ did, entries: walk.entries(), lines: json, ...walk.flagProblem(json) });
}

class Walk {
  readonly #did: string;
  readonly #nodes: Node[] = [];
  readonly #byCid = new Map<string, Node>();

  constructor(did: string) {
    this.#did = did;
  }

  entries(): readonly PlcEntry[] {
    return this.#nodes.map(({ cid, operation, createdAt, signer, nullifiedAt }) => ({
      cid,
      operation,
      createdAt,
      signer,
      nullifiedAt,
    }));
  }

  /** Takes the next line; a sentence where it does not hold. */
  async take(line: unknown, index: number): Promise<string | undefined> {
    try {
      const node = await this.#checked(line);
      this.#nodes.push(node);
      this.#byCid.set(node.cid, node);
      return undefined;
    } catch (error) {
      if (error instanceof LogFault || error instanceof PlcFormError) return sentence(index, error.message);
      if (error instanceof RangeError) return sentence(index, 'cannot be written as DAG-CBOR');
      throw error;
    }
  }

  /** Where the directory tells otherwise of an operation than the walk whether it still counts. */
  flagProblem(lines: readonly unknown[]): Partial<Pick<CheckedLog, 'problem' | 'problemAt'>> {
    const index = this.#nodes.findIndex(
      ({ nullifiedAt }, at) => (nullifiedAt !== undefined) !== nullifiedFlag(lines[at]),
    );
    const node = this.#nodes[index];
    if (node === undefined) return {};
    const what =
      node.nullifiedAt === undefined
        ? 'is served as nullified, and no recovery nullifies it'
        : 'is nullified by a recovery, and not served as nullified';
    return { problem: sentence(index, what), problemAt: index };
  }

  async #checked(line: unknown): Promise<Node> {
    if (!isObject(line)) throw new LogFault('is not an object');
    if (line.did !== this.#did) throw new LogFault('is of another account');
    const operation = readOperation(line.operation);
    const bytes = await operationBytes(operation.json);
    if (line.cid !== bytes.cid) {
      throw new LogFault(`hashes to ${bytes.cid}, which is not the CID that it has`);
    }
    const createdAt = this.#timeOf(line);
    const badSignature = whyNoSignature(operation);
    if (badSignature !== undefined) throw new LogFault(badSignature);
    const { cid } = bytes;
    const signer =
      this.#nodes.length === 0
        ? await this.#beginning(operation, bytes)
        : await this.#following(operation, bytes, createdAt);
    return { cid, operation, createdAt, signer, nullifiedAt: undefined, usedKey: Number.POSITIVE_INFINITY };
  }

  #timeOf({ createdAt }: JsonObject): number {
    const time = dateTime(createdAt);
    if (time === undefined) throw new LogFault('has no time of its own');
    const last = this.#nodes.at(-1);
    if (last !== undefined && time <= last.createdAt) {
      throw new LogFault('is not later than the one before it');
    }
    return time;
  }

  async #beginning(operation: PlcOperation, bytes: OperationBytes): Promise<number> {
    if (operation.account === undefined) throw new LogFault('is a tombstone, and nothing is before it');
    if (operation.prev !== null) throw new LogFault('is the first one, and says that it follows another');
    if (bytes.did !== this.#did) throw new LogFault(`makes another DID: ${bytes.did}`);
    const signer = await signerOf(operation, bytes, operation.account.rotationKeys);
    if (signer < 0) throw new LogFault('is signed by none of its own rotation keys');
    return signer;
  }

  async #following(operation: PlcOperation, bytes: OperationBytes, createdAt: number): Promise<number> {
    if (operation.kind === 'create') throw new LogFault('is of the old form that only a first one may have');
    if (operation.prev === null) throw new LogFault('follows nothing, and is not the first one');
    const before = this.#byCid.get(operation.prev);
    if (before === undefined) throw new LogFault('follows an operation that is not before it in the log');
    if (before.nullifiedAt !== undefined) {
      throw new LogFault('follows an operation that was nullified before');
    }
    if (before.operation.account === undefined) throw new LogFault('follows a tombstone');
    const keys = before.operation.account.rotationKeys;
    const signer = await signerOf(operation, bytes, keys);
    if (signer < 0) {
      throw new LogFault('is signed by none of the rotation keys of the operation that it follows');
    }
    if (signer >= before.usedKey) {
      throw new LogFault(
        'would undo what a rotation key has signed, and is not signed by a stronger one than that',
      );
    }
    this.#nullifyAfter(before, createdAt);
    before.usedKey = signer;
    return signer;
  }

  /** Those that count after `before`: each is followed by the next, so that they are the last ones of those that count. */
  #nullifyAfter(before: Node, recoveredAt: number): void {
    const undone = this.#nodes
      .slice(this.#nodes.lastIndexOf(before) + 1)
      .filter((node) => node.nullifiedAt === undefined);
    const first = undone[0];
    if (first === undefined) return;
    if (recoveredAt - first.createdAt > RECOVERY_MAX_MS) {
      throw new LogFault('would undo an operation more than 72 hours after it');
    }
    for (const node of undone) node.nullifiedAt = recoveredAt;
  }
}

const nullifiedFlag = (line: unknown): boolean => isObject(line) && line.nullified === true;

const sentence = (index: number, what: string): string => `Operation ${index + 1} does not hold: it ${what}.`;
