import type { StreamSource } from '../../keep/stream-url.js';
import { firehose } from './firehose.js';
import { jetstreamV1 } from './jetstream-v1.js';
import { jetstreamV2 } from './jetstream-v2.js';
import { labelStream } from './label-stream.js';
import type { StreamProtocol } from './protocol.js';

const PROTOCOLS: Readonly<Record<StreamSource['kind'], StreamProtocol>> = {
  jetstream: jetstreamV1,
  'jetstream-v2': jetstreamV2,
  firehose,
  labels: labelStream,
};

/** How a source is spoken to. */
export function protocolOf({ kind }: StreamSource): StreamProtocol {
  return PROTOCOLS[kind];
}
