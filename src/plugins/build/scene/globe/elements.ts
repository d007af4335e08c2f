import { wallMinOf } from '../../../../../model/wall-clock.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { NO_SCHEDULE } from '../../../../view/globe/layers/element-schedule.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { ElementPlay } from '../element-play.ts';

/** At work, late, early: what elements are coloured by. */
const TOKENS = ['accent', 'warn', 'div-6'] as const;

/** Plays the elements by the plan's dates at the shown time; a layer with a table of links goes by it, the others by their tiles'. */
export function openElements({ twin, globe: { layers } }: GlobeHost): SceneDrawing<ElementPlay> {
  let shown: ElementPlay | null = null;

  function takeMoment(): void {
    const { shownTimeMs, buildColours, planTask } = twin.getState();
    const tasks = shown?.tasks ?? null;
    layers.takeMoment({
      now: tasks ? (wallMinOf(shownTimeMs, twin.city.zone) - tasks.originMin) / tasks.unitMin : 0,
      byBaseline: buildColours === 'baseline',
      picked: planTask ?? -1,
    });
  }

  return {
    show(play) {
      shown = play;
      layers.takeSchedule(
        play
          ? {
              dates: play.tasks?.texels ?? null,
              heightsOf: (layerId) => play.heights.get(layerId) ?? null,
              tokens: TOKENS,
              isPlaying: play.isPlaying,
              linksOf: (layerId) => play.links.find((table) => table.layerId === layerId)?.texels ?? null,
            }
          : NO_SCHEDULE,
      );
      takeMoment();
    },
    close: endAll([
      twin.follow(({ shownTimeMs }) => (shown?.tasks ? shownTimeMs : null), takeMoment),
      twin.follow(({ buildColours, planTask }) => `${buildColours} ${planTask}`, takeMoment),
    ]),
  };
}
