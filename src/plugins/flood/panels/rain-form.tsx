import { DepthRain, DesignRain, UniformRain } from '../../../../model/questions/flood.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { FIRST_LIVE_H } from '../flood-live.ts';
import { defaultStorm } from '../flood-storm.ts';
import type { FloodForm, FloodSite } from '../slice.ts';
import { FIRST_FORMULA, FormulaForm } from './formula-form.tsx';
import { useRainGrids } from './grids-form.tsx';
import { FloodReading } from './reading.tsx';
import { FloodStormForm } from './storm-form.tsx';
import { useLiveRain } from './use-live-rain.ts';

const LIVE_HOURS = [1, 2, 3, 6, 12, 24];

/** What falls: nothing, a design storm, a depth, a storm that moves, grids of a radar, or what the city's gauges told in the last hours. */
export function FloodRainForm({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { rain } = form;
  const { stormYears } = site;
  const { t } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  const live = useLiveRain(form, site);
  const grids = useRainGrids(rain);
  const hours = 'hours' in rain && rain.kind !== 'live' ? rain.hours : 2;
  const own = stormYears ? {} : { formula: FIRST_FORMULA };
  return (
    <FormSection title={t('flood.rain')}>
      <ChoiceField
        label={t('flood.rainKind')}
        value={rain.kind}
        options={[
          { value: 'none', label: t('flood.noRain') },
          { value: 'uniform', label: t('flood.uniformRain') },
          ...(rain.kind === 'series' ? ([{ value: 'series', label: t('flood.rainSeries') }] as const) : []),
          { value: 'design', label: t('flood.designStorm') },
          { value: 'depth', label: t('flood.givenDepth') },
          { value: 'moving', label: t('flood.storm.title') },
          { value: 'grids', label: t('flood.grids.title') },
          { value: 'live', label: t('flood.live.rain'), disabled: live.whyNot !== null },
        ]}
        onChange={(kind) => {
          if (kind === 'none') changeFlood({ rain: { kind } });
          else if (kind === 'uniform') changeFlood({ rain: { kind, rateMmPerH: 60, hours } });
          else if (kind === 'depth') changeFlood({ rain: { kind, depthMm: 120, hours, ...own } });
          else if (kind === 'design') changeFlood({ rain: { kind, years: stormYears?.at(-1) ?? 100, hours, ...own } });
          else if (kind === 'moving') changeFlood({ rain: defaultStorm(form.area) });
          else if (kind === 'grids') grids.choose();
          else if (kind === 'live') live.read(FIRST_LIVE_H);
        }}
      />
      {grids.report}
      {live.state.kind === 'reading' && <p className="note">{t('flood.live.reading')}</p>}
      {live.state.kind === 'failed' && <ErrorNotice what={t('flood.live.failed')} reason={live.state.reason} />}
      {!stormYears && <p className="note">{t('flood.noFormula')}</p>}
      <StormFields rain={rain} stormYears={stormYears} />
      {!stormYears && (rain.kind === 'design' || rain.kind === 'depth') && <FormulaForm rain={rain} />}
      {rain.kind === 'moving' && <FloodStormForm area={form.area} storm={rain} />}
      {rain.kind === 'live' && <LiveFields rain={rain} live={live} />}
      {live.whyNot && <p className="note">{t(`flood.live.whyNot.${live.whyNot}`)}</p>}
    </FormSection>
  );
}

type RainOf<K extends FloodForm['rain']['kind']> = Extract<FloodForm['rain'], { kind: K }>;

/** How much of a design storm or of a given depth falls, and for how long. */
function StormFields({ rain, stormYears }: { rain: FloodForm['rain']; stormYears: FloodSite['stormYears'] }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { changeFlood } = twin.getState();
  return (
    <>
      {rain.kind === 'design' && (
        <Fields
          of={DesignRain}
          only={['years']}
          value={rain}
          known={{
            years: {
              ...(stormYears ? { offers: stormYears } : {}),
              textOf: (years) => t('flood.yearsValue', { years }),
            },
          }}
          onChange={(part) => changeFlood({ rain: { ...rain, ...part } })}
        />
      )}
      {rain.kind === 'depth' && (
        <Fields
          of={DepthRain}
          only={['depthMm']}
          value={rain}
          onChange={(part) => changeFlood({ rain: { ...rain, ...part } })}
        />
      )}
      {rain.kind === 'uniform' && (
        <Fields
          of={UniformRain}
          only={['rateMmPerH']}
          value={rain}
          onChange={(part) => changeFlood({ rain: { ...rain, ...part } })}
        />
      )}
      {rain.kind === 'series' && (
        <p className="note">
          {t('flood.seriesHolds', {
            amount: rain.ratesMmPerH.length,
            step: formatNumber(rain.stepMin, 1),
            sum: formatNumber(rain.ratesMmPerH.reduce((sum, rate) => sum + rate, 0) * (rain.stepMin / 60), 1),
          })}
        </p>
      )}
      {stormYears && (rain.kind === 'design' || rain.kind === 'depth') && rain.formula && (
        <p className="note">{t('flood.ownFormula')}</p>
      )}
      {(rain.kind === 'design' || rain.kind === 'depth' || rain.kind === 'uniform') && (
        <Fields
          of={DepthRain}
          only={['hours']}
          value={rain}
          onChange={(part) => changeFlood({ rain: { ...rain, ...part } })}
        />
      )}
    </>
  );
}

/** What the gauges told in the last hours, as it was read; another span, or the same once more, is read anew. */
function LiveFields({ rain, live }: { rain: RainOf<'live'>; live: ReturnType<typeof useLiveRain> }) {
  const { t } = useWords();
  return (
    <>
      <ChoiceField
        label={t('flood.live.last')}
        value={rain.hours}
        options={LIVE_HOURS.map((value) => ({ value, label: `${value}${THIN_SPACE}h` }))}
        onChange={live.read}
      />
      <FloodReading reading={rain.reading} />
      {live.isElsewhere && <p className="note">{t('flood.live.elsewhere')}</p>}
      <div className="actions">
        <button
          type="button"
          className="btn small"
          disabled={live.whyNot !== null}
          onClick={() => live.read(rain.hours)}
        >
          {t('flood.live.again')}
        </button>
      </div>
    </>
  );
}
