import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { RunPanel } from '../../../kit/run-panel.tsx';
import { useWords } from '../../../kit/words.ts';
import { floodController } from '../controller.ts';
import { FLOOD_ENGINE } from '../slice.ts';
import { FloodFormBody } from './form.tsx';
import { FloodRuns } from './runs.tsx';

/** 指挥, left, while the flood tool is open: what is to be played, and what was. */
export function FloodPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const flood = useController(floodController);
  const hasForm = useTwin((state) => state.floodForm !== null && state.floodSite !== null);
  return (
    <RunPanel
      engine={FLOOD_ENGINE}
      title={t('flood.title')}
      className="flood"
      notRead={t('flood.notRead')}
      hasForm={hasForm}
      open={async () => {
        await flood.open();
        flood.listKept();
      }}
      onPlan={(isPlanned) => twin.getState().planFlood(isPlanned)}
      form={(onStarted) => <FloodFormBody onStarted={onStarted} />}
      runs={(onBranch) => <FloodRuns onBranch={onBranch} />}
      onClose={onClose}
    />
  );
}
