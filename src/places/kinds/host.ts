import { askHost, type HostAnswers } from '../../atproto/hosts/ask-host.js';
import { askRelays } from '../../atproto/hosts/ask-relays.js';
import { aboutHost } from '../about-host.js';
import { factsListing } from '../facts-listing.js';
import { type AboutHost, hostOrigin, namedHost } from '../host-address.js';
import { hostDocument, hostFacts } from '../host-facts.js';
import type { PlaceKind } from '../place-kind.js';

declare module '../addresses.js' {
  interface Addresses {
    host: AboutHost<'host'>;
  }
}

/** A PDS, a relay or another host: what it says of itself. */
export const host: PlaceKind<AboutHost<'host'>> = aboutHost({
  kind: 'host',
  word: undefined,
  command: {
    keys: [],
    title: 'show what a host says of itself',
    anywhere: true,
    takes: 'words',
    titleWith: (name) => `show what ${name} says of itself`,
    to(_selection, name) {
      if (name === undefined) return { prompt: 'host:' };
      const address = namedHost(name);
      return address
        ? { address }
        : { refusal: `${name} is not a host, such as bsky.social or localhost:2583.` };
    },
  },
  title: (name) => name,
  listing: (address, { client }) =>
    factsListing({
      address,
      async load({ signal, onPart }) {
        const origin = hostOrigin(address);
        const onAnswer = onPart && ((answers: HostAnswers) => onPart(hostFacts(address, answers, [])));
        const [answers, relays] = await Promise.all([
          askHost(client, origin, { signal, onAnswer }),
          askRelays(client, origin, signal),
        ]);
        return {
          facts: hostFacts(address, answers, relays),
          document: hostDocument(address, answers, relays),
        };
      },
    }),
});
