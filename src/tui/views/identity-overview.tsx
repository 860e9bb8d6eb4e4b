import { Box, Text, useIsScreenReaderEnabled } from 'ink';
import { type CellProps, Table } from 'ink-table';
import { memo, type ReactNode } from 'react';
import { currentAccount } from '../../store/accounts/accounts-selectors.js';
import type { Account } from '../../store/accounts/accounts-state.js';
import { currentPlace } from '../../store/visits/visits-selectors.js';
import { fit, fitMiddle } from '../../text/fit.js';
import type { CommandWords } from '../../text/sentence.js';
import { width as cellsOf } from '../../text/width.js';
import { wrap } from '../../text/wrap.js';
import type { Command } from '../commands/command.js';
import { nextStepsOf } from '../commands/command-views.js';
import { useAppState } from '../screen/app-state.js';
import { Frame, Spoken } from '../screen/frame.js';
import { innerSize, padding, type Rect } from '../screen/layout.js';
import type { Hint } from '../screen/status-line.js';
import { palette } from '../screen/style.js';
import { failureText } from './failure-text.js';
import { type Fact, identityFacts } from './identity-facts.js';
import { padded } from './padded.js';

export interface IdentityOverviewProps {
  readonly rect: Rect;
  readonly commands: readonly Command[];
}

/** Borders, and the padding of two columns. */
const tableFrame = 7;
const nameWidth = 16;
/** Below this a table is more border than text. */
const leastValue = 32;

/** What identifies the account of the current place, and what one can do next. */
export const IdentityOverview = memo(function IdentityOverview({ rect, commands }: IdentityOverviewProps) {
  const spoken = useIsScreenReaderEnabled();
  const account = useAppState(currentAccount);
  const words = useAppState((state) => state.words);
  const focused = useAppState((state) => currentPlace(state).focus === 'list');
  const facts = account ? identityFacts(account) : [];
  const { width, height } = innerSize(rect);
  const said = account ? trouble(account, words, width) : [];
  if (spoken) {
    const lines = facts.map(({ name, value }) => `${name}: ${value}`);
    return <Spoken role="table" title="Identity" lines={[...said, ...lines]} />;
  }
  const asTable = fitsTable(facts, width, height - said.length);
  const above = asTable
    ? Array<string>(tableHeight(facts)).fill(' '.repeat(width))
    : plainLines(facts, width);
  const next = stepLines(nextStepsOf(commands), width);
  const lines = [...said, ...above, ' '.repeat(width), ...next].slice(0, height);
  return (
    <Box height={rect.height} flexDirection="column">
      <Frame
        rect={rect}
        title={{ number: 3, name: 'Identity' }}
        focused={focused}
        loading={account?.identity.status === 'loading'}
        lines={lines}
      />
      {asTable && (
        <Box position="absolute" left={1} right={1} top={1 + said.length}>
          <FactTable facts={facts} width={width} />
        </Box>
      )}
    </Box>
  );
});

/** ink-table measures by `String.length`: it only gets texts of which that is the width. */
const FactTable = memo(function FactTable({ facts, width }: { facts: readonly Fact[]; width: number }) {
  const room = width - tableFrame - nameWidth;
  const data = facts.map(({ name, value }) => ({
    name: fit(name, nameWidth),
    value: fitMiddle(value, room),
  }));
  return (
    <Table
      data={data}
      columns={['name', 'value']}
      headings={{ name: 'identity', value: 'as the DID document and its services have it'.slice(0, room) }}
      header={Heading}
      cell={Cell}
      skeleton={Skeleton}
    />
  );
});

const Heading = ({ children }: { children?: ReactNode }) => (
  <Text wrap="truncate" bold>
    {children}
  </Text>
);
const Cell = ({ column, children }: CellProps) => (
  <Text wrap="truncate" dimColor={column === 0}>
    {children}
  </Text>
);
const Skeleton = ({ children }: { children?: ReactNode }) => (
  <Text wrap="truncate" dimColor>
    {children}
  </Text>
);

/** Each fact with a line below it, the heading, and the borders. */
const tableHeight = (facts: readonly Fact[]): number => facts.length * 2 + 3;

const fitsTable = (facts: readonly Fact[], width: number, height: number): boolean =>
  facts.length > 0 &&
  width - tableFrame - nameWidth >= leastValue &&
  tableHeight(facts) <= height &&
  facts.every(({ name, value }) => cellsOf(name) === name.length && cellsOf(value) === value.length);

function plainLines(facts: readonly Fact[], width: number): readonly string[] {
  const room = Math.max(0, width - 2 * padding);
  const names = Math.min(nameWidth, Math.floor(room / 3));
  const values = Math.max(0, room - names - 1);
  const margin = ' '.repeat(padding);
  if (room < 3) return facts.map(() => ' '.repeat(width));
  return facts.map(
    ({ name, value }) => `${margin}${palette.dim(fit(name, names))} ${fitMiddle(value, values)}${margin}`,
  );
}

function stepLines(steps: readonly Hint[], width: number): readonly string[] {
  if (width < 8) return [];
  const keyCells = Math.min(8, width >> 1);
  const room = width - 2 * padding - keyCells - 1;
  return steps.map(
    ({ keys, title }) => ` ${palette.keyName(fit(keys, keyCells))} ${palette.dim(fit(title, room))} `,
  );
}

function trouble({ identity }: Account, words: CommandWords, width: number): readonly string[] {
  const room = width - 2 * padding;
  if (identity.status !== 'failed' || room <= 0) return [];
  return wrap(failureText(identity.error, words), room).map((line) => padded(palette.bad, line, width));
}
