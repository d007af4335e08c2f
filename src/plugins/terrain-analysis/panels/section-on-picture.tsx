import { lonLatFromEnu } from '../../../../model/geo/enu.ts';
import type { TerrainResult } from '../../../../workers/terrain-analysis/engine-types.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Segmented } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { lookingAt } from '../../../view/framing.ts';
import { OPEN_SIDES, type OpenSide, openingOf, sightOfOpening } from '../section-opening.ts';

/** Pitch at which one looks at an open section. */
const SIGHT_PITCH_DEG = -24;

/** The picture cut open along the section: on which side, what that shows, and a look at it. */
export function SectionOnPicture({ result }: { result: Extract<TerrainResult, { kind: 'profile' }> }) {
  const { t } = useWords();
  const { twin } = useApp();
  const side = useTwin(({ terrainForm }) => terrainForm.openSide);
  const hasOwnPit = useTwin(({ excavation }) => excavation !== null);
  const { setTerrainForm, flyTo } = twin.getState();
  const opening = openingOf(result, side);

  function face(): void {
    if (result.request.kind !== 'profile') return;
    const { atM, headingDeg, rangeM } = sightOfOpening(result.request.lineM, side);
    const { origin, datum } = twin.city;
    const groundM = result.section.groundM[result.section.groundM.length >> 1];
    const target = { ...lonLatFromEnu(origin, [...atM, 0]), heightM: groundM + datum.geoidUndulationM };
    flyTo(lookingAt(target, headingDeg, SIGHT_PITCH_DEG, rangeM));
  }

  return (
    <div className="section-open">
      <Segmented<OpenSide>
        label={t('terrain.open')}
        value={side}
        options={OPEN_SIDES.map((value) => ({ value, label: t(`terrain.open_${value}`) }))}
        onChange={(openSide) => setTerrainForm({ openSide })}
      />
      {side !== 'none' && !opening && <p className="note warn">{t('terrain.openCrooked')}</p>}
      {opening && hasOwnPit && <p className="note warn">{t('terrain.openOwnPit')}</p>}
      {opening && !hasOwnPit && (
        <>
          <p className="note">{t('terrain.openHow', { reach: formatNumber(opening.reachM, 0) })}</p>
          <p className="form-actions">
            <button type="button" className="btn small" onClick={face}>
              {t('terrain.faceIt')}
            </button>
          </p>
        </>
      )}
    </div>
  );
}
