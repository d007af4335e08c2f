import type { EngineId } from '../../model/runs/engine-id.ts';
import type { Text } from '../../model/text/text.ts';
import { type RunFacts, type RunFigureName, runsOf } from '../twin/runs.ts';
import type { TwinState } from '../twin/slice.ts';
import { formatNumber } from './format.ts';

/** A run is named by the first of these figures that it has. */
const FIGURES: readonly { name: RunFigureName; zh: string; en: string }[] = [
  { name: 'wetResidents', zh: '人受淹', en: 'people flooded' },
  { name: 'wetDwellings', zh: '户进水', en: 'dwellings flooded' },
  { name: 'closedRoads', zh: '段路中断', en: 'roads closed' },
  { name: 'left', zh: '人已离开', en: 'people out' },
];

/** What a run came to, or that it goes on; null: it tells no figure. */
export function outcomeOf({ status, figures }: Pick<RunFacts, 'status' | 'figures'>): Text | null {
  if (status.kind === 'running') {
    const percent = Math.round(100 * status.progressRatio);
    return { zh: `计算中 ${percent} %`, en: `computing ${percent} %` };
  }
  for (const { name, zh, en } of FIGURES) {
    const found = figures?.more.find((figure) => figure.name === name);
    if (found) return { zh: `${formatNumber(found.value)} ${zh}`, en: `${formatNumber(found.value)} ${en}` };
  }
  return null;
}

/** What the last run of an engine came to; null: there is none. */
export function runOutcome(state: TwinState, engine: EngineId): Text | null {
  const { list } = runsOf(state, engine);
  const last = list.at(-1);
  if (!last) return null;
  return outcomeOf(last) ?? { zh: `${list.length} 次推演`, en: `${list.length} runs` };
}
