import type { Twin } from '../twin/twin.ts';

/** Whether the reader's system is dark, as the browser tells it now and when that changes. */
type DarkQuery = Pick<MediaQueryList, 'matches' | 'addEventListener'>;

export const systemDarkness = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

/** Keeps the twin told of the reader's system, for desks that follow it while nobody chose a theme. */
export function followSystemTheme(twin: Twin, query: DarkQuery = systemDarkness()): void {
  const tell = () => twin.getState().reportSystemDark(query.matches);
  tell();
  query.addEventListener('change', tell);
}
