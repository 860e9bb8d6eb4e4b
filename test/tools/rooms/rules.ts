import type { Import } from './imports.js';

/** The rooms of `src/`, lowest first. Rooms of one line stand side by side, and do not know each other. */
export const ROOMS: readonly (readonly string[])[] = [
  ['text'],
  ['keep'],
  ['atproto'],
  ['archive'],
  ['lenses'],
  ['places'],
  ['jobs'],
  ['store'],
  ['cli', 'tui'],
];

/** What lies in `src/` itself, and the launcher: it opens the house, and may look into every room. */
export const DOOR = 'the door';
const DOOR_FOLDERS = ['launcher'];

/** Rooms whose folders stand above each other, too, lowest first. What lies beside the folders is above them all. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  tui: ['terminal', 'screen', 'pictures', 'json', 'views', 'commands'],
};

/** The room that draws, and what is drawn with. */
const DRAWING_ROOM = 'tui';
const DRAWING_PACKAGES = /^(react|ink|ink-[^/]+)(\/|$)/;

/** A wall that an import goes through, in a sentence that begins with the place of it. */
export interface Breach {
  readonly rule: 'room' | 'upward' | 'sideways' | 'circle' | 'drawing';
  readonly message: string;
}

/** The room of a path below `src/`. */
export function roomOf(path: string): string {
  const [folder, ...more] = path.split('/');
  return folder === undefined || more.length === 0 || DOOR_FOLDERS.includes(folder) ? DOOR : folder;
}

/** How high a room stands, from 0; undefined where there is no such room. */
export function floorOf(room: string): number | undefined {
  if (room === DOOR) return ROOMS.length;
  const floor = ROOMS.findIndex((side) => side.includes(room));
  return floor < 0 ? undefined : floor;
}

/** Every wall that is broken. */
export const breachesOf = (imports: readonly Import[]): readonly Breach[] => [
  ...imports.flatMap(breachOf),
  ...circleBreaches(imports),
];

function breachOf({ from, to, kind, line }: Import): readonly Breach[] {
  const place = `src/${from}:${line}`;
  const room = roomOf(from);
  const floor = floorOf(room);
  if (floor === undefined) return [{ rule: 'room', message: `${place}: there is no room ${room}.` }];
  if (kind === 'package') {
    if (room === DRAWING_ROOM || !DRAWING_PACKAGES.test(to)) return [];
    return [{ rule: 'drawing', message: `${place}: only ${DRAWING_ROOM} draws, ${room} imports ${to}.` }];
  }
  if (to.startsWith('../')) {
    return [{ rule: 'room', message: `${place}: ${to.slice(3)} is outside of the house.` }];
  }
  const otherRoom = roomOf(to);
  const otherFloor = floorOf(otherRoom);
  if (otherFloor === undefined) {
    return [{ rule: 'room', message: `${place}: there is no room ${otherRoom}.` }];
  }
  if (otherRoom === room) return withinRoom(room, from, to, place);
  if (otherFloor < floor) return [];
  const rule = otherFloor > floor ? 'upward' : 'sideways';
  const how = rule === 'upward' ? 'up to' : 'across to';
  return [{ rule, message: `${place}: ${room} imports ${how} ${otherRoom} (${to}).` }];
}

/** Whether an import goes up within its room, where that has an order. */
function withinRoom(room: string, from: string, to: string, place: string): readonly Breach[] {
  const folders = FOLDERS[room] ?? [];
  function floorWithin(path: string): number {
    const at = folders.indexOf(path.split('/')[1] ?? '');
    return at < 0 ? folders.length : at;
  }
  if (floorWithin(to) <= floorWithin(from)) return [];
  const folder = from.split('/').slice(0, 2).join('/');
  return [{ rule: 'upward', message: `${place}: ${folder} imports up to ${to}.` }];
}

function circleBreaches(imports: readonly Import[]): readonly Breach[] {
  return circlesIn(imports).map((files) => ({
    rule: 'circle',
    message: `src/${files[0]}: imports itself by way of others: ${[...files, files[0]].join(' → ')}.`,
  }));
}

/**
 * One circle for each group of files that reach each other: the shortest one through the first file of the group. Each file
 * imports the next, and the last one the first.
 */
export function circlesIn(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to, kind } of imports) {
    if (kind !== 'file') continue;
    const others = next.get(from) ?? new Set();
    next.set(from, others.add(to));
  }
  const circles: (readonly string[])[] = [];
  const seen = new Set<string>();
  for (const start of [...next.keys()].sort()) {
    if (seen.has(start)) continue;
    const reached = reachedFrom(start, next);
    const group = [...reached].filter((file) => reachedFrom(file, next).has(start));
    for (const file of group) seen.add(file);
    if (group.length > 0) circles.push(shortestCircle(start, next));
  }
  return circles;
}

/** What is reached by one import or more; the start only where it reaches itself. */
function reachedFrom(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const other of next.get(file) ?? []) {
      if (reached.has(other)) continue;
      reached.add(other);
      waiting.push(other);
    }
  }
  return reached;
}

function shortestCircle(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const other of next.get(way.at(-1) ?? start) ?? []) {
      if (other === start) return way;
      if (seen.has(other)) continue;
      seen.add(other);
      ways.push([...way, other]);
    }
  }
  return [start];
}
