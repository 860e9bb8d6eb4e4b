/**
 * How pictures are drawn: `auto` by kitty's protocol where the terminal is known to have it, else by half blocks where there are colours
 * enough; one of the two whatever the terminal says; or not at all.
 */
export const PICTURE_SETTINGS = ['auto', 'kitty', 'blocks', 'off'] as const;
export type PictureSetting = (typeof PICTURE_SETTINGS)[number];

export const isPictureSetting = (value: unknown): value is PictureSetting =>
  PICTURE_SETTINGS.some((name) => name === value);
