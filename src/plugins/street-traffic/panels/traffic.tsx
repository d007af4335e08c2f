import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Panel, Switch } from '../../../kit/controls.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { HowComputed } from '../../../kit/story.tsx';
import { useWords } from '../../../kit/words.ts';
import { NO_ANALYSIS } from '../../../twin/analyses.ts';
import { FLOW_ENGINE } from '../../../twin/played-traffic.ts';
import { shownRun } from '../../../twin/runs.ts';
import { closedToCars, streetTrafficController, TRAFFIC } from '../controller.ts';
import { peakVehicles, trafficRatio } from '../moment.ts';
import { TracksPart } from './tracks.tsx';

/** Faster than this vehicles jump from place to place. */
const FAST_RATE = 10;
const PERCENT = 100;

/** Vehicles on the streets: whether they are shown, how many there are now, and what they are not. */
export function TrafficPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const isShown = useTwin((state) => state.trafficShown);
  const state = useTwin(({ analyses }) => analyses[TRAFFIC] ?? NO_ANALYSIS);
  const isFast = useTwin(({ playing, rate }) => playing && rate > FAST_RATE);
  return (
    <Panel title={t('traffic.title')} className="tool" onClose={onClose}>
      <div className="field">
        <span>{t('traffic.show')}</span>
        <Switch label={t('traffic.show')} on={isShown} onChange={(on) => twin.getState().showTraffic(on)} />
      </div>
      {isShown && state.kind === 'running' && <p className="note">{t('traffic.loading')}</p>}
      {state.kind === 'failed' && <ErrorNotice what={t('traffic.failed')} reason={state.reason} />}
      {isShown && state.kind === 'done' && <Figures />}
      {isShown && isFast && <p className="note">{t('traffic.fast')}</p>}
      <p className="note">
        <span className="tag run">{t('traffic.drawn')}</span> {t('traffic.assumed')}
      </p>
      <TracksPart />
      <HowComputed plugin={TRAFFIC} />
    </Panel>
  );
}

/** What is on the streets now. */
function Figures() {
  const { t } = useWords();
  const { twin } = useApp();
  const streams = useController(streetTrafficController).streams();
  const percent = useTwin(({ shownTimeMs }) => Math.round(PERCENT * trafficRatio(shownTimeMs, twin.city.zone)));
  const closed = useTwin((state) => closedToCars(state).size);
  if (!streams) return null;
  const kilometres = streams.lengthM.reduce((sum, one) => sum + one, 0) / 1000;
  return (
    <dl className="facts">
      <dt>{t('traffic.now')}</dt>
      <dd>
        {formatNumber(percent)}
        {THIN_SPACE}%
      </dd>
      <dt>{t('traffic.vehicles')}</dt>
      <dd>
        {formatNumber(Math.round((peakVehicles(streams) * percent) / PERCENT / 10) * 10)}
        {THIN_SPACE}
        {t('traffic.unit')}
      </dd>
      <dt>{t('traffic.streets')}</dt>
      <dd>
        {formatNumber(kilometres)}
        {THIN_SPACE}km
      </dd>
      {closed > 0 && (
        <>
          <dt>{t('traffic.closed')}</dt>
          <dd>
            {formatNumber(closed)}
            {THIN_SPACE}
            {t('traffic.segments')}
          </dd>
        </>
      )}
    </dl>
  );
}

/** Over the picture while vehicles, trains or boats are in it: that they are none that anybody counted. */
export function TrafficLegend() {
  const { t } = useWords();
  const isDriven = useTwin((state) => state.trafficShown && shownRun(state, FLOW_ENGINE) === null);
  const hasTrains = useTwin(({ tracksShown }) => tracksShown);
  const lines = [...(isDriven ? [t('traffic.legend')] : []), ...(hasTrains ? [t('tracks.legend')] : [])];
  return (
    <section className="class-legend" aria-label={t('traffic.inPicture')}>
      {lines.map((line) => (
        <p key={line} className="note">
          <span className="tag run">{t('traffic.drawn')}</span> {line}
        </p>
      ))}
    </section>
  );
}
