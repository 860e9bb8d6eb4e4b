import { windowTop } from '../../store/scroll.js';
import type { Scroll } from '../../store/state.js';
import type { Watch, WatchLine } from '../../store/watch/watch-state.js';
import type { Size } from '../layout.js';
import { clock } from '../overlays/calls-lines.js';
import { palette, type Style } from '../style.js';
import { fit, fitMiddle, fitRaw } from '../text/fit.js';
import { sanitise } from '../text/sanitise.js';
import { compactCount } from './compact-count.js';
import { padded } from './padded.js';

const said: Record<WatchLine['kind'], { mark: string; words: string; paint: Style }> = {
  followed: { mark: '+', words: 'follows', paint: palette.good },
  unfollowed: { mark: '−', words: 'unfollowed', paint: palette.bad },
  lost: { mark: '−', words: 'account', paint: palette.bad },
  returned: { mark: '+', words: 'is back', paint: palette.good },
  gap: { mark: '…', words: 'events are missing', paint: palette.warn },
};

const bars = '▁▂▃▄▅▆▇█';

/** Rates as bars, against the highest of them. */
export function sparkline(rates: readonly number[]): string {
  const most = Math.max(1, ...rates);
  return rates
    .map((rate) => bars[Math.min(bars.length - 1, Math.floor((rate / most) * (bars.length - 1)))])
    .join('');
}

const signed = (gained: number, lost: number): string => {
  const net = gained - lost;
  return `+${gained} −${lost}${gained > 0 && lost > 0 ? ` (${net < 0 ? '−' : '+'}${Math.abs(net)})` : ''}`;
};

/** What the title says beside whose watch it is: the tally, the rate, how the stream is doing. */
export function liveInfo(watch: Watch, now: number): string {
  const { live, rates, stream, polling, baseline } = watch;
  const parts = [signed(live.gained, live.lost)];
  if (polling) parts.push('no stream: asking for the list now and then');
  else if (stream?.state === 'connected') {
    parts.push(`${Math.round(stream.eventsPerSecond)} ev/s ${sparkline(rates)}`);
    if (stream.behind !== undefined && stream.behind > 10_000)
      parts.push(`behind by ${Math.round(stream.behind / 1000)} s`);
  } else if (stream) {
    const again =
      stream.nextTryAt === undefined
        ? ''
        : `, again in ${Math.max(0, Math.ceil((stream.nextTryAt - now) / 1000))} s`;
    parts.push(
      `${stream.state === 'connecting' ? 'connecting' : 'reconnecting'} to ${stream.source}${again}`,
    );
  }
  if (baseline.status === 'loading') {
    const total = baseline.total === undefined ? '' : ` of ${compactCount(baseline.total)}`;
    parts.push(`reading ${compactCount(baseline.loaded)}${total} followers`);
  }
  return parts.join(' · ');
}

/** What stands above the lines: what happened while one was away, or how many followers are known. */
function headLine({ away, baseline, stream, lines }: Watch, width: number): string {
  if (baseline.status === 'failed') return padded(palette.bad, 'the followers could not be read', width);
  if (stream && stream.state !== 'connected' && stream.reason) {
    return padded(palette.warn, sanitise(stream.reason), width);
  }
  if (away) return padded(palette.dim, `while you were away: ${signed(away.gained, away.lost)}`, width);
  if (baseline.status === 'ready') {
    const said = baseline.total === undefined ? '' : ` · the profile says ${baseline.total}`;
    const limit = baseline.limited ? ' · more than are read' : '';
    return padded(palette.dim, `${baseline.loaded} followers in the list${said}${limit}`, width);
  }
  return padded(palette.dim, lines.length === 0 ? 'waiting for the first one to come or go' : '', width);
}

/** The newest lines of a watch around the one with the cursor: `height` lines of `width` cells. */
export function drawLive(watch: Watch, scroll: Scroll, focused: boolean, { width, height }: Size): string[] {
  const room = Math.max(0, height - 1);
  const top = windowTop(scroll.top, scroll.selected, watch.lines.length, room);
  const drawn = [headLine(watch, width)];
  for (const [offset, line] of watch.lines.slice(top, top + room).entries()) {
    drawn.push(lineText(line, top + offset === scroll.selected && focused, width));
  }
  while (drawn.length < height) drawn.push(' '.repeat(Math.max(0, width)));
  return drawn.slice(0, height);
}

function lineText(line: WatchLine, selected: boolean, width: number): string {
  const { mark, words, paint } = said[line.kind];
  const room = Math.max(0, width - 1);
  const time = `${clock(line.time)}  ${mark} `;
  const what =
    line.kind === 'lost'
      ? `account ${line.reason ?? 'gone'}`
      : line.kind === 'gap'
        ? (line.reason ?? '')
        : words;
  const more = [
    line.mutual ? 'mutual' : '',
    line.followers === undefined ? '' : `${compactCount(line.followers)} followers`,
    line.away ? 'away' : '',
  ];
  const tail = [what, ...more].filter(Boolean).join(' · ');
  const names = Math.max(0, room - time.length);
  const tailRoom = Math.floor(names * 0.4);
  const who = whoText(line, Math.max(0, names - tailRoom - 1));
  const text = fit(`${time}${who} ${fitRaw(tail, tailRoom)}`, room);
  if (selected) return palette.accent('▌') + palette.selected(text);
  return ` ${palette.dim(text.slice(0, 8))}${paint(text.slice(8))}`;
}

function whoText({ did, handle, name }: WatchLine, cells: number): string {
  if (did === undefined) return '';
  if (handle === undefined) return fitMiddle(did, cells);
  const nameRoom = name ? Math.floor(cells * 0.35) : 0;
  return name
    ? `${fitRaw(name, nameRoom)} ${fitRaw(`@${handle}`, Math.max(0, cells - nameRoom - 1))}`
    : fitRaw(`@${handle}`, cells);
}
