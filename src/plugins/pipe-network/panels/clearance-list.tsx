import { useState } from 'react';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { WorkList, type WorkRow } from '../../../kit/work-list.tsx';
import { doneSerial } from '../../../twin/analyses.ts';
import { PIPE_NETWORK, pipeNetworkController } from '../controller.ts';
import { showPlace } from './outcome.tsx';

/** Pipes that are too near to something, as the table has them: a press selects the pipe and flies there. */
export function ClearanceList() {
  const { t } = useWords();
  const app = useApp();
  const controller = useController(pipeNetworkController);
  const serial = useTwin((state) => doneSerial(state, PIPE_NETWORK));
  const [opened, setOpened] = useState<{ serial: number | null; id: string } | null>(null);
  const result = controller.result();
  const findings = result?.kind === 'clearance' ? result.findings : [];
  const rows = findings.map(
    ({ check, pipe, other, excessM, status }, at): WorkRow => ({
      id: String(at),
      name: other ? `${pipe.id} × ${other.id}` : pipe.id,
      note: t(`pipes.check_${check}`),
      figure: `−${formatNumber(excessM, 2)}${THIN_SPACE}m`,
      mark: status === 'unverified' ? 'open' : 'severe',
    }),
  );
  const open = (id: string) => {
    const { pipe, atM } = findings[Number(id)];
    setOpened({ serial, id });
    showPlace(app, { ...pipe, atM });
  };
  return (
    <WorkList title={t('pipes.list')} rows={rows} open={opened?.serial === serial ? opened.id : null} onOpen={open} />
  );
}
