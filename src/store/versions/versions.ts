import type { StoreContext } from '../context.js';
import { atFirst } from '../cursor/list-cursor.js';
import { notify } from '../notice/notify.js';
import type { DiffOverlay, Version } from '../overlays/overlays-state.js';
import type { Records } from '../records/records.js';
import type { Navigation } from '../visits/navigation.js';

export interface VersionActions {
  /** Shows two versions beside each other. What one of them is now is asked for by who shows it. */
  showVersions(versions: Pick<DiffOverlay, 'name' | 'old' | 'new' | 'opens'>): void;
  /** Asks again for those that are as they are now. */
  reloadVersions(): void;
  /** Goes to the record that they are versions of. */
  openVersionsRecord(): void;
  /** Notes which difference one has stepped to. */
  atChange(change: number): void;
}

/** Two versions beside each other. */
export function createVersions(
  context: StoreContext,
  records: Pick<Records, 'reload'>,
  navigation: Pick<Navigation, 'goTo'>,
): VersionActions {
  const { get, set } = context;

  function shown(): DiffOverlay | undefined {
    const { overlay } = get();
    return overlay?.kind === 'diff' ? overlay : undefined;
  }

  return {
    showVersions: (versions) => set({ overlay: { kind: 'diff', cursor: atFirst, ...versions } }),
    reloadVersions() {
      const overlay = shown();
      if (!overlay) return;
      const asked = [overlay.old, overlay.new].filter(isAsked);
      for (const { address } of asked) records.reload(address);
      if (asked.length === 0) notify(context, 'Neither of them can become another.');
    },
    openVersionsRecord() {
      const overlay = shown();
      if (!overlay?.opens) return;
      set({ overlay: undefined });
      navigation.goTo(overlay.opens);
    },
    atChange(change) {
      const overlay = shown();
      if (overlay) set({ overlay: { ...overlay, change } });
    },
  };
}

const isAsked = (version: Version): version is Extract<Version, { address: unknown }> => 'address' in version;
