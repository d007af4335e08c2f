import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { PIPE_NETWORK, pipeNetworkController } from '../controller.ts';

/** What the colours of the answer that is shown mean. */
export function PipeLegend() {
  const { t } = useWords();
  const controller = useController(pipeNetworkController);
  useTwin((state) => doneSerial(state, PIPE_NETWORK));
  const kind = controller.result()?.kind;
  if (!kind) return null;
  if (kind === 'clearance')
    return <ClassLegend title={t('pipes.clearance')} entries={[{ token: 'danger', label: t('pipes.legendGap') }]} />;
  const start = { token: 'ink', label: t('pipes.legendStart'), isLine: true };
  if (kind === 'trace') {
    const entries = [start, { token: 'accent', label: t('pipes.legendTraced'), isLine: true }];
    return <ClassLegend title={t('pipes.trace')} entries={entries} />;
  }
  const entries = [
    start,
    { token: 'danger', label: t('pipes.legendSection'), isLine: true },
    { token: 'warn', label: t('pipes.legendCutOff'), isLine: true },
    { token: 'danger', label: t('pipes.legendClose') },
    { token: 'ok', label: t('pipes.legendSource') },
  ];
  return <ClassLegend title={t('pipes.burst')} entries={entries} />;
}
