import {
  type Basement,
  basementAreaM2,
  basementSpaces,
  basementsOf,
  basementsWithoutRoom,
  isBeyondSite,
} from '../../../../model/schemes/basements.ts';
import {
  BASEMENT_EXTENTS,
  BasementLevels,
  DEFAULT_BASEMENT,
  type ParcelBasement,
  type Scheme,
  type SchemeBuilding,
  type SchemeParcel,
} from '../../../../model/schemes/scheme.ts';
import { useController, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { PLAN_CHECKS } from '../../../twin/plan-checks.ts';
import { schemeDesignController } from '../controller.ts';

type Extent = ParcelBasement['under'] | 'none';

/** What is built under a parcel, what it comes to, and whether it meets pipes and tunnels. */
export function BasementFields({ scheme, parcel }: { scheme: Scheme; parcel: SchemeParcel }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const { id, basement } = parcel;
  const dig = (next: ParcelBasement | null) => controller.dig({ of: 'parcel', id, basement: next });
  const choose = (under: Extent) => dig(under === 'none' ? null : { ...DEFAULT_BASEMENT, ...basement, under });
  const own = basementsOf({ parcels: [parcel], buildings: scheme.buildings });
  const without = basementsWithoutRoom(parcel, scheme.buildings);
  return (
    <>
      <ChoiceField<Extent>
        label={t('schemes.basement')}
        value={basement?.under ?? 'none'}
        options={(['none', ...BASEMENT_EXTENTS] as const).map((value) => ({
          value,
          label: t(`schemes.basement_${value}`),
        }))}
        onChange={choose}
      />
      {basement && <Fields of={BasementLevels} value={basement} onChange={(part) => dig({ ...basement, ...part })} />}
      {without > 0 && (
        <p className="scheme-short" role="status" data-broken="basement-room">
          {t('schemes.basementNoRoom', { count: without })}
        </p>
      )}
      {own.length > 0 && <Dug scheme={scheme} parcel={parcel} basements={own} />}
    </>
  );
}

/** Area, places and earth of the basements of a parcel; what is assumed stands under “figures”. */
function Dug({ scheme, parcel, basements }: { scheme: Scheme; parcel: SchemeParcel; basements: readonly Basement[] }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const planChecks = useOffered(PLAN_CHECKS);
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const site = useTwin(({ schemeSites }) => schemeSites[scheme.id] ?? null);
  const dug = site?.excavations.find((one) => one.parcel === parcel.id);
  const areaM2 = basementAreaM2(basements);
  const beyond = basements.filter((one) => isBeyondSite(one, parcel)).length;
  return (
    <>
      <p className="note" role="status" data-basement={basements.length}>
        {t('schemes.basementFacts', {
          area: formatNumber(areaM2),
          spaces: formatNumber(basementSpaces(areaM2, assumed)),
          each: formatNumber(assumed.basementM2PerSpace, 1),
        })}{' '}
        {dug &&
          t('schemes.basementDug', {
            dug: formatNumber(dug.dugM3),
            back: formatNumber(dug.backfillM3),
            margin: formatNumber(assumed.workingMarginM, 1),
          })}
        {dug && dug.uncoveredM2 > LEVEL_RATIO * dug.areaM2 && ` ${t('schemes.basementLevel')}`}
      </p>
      {beyond > 0 && (
        <p className="scheme-short" role="status" data-broken="basement">
          {t('schemes.basementBeyond', { count: beyond })}
        </p>
      )}
      {planChecks && (
        <p className="row-head wrap">
          <button type="button" className="btn small" onClick={() => void controller.checkPlan()}>
            {t('schemes.basementCheck')}
          </button>
        </p>
      )}
    </>
  );
}

/** Less of a pit without known ground is not worth a word. */
const LEVEL_RATIO = 0.01;

type Whose = 'as-parcel' | 'none' | 'own';

/** What one building has in place of what its parcel has under each. */
export function OwnBasement({ building, parcel }: { building: SchemeBuilding; parcel: SchemeParcel }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const { id, basement, baseM } = building;
  if (baseM > 0) return null;
  const dig = (levels: BasementLevels | null | 'as-parcel') => controller.dig({ of: 'building', id, levels });
  const begun = (): BasementLevels => {
    const { under: _, ...levels } = parcel.basement ?? DEFAULT_BASEMENT;
    return levels;
  };
  const choose = (whose: Whose) => dig(whose === 'own' ? begun() : whose === 'none' ? null : whose);
  return (
    <>
      <ChoiceField<Whose>
        label={t('schemes.basementOwn')}
        value={basement === undefined ? 'as-parcel' : basement === null ? 'none' : 'own'}
        options={(['as-parcel', 'none', 'own'] as const).map((value) => ({
          value,
          label: t(`schemes.basementOwn_${value}`),
        }))}
        onChange={choose}
      />
      {basement && <Fields of={BasementLevels} value={basement} onChange={(part) => dig({ ...basement, ...part })} />}
    </>
  );
}
