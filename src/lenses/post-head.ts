import { blobRef } from '../archive/blob-refs.js';
import { byteSize } from '../text/byte-size.js';
import { cellText, joinCells } from '../text/cell-text.js';
import { field, isObject, listField, textField } from '../text/json-fields.js';
import { blobPicture, sizeIn } from './blob-pictures.js';
import { quotedUri } from './embed-text.js';
import { type HeadPart, type KnownPosts, postPart } from './head.js';
import type { Names } from './names.js';

/** A post may say 3,000 bytes; what is longer is no post, and its JSON is below. */
const TEXT_MAX_CHARACTERS = 12_000;
const LINKS_MAX = 20;
const IMAGES_MAX = 20;
const CAPTIONS_MAX = 20;

/** A post in words: whom it answers, its text, where its links lead, what its pictures show, what it quotes. */
export function postHead(value: unknown, known: KnownPosts, names: Names): readonly HeadPart[] {
  const parts: HeadPart[] = [];
  if (isObject(field(value, 'reply'))) {
    parts.push(postPart('↳ ', field(value, 'reply', 'parent', 'uri'), known, names));
  }
  const text = (textField(value, 'text') ?? '').slice(0, TEXT_MAX_CHARACTERS);
  if (text.trim() !== '') parts.push({ role: 'text', text });
  parts.push(...linkParts(value, text), ...embedParts(field(value, 'embed'), known, names));
  return parts;
}

/** Links of the text that lead elsewhere than the text shows. */
function linkParts(value: unknown, text: string): readonly HeadPart[] {
  const uris = new Set<string>();
  for (const facet of listField(value, 'facets').slice(0, LINKS_MAX)) {
    for (const feature of listField(facet, 'features').slice(0, LINKS_MAX)) {
      const uri = textField(feature, 'uri');
      if (uri !== undefined && !text.includes(uri)) uris.add(uri);
    }
  }
  return [...uris].slice(0, LINKS_MAX).map((uri) => linkPart(undefined, uri));
}

function linkPart(title: string | undefined, uri: string): HeadPart {
  const words = cellText(title);
  const text = words.trim() === '' ? `⇢ ${cellText(uri)}` : `⇢ ${words} · ${cellText(uri)}`;
  return { role: 'hangs', text, refersTo: uri };
}

function embedParts(embed: unknown, known: KnownPosts, names: Names): readonly HeadPart[] {
  const shown = field(embed, 'media') ?? embed;
  const images = [...listField(shown, 'images'), ...listField(shown, 'items')].slice(0, IMAGES_MAX);
  const parts = images.map((image): HeadPart => {
    const alt = textField(image, 'alt');
    const picture = blobPicture(field(image, 'image'), '', { alt, ratio: field(image, 'aspectRatio') });
    return { ...pictureText('▣', alt, 'image'), picture };
  });
  if (textField(shown, '$type') === 'app.bsky.embed.video') parts.push(...videoParts(shown));
  const uri = textField(shown, 'external', 'uri');
  if (uri !== undefined) {
    const picture = blobPicture(field(shown, 'external', 'thumb'), '');
    parts.push({ ...linkPart(textField(shown, 'external', 'title'), uri), picture });
  }
  const quoted = quotedUri(embed);
  if (quoted !== undefined) parts.push({ ...postPart('❝ ', quoted, known, names), role: 'hangs' });
  return parts;
}

/** What a film shows, how large it is, and its captions by their languages, each with its blob. */
function videoParts(embed: unknown): readonly HeadPart[] {
  const film = blobRef(field(embed, 'video'));
  const ratio = sizeIn(field(embed, 'aspectRatio'));
  const { role, text } = pictureText('▶', textField(embed, 'alt'), 'video');
  const facts = joinCells([
    text,
    film?.size === undefined ? '' : byteSize(film.size),
    ratio === undefined ? '' : `${ratio.width}:${ratio.height}`,
  ]);
  const captions = listField(embed, 'captions').slice(0, CAPTIONS_MAX);
  return [
    { role, text: facts, blob: film?.cid },
    ...captions.flatMap((caption): readonly HeadPart[] => {
      const file = blobRef(field(caption, 'file'));
      const lang = cellText(textField(caption, 'lang'));
      return file === undefined && lang === ''
        ? []
        : [{ role: 'hangs', text: `≡ captions: ${lang || 'no language said'}`, blob: file?.cid }];
    }),
  ];
}

/** What a picture shows, in its author's words. */
function pictureText(sign: string, alt: string | undefined, noun: string): HeadPart {
  const words = cellText(alt);
  return { role: 'hangs', text: `${sign} ${words.trim() === '' ? `${noun} without alt text` : words}` };
}
