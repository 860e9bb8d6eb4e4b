/** Commands to the terminal that hide in what a program writes, found in the bytes themselves and not in what an emulator made of them. */

/**
 * The texts that were written to the clipboard with OSC 52, oldest first; also inside tmux's passthrough
 * (`DCS tmux; … ST`, with each ESC doubled) and GNU screen's (`DCS … ST`).
 */
export function clipboardWrites(raw: string): string[] {
  return operatingSystemCommands(raw, 52).flatMap((data) => {
    const content = data.slice(data.indexOf(';') + 1);
    return content === '?' ? [] : [Buffer.from(content, 'base64').toString('utf8')];
  });
}

/** The targets of OSC 8 hyperlinks, oldest first; the empty targets that close a link are left out. */
export function hyperlinks(raw: string): string[] {
  return operatingSystemCommands(raw, 8).flatMap((data) => {
    const target = data.slice(data.indexOf(';') + 1);
    return target === '' ? [] : [target];
  });
}

/** The titles that were set with OSC 0, 1 or 2, oldest first. */
export function titles(raw: string): string[] {
  return [0, 1, 2].flatMap((code) => operatingSystemCommands(raw, code));
}

function operatingSystemCommands(raw: string, code: number): string[] {
  const found: string[] = [];
  const pattern = /(?:\u001B\]|\u009D)(\d+);([^\u0007\u001B\u009C]*)(?:\u0007|\u001B\\|\u009C)/g;
  for (const [, number, data] of unwrapped(raw).matchAll(pattern)) {
    if (Number(number) === code) found.push(data ?? '');
  }
  return found;
}

function unwrapped(raw: string): string {
  return raw
    .replace(/\u001BPtmux;((?:\u001B\u001B|[^\u001B])*)\u001B\\/g, (_, inner: string) =>
      inner.replaceAll('\u001B\u001B', '\u001B'),
    )
    .replace(/\u001BP(\u001B\][^\u001B]*\u0007)\u001B\\/g, '$1');
}
