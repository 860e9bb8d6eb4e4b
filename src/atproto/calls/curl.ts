import type { JournalEntry } from './journal.js';
import { isBodySize } from './request-body.js';
import { hiddenAuthorization } from './secrets.js';

/**
 * The call as a line for a POSIX shell. Every part is quoted so that the shell takes it as it is, whatever a stranger
 * put into it; a signed-in call says where its token goes and has none, since the journal never had it, nor a secret that was sent.
 */
export function toCurl(entry: Pick<JournalEntry, 'method' | 'url' | 'headers' | 'sent'>): string {
  const parts = ['curl', '--compressed'];
  if (entry.method !== 'GET') parts.push('-X', quote(entry.method));
  for (const [name, value] of Object.entries(entry.headers)) {
    if (/^authorization$/i.test(name)) {
      parts.push('-H', quote(`${name}: ${hiddenAuthorization(value)}`));
    } else if (!/^(cookie|dpop)$/i.test(name)) {
      parts.push('-H', quote(`${name}: ${value}`));
    }
  }
  if (entry.sent !== undefined) {
    // What is not shown stands as the name of a file, for whoever has one.
    parts.push(
      ...(isBodySize(entry.sent)
        ? ['--data-binary', quote(`@${entry.sent}`)]
        : ['--data-raw', quote(entry.sent)]),
    );
  }
  // Without --globoff curl reads brackets and braces in an address as ranges.
  parts.push('--globoff', quote(entry.url));
  return parts.join(' ');
}

/** Single quotes keep everything but themselves; control characters cannot be meant, and a terminal would act on them. */
function quote(text: string): string {
  const visible = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
  return `'${visible.replaceAll("'", `'\\''`)}'`;
}
