import { useState } from 'react';
import { showBuilding } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { WorkList, type WorkRow } from '../../../kit/work-list.tsx';
import { doneSerial } from '../../../twin/analyses.ts';
import { HEIGHT_LIMITS, heightLimitsController } from '../controller.ts';

/** Buildings above the limits, the most first: a press selects one and flies there. */
export function OffenderList() {
  const { t, of } = useWords();
  const app = useApp();
  const controller = useController(heightLimitsController);
  const serial = useTwin((state) => doneSerial(state, HEIGHT_LIMITS));
  const [opened, setOpened] = useState<{ serial: number | null; id: string } | null>(null);
  const offenders = controller.result()?.offenders ?? [];
  const rows = offenders.map(
    ({ building, surface, excessM }, at): WorkRow => ({
      id: String(at),
      name: of(building.name),
      note: t(`heights.surface_${surface}`),
      figure: `+${formatNumber(excessM, 1)}${THIN_SPACE}m`,
      mark: 'severe',
    }),
  );
  const open = (id: string) => {
    setOpened({ serial, id });
    showBuilding(app, offenders[Number(id)].building);
  };
  return (
    <WorkList title={t('heights.list')} rows={rows} open={opened?.serial === serial ? opened.id : null} onOpen={open} />
  );
}
