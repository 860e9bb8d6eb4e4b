import { isObject, type JsonObject } from '../../text/json-fields.js';
import { writeJson } from '../../text/written-json.js';
import { multikey } from './signing-key.js';

/** What an entry of a DID document is for, and why it cannot be used for that; `why` is the end of a sentence about `what`. */
export interface RefusedEntry {
  /** The endpoint or the key as the document has it. */
  readonly what: string;
  readonly why: string;
}

/** What counts of a kind of entry, or else why what was meant for it does not; neither where there is none. */
export interface EntryReading {
  readonly value?: string | undefined;
  readonly refused?: RefusedEntry | undefined;
}

const PDS_TYPE = 'AtprotoPersonalDataServer';
const LABELER_TYPE = 'AtprotoLabeler';

/** The entries of a member of a DID document (`service`, `verificationMethod`) that are objects. */
export function entriesOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Whether an entry is for that: the specification asks how its id ends, not what stands before (atproto.com/specs/did). */
export function isFor({ id }: JsonObject, name: string): boolean {
  return typeof id === 'string' && id.endsWith(`#${name}`);
}

/** The first of the entries that counts, or else why the first does not. */
function firstOf(readings: readonly EntryReading[]): EntryReading {
  return readings.find(({ value }) => value !== undefined) ?? readings[0] ?? {};
}

/** Text as it is, anything else as JSON; nothing where it is not there. */
function asWritten(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : writeJson(value);
}

function notAList(member: unknown, name: string): EntryReading | undefined {
  if (member === undefined || member === null || Array.isArray(member)) return undefined;
  return { refused: { what: asWritten(member), why: `“${name}” is not a list` } };
}

/** Why an endpoint is not that of a server; undefined where it is an origin and nothing else. */
function whyNoOrigin(endpoint: unknown): string | undefined {
  if (endpoint === undefined || endpoint === null || endpoint === '') return 'it has no endpoint';
  if (Array.isArray(endpoint)) return 'its endpoint is a list';
  if (typeof endpoint !== 'string') return `its endpoint is not a text`;
  const url = URL.parse(endpoint);
  if (url === null) return 'it is not a URL';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `it is ${url.protocol} and not https:`;
  if (url.username !== '' || url.password !== '') return 'it has a user name or a password';
  if (url.pathname !== '/') return 'it has a path';
  if (url.search !== '') return 'it has a query';
  return url.hash === '' ? undefined : 'it has a fragment';
}

function serviceReading({ type, serviceEndpoint }: JsonObject, wanted: string): EntryReading {
  const why = [type].flat().includes(wanted) ? whyNoOrigin(serviceEndpoint) : `its type is not ${wanted}`;
  if (why !== undefined) return { refused: { what: asWritten(serviceEndpoint), why } };
  return { value: new URL(String(serviceEndpoint)).origin };
}

/** A server that a DID document names: an origin. A slash behind it and a port that is the usual one are harmless. */
function readService({ service }: JsonObject, name: string, type: string): EntryReading {
  const entries = entriesOf(service).filter((entry) => isFor(entry, name));
  return notAList(service, 'service') ?? firstOf(entries.map((entry) => serviceReading(entry, type)));
}

/** The PDS that a DID document names. */
export const readPds = (document: JsonObject): EntryReading => readService(document, 'atproto_pds', PDS_TYPE);

/** Where a DID document says that the labels of the account are to be had. */
export const readLabeler = (document: JsonObject): EntryReading =>
  readService(document, 'atproto_labeler', LABELER_TYPE);

function keyReading({ type, controller, publicKeyMultibase }: JsonObject, did: string): EntryReading {
  const key = multikey(type, publicKeyMultibase);
  if (controller === did && key !== undefined) return { value: key };
  const why =
    controller === did ? 'it is no key of P-256 or K-256' : 'it is under the control of another DID';
  return { refused: { what: `${asWritten(type)} ${asWritten(publicKeyMultibase)}`.trim(), why } };
}

function readKey({ verificationMethod }: JsonObject, did: string, name: string): EntryReading {
  const entries = entriesOf(verificationMethod).filter((entry) => isFor(entry, name));
  const read = entries.map((entry) => keyReading(entry, did));
  return notAList(verificationMethod, 'verificationMethod') ?? firstOf(read);
}

/** The key that signs the repository, as a Multikey. */
export const readSigningKey = (document: JsonObject, did: string): EntryReading =>
  readKey(document, did, 'atproto');

/** The key that signs the labels of the account, as a Multikey: no other one does (atproto.com/specs/label). */
export const readLabelKey = (document: JsonObject, did: string): EntryReading =>
  readKey(document, did, 'atproto_label');

/** An entry in one line: what it is called, by its id without the account's own DID; its types; what it leads to or is. */
export function entryLine(
  { id, type, serviceEndpoint, publicKeyMultibase }: JsonObject,
  did: string,
): string {
  const name = typeof id === 'string' && id.startsWith(`${did}#`) ? id.slice(did.length) : asWritten(id);
  const words = [
    name === '' ? 'without an id' : name,
    ...[type].flat().map(asWritten),
    asWritten(serviceEndpoint ?? publicKeyMultibase),
  ];
  return words.filter((word) => word !== '').join(' ');
}
