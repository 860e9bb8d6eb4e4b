import type { PlcChange } from '../../atproto/plc/account-changes.js';
import { shortKey } from './key-text.js';

/** What an operation changed, in the words of a row: what most people look for first. */
export const changesText = (changes: readonly PlcChange[]): string =>
  changes.length === 0 ? 'changed nothing' : changes.map(changeText).join(' · ');

function changeText(change: PlcChange): string {
  switch (change.what) {
    case 'created':
      return 'created';
    case 'tombstone':
      return 'tombstone: the account was given up';
    case 'handle':
      return `handle ${turned(change, (handle) => `@${handle}`)}`;
    case 'pds':
      return `PDS ${turned(change, hostOf)}`;
    case 'alias':
      return change.to === undefined ? `no longer known as ${change.from}` : `also known as ${change.to}`;
    case 'key':
      return `${change.name === 'atproto' ? 'signing key' : `key ${change.name}`} ${turned(change, shortKey)}`;
    case 'service':
      return `service ${change.name} ${turned(change, (service) => service)}`;
    case 'rotation-keys':
      return `rotation keys ${rotationText(change.from, change.to)}`;
  }
}

/** From what to what; of what was not there before only what it is. */
function turned(
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
  text: (value: string) => string,
): string {
  if (from === undefined) return to === undefined ? 'none' : text(to);
  return `${text(from)} → ${to === undefined ? 'none' : text(to)}`;
}

function hostOf(url: string): string {
  const read = URL.parse(url);
  return read === null || read.host === '' ? url : read.host;
}

/** Each key that came, went or has another rank; 1 is the strongest. */
function rotationText(from: readonly string[], to: readonly string[]): string {
  if (from.length === 0) return to.length === 0 ? 'none' : to.map((key) => shortKey(key)).join(', ');
  const said: string[] = [];
  for (const [index, key] of to.entries()) {
    const rank = index + 1;
    // A key may be named twice: its first place is its rank.
    if (to.indexOf(key) !== index) continue;
    const before = from.indexOf(key) + 1;
    if (before === 0) said.push(`+ ${shortKey(key)} as ${rank}`);
    else if (before !== rank) said.push(`${shortKey(key)} ${before} → ${rank}`);
  }
  for (const [index, key] of from.entries()) {
    if (from.indexOf(key) === index && !to.includes(key)) said.push(`− ${shortKey(key)}, was ${index + 1}`);
  }
  return said.length === 0 ? `${from.length} → ${to.length}, one of them twice` : said.join(', ');
}
