/** Texts by a key, as this browser keeps them for a plug-in. */
export interface BrowserText {
  /** Null: none is kept. */
  load(key: string): string | null;
  /** False: the browser keeps nothing here, or no more. */
  save(key: string, text: string): boolean;
}

/**
 * `prefix` keeps plug-ins apart; `sessionStorage` holds until the window is closed, a reload included. A browser that keeps nothing for this
 * page says so by throwing.
 */
export const browserText = (
  prefix: string,
  where: 'localStorage' | 'sessionStorage' = 'localStorage',
): BrowserText => ({
  load(key) {
    if (!(where in globalThis)) return null;
    try {
      return globalThis[where].getItem(prefix + key);
    } catch (error) {
      console.warn(prefix, error);
      return null;
    }
  },
  save(key, text) {
    try {
      globalThis[where].setItem(prefix + key, text);
      return true;
    } catch (error) {
      console.warn(prefix, error);
      return false;
    }
  },
});
