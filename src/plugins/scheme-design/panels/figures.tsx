import { basisOf, METRIC_IDS, type MetricId } from '../../../../model/schemes/metric-basis.ts';
import {
  type LimitVerdict,
  landBalance,
  metricsOf,
  parcelMetrics,
  type SchemeMetrics,
} from '../../../../model/schemes/metrics.ts';
import { AssumedAmounts, type Scheme } from '../../../../model/schemes/scheme.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Quantity } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { schemeDesignController } from '../controller.ts';
import { limitText } from '../limit-text.ts';
import { Services } from './services.tsx';
import { Sunlight } from './sunlight.tsx';

/** All figures of a scheme with where they come from, parcel by parcel against their limits, land by code, and what goes. */
export function Figures({ scheme }: { scheme: Scheme }) {
  const { t } = useWords();
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const site = useTwin(({ schemeSites }) => schemeSites[scheme.id] ?? null);
  return (
    <>
      <FormSection title={t('schemes.whole')}>
        <MetricRows metrics={metricsOf(scheme, assumed, site)} verdicts={[]} ids={METRIC_IDS} />
      </FormSection>
      {parcelMetrics(scheme, assumed, site).map(({ parcel, metrics, verdicts }) => (
        <FormSection key={parcel.id} title={parcel.name}>
          <MetricRows metrics={metrics} verdicts={verdicts} ids={verdicts.map(({ metric }) => metric)} />
        </FormSection>
      ))}
      <Services scheme={scheme} />
      <Sunlight key={scheme.id} scheme={scheme} />
      <Balance scheme={scheme} />
      <Beneath scheme={scheme} />
      <Assumptions />
    </>
  );
}

/** A figure a line; its basis opens with a click. */
export function MetricRows({
  metrics,
  verdicts,
  ids,
}: {
  metrics: SchemeMetrics;
  verdicts: readonly LimitVerdict[];
  ids: readonly MetricId[];
}) {
  return (
    <ul className="scheme-metrics">
      {ids.map((id) => (
        <MetricRow key={id} id={id} value={metrics[id]} verdict={verdicts.find(({ metric }) => metric === id)} />
      ))}
    </ul>
  );
}

function MetricRow({ id, value, verdict }: { id: MetricId; value: number | null; verdict: LimitVerdict | undefined }) {
  const { t, of } = useWords();
  const { label, unit, decimals, formula, source, isUnread } = basisOf(id);
  return (
    <li>
      <details>
        <summary>
          <span>{of(label)}</span>
          {verdict && <span className={`tag ${verdict.isMet ? '' : 'warn'}`}>{limitText(id, [verdict.limit])}</span>}
          <b data-metric={id}>
            {value === null ? NO_VALUE_MARK : <Quantity value={formatNumber(value, decimals)} unit={unit} />}
          </b>
        </summary>
        <p className="note">{of(formula)}</p>
        <p className="note">
          {isUnread && <span className="tag unsure">{t('schemes.unread')}</span>} {of(source)}
        </p>
      </details>
    </li>
  );
}

/** 用地平衡表. */
function Balance({ scheme }: { scheme: Scheme }) {
  const { t } = useWords();
  const rows = landBalance(scheme);
  if (rows.length === 0) return null;
  return (
    <FormSection title={t('schemes.balance')}>
      <Table
        rows={rows}
        rowKey={({ code }) => code}
        columns={[
          { head: t('schemes.code'), value: ({ code }) => code || NO_VALUE_MARK },
          { head: t('schemes.siteHa'), value: ({ siteM2 }) => siteM2 / 10_000, digits: 2 },
          { head: '%', value: ({ sharePct }) => sharePct, digits: 1 },
          { head: t('schemes.gfa'), value: ({ gfaM2 }) => gfaM2 },
        ]}
      />
    </FormSection>
  );
}

/** What stands on the parcels today and is hidden in the picture. */
function Beneath({ scheme }: { scheme: Scheme }) {
  const { t } = useWords();
  const standing = useTwin(({ schemeStanding }) => schemeStanding[scheme.id] ?? null);
  if (!standing) return null;
  return (
    <FormSection title={t('schemes.beneath')}>
      <p className="note">
        {t('schemes.beneathText', {
          buildings: formatNumber(standing.buildings),
          footprint: formatNumber(standing.footprintM2),
          gfa: formatNumber(standing.gfaM2),
        })}
        {standing.guessed > 0 && ` ${t('schemes.guessed', { count: formatNumber(standing.guessed) })}`}
      </p>
    </FormSection>
  );
}

/** What floor area is turned into people and cars by, the same for all schemes. */
function Assumptions() {
  const { t } = useWords();
  const assumed = useTwin(({ schemeAssumptions }) => schemeAssumptions);
  const controller = useController(schemeDesignController);
  return (
    <FormSection title={t('schemes.assumptions')}>
      <Fields of={AssumedAmounts} value={assumed} onChange={(part) => controller.assume({ ...assumed, ...part })} />
    </FormSection>
  );
}
