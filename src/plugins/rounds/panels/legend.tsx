import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { ROUNDS, roundsController } from '../controller.ts';
import { colourOf } from '../outcome.ts';

/** What the colours mean. */
export function RoundsLegend() {
  const { t } = useWords();
  useTwin((state) => doneSerial(state, ROUNDS));
  const result = useController(roundsController).result();
  if (!result) return null;
  const tours = result.rounds.map(({ vehicle }) => ({
    token: `cat-${colourOf(vehicle)}`,
    label: t('rounds.vehicleOf', { vehicle }),
    isLine: true,
  }));
  return <ClassLegend title={t('rounds.legend')} entries={[...tours, { token: 'accent', label: t('rounds.depot') }]} />;
}
