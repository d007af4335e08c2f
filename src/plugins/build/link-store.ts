import type { LinkStore } from './linking-controller.ts';

/** Links kept in the browser; one that keeps nothing for this page says so by throwing: links then live as long as the page. */
export function browserLinkStore(prefix: string): LinkStore {
  return {
    load(key) {
      try {
        return localStorage.getItem(prefix + key);
      } catch (error) {
        console.warn('links', error);
        return null;
      }
    },
    save(key, text) {
      try {
        localStorage.setItem(prefix + key, text);
      } catch (error) {
        console.warn('links', error);
      }
    },
  };
}
