import { Box, Text, useInput, useWindowSize } from 'ink';
import { render as renderSmall } from 'ink-testing-library';
import { useEffect, useState } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { renderScreen, type Screen } from './render-screen.js';

const screens: Screen[] = [];

function open(element: React.ReactNode, size?: { columns: number; rows: number }): Screen {
  const screen = renderScreen(element, size);
  screens.push(screen);
  return screen;
}

afterEach(() => {
  for (const screen of screens.splice(0)) screen.unmount();
});

function Typed() {
  const [typed, setTyped] = useState('');
  useInput((input, key) => {
    const name = key.downArrow ? 'v' : key.escape ? 'e' : key.return ? '!' : input;
    setTyped((before) => before + name);
  });
  return <Text>{`typed: ${typed}`}</Text>;
}

function Size() {
  const { columns, rows } = useWindowSize();
  return (
    <Box width={columns} height={rows} borderStyle="round">
      <Text>{`${columns}×${rows}`}</Text>
    </Box>
  );
}

function Late() {
  const [text, setText] = useState('loading');
  useEffect(() => {
    const timer = setTimeout(() => setText('arrived'), 5);
    return () => clearTimeout(timer);
  }, []);
  return <Text>{text}</Text>;
}

describe('renderScreen', () => {
  test('draws as soon as it is called, in the size asked for', () => {
    const screen = open(<Size />, { columns: 30, rows: 4 });

    expect(screen.lines()).toEqual([
      `╭${'─'.repeat(28)}╮`,
      `│30×4${' '.repeat(24)}│`,
      `│${' '.repeat(28)}│`,
      `╰${'─'.repeat(28)}╯`,
    ]);
  });

  test('draws anew when it is resized', async () => {
    const screen = open(<Size />, { columns: 30, rows: 4 });
    await screen.resize(50, 6);

    expect(screen.lines()).toHaveLength(6);
    expect(screen.frame()).toContain('50×6');
  });

  test('has drawn what keys cause when they are awaited', async () => {
    const screen = open(<Typed />);
    await screen.press('a', 'Down', 'b');
    expect(screen.lines()).toEqual(['typed: avb']);
    await screen.write('\u001B[B\u001B[B\r');
    expect(screen.lines()).toEqual(['typed: avbvv!']);
  });

  test('waits for what a timer brings: a late answer, or Esc, which Ink holds back for a moment', async () => {
    const late = open(<Late />);
    expect(late.frame()).toBe('loading');
    await late.waitFor('arrived');

    const typed = open(<Typed />);
    await typed.press('Esc');
    await typed.waitFor(/typed: e$/);
  });

  test('fails with the screen when what it waits for does not come', async () => {
    const screen = open(<Late />);
    await expect(screen.waitFor('never', 20)).rejects.toThrow(
      /20 ms passed while waiting for "never". What was there:\narrived/,
    );
  });

  test('draws another tree in place of the first', async () => {
    const screen = open(<Text>first</Text>);
    await screen.rerender(<Text>second</Text>);

    expect(screen.frames).toEqual(['first', 'second']);
  });
});

test('ink-testing-library does for a widget that is drawn once', () => {
  const { lastFrame, unmount } = renderSmall(<Text>small</Text>);

  expect(lastFrame()).toBe('small');
  unmount();
});
