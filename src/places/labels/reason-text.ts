/** A reason to report something (`com.atproto.moderation.defs#reasonSpam`, `tools.ozone.report.defs#reasonHarassmentTroll`) as words: `spam`, `harassment troll`. */
export function reasonText(type: string): string {
  const name = type.slice(type.lastIndexOf('#') + 1).replace(/^reason(?=[A-Z])/, '');
  return name.replace(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase();
}
