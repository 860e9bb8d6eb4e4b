import { field, isObject, textField } from '../../text/json-fields.js';
import type { CallOptions } from '../calls/call-options.js';
import { stringifyJson } from '../calls/raw-items.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { AtClient } from '../client.js';

/** What was done to the records of a collection in the last week; undefined where the service does not say. */
export interface CollectionCounts {
  readonly creates: number | undefined;
  readonly updates: number | undefined;
  readonly deletes: number | undefined;
  /** Accounts that did it, by an estimate. */
  readonly accounts: number | undefined;
}

/** A record as it came by lately. */
export interface RecordSample {
  readonly did: string;
  readonly rkey: string;
  readonly record: unknown;
  /** Microseconds since 1970. */
  readonly time: number | undefined;
  /** As it was sent. */
  readonly json: string;
}

/** Numbers and samples are short; more than that is cut off. */
const ANSWER_MAX_BYTES = 4 * 1024 * 1024;

/** Who counts the records of collections: an UFOs (github.com/at-microcosm/microcosm-rs, `ufos/src/server`). */
export interface CollectionStatistics {
  /** Undefined where nobody has counted any. Throws as `JsonFetch`. */
  counts(collection: string, options: CallOptions): Promise<CollectionCounts | undefined>;
  /** The newest first, as many as the service keeps. Throws as `JsonFetch`. */
  samples(collection: string, options: CallOptions): Promise<readonly RecordSample[]>;
}

/** The statistics at an origin that the user has set. */
export function collectionStatistics(
  { fetch }: Pick<AtClient, 'fetch'>,
  origin: string,
): CollectionStatistics {
  async function ask(path: string, collection: string, options: CallOptions): Promise<unknown> {
    const url = new URL(path, origin);
    url.searchParams.set('collection', collection);
    const answer = await fetch(url.href, {
      ...options,
      nsid: path.slice(1),
      policy: 'configured',
      answerMaxBytes: ANSWER_MAX_BYTES,
    });
    if (answer.status === 200) return answer.json();
    const { host } = url;
    const said = textOf(answer.text());
    throw new XrpcError({
      failure: 'status',
      service: host,
      nsid: path.slice(1),
      status: answer.status,
      message: `${host} answered ${answer.status}${said}`,
    });
  }

  return {
    async counts(collection, options) {
      const said = field(await ask('/collections/stats', collection, options), collection);
      if (!isObject(said)) return undefined;
      return {
        creates: numberIn(said, 'creates'),
        updates: numberIn(said, 'updates'),
        deletes: numberIn(said, 'deletes'),
        accounts: numberIn(said, 'dids_estimate'),
      };
    },
    async samples(collection, options) {
      const said = await ask('/records', collection, options);
      return (Array.isArray(said) ? said : []).flatMap((sample: unknown) => {
        const [did, rkey] = [textField(sample, 'did'), textField(sample, 'rkey')];
        if (did === undefined || rkey === undefined || field(sample, 'collection') !== collection) return [];
        const record = field(sample, 'record');
        return [{ did, rkey, record, time: numberIn(sample, 'time_us'), json: stringifyJson(sample) }];
      });
    },
  };
}

function numberIn(value: unknown, name: string): number | undefined {
  const found = field(value, name);
  return typeof found === 'number' && found >= 0 ? found : undefined;
}

/** The words of an error of the dropshot framework, which the service is made with. */
function textOf(body: string): string {
  try {
    const said = textField(JSON.parse(body), 'message');
    return said === undefined ? '' : `: ${said.slice(0, 200)}`;
  } catch {
    return '';
  }
}
