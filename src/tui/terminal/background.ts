import type { Background } from '../../store/theme/theme-state.js';
import { ASK_COLOUR } from './background-questions.js';
import type { InputStage, Reply } from './input/stage.js';

/** What the terminal is behind its text, as far as it has said. */
export interface BackgroundWatch {
  readonly now: Background;
  /** Called at once, and whenever it says something else. */
  onChange(listener: (background: Background) => void): void;
  /**
   * Resolves when what was asked first has been answered, or `withinMs` have gone since: what comes when the terminal has been given
   * back is typed into the shell.
   */
  answered(withinMs: number): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Listens for what the terminal says when it is asked. `ask` puts a question on it. */
export function watchBackground(
  stage: Pick<InputStage, 'onReply'>,
  { env, ask }: { env: Environment; ask(sequence: string): void },
): BackgroundWatch {
  const askedAt = performance.now();
  const hinted = hintedBackground(env);
  let colour: Background;
  let scheme: Background;
  let listener: ((background: Background) => void) | undefined;
  let hear: () => void = () => {};
  const whole = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const now = (): Background => colour ?? scheme ?? hinted;

  stage.onReply((reply) => {
    const before = now();
    const toldColour = colourBackground(reply);
    const toldScheme = schemeBackground(reply);
    if (toldColour) colour = toldColour;
    else if (toldScheme) {
      scheme = toldScheme;
      // The scheme has changed, or the colour is not what the scheme makes one think: the colour decides.
      if (colour !== toldScheme) ask(ASK_COLOUR);
    } else if (reply.kind === 'csi' && /^\?[\d;]*c$/.test(reply.body)) hear();
    if (now() !== before) listener?.(now());
  });

  return {
    get now() {
      return now();
    },
    onChange(next) {
      listener = next;
      next(now());
    },
    async answered(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, Math.max(0, askedAt + withinMs - performance.now()));
      });
      await Promise.race([whole, late]);
      clearTimeout(timer);
    },
  };
}

/** Below this relative luminance white is further away than black is (WCAG 2). */
const DARK_BELOW = 0.18;

/** `11;rgb:1e1e/1e1e/1e1e`, with one to four digits for each; also `rgba:` and `#1e1e1e`. */
function colourBackground({ kind, body }: Reply): Background {
  if (kind !== 'osc') return undefined;
  const [, text] = /^11;(.*)$/s.exec(body) ?? [];
  if (text === undefined) return undefined;
  const parts =
    /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i.exec(text)?.slice(1) ??
    /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [red = 0, green = 0, blue = 0] = parts.map(lightOf);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK_BELOW ? 'dark' : 'light';
}

/** The light of a channel of that many hexadecimal digits, 0–1 (sRGB). */
function lightOf(digits: string): number {
  const part = Number.parseInt(digits, 16) / (16 ** digits.length - 1);
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function schemeBackground({ kind, body }: Reply): Background {
  const [, number] = (kind === 'csi' && /^\?997;([12])n$/.exec(body)) || [];
  return number === undefined ? undefined : number === '1' ? 'dark' : 'light';
}

/**
 * What the environment says, for terminals that answer nothing. `COLORFGBG` is inherited by what runs elsewhere, and stays as it was:
 * an answer goes before it. The console of Linux is black.
 */
export function hintedBackground({ COLORFGBG, TERM }: Environment): Background {
  const last = COLORFGBG?.split(';').at(-1) ?? '';
  if (/^(?:[0-6]|8)$/.test(last)) return 'dark';
  if (/^(?:7|9|1[0-5])$/.test(last)) return 'light';
  return TERM === 'linux' ? 'dark' : undefined;
}

/** Whether a terminal of that `TERM` takes such questions for what they are. The console of Linux prints what it does not know. */
export const mayBeAsked = (term: string | undefined): boolean =>
  term !== undefined && !/^(?:linux|vt52|$)/.test(term);
