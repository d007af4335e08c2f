import type { Slice } from './twin.ts';

export const DESKS = ['plan', 'command', 'build', 'tour'] as const;
export type Desk = (typeof DESKS)[number];
export type Language = 'zh' | 'en';
export type Theme = 'plan' | 'command';

export interface AppearanceSlice {
  desk: Desk;
  language: Language;
  /** Null: the desk's own: 指挥 is dark, the others light; the hall's cover is dusk by the hour it shows, not by theme. */
  theme: Theme | null;
  shadows: boolean;
  /** A tour ends with its desk. */
  openDesk(desk: Desk): void;
  speak(language: Language): void;
  setTheme(theme: Theme | null): void;
  setShadows(shadows: boolean): void;
}

export const appearanceSlice: Slice<AppearanceSlice> = (set) => ({
  desk: 'plan',
  language: 'zh',
  theme: null,
  shadows: true,
  openDesk: (desk) => set(desk === 'tour' ? { desk } : { desk, tour: 'off' }),
  speak: (language) => set({ language }),
  setTheme: (theme) => set({ theme }),
  setShadows: (shadows) => set({ shadows }),
});

export function themeOf({ desk, theme }: AppearanceSlice): Theme {
  return theme ?? (desk === 'command' ? 'command' : 'plan');
}
