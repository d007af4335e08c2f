import { useApp } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { RunBar } from '../../../kit/run-bar.tsx';
import { useWords } from '../../../kit/words.ts';
import { FLOW_ENGINE } from '../../../twin/played-traffic.ts';
import { useFlowNow } from '../flow-now.ts';

/** The bar of the run of vehicles that is on the picture. */
export function FlowBar() {
  const { t } = useWords();
  const { twin } = useApp();
  const now = useFlowNow();
  if (!now) return null;
  const { run, timeS } = now;
  const moment = formatTime(cityTime(run.startMs + 1000 * timeS, twin.city.zone));
  return (
    <RunBar
      engine={FLOW_ENGINE}
      label={t('impact.flow.title')}
      name={run.name}
      moment={moment}
      run={run}
      timeS={timeS}
      stepS={1}
      timeText={moment}
      onLeave={() => twin.getState().showRun(FLOW_ENGINE, null)}
    />
  );
}

/** What the colours of vehicles and of slow roads mean. */
export function FlowLegend() {
  const { t } = useWords();
  const now = useFlowNow();
  const isEvacuation = Boolean(now?.record.result?.evacuation);
  return (
    <ClassLegend
      title={t('impact.flow.legend')}
      entries={[
        { token: 'danger', label: t('impact.flow.jam'), isLine: true },
        { token: 'warn', label: t('impact.flow.slow'), isLine: true },
        ...(isEvacuation ? [{ token: 'accent', label: t('impact.evac.notOut'), isLine: true }] : []),
      ]}
    >
      <p className="note">{t('impact.flow.colours')}</p>
    </ClassLegend>
  );
}
