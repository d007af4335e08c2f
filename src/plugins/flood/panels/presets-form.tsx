import { useApp } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { FIRST_LIVE_H } from '../flood-live.ts';
import { type FloodPreset, presetOf } from '../presets.ts';
import type { FloodForm, FloodSite } from '../slice.ts';
import { useLiveRain } from './use-live-rain.ts';

const PRESETS: readonly FloodPreset[] = ['live', 'storm', 'breach'];

/** The questions that are asked most, each a whole form; what the city has no data for is said. */
export function FloodPresets({ form, site }: { form: FloodForm; site: FloodSite }) {
  const { t } = useWords();
  const { twin } = useApp();
  const live = useLiveRain(form, site);
  const whyNot = (preset: FloodPreset): string | null => {
    if (preset === 'live') return live.whyNot && t(`flood.live.whyNot.${live.whyNot}`);
    return presetOf(preset, site) ? null : t(`flood.presetMissing.${preset}`);
  };
  const choose = (preset: FloodPreset) => {
    const changed = presetOf(preset, site);
    if (!changed) return;
    twin.getState().changeFlood(changed);
    if (preset === 'live') live.read(FIRST_LIVE_H);
  };
  const missing = PRESETS.map(whyNot).filter((why) => why !== null);
  return (
    <FormSection title={t('flood.presetsTitle')}>
      <div className="actions presets">
        {PRESETS.map((preset) => (
          <button
            key={preset}
            type="button"
            className="btn small"
            disabled={whyNot(preset) !== null}
            title={t(`flood.presetHint.${preset}`)}
            onClick={() => choose(preset)}
          >
            {t(`flood.preset.${preset}`)}
          </button>
        ))}
      </div>
      {live.state.kind === 'reading' && <p className="note">{t('flood.live.reading')}</p>}
      {live.state.kind === 'failed' && <ErrorNotice what={t('flood.live.failed')} reason={live.state.reason} />}
      {missing.map((why) => (
        <p key={why} className="note">
          {why}
        </p>
      ))}
    </FormSection>
  );
}
