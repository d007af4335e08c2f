import { PlaceholderPanel } from '../../../kit/placeholder-panel.tsx';
import { useWords } from '../../../kit/words.ts';

/** In the top bar: whether an incident is in progress. */
export function IncidentLine() {
  const { t } = useWords();
  return <p className="incident">{t('incident.none')}</p>;
}

/** 预案: the response plan and its steps. */
export function ResponsePlan() {
  const { t } = useWords();
  return <PlaceholderPanel isSpare title={t('incident.plan')} icon="list" text={t('incident.planEmpty')} />;
}

/** 力量: forces by travel time. */
export function Forces() {
  const { t } = useWords();
  return <PlaceholderPanel title={t('incident.forces')} icon="truck" text={t('incident.forcesEmpty')} />;
}

/** 视频: cameras on site. */
export function Video() {
  const { t } = useWords();
  return <PlaceholderPanel title={t('incident.video')} icon="camera" text={t('incident.videoEmpty')} />;
}
