import type { LayerInfo, Manifest } from '../../model/city/manifest.ts';
import type { Message } from '../../model/text/message.ts';
import type { Theme } from './appearance.ts';
import { hasManyPictures, pictureCount } from './compare.ts';
import { isDrawn } from './layers.ts';
import type { TwinState } from './slice.ts';
import { type StyledLayers, type StyledOrNot, styledLayers } from './style-colours.ts';
import { layersOfView, themeOfView, wornBy } from './view-twin.ts';

/** What a style colours in some of the pictures, as long as nothing else of the page lies over it: one legend. */
export interface ColoursSeen {
  readonly styled: StyledLayers;
  /** Theme whose colours it has there. */
  readonly theme: Theme;
  readonly pictures: readonly number[];
}

interface StyleSeen {
  readonly colours: readonly ColoursSeen[];
  /** What a worn style wants of a city that has it not. */
  readonly lacks: readonly Message[];
}

/** What the answer hangs on; the state changes with every frame of the feeds, these do not. */
const FOLLOWED = [
  ...(['compare', 'views', 'viewCount', 'style', 'theme', 'engine', 'desk', 'systemIsDark'] as const),
  ...(['layers', 'cimLevels', 'states', 'colouring', 'rowPaint'] as const),
] as const;

const NOTHING: StyleSeen = { colours: [], lacks: [] };
let last: { state: TwinState; layers: readonly LayerInfo[]; answer: StyleSeen } | null = null;

/** The colours of styles that are seen now, each once with the pictures that wear it; the same answer, by identity, while nothing of it changes. */
export function styleSeen(state: TwinState, { layers }: Pick<Manifest, 'layers'>): StyleSeen {
  const before = last;
  if (before?.layers === layers && FOLLOWED.every((name) => before.state[name] === state[name])) return before.answer;
  last = { state, layers, answer: seenBy(state, layers) };
  return last.answer;
}

function seenBy(state: TwinState, layers: readonly LayerInfo[]): StyleSeen {
  const found = Array.from({ length: pictureCount(state) }, (_, index) => {
    const { style } = wornBy(state, index);
    return style.colours.length === 0
      ? []
      : styledLayers({ layers: [...layers] }, style).map((one) => ({ one, index }));
  }).flat();
  if (found.length === 0) return NOTHING;
  const colours = new Map<string, ColoursSeen>();
  for (const { one, index } of found) {
    const seen = one.kind === 'colours' ? shownOf(state, one.styled, index) : null;
    if (!seen) continue;
    const theme = themeOfView(state, index);
    const key = JSON.stringify([seen.rule, seen.layers.map(({ id }) => id), theme]);
    const pictures = [...(colours.get(key)?.pictures ?? []), index];
    colours.set(key, { styled: seen, theme, pictures });
  }
  return { colours: [...colours.values()], lacks: lacksOf(found.map(({ one }) => one)) };
}

/** Returns the layers of a rule that the picture draws in the style's own colours; null: none. */
function shownOf(state: TwinState, styled: StyledLayers, index: number): StyledLayers | null {
  const own = hasManyPictures(state.compare) ? state.views[index] : null;
  const picture = {
    ...state,
    layers: own ? layersOfView(state, index) : state.layers,
    states: own?.states ?? state.states,
  };
  const over = [state.colouring?.layerId, state.rowPaint?.layerId];
  const [first, ...others] = styled.layers.filter((layer) => isDrawn(layer, picture) && !over.includes(layer.id));
  return first ? { ...styled, layers: [first, ...others] } : null;
}

/** Each once, however many pictures lack it. */
function lacksOf(found: readonly StyledOrNot[]): Message[] {
  const messages = found.flatMap((one) => (one.kind === 'lacks' ? [one.why] : []));
  return [...new Map(messages.map((message) => [message.text.en, message])).values()];
}

/** Layers whose own colours no picture shows, since all pictures wear a style's over them. */
export function coloursHidden(state: TwinState, city: Pick<Manifest, 'layers'>): ReadonlySet<string> {
  const { colours } = styleSeen(state, city);
  const count = pictureCount(state);
  const times = new Map<string, Set<number>>();
  for (const { styled, pictures } of colours)
    for (const { id } of styled.layers) times.set(id, new Set([...(times.get(id) ?? []), ...pictures]));
  return new Set([...times].flatMap(([id, seen]) => (seen.size === count ? [id] : [])));
}
