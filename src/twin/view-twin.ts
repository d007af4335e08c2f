import type { EngineId } from '../../model/runs/engine-id.ts';
import { type Theme, themeOf } from './appearance.ts';
import { hasManyPictures, type OwnOfView, pictureCount } from './compare.ts';
import type { LayerState, LayersSlice } from './layers.ts';
import type { EngineRuns, RunsSlice } from './runs.ts';
import type { TwinState } from './slice.ts';
import { isNightStyle } from './styles.ts';
import { followState, type Twin } from './twin.ts';

/** Theme whose tokens are made for a dark picture. */
const NIGHT_THEME: Theme = 'command';

/**
 * The twin as one picture of several sees it: whoever draws that picture reads its state and need not know that there are others. With one
 * picture, or one that is swiped, it is the twin itself, in the dark theme while the style is of the night. What is set is set on the twin.
 */
export function twinOfView(twin: Twin, index: number): Twin {
  const layersOf = remembered(layersIn);
  const runsOf = remembered(runsIn);
  const see = remembered((state: TwinState): TwinState => {
    if (!hasManyPictures(state.compare)) return isNightStyle(state) ? { ...state, theme: NIGHT_THEME } : state;
    const own = state.views[index];
    return {
      ...state,
      ...wornBy(state, index),
      viewIndex: index,
      states: own.states ?? state.states,
      layers: layersOf(state.layers, own, index),
      runs: runsOf(state.runs, own, index),
    };
  });
  const store: Pick<Twin, 'getState' | 'subscribe'> = {
    getState: () => see(twin.getState()),
    subscribe: (listen) => twin.subscribe((state, before) => listen(see(state), before)),
  };
  return {
    ...store,
    setState: twin.setState,
    getInitialState: twin.getInitialState,
    get city() {
      return twin.city;
    },
    takeLayer: twin.takeLayer,
    dropLayer: twin.dropLayer,
    addSlice: twin.addSlice,
    follow: followState(store),
  };
}

/** In what style and theme one of the page's pictures is drawn. */
export function wornBy(
  state: Pick<TwinState, 'compare' | 'views' | 'style' | 'theme'>,
  index: number,
): Pick<TwinState, 'style' | 'theme'> {
  const own = hasManyPictures(state.compare) ? state.views[index] : null;
  const style = own?.style ?? state.style;
  return { style, theme: isNightStyle({ style }) ? NIGHT_THEME : (own?.theme ?? state.theme) };
}

/** The theme of one of the page's pictures. */
export const themeOfView = (state: TwinState, index: number): Theme =>
  themeOf({
    desks: state.desks,
    desk: state.desk,
    systemIsDark: state.systemIsDark,
    theme: wornBy(state, index).theme,
  });

/** The layers as one of several pictures has them. */
export const layersOfView = (state: Pick<TwinState, 'layers' | 'views'>, index: number): LayersSlice['layers'] =>
  layersIn(state.layers, state.views[index], index);

/** The left side of a comparison is the first picture, the right one every other; what a picture says of a layer itself counts. */
function layersIn(layers: LayersSlice['layers'], own: OwnOfView, index: number): LayersSlice['layers'] {
  const side = index === 0 ? 'left' : 'right';
  return Object.fromEntries(
    Object.entries(layers).map(([id, layer]): [string, LayerState] => {
      const isOnSide = layer.side === 'both' || layer.side === side;
      const shown = own.layers[id] ?? (layer.shown && isOnSide);
      return [id, shown === layer.shown ? layer : { ...layer, shown }];
    }),
  );
}

/** The runs that one of several pictures shows. */
export const runsOfView = (state: Pick<TwinState, 'runs' | 'views'>, index: number): RunsSlice['runs'] =>
  runsIn(state.runs, state.views[index], index);

/** Whether some picture is drawn by its lamps, whatever the clock says. */
export const isNightSeen = (state: TwinState): boolean =>
  Array.from({ length: pictureCount(state) }, (_, index) => (index > 0 ? state.views[index].style : null)).some(
    (style) => isNightStyle({ style: style ?? state.style }),
  );

/** Whether some picture shows a run of an engine: then its legend stands. */
export const isRunSeen = (state: TwinState, engine: EngineId): boolean =>
  Array.from({ length: pictureCount(state) }, (_, index) => runsOfView(state, index)[engine]).some(
    (runs) => (runs?.shownId ?? null) !== null,
  );

/** A run that is gone is no longer shown. */
function runsIn(runs: RunsSlice['runs'], own: OwnOfView, index: number): RunsSlice['runs'] {
  return Object.fromEntries(
    Object.entries(runs).map(([engine, all]): [string, EngineRuns] => {
      const byPage = (index === 1 ? all.comparedId : null) ?? all.shownId;
      const chosen = Object.hasOwn(own.runs, engine) ? own.runs[engine] : byPage;
      const shownId = all.list.some(({ id }) => id === chosen) ? chosen : null;
      return [engine, shownId === all.shownId ? all : { ...all, shownId }];
    }),
  );
}

/** The same answer, by identity, to the same question asked again. */
function remembered<Question extends unknown[], Answer>(
  answer: (...question: Question) => Answer,
): (...question: Question) => Answer {
  let last: { question: Question; answer: Answer } | null = null;
  return (...question) => {
    if (!last || question.some((part, i) => !Object.is(part, last?.question[i])))
      last = { question, answer: answer(...question) };
    return last.answer;
  };
}
