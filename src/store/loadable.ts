/** Something that is fetched. `value` is kept while it loads again and after it failed. */
export interface Loadable<T> {
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly value: T | undefined;
  readonly error: unknown;
}

export const idle: Loadable<never> = { status: 'idle', value: undefined, error: undefined };

export const loading = <T>(before: Loadable<T> | undefined): Loadable<T> => ({
  status: 'loading',
  value: before?.value,
  error: undefined,
});

export const ready = <T>(value: T): Loadable<T> => ({ status: 'ready', value, error: undefined });

export const failed = <T>(before: Loadable<T> | undefined, error: unknown): Loadable<T> => ({
  status: 'failed',
  value: before?.value,
  error,
});

/** As it stands once its loading was stopped: what it had before, or nothing. */
export const stopped = <T>(loadable: Loadable<T>): Loadable<T> =>
  loadable.status === 'loading'
    ? { status: loadable.value === undefined ? 'idle' : 'ready', value: loadable.value, error: undefined }
    : loadable;

/** Whether there is nothing yet and nothing under way. A failure waits for the user to try again. */
export const isWanted = (loadable: Loadable<unknown> | undefined): boolean =>
  loadable === undefined || loadable.status === 'idle';
