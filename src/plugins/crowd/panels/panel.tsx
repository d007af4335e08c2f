import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { RunPanel } from '../../../kit/run-panel.tsx';
import { useWords } from '../../../kit/words.ts';
import { crowdController } from '../controller.ts';
import { CROWD_ENGINE } from '../slice.ts';
import { CrowdFormBody } from './form.tsx';
import { CrowdRuns } from './runs.tsx';

/** 指挥, left, while the crowd tool is open: what is to be played, and what was. */
export function CrowdPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const crowd = useController(crowdController);
  const hasForm = useTwin((state) => state.crowdForm !== null && state.crowdSite !== null);
  return (
    <RunPanel
      engine={CROWD_ENGINE}
      title={t('crowd.title')}
      className="crowd"
      notRead={t('crowd.notRead')}
      hasForm={hasForm}
      open={() => crowd.open()}
      onPlan={(isPlanned) => twin.getState().planCrowd(isPlanned)}
      form={(onStarted) => <CrowdFormBody onStarted={onStarted} />}
      runs={() => <CrowdRuns />}
      onClose={onClose}
    />
  );
}
