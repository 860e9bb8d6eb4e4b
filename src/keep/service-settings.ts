import { isIP } from 'node:net';
import { isDid } from '@atcute/lexicons/syntax';
import { parseServiceUrl } from './service-url.js';

/** What a user may set of services beside the AppView and the PLC directory. Undefined: those of the public network, or none on another. */
export interface ServiceSettings {
  /** Origins of relays, which are asked whether the network sees an account. */
  readonly relays: readonly string[] | undefined;
  /** Origins of hosts that serve repositories whose own PDS is gone, in the order in which they are asked. */
  readonly mirrors: readonly string[];
  /** Origin of who knows which repositories have records of a collection. */
  readonly directory: string | undefined;
  /** Origin of who counts the records of collections. */
  readonly statistics: string | undefined;
  /** Origin of who knows what refers to what: a Constellation (github.com/at-microcosm/microcosm-rs, `constellation`). */
  readonly backlinks: string | undefined;
  /** Origin of who has the pictures of Bluesky in sizes for the screen (`/img/<preset>/plain/<did>/<cid>`). */
  readonly cdn: string | undefined;
  /** Origin of who has the posters of films, by the paths that the AppView names. */
  readonly videoCdn: string | undefined;
  /** DIDs of labelers whose labels are asked for, whoever is signed in. */
  readonly labelers: readonly string[] | undefined;
  /** Name servers that DNS is asked of: IPs, with a port where it is not 53; none: the system's. */
  readonly nameServers: readonly string[];
}

/** Read in bluesky-social/cookbook and at-container-registry, KNOWN_RELAYS: these two have `listReposByCollection` as well. */
const PUBLIC_RELAYS = ['https://relay1.us-east.bsky.network', 'https://relay1.us-west.bsky.network'];
const PUBLIC_DIRECTORY = 'https://relay1.us-east.bsky.network';
const PUBLIC_STATISTICS = 'https://ufos-api.microcosm.blue';
const PUBLIC_BACKLINKS = 'https://constellation.microcosm.blue';
const PUBLIC_CDN = 'https://cdn.bsky.app';
const PUBLIC_VIDEO_CDN = 'https://video.bsky.app';
/** Bluesky's own (bluesky-social/atproto packages/api, `BSKY_LABELER_DID`). */
const PUBLIC_LABELERS = ['did:plc:ar7c4by46qjdydhdevvrndac'];

export const defaultServiceSettings: ServiceSettings = {
  relays: undefined,
  mirrors: [],
  directory: undefined,
  statistics: undefined,
  backlinks: undefined,
  cdn: undefined,
  videoCdn: undefined,
  labelers: undefined,
  nameServers: [],
};

/**
 * Which services are asked: what is set, else those of the public network where the accounts are its own. Elsewhere the AppView itself
 * serves its pictures and posters.
 */
export const serviceHostsFor = (
  { relays, mirrors, directory, statistics, backlinks, cdn, videoCdn, labelers }: ServiceSettings,
  { isPublic, appview }: { readonly isPublic: boolean; readonly appview: string },
) => ({
  relays: relays ?? (isPublic ? PUBLIC_RELAYS : []),
  mirrors,
  directory: directory ?? (isPublic ? PUBLIC_DIRECTORY : undefined),
  statistics: statistics ?? (isPublic ? PUBLIC_STATISTICS : undefined),
  backlinks: backlinks ?? (isPublic ? PUBLIC_BACKLINKS : undefined),
  cdn: cdn ?? (isPublic ? PUBLIC_CDN : appview),
  videoCdn: videoCdn ?? (isPublic ? PUBLIC_VIDEO_CDN : appview),
  labelers: labelers ?? (isPublic ? PUBLIC_LABELERS : []),
});

export const isServiceSetting = (name: string): name is keyof ServiceSettings =>
  Object.hasOwn(defaultServiceSettings, name);

/** Takes one of them as it stands in settings.json; what is no good is told in `problems`, and the default is used. */
export function readServiceSetting<Name extends keyof ServiceSettings>(
  name: Name,
  given: unknown,
  problems: string[],
): ServiceSettings[Name] {
  const read = READERS[name] ?? readOrigin;
  const isList = LISTS.has(name);
  const written = isList && !Array.isArray(given) ? [given] : given;
  const values = Array.isArray(written) ? written.map(read) : [read(written)];
  const problem = values.find((value) => 'problem' in value);
  if (problem !== undefined && 'problem' in problem) {
    problems.push(`${name}: ${problem.problem}; it is not used.`);
    return defaultServiceSettings[name];
  }
  const good = values.flatMap((value) => ('value' in value ? [value.value] : []));
  return (isList ? good : good[0]) as ServiceSettings[Name];
}

/** What is a list, in which one value may stand by itself. */
const LISTS: ReadonlySet<string> = new Set<keyof ServiceSettings>([
  'relays',
  'mirrors',
  'labelers',
  'nameServers',
]);
/** What is no origin. */
const READERS: { readonly [Name in keyof ServiceSettings]?: (given: unknown) => Read } = {
  nameServers: readNameServer,
  labelers: readDid,
};

type Read = { readonly value: string } | { readonly problem: string };

const NO_TEXT = 'is not a text in quotation marks';

function readOrigin(given: unknown): Read {
  if (typeof given !== 'string') return { problem: `${JSON.stringify(given)} ${NO_TEXT}` };
  const read = parseServiceUrl(given);
  return 'origin' in read ? { value: read.origin } : read;
}

function readDid(given: unknown): Read {
  return isDid(given) ? { value: given } : { problem: `${JSON.stringify(given)} is not a DID` };
}

function readNameServer(given: unknown): Read {
  if (typeof given !== 'string') return { problem: `${JSON.stringify(given)} ${NO_TEXT}` };
  const [, inBrackets, plain = given] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(given) ?? [];
  const ip = inBrackets ?? plain;
  return isIP(ip) === 0
    ? {
        problem: `${JSON.stringify(given)} is not the IP of a name server, such as 9.9.9.9 or 127.0.0.1:5353`,
      }
    : { value: given };
}
