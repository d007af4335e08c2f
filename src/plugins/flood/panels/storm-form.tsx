import { MovingRain, StormCell } from '../../../../model/questions/flood.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import {
  HEADINGS_DEG,
  type MovingStorm,
  presetOf,
  speedKmPerH,
  stormFall,
  trackOver,
  withSpeed,
} from '../flood-storm.ts';
import { elapsedText } from '../flood-time.ts';
import type { FloodForm } from '../slice.ts';
import { FloodPick } from './pick.tsx';

const DRAWN = -1;

/** A storm that passes over: how strong, how wide, how fast and whither; and what of it falls into the area. */
export function FloodStormForm({ area, storm }: { area: FloodForm['area']; storm: MovingStorm }) {
  const { t } = useWords();
  const { twin } = useApp();
  const change = (rain: MovingStorm) => twin.getState().changeFlood({ rain });
  const heading = presetOf(storm, area);
  const speed = speedKmPerH(storm);
  return (
    <>
      <Fields of={MovingRain} only={['peakMmPerH']} value={storm} onChange={(part) => change({ ...storm, ...part })} />
      <FieldControl
        of={StormCell.entries.radiusKm}
        value={storm.radiusM / 1000}
        onChange={(km) => {
          const radiusM = km * 1000;
          const track = heading === null ? {} : trackOver(area, heading, radiusM);
          change(withSpeed({ ...storm, ...track, radiusM }, speed));
        }}
      />
      <FieldControl
        of={StormCell.entries.speedKmPerH}
        value={Number(speed.toFixed(1))}
        onChange={(kmPerH) => change(withSpeed(storm, kmPerH))}
      />
      <ChoiceField
        label={t('flood.storm.heading')}
        value={heading ?? DRAWN}
        options={[
          ...(heading === null ? [{ value: DRAWN, label: t('flood.storm.drawn') }] : []),
          ...HEADINGS_DEG.map((value) => ({ value, label: t(`flood.storm.towards.${value}`) })),
        ]}
        onChange={(value) => {
          if (value !== DRAWN) change(withSpeed({ ...storm, ...trackOver(area, value, storm.radiusM) }, speed));
        }}
      />
      <div className="actions">
        <FloodPick what="storm" icon="ruler" label={t('flood.storm.pick')} hint={t('flood.storm.picking')} />
      </div>
      <p className="note">{t('flood.storm.rule')}</p>
      <StormFall area={area} storm={storm} />
    </>
  );
}

/** What of the storm falls into the area, and when. */
function StormFall({ area, storm }: { area: FloodForm['area']; storm: MovingStorm }) {
  const { t } = useWords();
  const { meanMm, mostMm, overH } = stormFall(storm, area);
  return (
    <p className="note" role="status">
      {overH
        ? t('flood.storm.falls', {
            mean: formatNumber(meanMm, meanMm < 10 ? 1 : 0),
            most: formatNumber(mostMm, mostMm < 10 ? 1 : 0),
            from: elapsedText(overH[0] * 3600),
            to: elapsedText(overH[1] * 3600),
          })
        : t('flood.storm.misses')}
    </p>
  );
}
