/** Texts by a key, as this browser keeps them for a plug-in. */
export interface BrowserText {
  /** Null: none is kept. */
  load(key: string): string | null;
  /** False: the browser keeps nothing here, or no more. */
  save(key: string, text: string): boolean;
}

/** `prefix` keeps plug-ins apart. A browser that keeps nothing for this page says so by throwing. */
export const browserText = (prefix: string): BrowserText => ({
  load(key) {
    if (!('localStorage' in globalThis)) return null;
    try {
      return localStorage.getItem(prefix + key);
    } catch (error) {
      console.warn(prefix, error);
      return null;
    }
  },
  save(key, text) {
    try {
      localStorage.setItem(prefix + key, text);
      return true;
    } catch (error) {
      console.warn(prefix, error);
      return false;
    }
  },
});
