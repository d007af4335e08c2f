import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { reachToken } from '../colours.ts';
import { DISPATCH, resourceDispatchController } from '../controller.ts';

/** What the colours of reach and of closed roads mean. */
export function DispatchLegend() {
  const { t } = useWords();
  const controller = useController(resourceDispatchController);
  useTwin((state) => doneSerial(state, DISPATCH));
  const hasClosed = useTwin(({ closedSegments }) => closedSegments.length > 0);
  const result = controller.result();
  return (
    <>
      {result?.kind === 'isochrone' && (
        <ClassLegend
          title={t('dispatch.legendReach')}
          entries={result.figures.map(({ limitMin }, band) => ({
            token: reachToken(band),
            label: t('dispatch.minutes', { minutes: limitMin }),
          }))}
        />
      )}
      {hasClosed && (
        <ClassLegend
          title={t('dispatch.legendClosed')}
          entries={[
            { token: 'danger', label: t('dispatch.legendAll'), isLine: true },
            { token: 'warn', label: t('dispatch.legendSome'), isLine: true },
          ]}
        />
      )}
    </>
  );
}
