import { useTwin } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { STRATA } from '../strata.ts';

/** What bands and lines on the walls of the pit mean, as far down as it goes. */
export function PitLegend() {
  const { t } = useWords();
  const dug = useTwin((state) => state.dug);
  if (!dug) return null;
  const depthM = dug.rimElevationM - dug.floorElevationM;
  const bands = STRATA.map(({ toM, rgb }, i) => ({ fromM: STRATA[i - 1]?.toM ?? 0, toM: Math.min(toM, depthM), rgb }));
  return (
    <div>
      <h3>{t('underground.bands')}</h3>
      <ul className="legend-codes">
        {bands
          .filter(({ fromM }) => fromM < depthM)
          .map(({ fromM, toM, rgb }) => (
            <li key={fromM}>
              <i style={{ background: `rgb(${rgb.join(' ')})` }} aria-hidden="true" />
              {t('common.range', { min: formatNumber(fromM, 1), max: formatNumber(toM, 1) })}
            </li>
          ))}
      </ul>
      <p className="note">{t('underground.bandsNote')}</p>
    </div>
  );
}
