import { metricsOf, parcelMetrics } from '../../../../model/schemes/metrics.ts';
import {
  type Assumable,
  DEFAULT_DEPTH_M,
  EDGE_CLASSES,
  type EdgeClass,
  FLOOR_USES,
  type FloorUse,
  type Scheme,
  SchemeControls,
  type SchemeParcel,
  Setbacks,
  TYPOLOGIES,
} from '../../../../model/schemes/scheme.ts';
import { areaM2, edgeOf } from '../../../../model/schemes/site-geometry.ts';
import { useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Chip, Quantity, Segmented } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, PickField, TextField } from '../../../kit/form-fields.tsx';
import { formatArea, formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { placeOf, SCHEME_PICKER, type SchemePick, schemeDesignController } from '../controller.ts';
import { BasementFields } from './basement.tsx';
import { Buildings } from './buildings.tsx';
import { MetricRows } from './figures.tsx';
import { GradingFields } from './grading.tsx';
import { MassingImport } from './massing.tsx';
import { Roads } from './roads.tsx';

/** Parcels of a scheme, and the controls of the one that is chosen. */
export function Design({ scheme }: { scheme: Scheme }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const chosen = useTwin(({ schemeParcel }) => schemeParcel);
  const set = useTwin(({ setSchemes }) => setSchemes);
  const parcel = scheme.parcels.find(({ id }) => id === chosen);
  return (
    <>
      <section className="part">
        <TextField
          label={t('schemes.name')}
          value={scheme.name}
          onChange={(name) => controller.rename(scheme.id, name)}
        />
        {scheme.parcels.length > 0 && (
          <div className="chips">
            {scheme.parcels.map(({ id, name }) => (
              <Chip key={id} on={id === chosen} onClick={() => set({ schemeParcel: id })}>
                {name}
              </Chip>
            ))}
          </div>
        )}
        <Picks />
        <MassingImport scheme={scheme} />
      </section>
      {parcel && <ParcelDesign key={`${scheme.id} ${parcel.id}`} scheme={scheme} parcel={parcel} />}
      <Roads scheme={scheme} />
      <p className="row-head scheme-remove">
        <button type="button" className="btn small" onClick={() => controller.remove(scheme.id)}>
          {t('schemes.remove')}
        </button>
      </p>
    </>
  );
}

/** A parcel is drawn, or taken from a plan of the city. */
function Picks() {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const facts = useQuery('scheme facts', () => controller.facts());
  const picking = useTwin((state) => pickingOf(state, SCHEME_PICKER));
  const isMissed = useTwin(({ schemeMissed }) => schemeMissed);
  const pick = (kind: SchemePick) => (on: boolean) => controller.pick(on ? kind : null);
  const canTake = facts.kind === 'answered' && facts.answer.hasPlans;
  return (
    <div className="row-head scheme-picks">
      {(picking === null || picking === 'draw') && (
        <PickField
          icon="ruler"
          label={t('schemes.draw')}
          hint={t('schemes.drawHint')}
          isPicking={picking === 'draw'}
          points={3}
          onPick={pick('draw')}
        />
      )}
      {canTake && (picking === null || picking === 'take') && (
        <PickField
          icon="pin"
          label={t('schemes.take')}
          hint={t('schemes.takeHint')}
          isPicking={picking === 'take'}
          onPick={pick('take')}
        />
      )}
      {picking === 'take' && isMissed && (
        <p className="note warn" role="status">
          {t('schemes.takeMissed')}
        </p>
      )}
    </div>
  );
}

function ParcelDesign({ scheme, parcel }: { scheme: Scheme; parcel: SchemeParcel }) {
  const { t, language } = useWords();
  const controller = useController(schemeDesignController);
  const { value, unit } = formatArea(areaM2(parcel.ringM), language);
  return (
    <section className="part scheme-parcel">
      <p className="row-head">
        <b>{parcel.name}</b>
        <span className="note">
          <Quantity value={value} unit={unit} />
        </span>
        <span className="space" />
        <button type="button" className="btn small" onClick={() => controller.removeParcel(parcel.id)}>
          {t('schemes.removeParcel')}
        </button>
      </p>
      {parcel.source && (
        <p className="note">{t('schemes.takenFrom', { plan: parcel.source.plan, shape: parcel.source.shape })}</p>
      )}
      <LiveFigures scheme={scheme} parcel={parcel} />
      <Assumed parcel={parcel} />
      <ByHand scheme={scheme} parcel={parcel} />
      <Typology parcel={parcel} />
      <Indicators parcel={parcel} />
      <Shape parcel={parcel} />
      <Edges parcel={parcel} />
      <GradingFields scheme={scheme} parcel={parcel} />
      <BasementFields scheme={scheme} parcel={parcel} />
      <Buildings scheme={scheme} parcel={parcel} />
      <Shortfall scheme={scheme} parcel={parcel} />
    </section>
  );
}

/** What the plan is silent about, so that nobody takes a usual value for the plan's. */
function Assumed({ parcel: { assumed = [] } }: { parcel: SchemeParcel }) {
  const { t } = useWords();
  if (assumed.length === 0) return null;
  const names: Readonly<Record<Assumable, string>> = {
    use: t('schemes.use'),
    far: t('schemes.far'),
    densityMaxPct: t('schemes.density'),
    heightMaxM: t('schemes.height'),
    greenMinPct: t('schemes.green'),
    setbackM: t('schemes.setbacks'),
  };
  return (
    <p className="note" data-assumed={assumed.join(' ')}>
      <span className="tag unsure">{t('schemes.assumedTag')}</span>{' '}
      {t('schemes.assumedOf', { names: assumed.map((one) => names[one]).join(t('schemes.listComma')) })}
    </p>
  );
}

/** Buildings of a file or of a hand stay as they are when controls change; who wants new ones says so. */
function ByHand({ scheme, parcel }: { scheme: Scheme; parcel: SchemeParcel }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const count = scheme.buildings.filter((one) => one.parcel === parcel.id && one.made).length;
  if (count === 0) return null;
  return (
    <p className="row-head wrap">
      <span className="note">{t('schemes.byHand', { count })}</span>
      <button type="button" className="btn small" onClick={() => void controller.generateAgain()}>
        {t('schemes.generateAgain')}
      </button>
    </p>
  );
}

function Typology({ parcel: { controls } }: { parcel: SchemeParcel }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  return (
    <>
      <Segmented
        label={t('schemes.typology')}
        value={controls.typology}
        options={TYPOLOGIES.map((value) => ({ value, label: t(`schemes.${value}`) }))}
        onChange={(typology) => void controller.change({ controls: { typology, depthM: DEFAULT_DEPTH_M[typology] } })}
      />
      <ChoiceField<FloorUse>
        label={t('schemes.use')}
        value={controls.use}
        options={FLOOR_USES.map((value) => ({ value, label: t(`schemes.use_${value}`) }))}
        onChange={(use) => void controller.change({ controls: { use } })}
      />
      <TextField
        label={t('schemes.code')}
        value={controls.code}
        onChange={(code) => void controller.change({ controls: { code: code.slice(0, 12) } })}
      />
    </>
  );
}

/** What a plan limits, or somebody asks for. */
function Indicators({ parcel: { controls } }: { parcel: SchemeParcel }) {
  const controller = useController(schemeDesignController);
  const change = (part: Partial<SchemeParcel['controls']>) => void controller.change({ controls: part });
  return (
    <>
      <Fields
        of={SchemeControls}
        only={['far', 'densityMaxPct', 'heightMaxM', 'greenMinPct']}
        value={controls}
        onChange={change}
      />
      <Fields
        of={Setbacks}
        value={controls.setbackM}
        onChange={(part) => change({ setbackM: { ...controls.setbackM, ...part } })}
      />
    </>
  );
}

/** How buildings are shaped and stand to each other. */
function Shape({ parcel: { controls } }: { parcel: SchemeParcel }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const change = (part: Partial<SchemeParcel['controls']>) => void controller.change({ controls: part });
  return (
    <details>
      <summary>{t('schemes.shape')}</summary>
      <Fields
        of={SchemeControls}
        only={[
          'storeyM',
          'depthM',
          'gapM',
          'spacingRatio',
          ...(controls.typology === 'podium' ? (['podiumStoreys'] as const) : []),
          'rows',
        ]}
        value={controls}
        onChange={change}
      />
    </details>
  );
}

/** Which class each edge is of; edges are numbered in the picture. */
function Edges({ parcel: { ringM, edges } }: { parcel: SchemeParcel }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  return (
    <details>
      <summary>{t('schemes.edges', { count: edges.length })}</summary>
      {edges.map((edge, i) => {
        const [[ax, ay], [bx, by]] = edgeOf(ringM, i);
        const length = formatNumber(Math.hypot(bx - ax, by - ay), 1);
        return (
          <ChoiceField<EdgeClass>
            key={i}
            label={t('schemes.edge', { n: i + 1, length })}
            value={edge}
            options={EDGE_CLASSES.map((value) => ({ value, label: t(`schemes.edge_${value}`) }))}
            onChange={(next) => void controller.change({ edges: edges.map((one, at) => (at === i ? next : one)) })}
          />
        );
      })}
    </details>
  );
}

function Shortfall({ scheme, parcel }: { scheme: Scheme; parcel: SchemeParcel }) {
  const { t } = useWords();
  const shortfall = useTwin(({ schemeShortfalls }) => schemeShortfalls[placeOf(scheme.id, parcel.id)] ?? null);
  if (!shortfall) return null;
  const values = { far: formatNumber(shortfall.far, 2), got: formatNumber(shortfall.got, 2) };
  return (
    <p className="scheme-short" role="status">
      {t(`schemes.short_${shortfall.by}`, values)}
    </p>
  );
}

/** Figures of the parcel alone, while it is edited; the whole scheme's are under the other tab. */
const LIVE = ['gfaM2', 'far', 'densityPct', 'greenPct', 'heightM', 'dwellings', 'population', 'parking'] as const;
const LIVE_EARTH = ['cutM3', 'fillM3'] as const;
const LIVE_UNDER = ['basementM2', 'basementSpaces', 'dugM3', 'backfillM3'] as const;
/** Services are those of all residents of the scheme. */
const LIVE_SERVICES = ['schoolMin', 'school15Pct', 'schoolLoad', 'healthMin', 'health15Pct', 'healthLoad'] as const;

function LiveFigures({ scheme, parcel }: { scheme: Scheme; parcel: SchemeParcel }) {
  const { t } = useWords();
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const site = useTwin(({ schemeSites }) => schemeSites[scheme.id] ?? null);
  const own = parcelMetrics(scheme, assumed, site).find((one) => one.parcel.id === parcel.id);
  if (!own) return null;
  const whole = metricsOf(scheme, assumed, site);
  const hasBasement = (own.metrics.basementM2 ?? 0) > 0;
  return (
    <>
      <MetricRows
        metrics={own.metrics}
        verdicts={own.verdicts}
        ids={[
          ...LIVE,
          ...(parcel.grading ? LIVE_EARTH : []),
          ...(hasBasement ? LIVE_UNDER : []),
          ...(parcel.grading || hasBasement ? (['surplusM3'] as const) : []),
        ]}
      />
      {whole.schoolMin !== null || whole.healthMin !== null ? (
        <>
          <p className="note">{t('schemes.ofWhole')}</p>
          <MetricRows metrics={whole} verdicts={[]} ids={LIVE_SERVICES} />
        </>
      ) : null}
    </>
  );
}
