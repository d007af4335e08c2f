import type { Text } from '../../model/text/text.ts';
import type { Slice, TwinState } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends AppearanceSlice {}
}

export type Language = 'zh' | 'en';
export type Theme = 'plan' | 'command';

/**
 * What a desk brings to the front: layers of the picture and panels say for which of these they are meant, so that neither asks for a desk by name.
 * `live`: what is reported now; `runs`: what is simulated; `site`: what is built; `show`: for visitors.
 */
export type Emphasis = 'plans' | 'live' | 'runs' | 'site' | 'show';

/** What the twin knows of a desk; the page adds where its panels stand (`src/app/desks.ts`). */
export interface DeskFacts {
  readonly id: string;
  readonly theme: Theme;
  /** Dark where the reader's system is. A desk without it looks as it was made, whatever the system: a control room is dark by day too. */
  readonly followsSystem?: true;
  readonly emphasis: readonly Emphasis[];
  /** Only panels that ask for its emphasis stand there. */
  readonly isBare?: boolean;
  /** The job of the desk from its first step to what is handed over. */
  readonly steps: readonly DeskStep[];
}

/** A step of a desk's job. Panels name it with its desk, `plan.analyse`, or a group of it, `plan.analyse/light`. */
export interface DeskStep {
  readonly id: string;
  readonly label: Text;
  /** Says in a few words what the step is for. */
  readonly why: Text;
  /** Headings between the tools of a step that has many. */
  readonly groups?: readonly { readonly id: string; readonly label: Text }[];
  /** The tool that opens with the step, where a step is that one thing. */
  readonly opens?: string;
}

/** The desk of a twin that was given none. */
export const PLAIN_DESK: DeskFacts = { id: 'plain', theme: 'plan', emphasis: [], steps: [] };

export interface AppearanceSlice {
  /** All there are; the first is open at first. */
  readonly desks: readonly DeskFacts[];
  /** The open one, by its id. */
  desk: string;
  language: Language;
  /** Null: the desk's own; the hall's cover is dusk by the hour it shows, not by theme. */
  theme: Theme | null;
  /** The reader's system is dark, as the browser tells it. */
  systemIsDark: boolean;
  /** As somebody asked for live shadows; null: as the machine draws at ease. */
  shadows: boolean | null;
  /** Live shadows cost more than there is time for: a processor draws, or fast quality was asked for. */
  drawsSparingly: boolean;
  /** A desk that plays works by days draws its picture under the atlas's own sun (LOOK §9) until somebody asks for the true one. */
  sunStudy: boolean;
  /** Tools that are about shadows and stand open. */
  shadowStudies: readonly string[];
  /** The tool that stands open, by its panel's id, as the page reports it; one at a time. */
  tool: string | null;
  /** The step of the desk whose tools are in view, by its id, as the page reports it; null: none. */
  step: string | null;
  /** The page stands on a wall that nobody touches: what an operator works with is put away, and letters are of its size. */
  wall: boolean;
  openDesk(desk: string): void;
  speak(language: Language): void;
  setTheme(theme: Theme | null): void;
  reportSystemDark(isDark: boolean): void;
  setShadows(shadows: boolean): void;
  reportDrawsSparingly(): void;
  studySun(on: boolean): void;
  studyShadows(tool: string, on: boolean): void;
  setTool(tool: string | null): void;
  setStep(step: string | null): void;
  showOnWall(on: boolean): void;
}

export const appearanceSlice =
  (desks: readonly DeskFacts[]): Slice<AppearanceSlice> =>
  (set) => ({
    desks,
    desk: desks[0].id,
    language: 'zh',
    theme: null,
    systemIsDark: false,
    shadows: null,
    drawsSparingly: false,
    sunStudy: false,
    shadowStudies: [],
    tool: null,
    step: null,
    wall: false,
    openDesk: (desk) => set((state) => (state.desk === desk ? {} : { desk, step: null })),
    speak: (language) => set({ language }),
    setTheme: (theme) => set({ theme }),
    reportSystemDark: (systemIsDark) => set({ systemIsDark }),
    setShadows: (shadows) => set({ shadows }),
    reportDrawsSparingly: () => set({ drawsSparingly: true }),
    studySun: (sunStudy) => set({ sunStudy }),
    studyShadows: (tool, on) =>
      set(({ shadowStudies }) => {
        const others = shadowStudies.filter((one) => one !== tool);
        return { shadowStudies: on ? [...others, tool] : others };
      }),
    setTool: (tool) => set({ tool }),
    setStep: (step) => set({ step }),
    showOnWall: (wall) => set({ wall }),
  });

/** The open desk. */
export function deskOf({ desks, desk }: Pick<TwinState, 'desks' | 'desk'>): DeskFacts {
  return desks.find(({ id }) => id === desk) ?? desks[0];
}

/** Whether the open desk brings this to the front. */
export function isEmphasised(state: Pick<TwinState, 'desks' | 'desk'>, subject: Emphasis): boolean {
  return deskOf(state).emphasis.includes(subject);
}

/** Whether light and shadow follow the shown date and hour; else the clock moves what is built, and the picture keeps its daylight. */
export function followsTrueSun(state: Pick<TwinState, 'desks' | 'desk' | 'sunStudy'>): boolean {
  return state.sunStudy || !isEmphasised(state, 'site');
}

type ShadowWishes = Pick<TwinState, 'shadows' | 'sunStudy' | 'shadowStudies'>;

/** Whether somebody asks for live shadows: by their switch, or because the true sun or what is shaded is studied. */
export const asksForShadows = ({ shadows, sunStudy, shadowStudies }: ShadowWishes): boolean =>
  shadows ?? (sunStudy || shadowStudies.length > 0);

/** Whether live shadows are wanted: as somebody asks; else where the machine has time for them. */
export const wantsShadows = (state: ShadowWishes & Pick<TwinState, 'drawsSparingly'>): boolean =>
  asksForShadows(state) || (state.shadows === null && !state.drawsSparingly);

/** The first desk that brings this to the front: where a plug-in sends its user, without naming a desk. */
export function deskFor({ desks }: Pick<TwinState, 'desks'>, subject: Emphasis): string | null {
  return desks.find(({ emphasis }) => emphasis.includes(subject))?.id ?? null;
}

/** As somebody chose it; else as the reader's system has it, where the desk follows that; else the desk's own. */
export function themeOf(state: Pick<TwinState, 'desks' | 'desk' | 'theme' | 'systemIsDark'>): Theme {
  const { theme, followsSystem } = deskOf(state);
  return state.theme ?? (followsSystem && state.systemIsDark ? 'command' : theme);
}
