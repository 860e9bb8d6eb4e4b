import stringWidth from 'string-width';
import { isMet, type Measurement } from './figure.js';

/** The measurements as lines of text: one for each, and below it the numbers that it was worked out from. */
export function formatTable(measurements: readonly Measurement[]): string {
  const heading = ['figure', 'measured', 'target', '', 'compared to', 'runs'];
  const rows = measurements.map((measurement) => [
    measurement.title,
    `${round(measurement.value)} ${measurement.unit}`,
    targetText(measurement),
    verdictText(measurement),
    measurement.comparedTo,
    String(measurement.runs),
  ]);
  const widths = heading.map((_, column) =>
    Math.max(...[heading, ...rows].map((row) => stringWidth(row[column]!))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + ' '.repeat(widths[column]! - stringWidth(cell)))
      .join('  ')
      .trimEnd();
  const details = (measurement: Measurement) =>
    Object.entries(measurement.details).map(([name, value]) => `    ${name}: ${value}`);

  return [
    line(heading),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.flatMap((row, index) => [line(row), ...details(measurements[index]!)]),
  ].join('\n');
}

const targetText = ({ target, atLeast, unit }: Measurement): string =>
  target === undefined ? '' : `${atLeast ? '≥' : '≤'} ${round(target)} ${unit}`;

function verdictText(measurement: Measurement): string {
  if (measurement.target === undefined) return 'told';
  return isMet(measurement) ? '✓ met' : '✗ missed';
}

/** Three significant digits, and whole numbers as they are. */
function round(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}
