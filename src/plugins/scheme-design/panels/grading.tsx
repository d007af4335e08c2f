import { boundsOf } from '../../../../model/questions/field.ts';
import { type Grading, LevelTarget, PlaneTarget } from '../../../../model/questions/terrain-analysis.ts';
import type { Scheme, SchemeParcel } from '../../../../model/schemes/scheme.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField, NumberField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { schemeDesignController } from '../controller.ts';

type Choice = 'kept' | Grading['by'];

/** A plane as it is begun with: enough for water to run off. */
const DEFAULT_PLANE = { fallPct: 1, bearingDeg: 180 } as const;

/** What becomes of the ground of a parcel, and how much earth that moves. */
export function GradingFields({ scheme, parcel: { id, grading } }: { scheme: Scheme; parcel: SchemeParcel }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const found = useTwin(({ schemeSites }) => schemeSites[scheme.id]?.earthwork.find(({ parcel }) => parcel === id));
  const choose = (by: Choice) => {
    const elevationM = grading?.elevationM ?? null;
    if (by === 'kept') controller.grade(null);
    else controller.grade(by === 'level' ? { by, elevationM } : { by, elevationM, ...DEFAULT_PLANE });
  };
  return (
    <>
      <ChoiceField<Choice>
        label={t('schemes.ground')}
        value={grading?.by ?? 'kept'}
        options={(['kept', 'level', 'plane'] as const).map((value) => ({ value, label: t(`schemes.ground_${value}`) }))}
        onChange={choose}
      />
      {grading && <Elevation grading={grading} foundM={found?.elevationM ?? null} />}
      {grading?.by === 'plane' && (
        <>
          <NumberField
            label={t('schemes.fall')}
            {...boundsOf(PlaneTarget.entries.fallPct)}
            value={grading.fallPct}
            onChange={(fallPct) => controller.grade({ ...grading, fallPct })}
          />
          <NumberField
            label={t('schemes.fallBearing')}
            {...boundsOf(PlaneTarget.entries.bearingDeg)}
            value={grading.bearingDeg}
            onChange={(bearingDeg) => controller.grade({ ...grading, bearingDeg })}
          />
        </>
      )}
      {grading && found && (
        <p className="note" role="status" data-graded>
          {t('schemes.graded', {
            cut: formatNumber(found.cutM3),
            fill: formatNumber(found.fillM3),
            level: formatNumber(found.elevationM, 2),
          })}
          {found.uncoveredM2 > 0.01 * found.areaM2 &&
            ` ${t('schemes.ungrounded', { area: formatNumber(found.uncoveredM2) })}`}
        </p>
      )}
    </>
  );
}

/** Looked for, so that cut and fill balance, or typed; it begins where it was found. */
function Elevation({ grading, foundM }: { grading: Grading; foundM: number | null }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const isSought = grading.elevationM === null;
  const typed = () => Number((foundM ?? 0).toFixed(2));
  return (
    <>
      <ChoiceField<'balanced' | 'typed'>
        label={t('schemes.siteLevel')}
        value={isSought ? 'balanced' : 'typed'}
        options={(['balanced', 'typed'] as const).map((value) => ({ value, label: t(`schemes.siteLevel_${value}`) }))}
        onChange={(by) => controller.grade({ ...grading, elevationM: by === 'balanced' ? null : typed() })}
      />
      {grading.elevationM !== null && (
        <NumberField
          label={t('schemes.siteElevation')}
          {...boundsOf(LevelTarget.entries.elevationM)}
          value={grading.elevationM}
          onChange={(elevationM) => controller.grade({ ...grading, elevationM })}
        />
      )}
    </>
  );
}
