import type { Import } from './imports.js';
import { DOOR, floorOf, ROOMS, roomOf } from './rules.js';

const BEGIN = '<!-- rooms: drawn by `npm run rooms` -->';
const END = '<!-- rooms end -->';

/** From one room to another, and by how many imports. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** The arrows between rooms, from the highest down. */
export function arrowsIn(imports: readonly Import[]): readonly Arrow[] {
  const counts = new Map<string, Arrow>();
  for (const { from, to, kind } of imports) {
    if (kind !== 'file' || roomOf(from) === roomOf(to)) continue;
    const [here, there] = [roomOf(from), roomOf(to)];
    const key = `${here} ${there}`;
    counts.set(key, { from: here, to: there, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const floor = (room: string) => floorOf(room) ?? -1;
  return [...counts.values()].sort(
    (a, b) => floor(b.from) - floor(a.from) || floor(b.to) - floor(a.to) || (a.from < b.from ? -1 : 1),
  );
}

/** The rooms from the highest down, and the arrows between them, as a Mermaid flowchart. */
export function drawRooms(imports: readonly Import[]): string {
  const arrows = arrowsIn(imports);
  const used = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const rooms = [[DOOR], ...ROOMS.toReversed()].flat().filter((room) => used.has(room));
  return [
    '```mermaid',
    'flowchart TD',
    ...rooms.map((room) => `  ${idOf(room)}["${room === DOOR ? 'src/*' : `${room}/`}"]`),
    ...arrows.map(({ from, to, count }) => `  ${idOf(from)} -->|${count}| ${idOf(to)}`),
    '```',
  ].join('\n');
}

/** The document with the drawing between its two marks, or at its end where it has none yet. */
export function withDrawing(document: string, drawing: string): string {
  const section = `${BEGIN}\n${drawing}\n${END}`;
  const [before, marked] = document.split(BEGIN);
  const after = marked?.split(END)[1];
  return after === undefined ? `${document.trimEnd()}\n\n${section}\n` : `${before}${section}${after}`;
}

function idOf(room: string): string {
  return room.replaceAll(' ', '-');
}
