import { flag, object, type Reader, text } from '../../atproto/calls/reader.js';
import type { Service } from '../../atproto/service.js';
import type { RepoStatus } from './account-state.js';

/** What of an answer is used, and all of it as it was sent. */
export interface Answer<T> {
  readonly read: T;
  readonly json: string;
}

/** The newest commit of a repository. */
export interface LatestCommit {
  readonly rev: string;
  readonly cid: string;
}

interface Question<T> {
  readonly nsid: string;
  readonly aboutRepo: boolean;
  readonly reader: Reader<T>;
}

const readStatus: Reader<RepoStatus> = (value) => {
  const read = object({}, { active: flag, status: text, rev: text })(value);
  return 'why' in read ? read : { active: read.active, status: read.status, rev: read.rev };
};

export const STATUS: Question<RepoStatus> = {
  nsid: 'com.atproto.sync.getRepoStatus',
  aboutRepo: true,
  reader: readStatus,
};
export const COMMIT: Question<LatestCommit> = {
  nsid: 'com.atproto.sync.getLatestCommit',
  aboutRepo: true,
  reader: object({ rev: text, cid: text }),
};
export const SERVER: Question<{
  readonly did?: string | undefined;
  readonly inviteCodeRequired?: boolean | undefined;
}> = {
  nsid: 'com.atproto.server.describeServer',
  aboutRepo: false,
  reader: object({}, { did: text, inviteCodeRequired: flag }),
};
export const HEALTH: Question<{ readonly version?: string | undefined }> = {
  nsid: '_health',
  aboutRepo: false,
  reader: object({}, { version: text }),
};

/** Asks a host about an account, or about itself. Rejects as `Service.query`. */
export async function askHost<T>(
  service: Service,
  { nsid, aboutRepo, reader }: Question<T>,
  did: string,
  signal: AbortSignal,
): Promise<Answer<T>> {
  const reply = await service.query(nsid, aboutRepo ? { did } : {}, { signal });
  return { read: reply.read(reader), json: reply.text() };
}
