import { FILLED_GAP_M, MAX_LAID_SHAPES } from '../../../../model/plans/slivers.ts';
import type { Consent, Topology, TopologyPlace } from '../../../../workers/plans/topology.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { Quantity, Switch } from '../../../kit/controls.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { formatArea, formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import type { Language } from '../../../twin/appearance.ts';
import { flyTo } from './fly-to.ts';

/** How the shapes lie to each other, with a consent to each repair. */
export function TopologyReport({
  topology,
  consent,
  onConsent,
}: {
  topology: Topology;
  consent: Consent;
  onConsent: (consent: Consent) => void;
}) {
  const { t, language } = useWords();
  const { invalid, overlaps, gaps } = topology;
  return (
    <FormSection title={t('conflicts.topology')}>
      <p>
        {invalid.length === 0 ? t('conflicts.valid') : t('conflicts.invalid', { count: formatNumber(invalid.length) })}
      </p>
      {invalid.length > 0 && (
        <Mend
          label={t('conflicts.mendInvalid')}
          on={consent.isRepairing}
          onChange={(isRepairing) => onConsent({ ...consent, isRepairing })}
        />
      )}
      {invalid.length > 0 && !consent.isRepairing && <p className="note">{t('conflicts.leaveInvalid')}</p>}
      {overlaps === null || gaps === null ? (
        <p className="note">{t('conflicts.tooMany', { count: formatNumber(MAX_LAID_SHAPES) })}</p>
      ) : (
        <>
          <p>
            {overlaps.count === 0
              ? t('conflicts.noOverlaps')
              : t('conflicts.overlaps', {
                  count: formatNumber(overlaps.count),
                  area: areaText(overlaps.areaM2, language),
                })}
          </p>
          <Places places={overlaps.largest} />
          {overlaps.count > 0 && (
            <Mend
              label={t('conflicts.mendOverlaps')}
              on={consent.isCutting}
              onChange={(isCutting) => onConsent({ ...consent, isCutting })}
            />
          )}
          <p>
            {gaps.count === 0
              ? t('conflicts.noGaps')
              : t('conflicts.gaps', {
                  count: formatNumber(gaps.count),
                  area: areaText(gaps.areaM2, language),
                  narrow: formatNumber(gaps.narrow),
                  width: `${FILLED_GAP_M}${THIN_SPACE}m`,
                })}
          </p>
          <Places places={gaps.largest} />
          {gaps.narrow > 0 && (
            <Mend
              label={t('conflicts.mendGaps')}
              on={consent.isFilling}
              onChange={(isFilling) => onConsent({ ...consent, isFilling })}
            />
          )}
        </>
      )}
    </FormSection>
  );
}

function Mend({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <p className="row-head">
      <span>{label}</span>
      <span className="space" />
      <Switch label={label} on={on} onChange={onChange} />
    </p>
  );
}

function areaText(areaM2: number, language: Language): string {
  const { value, unit } = formatArea(areaM2, language);
  return `${value}${THIN_SPACE}${unit}`;
}

/** Places drawn as rows at once. */
const MAX_PLACES = 5;

/** The largest; a click goes there. */
function Places({ places }: { places: readonly TopologyPlace[] }) {
  const { twin, view } = useApp();
  const { language } = useWords();
  if (places.length === 0) return null;
  return (
    <ul className="plan-places">
      {places.slice(0, MAX_PLACES).map((place) => {
        const { value, unit } = formatArea(place.areaM2, language);
        return (
          <li key={place.at.join()}>
            <button type="button" onClick={() => flyTo(twin.city.origin, view, place)}>
              <i aria-hidden="true" />
              <span className="mono">{place.at.map((deg) => deg.toFixed(5)).join(', ')}</span>
              <b>
                <Quantity value={value} unit={unit} />
              </b>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
