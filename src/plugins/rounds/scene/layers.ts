import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import type { TwinState } from '../../../twin/slice.ts';
import { type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import { type GroundWeb, openGroundWeb } from '../../../view/ground-web.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { ROUNDS, roundsController } from '../controller.ts';
import { colourOf, ROUND_COLOURS } from '../outcome.ts';
import type { RoundsForm } from '../slice.ts';

const serialOf = (state: TwinState): number | null => doneSerial(state, ROUNDS);
const resultOf = (state: TwinState, app: App) =>
  serialOf(state) === null ? null : app.controllerOf(roundsController).result();

const dots = (places: readonly (readonly [eastM: number, northM: number])[]): GroundLine[] =>
  places.map((at) => ({ line: [at], isRing: false }));

/** The way of each vehicle in its colour. */
const waysLayer: SceneLayer<readonly GroundWeb[], App> = {
  id: 'rounds.ways',
  key: serialOf,
  of(state, app) {
    const result = resultOf(state, app);
    return (
      result &&
      Array.from({ length: ROUND_COLOURS }, (_, i) => ({
        className: `round-${i + 1}`,
        lines: result.rounds.flatMap(({ vehicle, line }) =>
          colourOf(vehicle) === i + 1 && line.length > 1 ? [line] : [],
        ),
      }))
    );
  },
  open: { any: async () => (host) => openGroundWeb(host, 'rounds') },
};

/** Stops that are served, those that are left out, and depots. */
const stopsLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'rounds.stops',
  key: serialOf,
  of: (state, app) => {
    const result = resultOf(state, app);
    return result && dots(result.visits.map(({ atM }) => atM));
  },
  open: { any: async () => (host) => openGroundLines(host, 'round-stop') },
};
const leftLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'rounds.left',
  key: serialOf,
  of: (state, app) => {
    const result = resultOf(state, app);
    return result && dots(result.unserved.map(({ atM }) => atM));
  },
  open: { any: async () => (host) => openGroundLines(host, 'round-left') },
};
const depotsLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'rounds.depots',
  key: serialOf,
  of: (state, app) => {
    const result = resultOf(state, app);
    return result && dots(result.depots.map(({ atM }) => atM));
  },
  open: { any: async () => (host) => openGroundLines(host, 'round-depot') },
};

/** Places that were picked for a question. */
const pickedLayer = (field: 'stops' | 'depots', look: string): SceneLayer<readonly GroundLine[], App> => {
  const pickedOf = ({ roundsForm }: { roundsForm: RoundsForm }) =>
    roundsForm[field].by === 'points' && (field === 'depots' || roundsForm.by === 'stops')
      ? roundsForm[field].pointsM
      : null;
  return {
    id: `rounds.picked-${field}`,
    key: pickedOf,
    of: (state) => {
      const picked = pickedOf(state);
      return picked && dots(picked);
    },
    open: { any: async () => (host) => openGroundLines(host, look) },
  };
};

/** The area in which streets are driven along. */
const areaLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'rounds.area',
  key: ({ roundsForm }) => (roundsForm.by === 'streets' ? roundsForm.withinM : null),
  of: ({ roundsForm: { by, withinM } }) =>
    by === 'streets' && withinM.length > 2 ? [{ line: withinM, isRing: true }] : null,
  open: { any: async () => (host) => openGroundLines(host, 'round-area') },
};

/** What rounds draw. */
export const roundsLayers = [
  areaLayer,
  waysLayer,
  pickedLayer('stops', 'round-stop'),
  pickedLayer('depots', 'round-depot'),
  stopsLayer,
  leftLayer,
  depotsLayer,
] as const;
