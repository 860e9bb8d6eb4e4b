// What ink-text-input, which is not a dependency, makes of what is typed: fed as Ink reads it, and one event a tick, as the stage that
// reads standard input could hand it on. Beside it our own editor, behind the same stage.
//
//     npm install --no-save ink-text-input && npx tsx test/tools/measure/ink-text-input.mjs

import { EventEmitter } from 'node:events';
import { performance } from 'node:perf_hooks';
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink';
import TextInput from 'ink-text-input';
import { createElement, useState } from 'react';
import { createClient } from '../../../src/atproto/client.ts';
import { createAppStore } from '../../../src/store/create-store.ts';
import { defaultCommands } from '../../../src/tui/commands/commands.ts';
import { createDispatcher } from '../../../src/tui/commands/dispatch.ts';
import { offersOf } from '../../../src/tui/commands/offers.ts';
import { promptLine } from '../../../src/tui/screen/prompt-line.ts';
import { layoutOf } from '../../../src/tui/screen/screen-layout.ts';
import { quiet } from '../../support/quiet-store.ts';
import { inputsOf } from '../../support/terminal/inputs.ts';

const COLUMNS = 80;
const turn = () => new Promise((resolve) => setImmediate(resolve));

class Stdin extends EventEmitter {
  isTTY = true;
  chunks = [];
  send(chunk) {
    this.chunks.push(chunk);
    this.emit('readable');
  }
  read() {
    return this.chunks.shift() ?? null;
  }
  setEncoding() {}
  setRawMode() {}
  ref() {}
  unref() {}
}

class Stdout extends EventEmitter {
  isTTY = true;
  columns = COLUMNS;
  rows = 24;
  last = '';
  write(text, written) {
    const shown = stripVTControlCharacters(text);
    if (shown.trim() !== '') this.last = shown;
    written?.();
    return true;
  }
}

/** Types `events` into the package; `feed` says how. */
async function packaged(events, feed, mask) {
  const stdin = new Stdin();
  const stdout = new Stdout();
  const seen = { value: '', submitted: undefined };
  function Field() {
    const [value, setValue] = useState('');
    seen.value = value;
    return createElement(TextInput, {
      value,
      mask,
      onChange: setValue,
      onSubmit: (text) => {
        seen.submitted = text;
      },
    });
  }
  const instance = render(createElement(Field), {
    ...{ stdin, stdout, debug: true, interactive: true, exitOnCtrlC: false, patchConsole: false },
  });
  await instance.waitUntilRenderFlush();
  const startedAt = performance.now();
  await feed(stdin, events);
  await instance.waitUntilRenderFlush();
  const ms = performance.now() - startedAt;
  await turn();
  instance.unmount();
  return { ...seen, ms, drawn: stdout.last };
}

const inOneWrite = async (stdin, events) => {
  stdin.send(events.join(''));
  await turn();
};

const oneATick = async (stdin, events) => {
  for (const event of events) {
    stdin.send(event);
    await turn();
  }
};

/** Types the same into our prompt, through tokenizer and dispatcher. */
function ours(events, { open = '', read } = {}) {
  const store = createAppStore({
    client: createClient({ appview: 'http://127.0.0.1:1', plc: 'http://127.0.0.1:1' }),
    ...quiet,
  });
  let submitted;
  const dispatcher = createDispatcher({
    store: {
      ...store,
      actions: {
        ...store.actions,
        goToText: (text) => {
          submitted = text;
        },
      },
    },
    commands: defaultCommands,
    offers: offersOf(defaultCommands),
    layoutOf: () => layoutOf(store.getState(), { columns: COLUMNS, rows: 24 }),
    quit() {},
    suspend() {},
    repaint() {},
  });
  const startedAt = performance.now();
  for (const input of inputsOf(open + events.join(''))) dispatcher(input);
  const ms = performance.now() - startedAt;
  const { prompt } = store.getState().start;
  return { value: prompt.text, submitted, ms, drawn: promptLine('', prompt, COLUMNS).text, ...read?.(store) };
}

const letters = Array.from({ length: 200 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 26)));
const typed = letters.join('');
const value = (one) => one.value;

const cases = [
  ['200 characters and Enter in one write', [typed, '\r'], typed, (one) => one.submitted],
  ['200 keys and Enter', [...letters, '\r'], typed, (one) => one.submitted],
  ['👍 Backspace', ['👍', '\x7f'], '', value],
  ['👍 Left x', ['👍', '\x1b[D', 'x'], 'x👍', value],
  ['é of two characters, Backspace', ['e\u0301', '\x7f'], '', value],
  ['a family, Backspace', ['👩‍👩‍👧', '\x7f'], '', value],
  ['abc Home x', ['abc', '\x1b[H', 'x'], 'xabc', value],
  ['abc Left End x', ['abc', '\x1b[D', '\x1b[F', 'x'], 'abcx', value],
  ['abc Left Delete', ['abc', '\x1b[D', '\x1b[3~'], 'ab', value],
  ['abc Ctrl-a x', ['abc', '\x01', 'x'], 'xabc', value],
  ['abc Ctrl-u', ['abc', '\x15'], '', value],
  ['abc Ctrl-w', ['abc', '\x17'], '', value],
  ['ab cd Alt-b x', ['ab cd', '\x1bb', 'x'], 'ab xcd', value],
  ['ab cd Alt-Backspace', ['ab cd', '\x1b\x7f'], 'ab ', value],
  ['a paste of two lines', ['\x1b[200~a\nb\x1b[201~'], 'a b', value],
  [
    'a paste of a megabyte: characters kept',
    [`\x1b[200~${'q'.repeat(1e6)}\x1b[201~`],
    8192,
    (one) => one.value.length,
  ],
  ['300 characters: rows drawn', ['q'.repeat(300)], 1, (one) => one.drawn.trimEnd().split('\n').length],
  ['8,192 characters: rows drawn', ['q'.repeat(8192)], 1, (one) => one.drawn.trimEnd().split('\n').length],
];

const rows = [];
for (const [what, events, wanted, look] of cases) {
  const verdict = (one) => {
    const found = look(one);
    return found === wanted ? 'right' : JSON.stringify(found ?? null).slice(0, 24);
  };
  rows.push({
    what,
    'as Ink reads it': verdict(await packaged(events, inOneWrite)),
    'one event a tick': verdict(await packaged(events, oneATick)),
    ours: verdict(ours(events)),
  });
}
const masked = await packaged(['a👍é'], oneATick, '•');
rows.push({
  what: 'a👍é behind a mask: bullets',
  'one event a tick': masked.drawn.split('•').length - 1,
  ours: 3,
});
console.table(rows);

for (const count of [200, 2000]) {
  const events = Array.from({ length: count }, (_, index) => letters[index % letters.length]);
  const ticks = await packaged(events, oneATick);
  const own = ours(events);
  console.log(
    `${count} keys: one event a tick ${ticks.ms.toFixed(0)} ms with its frames, ours ${own.ms.toFixed(1)} ms before it is drawn`,
  );
}
process.exit();
