import { hiddenAuthorization, isSecretName } from './secrets.js';

/** One call as the `x` screen shows it. Secrets never enter it. */
export interface JournalEntry {
  readonly id: number;
  readonly method: string;
  readonly nsid: string;
  readonly url: string;
  /** Request headers worth copying into curl; of Authorization only that there was one. */
  readonly headers: Readonly<Record<string, string>>;
  /** The proxy that it goes through, as host and port; undefined: none. */
  readonly via?: string | undefined;
  /** What was sent with a procedure, without its secrets; a word on its size where it is long or no JSON. */
  readonly sent?: string | undefined;
  /** Nobody asked for it: names beside what was asked for, who is found while one types. */
  readonly isBackground?: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Undefined while under way. */
  readonly milliseconds: number | undefined;
  readonly status: number | undefined;
  /** Size of the answer's body after decompression. */
  readonly bytes: number | undefined;
  /** What went wrong, in words; also `waiting until …` while a rate limit holds the call. */
  readonly note: string | undefined;
  /** The start of the answer, for looking at. */
  readonly body: string | undefined;
  /** Milliseconds since 1970, by the steady clock, at which a held-back call goes on. */
  readonly waitingUntil: number | undefined;
}

/** A bounded list of the calls made, newest last. */
export interface Journal {
  /** The same array until something changes; an entry that changes is replaced by another object. */
  entries(): readonly JournalEntry[];
  /** Calls `listener` after each change; gives back what ends that. */
  subscribe(listener: () => void): () => void;
}

export interface JournalLimits {
  /** Calls remembered; default 500. */
  readonly entries?: number;
  /** An answer up to this many bytes is kept whole, of a larger one the first 64 KB; default 256 KB. */
  readonly wholeBody?: number;
  /** Bytes of all answers kept; default 4 MB. The oldest are let go first. */
  readonly allBodies?: number;
}

export interface CallNoted {
  readonly method: string;
  readonly nsid: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly sent?: string | undefined;
  readonly via?: string | undefined;
  readonly isBackground?: boolean | undefined;
}

/** What becomes of a call; what is left out stays as it was. */
export interface CallProgress {
  readonly status?: number | undefined;
  readonly note?: string | undefined;
  readonly waitingUntil?: number | undefined;
  /** The answer after decompression. Kept by reference: nobody may write into it afterwards. */
  readonly answer?: Buffer | undefined;
  /** Bytes of an answer that went elsewhere, and is not kept. */
  readonly taken?: number | undefined;
  /** True with the last word on the call. */
  readonly done?: boolean;
}

/** The side of the journal that the transport writes to. */
export interface CallJournal extends Journal {
  begin(call: CallNoted): number;
  progress(id: number, progress: CallProgress): void;
}

const BODY_START_CHARACTERS = 64 * 1024;

/** A list of allowed headers and not of forbidden ones: a header nobody has thought of is then not shown. */
const SHOWN_HEADERS = [
  'accept',
  'accept-language',
  'atproto-accept-labelers',
  'atproto-proxy',
  'content-type',
];

export function createJournal(limits: JournalLimits = {}): CallJournal {
  const { entries: most = 500, wholeBody = 256 * 1024, allBodies = 4 * 1024 * 1024 } = limits;
  const listeners = new Set<() => void>();
  const kept: Kept[] = [];
  let shown: readonly JournalEntry[] | undefined;
  let nextId = 1;
  let bodyBytes = 0;

  function changed(): void {
    shown = undefined;
    for (const listener of listeners) {
      listener();
    }
  }

  function replace(index: number, before: Kept, facts: Facts, answer: Buffer | undefined): void {
    bodyBytes += sizeOf(answer) - sizeOf(before.answer);
    kept[index] = keep(facts, answer, before.beganAtTicks);
  }

  function dropOldBodies(): void {
    for (const [index, one] of kept.entries()) {
      if (bodyBytes <= allBodies) return;
      if (one.answer !== undefined) replace(index, one, one.facts, undefined);
    }
  }

  return {
    entries() {
      shown ??= kept.map(({ entry }) => entry);
      return shown;
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    begin({ method, nsid, url, headers, sent, via, isBackground }) {
      const id = nextId++;
      const facts: Facts = {
        id,
        method,
        nsid,
        url: withoutSecrets(url),
        headers: shownHeaders(headers),
        sent,
        via,
        ...(isBackground && { isBackground }),
        startedAt: Date.now(),
        milliseconds: undefined,
        status: undefined,
        bytes: undefined,
        note: undefined,
        waitingUntil: undefined,
      };
      kept.push(keep(facts, undefined, performance.now()));
      if (kept.length > most) bodyBytes -= sizeOf(kept.shift()?.answer);
      changed();
      return id;
    },

    progress(id, progress) {
      const index = kept.findLastIndex(({ facts }) => facts.id === id);
      const before = kept[index];
      if (before === undefined) return;
      const { answer, taken, done, ...told } = progress;
      const facts: Facts = {
        ...before.facts,
        ...told,
        bytes: taken ?? answer?.length ?? before.facts.bytes,
        milliseconds:
          done === true ? Math.round(performance.now() - before.beganAtTicks) : before.facts.milliseconds,
      };
      const shows = answer !== undefined && mayShowAnswer(facts);
      replace(index, before, facts, shows ? portion(answer, wholeBody) : before.answer);
      dropOldBodies();
      changed();
    },
  };
}

type Facts = Omit<JournalEntry, 'body'>;

interface Kept {
  readonly facts: Facts;
  readonly answer: Buffer | undefined;
  readonly entry: JournalEntry;
  readonly beganAtTicks: number;
}

function keep(facts: Facts, answer: Buffer | undefined, beganAtTicks: number): Kept {
  const entry = Object.freeze({
    ...facts,
    // Text is made of the bytes only when it is looked at. As a stream, so that a character cut in two at the end is
    // left out and not shown as a replacement.
    get body() {
      return answer && new TextDecoder().decode(answer, { stream: true });
    },
  });
  return { facts, answer, entry, beganAtTicks };
}

/** Small answers by reference, since a list that shows them holds them anyway; of large ones a copy of the start. */
function portion(answer: Buffer, whole: number): Buffer {
  return answer.length <= whole
    ? answer
    : Buffer.from(answer.subarray(0, Math.min(BODY_START_CHARACTERS, whole)));
}

function sizeOf(answer: Buffer | undefined): number {
  return answer?.length ?? 0;
}

/** Sessions and service tokens come in the answers of com.atproto.server and of procedures: those are not kept. */
function mayShowAnswer(call: { method: string; nsid: string }): boolean {
  return (
    call.method === 'GET' &&
    (!call.nsid.startsWith('com.atproto.server.') || call.nsid === 'com.atproto.server.describeServer')
  );
}

function shownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const known = name.toLowerCase();
    if (known === 'authorization') {
      shown[name] = hiddenAuthorization(value);
    } else if (SHOWN_HEADERS.includes(known)) {
      shown[name] = value;
    }
  }
  return shown;
}

function withoutSecrets(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  for (const name of new Set(shown.searchParams.keys())) {
    if (isSecretName(name)) shown.searchParams.set(name, 'hidden');
  }
  return shown.href;
}
