/** Schemes of a city as this browser keeps them. */
export interface SchemeStore {
  /** Null: none are kept. */
  load(city: string): string | null;
  /** False: the browser keeps nothing here. */
  save(city: string, text: string): boolean;
}

const PREFIX = 'shapan-schemes-';

/** A browser that keeps nothing for this page says so by throwing. */
export const browserSchemes: SchemeStore = {
  load(city) {
    if (!('localStorage' in globalThis)) return null;
    try {
      return localStorage.getItem(PREFIX + city);
    } catch (error) {
      console.warn('schemes', error);
      return null;
    }
  },
  save(city, text) {
    try {
      localStorage.setItem(PREFIX + city, text);
      return true;
    } catch (error) {
      console.warn('schemes', error);
      return false;
    }
  },
};
