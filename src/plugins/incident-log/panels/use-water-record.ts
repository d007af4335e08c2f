import { useApp, useController, useOffered, useQuery, useStore, useTwin } from '../../../kit/app-context.tsx';
import { useSituation } from '../../../kit/use-situation.ts';
import { WATER_AHEAD, type WaterRecord } from '../../../twin/look-ahead.ts';
import { FILE_ID, incidentLogController } from '../controller.ts';
import { type RecordedWater, waterSourceAt } from '../water-source.ts';
import type { ShownIncident } from './shown.ts';

/** What the shown log tells of its water. */
function useRecordedWater({ id }: Pick<ShownIncident, 'id'>): RecordedWater {
  const controller = useController(incidentLogController);
  const { opened, ownRuns } = useStore(controller.state, (state) => state);
  const runHashes = useSituation().incident?.runHashes ?? [];
  const isFile = opened !== null && id === FILE_ID;
  return { runHashes, ownRuns, package: isFile ? opened.package : null };
}

/** The water of a past moment; null: the moment is the present, or nobody recorded it. */
export function useWaterRecord(shown: ShownIncident): WaterRecord | null {
  const { twin } = useApp();
  const tool = useOffered(WATER_AHEAD);
  const water = useRecordedWater(shown);
  const isPast = shown.isReplayed || shown.branch !== null;
  const sourceText = useTwin((state) =>
    isPast && tool ? JSON.stringify(waterSourceAt(shown.ms, state, tool.engine, water)) : 'null',
  );
  const record = useQuery(tool && sourceText !== 'null' ? `water ${twin.city.id} ${sourceText}` : null, async () =>
    tool ? tool.record(JSON.parse(sourceText)) : null,
  );
  return record.kind === 'answered' ? record.answer : null;
}
