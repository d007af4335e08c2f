import type { PageState } from '../twin/page-state.ts';
import type { Twin } from '../twin/twin.ts';
import { absentOf, applyLink, formatLink, LINK_PARTS, parseLink } from './link.ts';

/** The keys of a link that say how the city is shown. */
const SHOWN_KEYS = new Set([
  ...['map', 'l', 'cim', 'state', 'sel', 'by', 'f', 'cmp', 'swipe', 'under', 'ground', 'pit', 'shade', 'sun', 'runs'],
  ...['views', 'eachview', 'style', 'weather', 'traffic', 'scheme', 'laidover', 'sidebyside'],
]);
/** Parts with such keys alone are set anew: the others keep what they are at. */
const SHOWN_PARTS = LINK_PARTS.filter(({ keys }) => keys.some((key) => SHOWN_KEYS.has(key)));

const pairsOf = (link: string): string[] => link.replace(/^#/, '').split('&').filter(Boolean);
const isShown = (pair: string): boolean => SHOWN_KEYS.has(pair.split('=', 1)[0]);

/** Reads and sets how the city of a twin is shown. */
export function openPageState(twin: Twin): PageState {
  const now = (): string[] => pairsOf(formatLink(twin.getState(), twin.city));
  return {
    write: () => now().filter(isShown).join('&'),
    show(text) {
      const rest = now().filter((pair) => !isShown(pair));
      const { state, problems } = parseLink([...pairsOf(text).filter(isShown), ...rest].join('&'), twin.city);
      applyLink(twin, state, SHOWN_PARTS);
      return [...problems, ...absentOf(twin, state)];
    },
  };
}
