import { atUriParts } from '../atproto/at-uri.js';
import { cellText } from '../text/cell-text.js';
import { field, listField, textField, typeName } from '../text/json-fields.js';
import type { Names } from './names.js';
import { accountText, recordText } from './references.js';

/**
 * What hangs on a post, in a few cells: `▣ 2 images`, `▶ video`, `⇢ example.com`, `❝ @bob.test` for a quoted post
 * (`❝ quote` until the handle is known) and `❝ list …` for other quoted records. Kinds never seen give their name.
 */
export function embedText(embed: unknown, names: Names): string {
  switch (textField(embed, '$type')) {
    case undefined:
      return '';
    case 'app.bsky.embed.images':
      return imagesText(listField(embed, 'images').length);
    case 'app.bsky.embed.gallery':
      return imagesText(listField(embed, 'items').length);
    case 'app.bsky.embed.video':
      return '▶ video';
    case 'app.bsky.embed.external':
      return linkText(field(embed, 'external', 'uri'));
    case 'app.bsky.embed.record':
      return quoteText(field(embed, 'record', 'uri'), names);
    case 'app.bsky.embed.recordWithMedia':
      return `${embedText(field(embed, 'media'), names)} ${quoteText(field(embed, 'record', 'record', 'uri'), names)}`.trim();
    default:
      return `+ ${typeName(embed)}`;
  }
}

/** What hangs on a post by its signs alone, for before its text: `▣2` images, `▶` a video, `⇢` a link, `❝` a quote, `+` all else. */
export function embedMarks(embed: unknown): readonly string[] {
  switch (textField(embed, '$type')) {
    case undefined:
      return [];
    case 'app.bsky.embed.images':
      return [`▣${listField(embed, 'images').length}`];
    case 'app.bsky.embed.gallery':
      return [`▣${listField(embed, 'items').length}`];
    case 'app.bsky.embed.video':
      return ['▶'];
    case 'app.bsky.embed.external':
      return ['⇢'];
    case 'app.bsky.embed.record':
      return ['❝'];
    case 'app.bsky.embed.recordWithMedia':
      // Media of a quote is never a quote again: what says so is not followed.
      return [...embedMarks(mediaOf(embed)), '❝'];
    default:
      return ['+'];
  }
}

function mediaOf(embed: unknown): unknown {
  const media = field(embed, 'media');
  return textField(media, '$type') === 'app.bsky.embed.recordWithMedia' ? undefined : media;
}

/** Words that say what an embed shows, for posts that have none of their own: alt texts, or the title of a link. */
export function embedWords(embed: unknown): string {
  const shown = field(embed, 'media') ?? embed;
  const images = [...listField(shown, 'images'), ...listField(shown, 'items')].slice(0, 20);
  const words = [
    ...images.map((image) => textField(image, 'alt')),
    textField(shown, 'alt'),
    textField(shown, 'external', 'title'),
  ];
  return words.find((text) => text !== undefined && text.trim() !== '') ?? '';
}

/** The at:// URI of the record that an embed quotes. */
export function quotedUri(embed: unknown): unknown {
  return field(embed, 'record', 'record', 'uri') ?? field(embed, 'record', 'uri');
}

/** A web link by its host, which is what tells links apart in a few cells. */
export function linkText(uri: unknown): string {
  if (typeof uri !== 'string') return '';
  const address = cellText(uri);
  return `⇢ ${(URL.canParse(address) && new URL(address).host) || address}`;
}

function imagesText(count: number): string {
  return count === 1 ? '▣ 1 image' : `▣ ${count} images`;
}

function quoteText(uri: unknown, names: Names): string {
  const parts = atUriParts(uri);
  if (parts === undefined) return '❝ quote';
  if (parts.collection !== 'app.bsky.feed.post') return `❝ ${recordText(parts) || 'account'}`;
  const account = accountText(parts.repo, names);
  return account.startsWith('@') ? `❝ ${account}` : '❝ quote';
}
