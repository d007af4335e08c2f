/** What the browser's letters are where nothing changes them. */
const DEFAULT_LETTER_PX = 16;

/** Marks on a wall are larger than on a desk as its letters are (`wall.css`), so that both are read from five metres. */
export function wallScale(isWall: boolean): number {
  if (!isWall) return 1;
  const letterPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Math.max(1, letterPx / DEFAULT_LETTER_PX);
}
