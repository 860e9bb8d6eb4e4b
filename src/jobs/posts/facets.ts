import type { Facet } from '@atcute/bluesky-richtext-builder';
import { foundSpans, type Span } from './found-spans.js';

/** A stretch of a post as it will read. */
export interface PostPiece {
  readonly text: string;
  /** What it is; undefined: words. */
  readonly is?: 'mention' | 'link' | 'tag' | undefined;
  /** The web address or the DID behind it. */
  readonly to?: string | undefined;
}

/** The text of a post, with what in it is more than words. */
export interface RichText {
  readonly text: string;
  readonly facets: readonly Facet[];
  readonly pieces: readonly PostPiece[];
  /** What looks like more than words and stays words, and why, as sentences. */
  readonly notes: readonly string[];
}

/** Gives the DID of a handle; undefined where no account has it. Rejects where nobody could tell. */
export type ResolveHandle = (handle: string) => Promise<string | undefined>;

/** More than that of them are not asked for: a post has room for some thirty. */
const MENTIONS_MAX = 60;

/**
 * Finds mentions, links and tags in a text, and gives the facets of them, which count in bytes. A handle that no account has stays
 * text, and is told.
 */
export async function richTextOf(text: string, resolve: ResolveHandle): Promise<RichText> {
  const { default: RichtextBuilder } = await import('@atcute/bluesky-richtext-builder');
  const spans = foundSpans(text);
  const { dids, notes } = await resolvedMentions(spans, resolve);
  const builder = new RichtextBuilder();
  const pieces: PostPiece[] = [];
  let at = 0;
  function addWords(words: string): void {
    if (words === '') return;
    builder.addText(words);
    const last = pieces.at(-1);
    if (last !== undefined && last.is === undefined) pieces.splice(-1, 1, { text: last.text + words });
    else pieces.push({ text: words });
  }
  for (const span of spans) {
    const written = text.slice(span.start, span.end);
    addWords(text.slice(at, span.start));
    at = span.end;
    if (span.kind === 'link') {
      const shown = span.shown ?? written;
      builder.addLink(shown, span.uri as `https:${string}`);
      pieces.push({ text: shown, is: 'link', to: span.uri });
    } else if (span.kind === 'tag') {
      builder.addTag(written, span.tag);
      pieces.push({ text: written, is: 'tag', to: span.tag });
    } else {
      const did = span.kind === 'mention' ? dids.get(span.handle.toLowerCase()) : undefined;
      if (did === undefined) {
        addWords(written);
        continue;
      }
      builder.addMention(written, did as `did:plc:${string}`);
      pieces.push({ text: written, is: 'mention', to: did });
    }
  }
  addWords(text.slice(at));
  return { text: builder.text, facets: builder.facets, pieces, notes };
}

async function resolvedMentions(
  spans: readonly Span[],
  resolve: ResolveHandle,
): Promise<{ dids: ReadonlyMap<string, string>; notes: readonly string[] }> {
  const dids = new Map<string, string>();
  const mentioned = spans.flatMap((span) => (span.kind === 'mention' ? [span.handle.toLowerCase()] : []));
  const handles = [...new Set(mentioned)];
  const notes = spans.flatMap((span) =>
    span.kind === 'long-tag' ? [`#${span.tag.slice(0, 20)}… is too long for a tag, and stays text.`] : [],
  );
  const asked = handles.slice(0, MENTIONS_MAX);
  const found = await Promise.allSettled(asked.map(async (handle) => await resolve(handle)));
  for (const [index, handle] of asked.entries()) {
    const answer = found[index];
    if (answer?.status === 'fulfilled' && answer.value !== undefined) dids.set(handle, answer.value);
    else if (answer?.status === 'fulfilled') notes.push(`@${handle} is nobody's handle, and stays text.`);
    else notes.push(`Whose handle @${handle} is could not be found out: it stays text.`);
  }
  for (const handle of handles.slice(MENTIONS_MAX)) {
    notes.push(`@${handle} is one mention too many, and stays text.`);
  }
  return { dids, notes };
}
