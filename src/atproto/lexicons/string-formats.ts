import {
  isActorIdentifier,
  isCid,
  isDatetime,
  isDid,
  isGenericUri,
  isHandle,
  isLanguageCode,
  isNsid,
  isRecordKey,
  isResourceUri,
  isTid,
} from '@atcute/lexicons/syntax';

interface StringFormat {
  /** What it is, with an example. */
  readonly words: string;
  is(text: string): boolean;
}

/** The formats that a string may have by its lexicon (atproto.com/specs/lexicon, “String Formats”). */
const FORMATS: Readonly<Record<string, StringFormat>> = {
  'at-identifier': { words: 'a handle or a DID', is: isActorIdentifier },
  'at-uri': { words: 'an at:// URI', is: isResourceUri },
  cid: { words: 'a CID', is: isCid },
  datetime: { words: 'a time, such as 2024-02-21T03:11:00Z', is: isDatetime },
  did: { words: 'a DID', is: isDid },
  handle: { words: 'a handle', is: isHandle },
  language: { words: 'a language, such as en or pt-BR', is: isLanguageCode },
  nsid: { words: 'an NSID, such as app.bsky.feed.post', is: isNsid },
  'record-key': { words: 'a record key', is: isRecordKey },
  tid: { words: 'a TID, such as 3jzfcijpj2z2a', is: isTid },
  uri: { words: 'a URI', is: isGenericUri },
};

/** A format by its name; undefined for one that the specification does not have, which anything is. */
export const stringFormat = (name: string | undefined): StringFormat | undefined =>
  name !== undefined && Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
