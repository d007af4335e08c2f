import { basementsOf } from '../../../../model/schemes/basements.ts';
import { FLOOR_USES } from '../../../../model/schemes/scheme.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import { BROKEN_TOKEN, brokenBuildings } from '../broken-buildings.ts';
import { BASEMENT_TOKEN, USE_TOKENS } from '../use-tokens.ts';

/** What the colours of the volumes mean, for the uses that are drawn; a volume that breaks a limit has one of its own. */
export function SchemeLegend() {
  const { t } = useWords();
  const schemes = useTwin((state) => state.schemes);
  const shown = useTwin(({ schemeShown }) => schemeShown);
  const scheme = schemes.find(({ id }) => id === shown);
  const uses = FLOOR_USES.filter((use) => scheme?.buildings.some((building) => building.use === use));
  if (!scheme || uses.length === 0) return null;
  return (
    <ul className="scheme-legend" aria-label={scheme.name}>
      <li>
        <b>{scheme.name}</b>
      </li>
      {uses.map((use) => (
        <li key={use}>
          <i style={{ background: `var(--${USE_TOKENS[use]})` }} aria-hidden="true" />
          {t(`schemes.use_${use}`)}
        </li>
      ))}
      {brokenBuildings(scheme).size > 0 && (
        <li>
          <i style={{ background: `var(--${BROKEN_TOKEN})` }} aria-hidden="true" />
          {t('schemes.breaksLimit')}
        </li>
      )}
      {basementsOf(scheme).length > 0 && (
        <li>
          <i style={{ background: `var(--${BASEMENT_TOKEN})` }} aria-hidden="true" />
          {t('schemes.basement')}
        </li>
      )}
    </ul>
  );
}
