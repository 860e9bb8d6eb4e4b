import { describe, expect, test } from 'vitest';
import { bundledLexicons } from '../../../src/atproto/lexicons/bundled-lexicons.js';
import { defOf } from '../../../src/atproto/lexicons/def-of.js';
import { RecordRules } from '../../../src/atproto/lexicons/record-rules.js';
import { refTarget } from '../../../src/atproto/lexicons/ref-target.js';

const bundled = await bundledLexicons();

function refsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, ref, refs } = value as { type?: unknown; ref?: string; refs?: readonly string[] };
  if (type === 'ref') return [ref!];
  return type === 'union' ? refs! : Object.values(value).flatMap(refsIn);
}

describe('the lexicons that are brought along', () => {
  test('are those of the protocol and of Bluesky', () => {
    const authorities = new Set(bundled.nsids.map((nsid) => nsid.split('.').slice(0, 2).join('.')));
    expect([...authorities]).toEqual(expect.arrayContaining(['app.bsky', 'com.atproto', 'chat.bsky']));
  });

  test('are written as their authority has published them', () => {
    const { doc, json, origin } = bundled.get('app.bsky.feed.post')!;
    expect(origin).toEqual({ kind: 'bundled' });
    expect(json).not.toContain('lex:');
    expect(JSON.parse(json)).toMatchObject({ lexicon: 1, id: 'app.bsky.feed.post' });
    expect(defOf(doc)).toMatchObject({
      type: 'record',
      key: 'tid',
      record: { properties: { facets: { items: { type: 'ref', ref: 'app.bsky.richtext.facet' } } } },
    });
  });

  test('lose nothing when they are read', () => {
    for (const nsid of bundled.nsids) {
      const { doc, json } = bundled.get(nsid)!;
      expect(JSON.parse(JSON.stringify(doc)), nsid).toEqual(JSON.parse(json));
    }
  });

  test('have everything that their refs lead to', () => {
    const dangling: string[] = [];
    for (const nsid of bundled.nsids) {
      const { doc } = bundled.get(nsid)!;
      for (const ref of refsIn(doc)) {
        const target = refTarget(doc, ref);
        const found = bundled.get(target.nsid);
        if (found === undefined || defOf(found.doc, target.name) === undefined) dangling.push(ref);
      }
    }
    expect(dangling).toEqual([]);
  });

  test('each make rules for their records', async () => {
    const records = bundled.nsids.filter((nsid) => defOf(bundled.get(nsid)!.doc)?.type === 'record');
    expect(records.length).toBeGreaterThan(20);
    for (const nsid of records) {
      const rules = await RecordRules.of(nsid, async (one) => bundled.get(one));
      expect(rules.check({ collection: nsid, rkey: 'self', json: '{}' }).status, nsid).toBe('invalid');
    }
  });
});
