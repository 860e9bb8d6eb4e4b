/** The size of the terminal now, in cells; 80 × 24 where it does not say. */
export function windowSize(stdout: NodeJS.WritableStream): { columns: number; rows: number } {
  const { columns, rows } = stdout as Partial<NodeJS.WriteStream>;
  return { columns: columns || 80, rows: rows || 24 };
}
