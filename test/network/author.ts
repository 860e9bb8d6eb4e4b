/** An account of the test network, signed in: it writes records over XRPC, as any client would. */
export interface Author {
  readonly did: string;
  readonly handle: string;
  /** For signing in elsewhere; accounts without one were made quickly, since hashing a password is slow. */
  readonly password?: string | undefined;
  /** What its other calls are authorised with. */
  readonly token: string;
  /** Writes all of them, 200 in one commit. The answers are in the order of the records. */
  write(records: readonly NewRecord[]): Promise<StrongRef[]>;
  /** Writes a record in place of another, or where there was none. */
  put(record: NewRecord & { readonly rkey: string }): Promise<StrongRef>;
  delete(collection: string, rkey: string): Promise<void>;
  upload(bytes: Uint8Array, type: string): Promise<Blob>;
}

export interface NewRecord {
  readonly collection: string;
  /** The PDS chooses one when there is none. */
  readonly rkey?: string | undefined;
  /** Without `$type`, which is the collection's. */
  readonly value: Record<string, unknown>;
}

export interface StrongRef {
  readonly uri: string;
  readonly cid: string;
}

/** As records hold it. */
export interface Blob {
  readonly $type: 'blob';
  readonly ref: { readonly $link: string };
  readonly mimeType: string;
  readonly size: number;
}

const WRITES_IN_ONE_COMMIT = 200;

/** Makes an account at a PDS. `more` is what else the call shall say, such as a `recoveryKey`. */
export async function signUp(
  pds: string,
  handle: string,
  password?: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Author> {
  const session: { did: string; accessJwt: string } = await post(pds, 'com.atproto.server.createAccount', {
    handle,
    email: `${handle.split('.')[0]}@mail.com`,
    ...(password !== undefined && { password }),
    ...more,
  });
  return authorAt(pds, { ...session, handle, password });
}

/** An account that a session at its PDS has been got for. */
export function authorAt(
  pds: string,
  {
    did,
    accessJwt,
    handle,
    password,
  }: { did: string; accessJwt: string; handle: string; password?: string | undefined },
): Author {
  return {
    did,
    handle,
    password,
    token: accessJwt,
    async write(records) {
      const refs: StrongRef[] = [];
      for (let from = 0; from < records.length; from += WRITES_IN_ONE_COMMIT) {
        const writes = records
          .slice(from, from + WRITES_IN_ONE_COMMIT)
          .map(({ collection, rkey, value }) => ({
            $type: 'com.atproto.repo.applyWrites#create',
            collection,
            rkey,
            value: { $type: collection, ...value },
          }));
        const answer: { results: StrongRef[] } = await post(
          pds,
          'com.atproto.repo.applyWrites',
          { repo: did, writes },
          accessJwt,
        );
        refs.push(...answer.results.map(({ uri, cid }) => ({ uri, cid })));
      }
      return refs;
    },
    async put({ collection, rkey, value }) {
      const record = { $type: collection, ...value };
      const { uri, cid }: StrongRef = await post(
        pds,
        'com.atproto.repo.putRecord',
        { repo: did, collection, rkey, record },
        accessJwt,
      );
      return { uri, cid };
    },
    async delete(collection, rkey) {
      await post(pds, 'com.atproto.repo.deleteRecord', { repo: did, collection, rkey }, accessJwt);
    },
    async upload(bytes, type) {
      const answer: { blob: Blob } = await post(pds, 'com.atproto.repo.uploadBlob', bytes, accessJwt, type);
      return answer.blob;
    },
  };
}

/** Calls a procedure; throws an Error with what was answered where it was refused. */
export async function post<T>(
  service: string,
  nsid: string,
  input: object | undefined,
  token?: string,
  type = 'application/json',
): Promise<T> {
  const response = await fetch(`${service}/xrpc/${nsid}`, {
    method: 'POST',
    headers: {
      ...(input !== undefined && { 'content-type': type }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(input !== undefined && {
      body: input instanceof Uint8Array ? Buffer.from(input) : JSON.stringify(input),
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${nsid} answered ${response.status}: ${text}`);
  return text === '' ? ({} as T) : JSON.parse(text);
}
