import { joinCells } from '../../text/cell-text.js';
import { field, isObject, listField, textField } from '../../text/json-fields.js';
import { expiry, flag, type PreferenceReader, text } from './preference-reader.js';

/** What the official app keeps for itself, part by part. */
export const appState: PreferenceReader = {
  kind: 'app state',
  members: ['activeProgressGuide', 'isBetaUser', 'nuxs', 'queuedNudges'],
  partMembers: ['id', 'completed', 'data', 'expiresAt', 'guide', 'nudge', 'isBetaUser', '$type'],
  parts(value) {
    const guide = field(value, 'activeProgressGuide');
    return [
      ...(isObject(guide) ? [guide] : []),
      ...('isBetaUser' in value ? [{ isBetaUser: value.isBetaUser }] : []),
      ...listField(value, 'nuxs'),
      ...listField(value, 'queuedNudges').map((nudge) => ({ nudge })),
    ];
  },
  line(part) {
    const guide = textField(part, 'guide');
    if (guide !== undefined) return { what: 'progress guide', value: guide };
    const nudge = textField(part, 'nudge');
    if (nudge !== undefined) return { what: nudge, value: 'queued' };
    const beta = flag(part, 'isBetaUser', 'takes part', 'does not take part');
    if (beta !== undefined) return { what: 'beta program', value: beta };
    return {
      what: text(field(part, 'id')),
      value: joinCells([
        flag(part, 'completed', 'completed', 'not completed') ?? 'not completed',
        textField(part, 'data'),
        expiry(part),
      ]),
    };
  },
  references: () => [],
};
