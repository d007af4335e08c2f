import { type RefObject, useEffect } from 'react';

/** What the keys reach by themselves: where such a thing stands, the keys bring what scrolls into view with it. */
const STOPS =
  'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]:not([tabindex="-1"])';

const SHOWN = { visibilityProperty: true };

/** Makes what scrolls and holds nothing to stop at a stop of the keys itself, so that arrows scroll it; else it is none. */
export function useScrollStop(of: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = of.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const look = () => {
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = element;
      const scrolls = scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
      // A button that is not shown, as on a wall, is no stop.
      const isReached = [...element.querySelectorAll(STOPS)].some((stop) => stop.checkVisibility(SHOWN));
      if (scrolls && !isReached) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    };
    const sizes = new ResizeObserver(look);
    const follow = () => {
      sizes.disconnect();
      for (const one of [element, ...element.children]) sizes.observe(one);
    };
    const parts = new MutationObserver(follow);
    parts.observe(element, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    follow();
    return () => {
      sizes.disconnect();
      parts.disconnect();
    };
  }, [of]);
}
